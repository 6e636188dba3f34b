"""Names that a command gives, and which of them could be taken for ids: those are refused.

The Engine tries a name before the beginning of an id, so whoever names an object like another one's id
stands between that one and everybody who means it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.planning.ambiguous import starts_an_id
from commands.parsed import ParsedCommand

_LIKE_ID = re.compile(r"[0-9a-f]{12,64}")
_LIKE_SWARM_ID = re.compile(r"[0-9a-z]{25}")
# Command → the kind of what it names, the flags and the operand that hold the new name.
_NAMING: dict[str, tuple[str, tuple[str, ...], int | None]] = {
    "container run": ("container", ("name",), None),
    "container create": ("container", ("name",), None),
    "container rename": ("container", (), 1),
    "volume create": ("volume", ("name",), 0),
    "network create": ("network", (), 0),
    "service create": ("service", ("name",), None),
    "image tag": ("image", (), 1),
    "image import": ("image", (), 1),
    "image build": ("image", ("tag",), None),
    "container commit": ("image", (), 1),
}


def new_names(parsed: ParsedCommand) -> Iterator[tuple[str, str]]:
    """The kind and the name of everything that a command names anew."""
    kind, flags, operand = _NAMING.get(parsed.path, ("", (), None))
    for use in parsed.uses:
        if use.long in flags:
            yield kind, use.value.strip("/")
    if operand is not None and len(parsed.args) > operand:
        yield kind, parsed.args[operand].strip("/")


def like_ids(parsed: ParsedCommand) -> tuple[str, ...]:
    """Why a new name is refused whoever gives it; empty where none looks like an id."""
    return tuple(
        f"{name!r} looks like the id of a {kind}, and would be taken for one: choose another name."
        for kind, name in new_names(parsed)
        if _looks(kind, name)
    )


def _looks(kind: str, name: str) -> bool:
    if kind == "service":
        return bool(_LIKE_SWARM_ID.fullmatch(name))
    return bool(_LIKE_ID.fullmatch(name.removesuffix(":latest") if kind == "image" else name))


def taken_ids(parsed: ParsedCommand, api: Any) -> list[str]:
    """Why a new name is refused on this host: an id that is there begins with it."""
    found = [(kind, name, starts_an_id(kind, _bare(kind, name), api)) for kind, name in new_names(parsed)]
    return [f"{name!r} is how the id of a {kind} begins ({its_id}): choose another name." for kind, name, its_id in found if its_id]


def _bare(kind: str, name: str) -> str:
    return name.removesuffix(":latest") if kind == "image" else name
