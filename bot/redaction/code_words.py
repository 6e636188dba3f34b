"""Words of a command that a shell or another program runs, and where in them a hidden value has to end.

What people type after `password=` may be code: `sh -c 'password=;rm -rf /data'`. A value in such a word is hidden up to the
first character that means something to a shell, whatever quotes stand around it, and the rest is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from commands import heredoc
from commands.parsed import FlagUse, ParsedCommand
from commands.parser import parse_text
from commands.words import Word

Span = tuple[int, int]
MOST = 200_000
# Where shell begins.
SHELL = re.compile(r"[;&|<>()`$\n\r]")
# Commands whose operands after the first are a command line of the container.
RUNS = frozenset({"container run", "container create", "container exec", "service create"})
# Flags whose value is a command line, or shell.
CODE_FLAGS = frozenset({"entrypoint", "health-cmd", "args", "change"})
SHELL_FLAGS = frozenset({"health-cmd", "change"})
# Programs that read one of their words as a program, or start the words after them.
INTERPRETERS = frozenset(
    """
    sh bash dash ash ksh mksh zsh fish csh tcsh rbash pwsh powershell cmd busybox toybox env eval exec xargs parallel nohup setsid
    timeout nice ionice chroot unshare nsenter su sudo doas gosu su-exec runuser setpriv stdbuf script expect watch time strace
    ltrace gdb flock find tini dumb-init catatonit catchsegv python python2 python3 perl ruby node nodejs deno bun php lua luajit
    tclsh wish guile R Rscript julia java jshell groovy scala awk gawk mawk nawk sed ed ex vi vim nvim emacs make rake ssh
    tar rsync git socat nc ncat at batch crontab systemd-run start-stop-daemon s6-setuidgid with-contenv
    """.split()
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or a flag's value that may be run: its place in the text, what it says, and whether a shell reads it for sure."""

    span: Span
    text: str
    shell: bool = False


def command_line(parsed: ParsedCommand) -> tuple[Word, ...]:
    """The words of the container's own command."""
    return parsed.arg_words[1:] if parsed.path in RUNS else ()


def code_flags(parsed: ParsedCommand) -> Iterator[FlagUse]:
    """Flags whose value is run."""
    return (use for use in parsed.uses if use.long in CODE_FLAGS and use.value_span is not None)


def pieces(parsed: ParsedCommand) -> tuple[Piece, ...]:
    """Everything in a command that is run: operands, entrypoint, health check, a service's arguments, a build's Dockerfile."""
    found = [Piece(word.span, word.text) for word in command_line(parsed)]
    found += [Piece(use.value_span, use.value, use.long in SHELL_FLAGS) for use in code_flags(parsed) if use.value_span]
    given = heredoc.split(parsed.text) if parsed.stdin else None
    if given:
        found.append(Piece((len(given[0]), len(parsed.text)), given[1], shell=True))
    return tuple(found)


def interpreted(found: Iterable[Piece]) -> bool:
    """True where one of the words is a program that runs words."""
    return any(program(word) in INTERPRETERS for piece in found for word in piece.text.split())


def program(word: str) -> str:
    """`/bin/bash` → `bash`; `python3.11` → `python3`."""
    name = word.rpartition("/")[2]
    return name if name in INTERPRETERS else name.rstrip("0123456789.-")


def ended_at_shell(text: str, places: Iterable[Span]) -> list[Span]:
    """The places, those in words that are run cut where shell begins in them."""
    wanted = list(places)
    if len(text) > MOST or not any(SHELL.search(text, max(0, start - 1), end) for start, end in wanted):
        return wanted
    parsed = parse_text(text)
    if parsed.spec is None:
        return wanted
    found = pieces(parsed)
    shell = interpreted(found)
    code = [piece.span for piece in found if shell or piece.shell or any(letter.isspace() for letter in piece.text)]
    return [_cut(text, place, code) for place in wanted]


def _cut(text: str, place: Span, code: Iterable[Span]) -> Span:
    start, end = place
    for code_start, code_end in code:
        if start < code_end and end > code_start:
            if start and SHELL.match(text, start - 1):  # in `token=$(id)` and its like there is no value
                return (start, start)
            found = SHELL.search(text, max(start, code_start), end)
            if found:
                return (start, found.start())
    return place
