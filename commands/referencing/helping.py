"""Our help of a command, laid out as people know it from docker, in our own words."""

from __future__ import annotations

import textwrap

from commands.explaining.flags import note
from commands.referencing import entries
from commands.spec import notes
from commands.spec.load import all_paths, command, global_flags
from commands.spec.model import Command, Flag

_WIDTH = 100


def help_page(path: str) -> str:
    """Usage, summary, subcommands, flags, examples. KeyError for a path that does not exist."""
    if not path:
        return _root()
    spec = command(path)
    blocks = [f"Usage:  {entries.usage(spec, path)}", _fill(notes.summary(spec.path))]
    if len(spec.aliases) > 1:
        blocks.append("Aliases:\n  " + ", ".join(f"docker {alias}" for alias in spec.aliases))
    if spec.has_subcommands:
        blocks.append(_commands(spec))
    blocks += _options(spec.path, [flag for flag in spec.flags if not flag.hidden])
    examples = notes.examples(spec.path)
    if examples:
        blocks.append("Examples:\n" + "\n".join(f"  {text}" for text in examples))
    return "\n\n".join(blocks) + "\n"


def _fill(text: str) -> str:
    return textwrap.fill(text, _WIDTH)


def _table(rows: list[tuple[str, str]]) -> str:
    """Two columns, the second wrapped."""
    width = min(34, max((len(left) for left, _ in rows), default=0)) + 2
    lines: list[str] = []
    for left, right in rows:
        wrapped = textwrap.wrap(right, max(30, _WIDTH - width - 2)) or [""]
        if len(left) + 2 > width:
            lines.append(f"  {left}")
        else:
            lines.append(f"  {left:<{width}}{wrapped.pop(0)}")
        lines += [" " * (width + 2) + more for more in wrapped]
    return "\n".join(lines)


def _commands(spec: Command) -> str:
    depth = len(spec.path.split()) + 1
    children = [
        path for path in all_paths() if path.startswith(spec.path + " ") and len(path.split()) == depth and not command(path).hidden
    ]
    return "Commands:\n" + _table([(path.split()[-1], notes.summary(path)) for path in children])


def _options(path: str, flags: list[Flag]) -> list[str]:
    if not flags:
        return []
    return ["Options:\n" + _table([_row(path, flag) for flag in sorted(flags, key=lambda flag: flag.long)])]


def _row(path: str, flag: Flag) -> tuple[str, str]:
    short = f"-{flag.short}, " if flag.short else "    "
    value = "" if flag.is_bool else f" {flag.type}"
    default = entries.default_of(flag)
    tail = "" if default in {"none", "off", "0, not set"} else f" (default: {default})"
    return f"{short}--{flag.long}{value}", note(path, flag) + tail


def _root() -> str:
    common = [path for path in entries.COMMON if path in all_paths()][:20]
    tops = [path for path in all_paths() if " " not in path and command(path).has_subcommands and not command(path).hidden]
    rows = [(min(command(path).aliases, key=len), notes.summary(path)) for path in common]
    blocks = [
        "Usage:  docker [OPTIONS] COMMAND",
        _fill(notes.summary("")),
        "Commands used most:\n" + _table(rows),
        "Groups of commands:\n" + _table([(path, notes.summary(path)) for path in [*tops, "compose", "buildx"]]),
        *_options("", [flag for flag in global_flags().values() if not flag.hidden]),
    ]
    return "\n\n".join(blocks) + "\n"
