"""What is a secret, and how it is taken out of texts, JSON, command lines and streams; `bot.redact` puts it together."""

PLACEHOLDER = "[redacted]"
