"""The checks that docker's client makes itself, after flags and before the daemon."""

from __future__ import annotations

from commands.parsed import ParsedCommand, UsageError


def check(parsed: ParsedCommand) -> UsageError | None:
    """The first thing that the client refuses by itself; None where it would ask the daemon."""
    return None
