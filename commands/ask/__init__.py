"""A person's words become a command, or a topic."""
