"""What the flags of a command are known, or not known, to do.

A flag that stands in no row of `commands/spec/flag_powers.txt` is one that docker learnt later: it needs `host_access`.
"""

from __future__ import annotations

from commands.effects.model import Effects
from commands.parsed import FlagUse, ParsedCommand
from commands.spec.powers import powers

# Flags whose text may have several lines; in any other a line's end is where two readers part.
_SEVERAL_LINES = frozenset(
    """
    env env-add label label-add container-label container-label-add build-arg health-cmd entrypoint message author change format
    args
    """.split()
)


def flag_effects(parsed: ParsedCommand) -> Effects:
    """What the typed flags are known, or not known, to do."""
    known = powers().get(parsed.path)
    refused = [reason for use in parsed.uses for reason in _unreadable(use)]
    if known is None:
        return Effects(refused=tuple(refused))
    unknown = []
    for use in parsed.uses:
        power = known.get(use.flag.long) or known.get(use.long)
        if power is None:
            unknown.append(f"{use.spelling} is a flag whose power over the host is not known here")
        elif power == "unread":
            refused.append(f"{use.spelling} is not carried out by the Engine's API as it is used here: leave it out.")
    return Effects(host_access=tuple(unknown), refused=tuple(dict.fromkeys(refused)))


def _unreadable(use: FlagUse) -> list[str]:
    """A value with a line's end where one value belongs: the second line would be read by one reader and not by another."""
    if use.long in _SEVERAL_LINES or not any(end in use.value for end in "\n\r"):
        return []
    return [f"The value of {use.spelling} has more than one line: write it in one."]
