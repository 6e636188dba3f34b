"""Notes written by hand: a sentence for every command, argument and flag, and examples.

Two JSON files a program: `NAME-commands.json` (path → summary, args, examples) and `NAME-flags.json`
(path, `*` for every command, or "" for the program itself → flag → note, or [note, sentence with the value]).
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _file(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(Path(__file__).with_name(f"{name}.json").read_bytes())
    return data


def table(name: str) -> dict[str, Any]:
    """One of the other tables: `meanings`, `shell`, `habits`."""
    return _file(name)


def _program(path: str) -> str:
    first = path.split(" ", 1)[0]
    return first if first in ("compose", "buildx") else "docker"


def _command(path: str) -> dict[str, Any]:
    row: dict[str, Any] = _file(f"{_program(path)}-commands").get(path, {})
    return row


def summary(path: str) -> str:
    """One sentence on what a command does; "" for a path that no note knows. "" is docker itself."""
    return str(_command(path).get("summary", ""))


def examples(path: str) -> tuple[str, ...]:
    """Whole commands that show it, simplest first."""
    return tuple(_command(path).get("examples", ()))


def argument(path: str, name: str) -> str:
    """What one argument of the usage line is; "" where only its general meaning is known."""
    return str(_command(path).get("args", {}).get(name, ""))


def _flag(path: str, long: str, component: str) -> Any:
    name = _program(path)
    table = _file(f"{name}-flags")
    if path == name and long in table[""]:
        return table[""][long]
    found = table.get(path, {}).get(long) if path else None
    if found is None and component == "buildx" and name != "buildx":
        return _flag("buildx build", long, "") or _file("buildx-flags")[""].get(long)
    if found is None and path:
        found = table["*"].get(long)
    return found if found is not None else table[""].get(long)


def flag_note(path: str, long: str, component: str = "") -> str:
    """What a flag does in general, for that command ("" for docker's own flags); "" where no note has it."""
    found = _flag(path, long, component)
    return str(found[0] if isinstance(found, list) else found or "")


def flag_sentence(path: str, long: str, component: str = "") -> str:
    """A sentence with `{value}`, `{size}` or `{time}` in it; "" where there is none."""
    found = _flag(path, long, component)
    return str(found[1]) if isinstance(found, list) else ""


def is_written(path: str, long: str, component: str = "") -> bool:
    """True when the note was written by hand, and so need not be made from facts."""
    return bool(_flag(path, long, component))
