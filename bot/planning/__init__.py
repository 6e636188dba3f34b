"""What commands would touch and do, subject by subject; `bot.plan` puts it together."""
