"""What a text wants kept: "remove the containers but keep the volumes"."""

from __future__ import annotations

from collections.abc import Sequence

from commands.ask.tokens import Token

# Flags that take more away than the command alone.
WIDER = frozenset({"volumes", "rmi"})
KEEPING = frozenset({"keep", "preserve", "retain", "leave", "spare", "save"})
DENYING = frozenset({"not", "without", "never", "except"})
REMOVING = frozenset({"remove", "delete", "drop", "wipe", "prune", "clean", "erase", "destroy", "purge"})


def spared(tokens: Sequence[Token], start: int, key: str) -> bool:
    """True where the words in front of a cue say that these things stay."""
    if key not in WIDER:
        return False
    removing = crossed = False
    for token in reversed(tokens[max(0, start - 6) : start]):
        if token.base in KEEPING:
            return not removing
        if token.low in DENYING:
            return removing or not crossed
        crossed = crossed or token.low in ("and", ",", "but")
        removing = removing or token.base in REMOVING
    return False
