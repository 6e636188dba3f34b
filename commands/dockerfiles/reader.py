"""Read a Dockerfile with the official parser (the `dockerfile` package wraps BuildKit's), and say where it is broken.

The parser finds the instructions; what BuildKit checks after that (unknown instructions, missing arguments, what may stand
before FROM) is checked in `shape`, in the order of the lines.
"""

from __future__ import annotations

import re
from dataclasses import replace

from commands.dockerfiles import shape
from commands.dockerfiles.model import INSTRUCTIONS, Broken, Dockerfile, Instruction, Stage

MAX_CHARACTERS = 200_000
_DIRECTIVE = re.compile(r"^#\s*(syntax|escape|check)\s*=\s*(.+?)\s*$", re.I)
_START = re.compile(r"^\s*(?:#.*)?$|^\s*([A-Za-z]+)(?:\s|$)")


def read(text: str) -> Dockerfile:
    """The file, read as far as it goes. Never raises for what somebody wrote."""
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    starts = (0, *(match.end() for match in re.finditer("\n", text)))
    empty = Dockerfile(text, line_starts=starts, directives=_directives(text))
    if len(text) > MAX_CHARACTERS:
        return replace(empty, broken=(Broken(1, (0, 0), f"the file has more than {MAX_CHARACTERS:,} characters"),))
    raw, failure = _parse(text)
    if failure is not None and failure.line:
        # Read what stands before the broken line, so that it is explained all the same.
        raw, _ = _parse("".join(text.splitlines(keepends=True)[: failure.line - 1]))
    instructions = _instructions(empty, raw)
    stages = _stages(instructions)
    broken = [] if failure is None else [replace(failure, span=empty.place(failure.line or 1))]
    broken = [*shape.errors(instructions), *broken]
    return replace(empty, instructions=instructions, stages=stages, broken=tuple(sorted(broken, key=lambda one: one.line)))


def _parse(text: str) -> tuple[tuple[object, ...], Broken | None]:
    import dockerfile

    if not text.strip():
        return (), Broken(0, (0, 0), "file with no instructions")
    try:
        return tuple(dockerfile.parse_string(text if text.endswith("\n") else text + "\n")), None
    except dockerfile.GoParseError as error:
        message = str(error).strip()
        return (), Broken(_broken_line(text, message), (0, 0), message)


def _broken_line(text: str, message: str) -> int:
    """The line a message is about; the parser names none, so the file is cut shorter until it reads."""
    import dockerfile

    named = re.search(r"line (\d+)", message)
    if named:
        return int(named[1])
    lines = text.splitlines(keepends=True)
    starts = [n for n, line in enumerate(lines) if (found := _START.match(line)) and (found[1] or "").upper() in INSTRUCTIONS]
    for upto, start in enumerate(starts):
        end = starts[upto + 1] if upto + 1 < len(starts) else len(lines)
        try:
            dockerfile.parse_string("".join(lines[:end]))
        except dockerfile.GoParseError:
            return start + 1
    return 1


def _instructions(empty: Dockerfile, raw: tuple[object, ...]) -> tuple[Instruction, ...]:
    found: list[Instruction] = []
    stage = -1
    for command in raw:
        name = str(command.cmd).upper()  # type: ignore[attr-defined]
        stage += name == "FROM"
        first, last = int(command.start_line), int(command.end_line)  # type: ignore[attr-defined]
        span = empty.place(first, last)
        lead = len(empty.text[span[0] : span[1]]) - len(empty.text[span[0] : span[1]].lstrip())
        found.append(
            Instruction(
                name=name,
                written=str(command.cmd),  # type: ignore[attr-defined]
                lines=(first, last),
                span=(span[0] + lead, span[1]),
                source=empty.text[span[0] + lead : span[1]],
                words=tuple(command.value),  # type: ignore[attr-defined]
                flags=tuple(command.flags),  # type: ignore[attr-defined]
                is_json=bool(command.json),  # type: ignore[attr-defined]
                heredocs=tuple((doc.name, doc.content) for doc in command.heredocs),  # type: ignore[attr-defined]
                stage=stage,
                trigger=str(command.sub_cmd or "").upper() if name == "ONBUILD" else "",  # type: ignore[attr-defined]
            )
        )
    return tuple(found)


def _stages(instructions: tuple[Instruction, ...]) -> tuple[Stage, ...]:
    stages: list[Stage] = []
    for one in instructions:
        if one.name != "FROM":
            continue
        base = one.words[0] if one.words else ""
        name = one.words[2] if len(one.words) > 2 and one.words[1].lower() == "as" else ""
        inside = tuple(other for other in instructions if other.stage == one.stage)
        stages.append(Stage(one.stage, base, name, one.flag("platform") or "", inside))
    return tuple(stages)


def _directives(text: str) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for line in text.splitlines():
        match = _DIRECTIVE.match(line)
        if not match:
            break
        found.append((match[1].lower(), match[2]))
    return tuple(found)
