"""The checks that docker's client makes itself, after flags and before the daemon."""
