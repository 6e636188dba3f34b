"""Facts about commands and flags as short lines: usage, type, default, values, examples."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from commands.counts import usage_line
from commands.explaining.flags import note
from commands.spec import notes
from commands.spec.load import all_paths, command, global_flags, values
from commands.spec.model import Command, Flag

# Commands in the order people use them: where a flag is asked for without one, the first that has it is meant.
COMMON: tuple[str, ...] = tuple(notes.table("asking")["common"])
_SAMPLES: dict[str, str] = notes.table("asking")["samples"]


def site(path: str) -> str:
    """Where the official reference describes a command."""
    page = "/".join(path.split())
    return f"docker {path}".rstrip() + f" – https://docs.docker.com/reference/cli/docker/{page + '/' if page else ''}"


def find_flag(spec: Command | None, spelling: str) -> Flag | None:
    """The flag of a command (or of docker itself) by `--long` or `-s`."""
    if spelling.startswith("--"):
        return (spec.by_long if spec else global_flags()).get(spelling[2:])
    shorts = spec.by_short if spec else {flag.short: flag for flag in global_flags().values() if flag.short}
    return shorts.get(spelling[1:]) if len(spelling) == 2 else None


def common_name(path: str) -> str:
    """The spelling of a command that people type: `ps` for `container ls`."""
    spec = command(path)
    return min(spec.aliases, key=len) if spec.program == "docker" and not spec.has_subcommands else path


def spoken(path: str) -> str:
    """`docker ps` for `container ls` and for `ps`; `docker` for ""."""
    from commands.spec.load import paths

    return "docker" if not path else f"docker {path if path not in all_paths() and path in paths() else common_name(path)}"


@lru_cache(maxsize=512)
def commands_with(spelling: str) -> tuple[str, ...]:
    """Canonical paths of all commands that have that flag, the most used first."""
    found = []
    for path in all_paths():
        spec = command(path)
        flag = find_flag(spec, spelling)
        if (
            flag is not None
            and not spec.hidden
            and not flag.hidden
            and (not spelling.startswith("--") or flag.long == spelling[2:])
        ):
            found.append(path)
    return tuple(sorted(found, key=lambda path: COMMON.index(path) if path in COMMON else len(COMMON)))


def takes_value(spelling: str) -> bool:
    """True when the flag of that spelling, in the command that people use it with most, takes a value."""
    for path in commands_with(spelling)[:1]:
        flag = find_flag(command(path), spelling)
        return flag is not None and flag.no_opt_default is None
    return False


def kind_of(flag: Flag) -> str:
    """The type in a reader's words."""
    words = {
        "bool": "switch (on or off)", "list": "text, may be given several times",
        "stringArray": "text, may be given several times", "stringSlice": "text, several with commas or given several times",
        "string": "text", "bytes": "size such as 512m or 1g", "duration": "time such as 30s or 5m", "int": "whole number",
        "int64": "whole number", "uint": "whole number, not negative", "uint16": "whole number, not negative",
        "uint32": "whole number, not negative", "uint64": "whole number, not negative", "decimal": "number such as 1.5",
        "float": "number", "filter": "KEY=VALUE, may be given several times", "map": "KEY=VALUE, may be given several times",
        "stringToString": "KEY=VALUE, several with commas", "ulimit": "NAME=SOFT[:HARD], may be given several times",
        "mount": "KEY=VALUE with commas, may be given several times", "network": "a network's name, or KEY=VALUE with commas",
        "port": "[HOST:]CONTAINER[/PROTOCOL], or KEY=VALUE with commas",
        "gpu-request": "`all`, a number, or KEY=VALUE with commas", "command": "a command with its words", "pem-file": "a file",
    }  # fmt: skip
    return words.get(flag.type, flag.type)


def default_of(flag: Flag) -> str:
    """The default in a reader's words."""
    effective = (flag.facts.get("values") or {}).get("effective_default")
    if flag.is_bool:
        return "on" if flag.default is True else "off"
    if effective:
        return f"not set; the daemon then uses {effective}"
    text = flag.default_text
    if text in {"", "[]", "map[]", "<nil>"}:
        return "none"
    return _meant_default(flag, text)


def _meant_default(flag: Flag, text: str) -> str:
    """Zero often stands for something else than zero."""
    said = {
        "health-interval": "0s, which means 30s", "health-timeout": "0s, which means 30s", "health-start-period": "0s",
        "health-retries": "0, which means 3", "health-start-interval": "0s, which means 5s", "memory": "0, no limit",
        "memory-swap": "0, as much swap again as memory", "pids-limit": "0, no limit", "cpu-shares": "0, which means 1024",
        "stop-timeout": "0 (not set): docker stop waits 10 seconds", "shm-size": "0, which means 64 MiB", "last": "-1, no limit",
        "memory-swappiness": "-1, the host's setting",
    }  # fmt: skip
    if flag.long in {"timeout", "time"} and text == "0":
        return "not set: the container's own stop timeout, 10 seconds normally"
    return said.get(flag.long, "0, not set" if text in {"0", "0s"} else text)


def values_of(flag: Flag) -> str:
    """The values it takes, where they are known; "" otherwise."""
    known: dict[str, Any] = flag.facts.get("values") or {}
    if known.get("set"):
        what = {"keys": "Keys", "type": "Types", "prefixes": "Prefixes", "instructions": "Instructions"}.get(
            known.get("kind", ""), "Values"
        )
        return f"{what}: {', '.join(value or '(empty)' for value in known['set'])}"
    if known.get("set_ref"):
        table = values("sets").get(known["set_ref"], {})
        names = table.get("names") if isinstance(table, dict) and "names" in table else list(table)
        return f"Values: {', '.join(str(name).removeprefix('CAP_') for name in list(names)[:45])}" if names else ""
    if known.get("range"):
        low, high = known["range"]
        return f"Range: {low} to {high}"
    if known.get("pattern"):
        return f"Form: {known['pattern']}"
    return ""


def spelled(flag: Flag) -> str:
    """`-p, --publish`."""
    return f"-{flag.short}, --{flag.long}" if flag.short else f"--{flag.long}"


def line(path: str, flag: Flag) -> str:
    """One flag as a list item: spelling, kind, default, note."""
    default = default_of(flag)
    extra = "" if default in {"none", "off", "0, not set"} else f" Default: {default}."
    value = "" if flag.is_bool else f" {flag.type}"
    return f"`{spelled(flag)}{value}` – {note(path, flag)}{extra}"


def usage(spec: Command, typed: str = "") -> str:
    """The usage line with the command as it was typed."""
    return usage_line(spec, typed or spec.path)


def accepted(text: str) -> bool:
    """True when our own parser takes a command."""
    from commands.parser import parse_text

    parsed = parse_text(text)
    return parsed.usage_error is None and parsed.spec is not None


def harmless(examples: tuple[str, ...]) -> str | None:
    """The first example that deletes nothing; None where there is none."""
    from commands.parser import parse_text
    from commands.risk import Risk, risk_of

    return next((text for text in examples if risk_of(parse_text(text)) is not Risk.DESTROY), None)


@lru_cache(maxsize=512)
def example_of(path: str, long: str) -> str:
    """A whole command that shows a flag, taken by our parser; "" where none can be made."""
    from commands.parser import parse_text

    spec = command(path)
    for text in notes.examples(path):
        if any(use.flag.long == long for use in parse_text(text).uses) and accepted(text):
            return text
    flag = spec.by_long[long]
    base = (*notes.examples(path)[:2], "")[1 if len(notes.examples(path)) > 1 else 0]
    operands = " ".join(word.raw or word.text for word in parse_text(base).arg_words)
    short = common_name(path)
    for value in _sample_values(flag):
        made = f"docker {short} --{long}{' ' + value if value else ''} {operands}".rstrip()
        if accepted(made):
            return made
    return ""


def _sample_values(flag: Flag) -> list[str]:
    if flag.is_bool:
        return [""]
    from commands.rules.errors import SAMPLES

    options = [option for option in (flag.facts.get("values") or {}).get("set", []) if option and option.islower()]
    return [
        value
        for value in (SAMPLES.get(flag.long, ""), *options[:1], _SAMPLES.get(flag.type, ""), "web", "key=value", "/data", "10")
        if value
    ]
