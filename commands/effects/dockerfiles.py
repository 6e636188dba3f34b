"""What a Dockerfile makes the daemon fetch and use, read by the parser that BuildKit and the Engine's builder share.

Addresses in `ADD` are fetched from the network of the daemon's host. What two readers may read differently (variables that
nobody knows before the build, quotes, escapes, heredocs, which older builders read as instructions) has no known address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from commands.dockerfiles.bases import base_images, stage_names
from commands.dockerfiles.model import Instruction
from commands.dockerfiles.reader import read
from commands.effects.addresses import fetch, has_marks, looks_fetched, pulled_by_daemon
from commands.effects.model import Reach

_ESCAPE = re.compile(r"^\s*#\s*escape\s*=", re.I | re.M)
# A comment between the lines of one instruction that does not begin its line: older parsers read it as words.
_COMMENT_INSIDE = re.compile(r"\n[ \t]+#")
# Flags of instructions that the Engine's own builder knows, or that give nothing of the host.
_FLAGS = {
    "ADD": {"chown", "chmod", "checksum", "keep-git-dir", "link", "exclude"},
    "COPY": {"chown", "chmod", "from", "link", "parents", "exclude"},
    "FROM": {"platform"},
    "HEALTHCHECK": {"interval", "timeout", "start-period", "start-interval", "retries"},
}


@dataclass(slots=True)
class Found:
    """What a file was found to do. `bases` are images it is built from, whose ONBUILD triggers run as well; `copied` are
    images that files are copied from; `reasons` say why it cannot be judged, or what it asks of the host."""

    bases: list[str] = field(default_factory=list)
    copied: list[str] = field(default_factory=list)
    reaches: list[Reach] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


def judge(text: str, arguments: Mapping[str, str | None]) -> Found:
    """A whole Dockerfile. `arguments` are the `--build-arg` values."""
    found = Found()
    if odd := next((char for char in text if ord(char) < 32 and char not in "\n\t\r"), ""):
        found.reasons.append(f"the Dockerfile holds the control character U+{ord(odd):04X}, which parsers end at")
        return found
    file = read(text)
    if file.broken:
        found.reasons.append(f"the Dockerfile cannot be read to its end (line {file.broken[0].line}: {file.broken[0].message})")
    if _ESCAPE.search(text):
        found.reasons.append("the Dockerfile changes the escape character, which builders read differently")
    bases = base_images(file, arguments)
    stages: set[str] = set()
    for one in file.instructions:
        if one.name == "FROM":
            _from(one, next(bases)[1], found)
            stages.update(stage_names(one))
        else:
            _step(one, stages, found)
    return found


def judge_triggers(lines: Iterable[str]) -> Found:
    """Instructions that an image makes builds run (`ONBUILD`), or that `commit --change` and `import --change` add."""
    found = Found()
    for line in lines:
        file = read(f"FROM scratch\n{line}\n")
        if file.broken or len(file.instructions) != 2 or "\0" in line:
            found.reasons.append(f"the instruction {line[:60]!r} cannot be read")
        for one in file.instructions[1:]:
            _step(one, set(), found)
    return found


def _from(one: Instruction, image: str | None, found: Found) -> None:
    found.reasons += _flag_reasons(one, one.name)
    if _COMMENT_INSIDE.search(one.source):
        found.reasons.append("FROM has a comment between its lines, which builders read differently")
    if image is None:
        found.reasons.append(f"{one.source[:60]} names an image that is not known before the build")
    elif image:
        found.bases.append(image)
        found.reaches += pulled_by_daemon(image, f"FROM {image}")


def _step(one: Instruction, stages: set[str], found: Found) -> None:
    """Any instruction but FROM and ARG before it."""
    if one.heredocs or "<<" in "".join(one.words[:1]):
        found.reasons.append(f"{one.name} holds a here-document, which the Engine's own builder reads as instructions")
    if one.name == "ONBUILD":
        inner = judge_triggers([one.source.split(None, 1)[-1]])
        found.reaches += inner.reaches
        found.reasons += inner.reasons
        found.copied += inner.copied
        return
    if one.name in ("ADD", "COPY") and _COMMENT_INSIDE.search(one.source):
        found.reasons.append(f"{one.name} has a comment between its lines, which builders read differently")
    found.reasons += _flag_reasons(one, one.name)
    if one.name == "ADD":
        _add(one, found)
    elif one.name == "COPY":
        _copy(one, stages, found)


def _flag_reasons(one: Instruction, name: str) -> list[str]:
    known = _FLAGS.get(name, set())
    return [
        f"{name} {flag} is not known to stay inside the build"
        for flag in one.flags
        if flag.partition("=")[0].removeprefix("--") not in known
    ]


def _add(one: Instruction, found: Found) -> None:
    for source in one.words[:-1] or one.words:
        what = f"ADD {source[:80]}"
        if has_marks(source):
            head = re.match(r"[a-z]+://[\w.:\[\]-]+/", source)  # the host itself stands there as it is
            found.reaches.append(fetch(head[0] if head else "", what))
        elif looks_fetched(source):
            found.reaches.append(fetch(source, what))


def _copy(one: Instruction, stages: set[str], found: Found) -> None:
    for flag in one.flags:
        name, _, source = flag.partition("=")
        if name != "--from" or source.lower() in stages or source.isdigit():
            continue
        if has_marks(source):
            found.reasons.append(f"COPY {flag} names an image that is not known before the build")
            continue
        found.copied.append(source)
        found.reaches += pulled_by_daemon(source, f"COPY {flag}")
