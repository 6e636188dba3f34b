"""What the Bolt app listens to, a feature a module."""
