"""What each flag of a command that runs here can do: `flag_powers.txt`, one row a command and power.

`plain`: gives nothing of the host; `judged`: its value is judged in the request; `idle`: it means something to the docker
program's own terminal only, so nothing reads it; `caller`: it reads the caller's machine, and is never run; `unread`: no
executor reads it although it would change what happens, so the command is not run. A flag that stands in no row is one that
docker learnt later: it needs `host_access`.
"""

from __future__ import annotations

from functools import cache
from os.path import dirname

from commands.effects.model import Effects
from commands.parsed import FlagUse, ParsedCommand

POWERS = ("plain", "judged", "idle", "caller", "unread")
# Flags whose text may have several lines; in any other a line's end is where two readers part.
_SEVERAL_LINES = frozenset(
    """
    env env-add label label-add container-label container-label-add build-arg health-cmd entrypoint message author change format
    args
    """.split()
)


@cache
def powers() -> dict[str, dict[str, str]]:
    """Command → flag → its power, for every command that has an executor."""
    table: dict[str, dict[str, str]] = {}
    with open(f"{dirname(__file__)}/flag_powers.txt", encoding="utf-8") as file:
        for line in file:
            path, power, names = line.rstrip("\n").split("\t")
            table.setdefault(path, {}).update(dict.fromkeys(names.split(), power))
    return table


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
