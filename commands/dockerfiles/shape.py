"""What BuildKit checks after parsing: which instructions there are, how many words each takes, and their order.

Mirrors moby/buildkit frontend/dockerfile/instructions/parse.go.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from functools import lru_cache

from commands.dockerfiles.model import INSTRUCTIONS, Broken, Instruction

_FLAGS = {
    "FROM": {"platform"},
    "RUN": {"mount", "network", "security", "device"},
    "COPY": {"from", "chown", "chmod", "link", "parents", "exclude"},
    "ADD": {"chown", "chmod", "link", "checksum", "keep-git-dir", "exclude", "unpack"},
    "HEALTHCHECK": {"interval", "timeout", "start-period", "start-interval", "retries"},
}
_EXACTLY_ONE = ("USER", "WORKDIR", "STOPSIGNAL", "MAINTAINER")
_AT_LEAST_ONE = ("EXPOSE", "VOLUME", "ARG")
_LONGEST_NAME = 20
_PORT = re.compile(r"^\d+(-\d+)?(/(tcp|udp|sctp))?$", re.I)
_DURATION = re.compile(r"^(0|(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+)$")


def errors(instructions: tuple[Instruction, ...]) -> Iterator[Broken]:
    """What would stop the build, line by line."""
    seen_from = False
    for one in instructions:
        problem = _problem(one, seen_from)
        if problem is not None:
            yield Broken(one.lines[0], one.span, *problem)
        seen_from = seen_from or one.name == "FROM"
    if instructions and not seen_from:
        last = instructions[-1]
        yield Broken(last.lines[0], last.span, "no build stage: the file has no FROM")


def _problem(one: Instruction, seen_from: bool) -> tuple[str, str | None] | None:
    if one.name not in INSTRUCTIONS:
        near = _near(one.name) if len(one.name) <= _LONGEST_NAME else []
        fixed = near[0] + one.source[len(one.written) :] if near else None
        return f"unknown instruction: {one.written}" + (f" (did you mean {near[0]}?)" if near else ""), fixed
    if not seen_from and one.name not in ("FROM", "ARG"):
        return f"no build stage in current context: {one.name} stands before the first FROM", None
    for flag in one.flags:
        key = flag.lstrip("-").partition("=")[0]
        if key not in _FLAGS.get(one.name, set()):
            return f"unknown flag: --{key} ({one.name} does not have it)", None
    message = _arguments(one)
    return (message, None) if message else None


@lru_cache(maxsize=256)
def _near(name: str) -> list[str]:
    return difflib.get_close_matches(name, INSTRUCTIONS, 1, 0.6)


def _arguments(one: Instruction) -> str | None:
    count = len(one.words) if one.rest else 0
    if one.name == "FROM" and not (count == 1 or (count == 3 and one.words[1].lower() == "as")):
        return "FROM requires either one or three arguments (IMAGE, or IMAGE AS NAME)"
    if one.name in ("COPY", "ADD") and count < 2:
        return f"{one.name} requires at least two arguments, but only one was provided. Destination could not be determined"
    if one.name in ("ENV", "LABEL") and count == 0:
        return f"{one.name} requires at least one argument"
    if one.name in _AT_LEAST_ONE and count == 0:
        return f"{one.name} requires at least one argument"
    if one.name in _EXACTLY_ONE and not one.rest:
        return f"{one.name} requires exactly one argument"
    if one.name in ("RUN",) and not one.rest:
        return "RUN needs a command"
    if one.name == "SHELL" and not one.is_json:
        return 'SHELL requires the arguments to be in JSON form, as in SHELL ["/bin/bash", "-c"]'
    if one.name == "EXPOSE":
        bad = next((word for word in one.words if "$" not in word and not _PORT.match(word)), None)
        return f"invalid containerPort: {bad}" if bad else None
    if one.name == "HEALTHCHECK":
        return _healthcheck(one)
    if one.name == "ONBUILD":
        if one.trigger in ("ONBUILD", "FROM", "MAINTAINER"):
            return f"{one.trigger} isn't allowed as an ONBUILD trigger"
        return None if one.trigger else "ONBUILD requires at least one argument"
    return None


def _healthcheck(one: Instruction) -> str | None:
    kind = one.rest.split() or [""]
    words = [word for word in kind if not word.startswith("--")]
    if not words:
        return "HEALTHCHECK requires at least one argument"
    if words[0].upper() not in ("CMD", "NONE"):
        return f"unknown type {words[0]!r} in HEALTHCHECK (try CMD)"
    for name in ("interval", "timeout", "start-period", "start-interval"):
        value = one.flag(name)
        if value is not None and "$" not in value and not _DURATION.match(value):
            return f"invalid duration {value!r} for --{name} (a number with a unit, such as 30s)"
    if words[0].upper() == "CMD" and len(words) == 1:
        return "missing command after HEALTHCHECK CMD"
    return None
