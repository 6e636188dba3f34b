"""Filters that would tell whether a guess at a hidden value is right: `docker ps --filter label=api.token=GUESS`.

Values of labels whose name looks secret are hidden in every answer. A filter with such a value would answer "right" or "wrong" for
them, as often as somebody likes, so it is refused where values are hidden. The label's name alone may be filtered by.
"""

from __future__ import annotations

from bot.redaction.names import hides
from commands.parsed import ParsedCommand


def guesses(parsed: ParsedCommand) -> tuple[str, ...]:
    """Why a command is refused for its filters; () where none of them is about a hidden value."""
    found = []
    for use in parsed.uses:
        if use.long != "filter":
            continue
        key, _, wanted = use.value.partition("=")
        if not key.strip().lower().rstrip("!").endswith("label"):
            continue
        name, equals, value = (part.strip() for part in wanted.partition("="))
        if equals and hides(name, value):
            found.append(
                f"A filter by the value of the label {name} would tell whether the value is right, and values of such labels are "
                f"hidden here. Leave the value out: --filter {key}={name}"
            )
    return tuple(dict.fromkeys(found))
