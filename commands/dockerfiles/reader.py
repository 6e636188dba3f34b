"""Read a Dockerfile with the official parser (the `dockerfile` package wraps BuildKit's), and say where it is broken.

The parser finds the instructions; what BuildKit checks after that (unknown instructions, missing arguments, what may stand
before FROM) is checked in `shape`, in the order of the lines.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from commands.budget import current
from commands.clean_text import well_formed
from commands.dockerfiles import shape
from commands.dockerfiles.model import INSTRUCTIONS, Broken, Dockerfile, Instruction, Stage
from commands.dockerfiles.parsing import Command, parse

MAX_CHARACTERS = 50_000
SECONDS = 5.0
_DIRECTIVE = re.compile(r"^#\s*(syntax|escape|check)\s*=\s*(\S.*)$", re.I)
_START = re.compile(r"^\s*(?:#.*)?$|^\s*([A-Za-z]+)(?:\s|$)")


def read(text: str) -> Dockerfile:
    """The file, read as far as it goes. Never raises for what somebody wrote."""
    if len(text) > MAX_CHARACTERS:
        too_long = Broken(1, (0, 0), f"the file has more than {MAX_CHARACTERS:,} characters")
        return Dockerfile(text[:MAX_CHARACTERS], broken=(too_long,))
    text = well_formed(text).replace("\r\n", "\n").removeprefix("\ufeff")
    starts = (0, *(match.end() for match in re.finditer("\n", text)))
    empty = Dockerfile(text, line_starts=starts, directives=_directives(text))
    raw, failure = _parse(text)
    if failure is not None and failure.line:
        # Read what stands before the broken line, so that it is explained all the same.
        raw, _ = _parse(text[: starts[min(failure.line, len(starts)) - 1]])
    instructions = _instructions(empty, raw)
    stages = _stages(instructions)
    broken = [] if failure is None else [replace(failure, span=empty.place(failure.line or 1))]
    broken = [*shape.errors(instructions), *broken]
    return replace(
        empty,
        instructions=instructions,
        stages=stages,
        broken=tuple(sorted(broken, key=lambda one: one.line)),
        names={stage.name: stage.number for stage in reversed(stages) if stage.name},
        entered=frozenset(one.stage for one in instructions if one.name == "ENTRYPOINT"),
    )


def _parse(text: str) -> tuple[tuple[Command, ...], Broken | None]:
    if not text.strip():
        return (), Broken(0, (0, 0), "file with no instructions")
    lines = text.split("\n")  # the parser knows no other line end
    starts = [n for n, line in enumerate(lines) if (found := _START.match(line)) and (found[1] or "").upper() in INSTRUCTIONS]
    left = current().seconds_left()
    parsed = parse(text if text.endswith("\n") else text + "\n", starts, SECONDS if left is None else min(SECONDS, left))
    return parsed.commands, Broken(parsed.line, (0, 0), parsed.error) if parsed.error else None


def _instructions(empty: Dockerfile, raw: Iterable[Command]) -> tuple[Instruction, ...]:
    found: list[Instruction] = []
    stage = -1
    for command in raw:
        name = command.cmd.upper()
        stage += name == "FROM"
        span = empty.place(command.start_line, command.end_line)
        whole = empty.text[span[0] : span[1]]
        source = whole.lstrip()
        found.append(
            Instruction(
                name=name,
                written=command.cmd,
                lines=(command.start_line, command.end_line),
                span=(span[1] - len(source), span[1]),
                source=source,
                words=command.value,
                flags=command.flags,
                is_json=command.json,
                heredocs=command.heredocs,
                stage=stage,
                trigger=command.sub_cmd.upper() if name == "ONBUILD" else "",
            )
        )
    return tuple(found)


def _stages(instructions: tuple[Instruction, ...]) -> tuple[Stage, ...]:
    inside: defaultdict[int, list[Instruction]] = defaultdict(list)
    for one in instructions:
        inside[one.stage].append(one)
    stages: list[Stage] = []
    for number, members in inside.items():
        if number < 0:
            continue
        first = members[0]
        base = first.words[0] if first.words else ""
        name = first.words[2] if len(first.words) > 2 and first.words[1].lower() == "as" else ""
        stages.append(Stage(number, base, name, first.flag("platform") or "", tuple(members)))
    return tuple(stages)


def _directives(text: str) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for line in text[:2_000].split("\n"):
        match = _DIRECTIVE.match(line)
        if not match:
            break
        found.append((match[1].lower(), match[2].rstrip()))
    return tuple(found)
