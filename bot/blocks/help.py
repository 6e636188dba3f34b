"""What the bot is for, with examples to press."""

from __future__ import annotations

from collections.abc import Collection

from bot.blocks.home import EXAMPLES
from bot.blocks.message import Message, clip_units
from bot.blocks.parts import action_value, actions, button, context, section
from bot.blocks.words import code


def help_message(hosts: Collection[str]) -> Message:
    """A short help; the names of the hosts are in it."""
    words = (
        "I explain Docker commands, say what is wrong with them and what to write instead, and run what you may run.\n"
        "• a command: `/docker ps -a`, `/docker docker run -p 80:80 nginx`\n"
        "• your own words: `/docker list exited containers`\n"
        "• a question: `/docker what does --cap-add do`\n"
        "• a Dockerfile or a compose file: paste it, or send it as a file\n"
        "• another host: add `on HOST`, or `on all hosts` for reads\n"
        "In channels mention me, here just write; the shortcut *Explain this Docker command* works on any message."
    )
    names = ", ".join(code(clip_units(name, 60)) for name in list(hosts)[:15])
    tries = [button(clip_units(text, 60), "dw_run", action_value(t=text)) for text in EXAMPLES]
    known = [context(f"hosts: {names}")] if names else []
    return Message([section(words), *known, *actions(tries)], words)
