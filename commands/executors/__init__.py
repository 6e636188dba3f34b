"""One module a command: a parsed command and a client give a result."""
