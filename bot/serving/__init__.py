"""Serving Slack: the web server, Socket Mode, tokens, metrics."""
