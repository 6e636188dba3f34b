"""Corrections that need no thought: the same build, written as it should be."""

from __future__ import annotations

import json
import re

from commands.dockerfiles.model import INSTRUCTIONS, Dockerfile, Instruction
from commands.dockerfiles.shell import as_json

__all__ = ["INSTRUCTIONS", "corrected", "env_with_equals", "json_meant", "label_for_maintainer"]
_ARCHIVE = re.compile(r"\.(?:tar|tgz|tbz2?|txz|tar\.\w+|gz|bz2|xz|zst)$")
_CURLY = str.maketrans("“”‘’", "\"\"''")
_LISTS = " \\\n && rm -rf /var/lib/apt/lists/*"


def corrected(file: Dockerfile) -> str | None:
    """The whole file with every mechanical correction; None where there is none, or where it would not parse."""
    edits: list[tuple[tuple[int, int], str]] = []
    for broken in file.broken:
        if broken.suggestion is not None:
            edits.append((broken.span, broken.suggestion))
    skip: set[int] = set()
    started = {one.stage for one in file.instructions if one.name in ("ENTRYPOINT", "SHELL")}
    for at, one in enumerate(file.instructions):
        if at in skip:
            continue
        after = file.instructions[at + 1] if at + 1 < len(file.instructions) else None
        joined = _joined_update(one, after)
        if joined is not None and after is not None:
            edits.append(((one.span[0], after.span[1]), joined))
            skip.add(at + 1)
            continue
        fixed = _fixed(one, one.stage not in started)
        if fixed is not None and fixed != one.source:
            edits.append((one.span, fixed))
    pieces, done = [], 0
    for (start, end), fixed in sorted(edits):
        if start >= done:
            pieces += [file.text[done:start], fixed]
            done = end
    text = "".join([*pieces, file.text[done:]])
    return text if text != file.text else None


def _fixed(one: Instruction, exec_is_safe: bool) -> str | None:
    """The instruction as it should be. A CMD becomes exec form only where no ENTRYPOINT or SHELL changes its meaning."""
    if one.name not in INSTRUCTIONS:
        return None
    whole = json_meant(one) or _maintainer(one) or env_with_equals(one) or (_exec_form(one) if exec_is_safe else None)
    if whole is not None:
        return whole
    source = one.name + one.source[len(one.written) :]
    if one.name == "ADD" and _plain_copy(one):
        source = "COPY" + source[3:]
    if one.name == "FROM":
        source = re.sub(r"(\s)as(\s+\S+\s*)$", r"\1AS\2", source, flags=re.I)
    if one.name == "RUN" and one.form == "shell":
        source = _packages(source)
    return source


def json_meant(one: Instruction) -> str | None:
    """`CMD ['a', 'b']` → `CMD ["a", "b"]`; None where no JSON was meant."""
    if one.is_json or one.name not in ("CMD", "ENTRYPOINT", "RUN", "SHELL", "VOLUME"):
        return None
    rest = one.rest.strip()
    if not (rest.startswith("[") and rest.endswith("]")):
        return None
    inside = rest[1:-1].translate(_CURLY)
    words = re.findall(r"'([^']*)'|\"((?:[^\"\\]|\\.)*)\"", inside)
    leftover = re.sub(r"'[^']*'|\"(?:[^\"\\]|\\.)*\"|[,\s]", "", inside)
    if leftover or not words:
        return None
    return f"{one.name} " + json.dumps([single or double for single, double in words], ensure_ascii=False)


def label_for_maintainer(one: Instruction) -> str:
    """The label that says what MAINTAINER said."""
    return "LABEL org.opencontainers.image.authors=" + json.dumps(one.rest.strip("\"' "), ensure_ascii=False)


def _maintainer(one: Instruction) -> str | None:
    return label_for_maintainer(one) if one.name == "MAINTAINER" and one.rest else None


def env_with_equals(one: Instruction) -> str | None:
    """`ENV NAME value` → `ENV NAME=value`; None where it has its `=`."""
    if one.name not in ("ENV", "LABEL") or "\n" in one.source:
        return None
    match = re.fullmatch(r"([A-Za-z_][\w.-]*)[ \t]+(.+)", one.rest)
    if match is None or "=" in one.rest.split()[0]:
        return None
    value = match[2].strip()
    plain = re.fullmatch(r"[\w./:$@{}+,-]+", value) or re.fullmatch(r"\"[^\"]*\"|'[^']*'", value)
    return f"{one.name} {match[1]}=" + (value if plain else '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"')


def _exec_form(one: Instruction) -> str | None:
    if one.name != "CMD" or one.form != "shell":
        return None
    words = as_json(one.rest)
    return f"{one.name} {words}" if words else None


def _plain_copy(one: Instruction) -> bool:
    sources = one.words[:-1]
    return (
        not one.heredocs
        and not {flag.partition("=")[0] for flag in one.flags} & {"--checksum", "--keep-git-dir", "--unpack"}
        and all(
            "://" not in word and "$" not in word and not word.startswith("git@") and not _ARCHIVE.search(word) for word in sources
        )
        and all("*" not in word and "?" not in word for word in sources)
    )


def _packages(source: str) -> str:
    """The habits of package managers: no extras, no questions, nothing left behind."""
    source = _with_flag(source, r"\bapk add ", "--no-cache")
    if "type=cache" not in source:
        source = _with_flag(source, r"\bpip3? install ", "--no-cache-dir")
    parts = re.split(r"([\n&;])", source)  # simple commands, as far as apt-get is concerned
    if any(_INSTALL.search(part) for part in parts):
        if not any(_AGREED.search(part) for part in parts):
            parts = [re.sub(r"\bapt-get install\b", "apt-get install -y", part) for part in parts]
        if not any("--no-install-recommends" in part for part in parts):
            parts = [_INSTALL.sub(r"\g<0> --no-install-recommends", part, count=1) for part in parts]
        source = "".join(parts)
        if "/var/lib/apt/lists" not in source and "type=cache" not in source and re.search(r"\bapt-get update\b", source):
            source = source.rstrip() + _LISTS
    return source


# Each is tried once a simple command: from the first apt-get, to its end.
_INSTALL = re.compile(r"\A(?:(?!\bapt-get\b).)*\bapt-get\b.*?\binstall\b(?: -y| -qq?y?)*", re.DOTALL)
_AGREED = re.compile(r"\A(?:(?!apt-get).)*apt-get.*\s-\w*y|--yes|--assume-yes", re.DOTALL)


def _with_flag(source: str, command: str, flag: str) -> str:
    """The flag after each such command of a line on which it does not follow anyway."""
    lines = []
    for line in source.split("\n"):
        there = line.rfind(flag)
        lines.append(re.sub(command, lambda found, last=there: found[0] + ("" if last >= found.end() else f"{flag} "), line))  # type: ignore[misc]
    return "\n".join(lines)


def _joined_update(one: Instruction, after: Instruction | None) -> str | None:
    """`RUN apt-get update` and a `RUN apt-get install …` right after it become one."""
    if after is None or any(each.name != "RUN" or each.form != "shell" or each.flags for each in (one, after)):
        return None
    if not re.fullmatch(r"apt-get update(?: -\w+)*", one.rest) or not re.match(r"apt-get (?:-\w+ )*install\b", after.rest):
        return None
    return _packages(f"RUN {one.rest} \\\n && " + after.source.split(None, 1)[1])
