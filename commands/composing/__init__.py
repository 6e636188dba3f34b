"""Compose files: read with their lines, checked for shape, explained, and turned into `docker run` and back."""
