"""What a Dockerfile consists of: instructions with their places, and stages."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

INSTRUCTIONS = (
    "ADD",
    "ARG",
    "CMD",
    "COPY",
    "ENTRYPOINT",
    "ENV",
    "EXPOSE",
    "FROM",
    "HEALTHCHECK",
    "LABEL",
    "MAINTAINER",
    "ONBUILD",
    "RUN",
    "SHELL",
    "STOPSIGNAL",
    "USER",
    "VOLUME",
    "WORKDIR",
)
# Those that a build stores as a layer of files; WORKDIR only where it has to make the directory.
LAYERS = ("ADD", "COPY", "RUN")
FORMS = ("CMD", "ENTRYPOINT", "RUN")


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction, as the official parser reads it.

    `lines` are its first and last line, from 1; `span` the characters of the text; `words` its operands (shell form: one word,
    the whole command line), `flags` what stands before them, `heredocs` (word, content) pairs. `stage` counts `FROM`s from 0;
    -1 before the first.
    `trigger` is the instruction that an ONBUILD keeps.
    """

    name: str
    written: str
    lines: tuple[int, int]
    span: tuple[int, int]
    source: str
    words: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    is_json: bool = False
    heredocs: tuple[tuple[str, str], ...] = ()
    stage: int = -1
    trigger: str = ""

    @property
    def rest(self) -> str:
        """Everything after the instruction's name, continuation lines joined."""
        joined = re.sub(r"[\\`][ \t]*\n(?:[ \t]*#[^\n]*\n)*", " ", self.source)
        parts = joined.strip().split(None, 1)
        return parts[1].strip() if len(parts) > 1 else ""

    @property
    def form(self) -> str:
        """`exec`, `shell`, `heredoc`, or "" where there is no such difference."""
        if self.heredocs and self.name == "RUN":
            return "heredoc"
        name = self.trigger or self.name
        if name not in FORMS:
            return ""
        return "exec" if self.is_json else "shell"

    def flag(self, name: str) -> str | None:
        """The value of `--name=value`, None where it is not given."""
        for flag in self.flags:
            key, _, value = flag.partition("=")
            if key == f"--{name}":
                return value
        return None


@dataclass(frozen=True, slots=True)
class Stage:
    """One `FROM` and what follows it."""

    number: int
    base: str
    name: str
    platform: str
    instructions: tuple[Instruction, ...]

    @property
    def title(self) -> str:
        """Its name, or its number."""
        return self.name or str(self.number)

    def last(self, name: str) -> Instruction | None:
        """The last instruction of that name; the one that counts."""
        return next((one for one in reversed(self.instructions) if one.name == name), None)


@dataclass(frozen=True, slots=True)
class Broken:
    """Where the parser gave up: the line, the place, and why, in its words; `suggestion` is what was probably meant."""

    line: int
    span: tuple[int, int]
    message: str
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Dockerfile:
    """A whole file, read. `broken` are the errors that stop a build, first one first.

    `names` are the first stage of each name, and `entered` the stages with an ENTRYPOINT, so that nobody has to search for them.
    """

    text: str
    instructions: tuple[Instruction, ...] = ()
    stages: tuple[Stage, ...] = ()
    directives: tuple[tuple[str, str], ...] = ()
    broken: tuple[Broken, ...] = ()
    line_starts: tuple[int, ...] = field(default=(0,), repr=False)
    names: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)
    entered: frozenset[int] = field(default=frozenset(), repr=False, compare=False)

    def place(self, line: int, last: int | None = None) -> tuple[int, int]:
        """The characters of a line (or several), from 1, without the line end."""
        first = self.line_starts[min(max(line, 1), len(self.line_starts)) - 1]
        ending = last or line
        end = self.line_starts[ending] - 1 if ending < len(self.line_starts) else len(self.text.rstrip("\n"))
        return first, max(first, end)

    def line_at(self, index: int) -> int:
        """The line of a character, from 1."""
        return bisect_right(self.line_starts, index)
