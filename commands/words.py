"""Text to words with their places, by the shell's rules for quoting; nothing is ever given to a shell.

A text may hold what people paste: a prompt, `sudo`, assignments, comments, line continuations,
several lines, pipes, `$(docker …)`. All of it is seen and kept with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from commands.findings import Finding, Severity

# What Linux hands to a program as one argument.
MAX_TEXT = 131_072
# Characters that a terminal would swallow or that end a C string; none belongs in a command.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Substitution:
    """`$(…)` or backquotes inside a word: its place in the text, and what stands in it."""

    start: int
    end: int
    script: Script
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """One word: what the shell would hand on, and the half-open place in the text it came from.

    `raw` is that piece of the text, quotes and all.
    """

    text: str
    start: int
    end: int
    quoted: bool = False
    substitutions: tuple[Substitution, ...] = ()
    raw: str = ""

    @property
    def span(self) -> tuple[int, int]:
        """Start and end."""
        return (self.start, self.end)


@dataclass(frozen=True, slots=True)
class Stage:
    """One program of a pipeline. `prefix` are words before its name: a prompt, `sudo`, `VAR=x`.

    `redirects` are words that send its output elsewhere (`>`, `2>&1`, with their targets).
    """

    words: tuple[Word, ...]
    prefix: tuple[Word, ...] = ()
    redirects: tuple[Word, ...] = ()

    @property
    def program(self) -> str:
        """The name of the program, empty where there is none."""
        return self.words[0].text if self.words else ""

    @property
    def is_docker(self) -> bool:
        """True for `docker`, also with a path or `.exe`."""
        return self.program in {"docker", "/usr/bin/docker", "/usr/local/bin/docker", "docker.exe"}


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Stages joined by `|`; `joiner` is what stands before it: "" for the first, else `&&`, `||`, `;`, `&` or a line end."""

    stages: tuple[Stage, ...]
    joiner: str = ""
    operators: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """All that a text holds. `comments` and `operators` are kept as words so that every word has a place."""

    text: str
    pipelines: tuple[Pipeline, ...]
    problems: tuple[Finding, ...] = ()
    comments: tuple[Word, ...] = ()
    operators: tuple[Word, ...] = ()

    def stages(self) -> Iterator[Stage]:
        """Every stage of every pipeline, in order."""
        for pipeline in self.pipelines:
            yield from pipeline.stages

    def docker_stages(self) -> Iterator[Stage]:
        """The stages that are docker commands, those inside `$(…)` included (inner ones first)."""
        for stage in self.stages():
            for word in stage.words:
                for inner in word.substitutions:
                    yield from inner.script.docker_stages()
            if stage.is_docker:
                yield stage


# Other programs that take docker's words; the advice says that they are not docker itself.
STAND_INS = {"docker-compose": ("docker", "compose"), "podman": ("docker",), "nerdctl": ("docker",)}


def as_docker(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words of `docker-compose up` or `podman ps` as docker's own; other words as they are. Places stay where they were."""
    extra = STAND_INS.get(words[0].text) if words else None
    if extra is None:
        return words
    first = words[0]
    return (*(Word(name, first.start, first.end, raw=first.raw) for name in extra), *words[1:])


def read(text: str) -> Script:
    """Read a whole text. Never raises: what is broken becomes a problem with its place."""
    if len(text) > MAX_TEXT:
        problem = Finding(
            "too-long",
            Severity.ERROR,
            f"this text has {len(text):,} characters; {MAX_TEXT:,} is the most that is read",
            (MAX_TEXT, len(text)),
        )
        return Script(text, (), (problem,))
    bad = _CONTROL.search(text)
    if bad:
        name = f"U+{ord(bad.group()):04X}"
        problem = Finding(
            "control-character", Severity.ERROR, f"{name} is a control character and cannot stand in a command", bad.span()
        )
        return Script(text, (), (problem,))
    from commands.word_reader import Reader

    return Reader(text, 0, len(text)).script()


def split(text: str) -> tuple[Word, ...]:
    """The words of a text that is one command, operators and all left as words of their own."""
    script = read(text)
    words = [word for stage in script.stages() for word in (*stage.prefix, *stage.words, *stage.redirects)]
    return tuple(sorted([*words, *script.operators], key=lambda word: word.start))
