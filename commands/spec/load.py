"""Load the reference, a command at a time, and find the command that words name.

The facts are read once (a few milliseconds); a `Command` is built when it is first asked for.
"""

from __future__ import annotations

import json
from functools import cache
from os.path import dirname
from typing import Any

from commands.spec.model import Command, Flag

FACTS = dirname(__file__) + "/facts"  # importlib.resources would cost more than the facts themselves
PLUGINS = ("compose", "buildx")
# Words that the docker program hands to buildx when that plugin is there.
HANDED_TO_BUILDX = {"bake": "buildx bake"}


@cache
def raw(name: str) -> dict[str, Any]:
    """One file of facts: `docker`, `compose`, `buildx`, or `docker-values` and its like."""
    with open(f"{FACTS}/{name}.json", encoding="utf-8") as file:
        data: dict[str, Any] = json.load(file)
    return data


def values(name: str, program: str = "docker") -> Any:
    """One table of values: `types`, `filters`, `mount`, `network_options`, `formats`, `sets`; {} where a program has none."""
    return raw(f"{program}-values").get(name, {})


@cache
def paths() -> dict[str, tuple[str, str]]:
    """Every spelling of every command: words joined by a blank → (program, path inside that program)."""
    table: dict[str, tuple[str, str]] = {}
    for path, row in raw("docker")["commands"].items():
        for alias in row["aliases"]:
            table[alias] = ("docker", path)
    for program in PLUGINS:
        for path, row in raw(program)["commands"].items():
            for alias in row["aliases"]:
                table[f"{program} {alias}"] = (program, path)
        table[program] = (program, "")
    for spelling, target in HANDED_TO_BUILDX.items():
        table.setdefault(spelling, paths_of_plugin(target))
    return table


def paths_of_plugin(spelling: str) -> tuple[str, str]:
    """`buildx bake` → ("buildx", "bake")."""
    program, _, path = spelling.partition(" ")
    return program, path


@cache
def command(path: str) -> Command:
    """The command of that spelling (any alias); KeyError where there is none."""
    program, inner = paths()[path]
    if program != "docker" and not inner:
        return _plugin_root(program)
    row = raw(program)["commands"][inner]
    full = inner if program == "docker" else f"{program} {inner}"
    prefix = "" if program == "docker" else f"{program} "
    args_min, args_max, rule = row["args"]
    flags = [_flag(flag) for flag in row["flags"]]
    if program != "docker":
        flags += [
            _flag(flag)
            for flag in raw(program)["globals"]
            if flag.get("persistent") and flag["long"] not in {f.long for f in flags}
        ]
    flags += _inherited(program, inner, {flag.long for flag in flags})
    if full == "image build":
        flags = _both_builders(flags)
    return Command(
        path=full,
        aliases=tuple(prefix + alias for alias in row["aliases"]),
        usage=row.get("usage", ""),
        args_pattern=row.get("args_pattern", ""),
        args_min=args_min or 0,
        args_max=args_max,
        args_rule=rule or "",
        interspersed=row["interspersed"],
        has_subcommands=row.get("has_subcommands", False),
        runnable=row.get("runnable", False),
        hidden=row.get("hidden", False),
        deprecated=str(row.get("deprecated", "") or ""),
        component=row.get("component", ""),
        program=program,
        min_api=row.get("min_api", ""),
        swarm=row.get("swarm", ""),
        in_judge=not row.get("absent", False),
        flags=tuple(flags),
        facts=row.get("facts", {}),
    )


def _inherited(program: str, inner: str, have: set[str]) -> list[Flag]:
    """Persistent flags of the groups above."""
    rows = raw(program)["commands"]
    parents = [" ".join(inner.split()[:depth]) for depth in range(1, len(inner.split()))]
    return [
        _flag(row)
        for parent in parents
        for row in rows.get(parent, {}).get("flags", [])
        if row.get("persistent") and row["long"] not in have
    ]


def _both_builders(flags: list[Flag]) -> list[Flag]:
    """`docker build` has two faces: the old builder's flags, and those of buildx where only it has them."""
    have = {flag.long for flag in flags}
    shorts = {flag.short for flag in flags if flag.short}
    for row in raw("buildx")["commands"]["build"]["flags"] + [f for f in raw("buildx")["globals"] if f["long"] == "builder"]:
        if row["long"] not in have:
            flag = _flag(row, component="buildx")
            flags.append(flag if flag.short not in shorts else _flag({**row, "short": ""}, component="buildx"))
    return flags


def _plugin_root(program: str) -> Command:
    flags = tuple(_flag(flag) for flag in raw(program)["globals"] if flag["long"] != "help")
    return Command(
        path=program, aliases=(program,), usage="[OPTIONS] COMMAND", args_pattern="", args_min=0, args_max=None, args_rule="",
        interspersed=False, has_subcommands=True, runnable=False, hidden=False, deprecated="", component="plugin", program=program,
        min_api="", swarm="", in_judge=False, flags=flags, facts={},
    )  # fmt: skip


def _flag(row: dict[str, Any], component: str = "") -> Flag:
    return Flag(
        long=row["long"],
        short=row.get("short") or "",
        type=row["type"],
        default=row.get("default", False if row["type"] == "bool" else None),
        default_text=row.get("default_text", ""),
        no_opt_default=row.get("no_opt_default"),
        repeatable=row.get("repeatable", False),
        comma_split=row.get("comma_split", False),
        hidden=row.get("hidden", False),
        deprecated=str(row.get("deprecated", "") or ""),
        min_api=row.get("min_api", ""),
        in_judge=not row.get("absent", False),
        persistent=row.get("persistent", False),
        alias_of=row.get("alias_of", ""),
        component=component,
        facts=row.get("facts", {}),
    )


@cache
def global_flags() -> dict[str, Flag]:
    """The flags of the docker program itself, by long name."""
    return {flag.long: flag for flag in (_flag(row) for row in raw("docker")["globals"])}


@cache
def all_paths() -> tuple[str, ...]:
    """Canonical paths of all commands, plugins' included, in the order of the facts."""
    own = tuple(raw("docker")["commands"])
    return own + tuple(f"{program} {path}" for program in PLUGINS for path in raw(program)["commands"])


@cache
def children(path: str) -> tuple[str, ...]:
    """The names (aliases included) right under a group; for "" the top-level names."""
    depth = len(path.split())
    lead = path + " " if path else ""
    return tuple(
        dict.fromkeys(
            spelling.split()[depth] for spelling in paths() if spelling.startswith(lead) and len(spelling.split()) > depth
        )
    )
