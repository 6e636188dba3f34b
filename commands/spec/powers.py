"""What each flag of a command that runs here can do: `flag_powers.txt`, a row for each command and power.

`plain`: gives nothing of the host; `judged`: its value is judged in the request that is sent; `after`: it says how to wait and
what to print once the change was sent; `idle`: it means something to the docker program's own terminal only, or docker drops
it as well, so nothing reads it; `caller`: it reads the caller's machine, and is never run; `unread`: no executor reads it
although it would change what happens, so the command is not run.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from os.path import dirname

POWERS = ("plain", "judged", "after", "idle", "caller", "unread")


@cache
def powers() -> Mapping[str, Mapping[str, str]]:
    """Command → flag → its power, for every command that has an executor."""
    table: dict[str, dict[str, str]] = {}
    with open(f"{dirname(__file__)}/flag_powers.txt", encoding="utf-8") as file:
        for line in file:
            path, power, names = line.rstrip("\n").split("\t")
            table.setdefault(path, {}).update(dict.fromkeys(names.split(), power))
    return table
