"""Reply to Block Kit, inside Slack's limits."""
