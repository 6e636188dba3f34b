"""Filters and formats: keys, values and fields that the daemon or docker's printer refuse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from commands.explaining.text import shown
from commands.findings import Finding, Severity
from commands.parsed import FlagUse, ParsedCommand
from commands.rules.base import Rule
from commands.rules.values import place
from commands.spec.load import values as table

_FIELD = re.compile(r"(?<![\w$)\].])\.([A-Z][A-Za-z0-9]*)")
_BOOLS = {"1", "0", "true", "false", "t", "f", "TRUE", "FALSE", "True", "False", "T", "F"}
# Keys of events stand for "kind = name or id" whatever the value.
_GUESSES = {
    "image": "ancestor", "state": "status", "names": "name", "tag": "reference", "repository": "reference", "exit": "exited",
    "exit-code": "exited", "port": "publish", "running": "status", "stopped": "status", "labels": "label", "after": "since",
    "created": "since", "unused": "dangling", "age": "until", "older": "until", "action": "event",
}  # fmt: skip
_STATES = {
    "up": "running",
    "stopped": "exited",
    "stop": "exited",
    "started": "running",
    "down": "exited",
    "run": "running",
    "pause": "paused",
    "error": "dead",
}


def _filters(path: str) -> dict[str, Any]:
    for program in ("compose", "buildx"):
        if path.startswith(program + " "):
            found: dict[str, Any] = table("filters", program).get(path.removeprefix(program + " "), {})
            return found
    known: dict[str, Any] = table("filters").get(path, {})
    return known


def _pairs(parsed: ParsedCommand) -> Iterator[tuple[FlagUse, str, str]]:
    for use in parsed.uses_of("filter"):
        key, equals, value = use.value.partition("=")
        if equals and key.strip() and not re.search(r"[$`]", use.value):
            yield use, key.strip().lower(), value


class UnknownFilter(Rule):
    """Each list has filters of its own, and the daemon refuses others.

    bad:  docker ps --filter state=running
    bad:  docker images --filter name=nginx
    good: docker ps --filter status=running
    """

    code, name = "DW321", "unknown-filter"
    flags = ("filter",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        known = _filters(parsed.path)
        if not known:
            return
        allowed = [key for key, facts in known.items() if facts.get("accepted", True)]
        for use, key, value in _pairs(parsed):
            if key in allowed or key.rstrip("!=<>~") in allowed:
                continue
            from commands.rules.suggest import nearest

            guess = _GUESSES.get(key) if _GUESSES.get(key) in allowed else nearest(key, allowed)
            if key == "name" and "reference" in allowed:
                guess = "reference"
            visible = [name for name in allowed if known[name].get("documented", True)]
            message = f"{shown(key)} is no filter here; there are {', '.join(visible)}"
            yield self.finding(message, place(use), f"{guess}={value}" if guess else None)


class UnknownFilterValue(Rule):
    """Some filters take only certain words.

    bad:  docker ps --filter status=stopped
    good: docker ps --filter status=exited
    """

    code, name = "DW322", "unknown-filter-value"
    flags = ("filter",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        known = _filters(parsed.path)
        for use, key, value in _pairs(parsed):
            facts = known.get(key)
            if not facts:
                continue
            options = facts.get("values") or (
                table("sets").get(facts["values_ref"]) if facts.get("values_ref") == "event_types" else None
            )
            if facts.get("type") == "bool" and value not in _BOOLS:
                yield self.finding(f"{key} is true or false, not {shown(value)}", place(use), f"{key}=true")
            elif facts.get("type") == "int" and not value.lstrip("-").isdecimal():
                yield self.finding(f"{key} is a number, not {shown(value)}", place(use))
            elif options and value not in options and facts.get("type") != "bool":
                from commands.rules.suggest import nearest

                guess = (
                    _STATES.get(value.lower())
                    if key == "status" and _STATES.get(value.lower()) in options
                    else nearest(value, options)
                )
                yield self.finding(
                    f"{key} is one of {', '.join(options)}, not {shown(value)}", place(use), f"{key}={guess}" if guess else None
                )


@cache
def _fields(path: str) -> frozenset[str]:
    program = path.split(" ")[0] if path.startswith(("compose ", "buildx ")) else "docker"
    formats = table("formats", program).get(path.removeprefix(program + " "), {})
    if path == "system df" or formats.get("object"):
        return frozenset()
    return frozenset(row["name"].lstrip(".").partition(".")[0] for row in formats.get("placeholders", []))


class UnknownField(Rule):
    """A template can name only fields that the list has; most lists find out after the daemon answered.

    bad:  docker images --format '{{.Name}}'
    good: docker images --format '{{.Repository}}:{{.Tag}}'
    """

    code, name = "DW323", "unknown-field"
    flags = ("format",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        known = _fields(parsed.path)
        if not known:
            return
        for use in parsed.uses_of("format"):
            if re.search(r"\{\{-?\s*(?:range|with|define|block|template)\b", use.value):
                continue
            for action in re.finditer(r"\{\{(.*?)\}\}", use.value, re.DOTALL):
                for found in _FIELD.finditer(re.sub(r'"[^"]*"|`[^`]*`', lambda quoted: " " * len(quoted.group()), action.group(1))):
                    field = found.group(1)
                    if field not in known:
                        yield self._finding(parsed, use, field, known)

    def _finding(self, parsed: ParsedCommand, use: FlagUse, field: str, known: frozenset[str]) -> Finding:
        from commands.rules.suggest import nearest

        habits = {
            "Name": "Names",
            "Image": "Repository",
            "Id": "ID",
            "State": "Status",
            "Container": "ID",
            "Version": "Tag",
            "Created": "CreatedAt",
        }
        guess = habits.get(field) if habits.get(field) in known else nearest(field, known)
        start, end = place(use)
        at = parsed.text.find("." + field, start, end)
        span = (at, at + len(field) + 1) if at >= 0 else (start, end)
        return self.finding(
            f"this list has no field .{field}; it has {', '.join(sorted(known)[:14])}{' …' if len(known) > 14 else ''}",
            span,
            f".{guess}" if guess else None,
        )


class BrokenTemplate(Rule):
    """Every `{{` needs its `}}`.

    bad:  docker images --format '{{.ID}'
    good: docker images --format '{{.ID}}'
    """

    code, name = "DW324", "broken-template"
    flags = ("format",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        if parsed.usage_error is not None:
            return
        for use in parsed.uses_of("format"):
            if use.value.count("{{") != use.value.count("}}"):
                yield self.finding("the braces of this template do not match: every {{ needs its }}", place(use))


class NoTemplate(Rule):
    """A format without braces is printed as it stands, once for each line.

    bad:  docker ps --format Names
    good: docker ps --format '{{.Names}}'
    """

    code, name = "DW325", "format-without-field"
    flags = ("format",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        known = _fields(parsed.path)
        for use in parsed.uses_of("format"):
            if (
                known
                and use.value
                and "{" not in use.value
                and use.value.strip() not in {"json", "table", "raw", "pretty", "yaml"}
                and not use.value.startswith("$")
            ):
                better = f"'{{{{.{use.value.lstrip('.')}}}}}'" if use.value.lstrip(".") in known else None
                yield self.finding(
                    f"{shown(use.value)} is printed as it stands; fields are written {{{{.NAME}}}}", place(use), better
                )


class DanglingOfAll(Rule):
    """`--filter dangling=false` on `image prune` means every unused image, as `--all` does.

    bad:  docker image prune --filter dangling=false
    good: docker image prune --filter until=24h
    """

    code, name, severity = "DW326", "dangling-false", Severity.WARNING
    applies_to, flags = ("image_prune",), ("filter",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use, key, value in _pairs(parsed):
            if key == "dangling" and value.lower() in {"false", "0", "f"}:
                yield self.finding("this deletes every image that no container uses, named ones too", place(use))
