"""A person's words become a command, or a topic."""

from commands.ask.asked import Asked
from commands.ask.asking import ask
from commands.ask.memory import Memory

__all__ = ["Asked", "Memory", "ask"]
