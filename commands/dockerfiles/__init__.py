"""Dockerfiles: read with the official parser, explained line by line, linted, corrected where that is mechanical."""
