"""A shell command line of a RUN, split into simple commands. Read only, never run."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass

_JOINERS = {"&&", "||", ";", "|", "&", "|&", ";;"}
_ASSIGNMENT = re.compile(r"^[A-Za-z_]\w*=")
# What needs a shell: variables, globs, redirections, joiners, substitutions.
_SHELL_SIGNS = re.compile(r"[$`*?<>|&;(){}\[\]~!#\\]|^\s*(?:exec|cd|export|set|source|\.)\s")


@dataclass(frozen=True, slots=True)
class Simple:
    """One simple command: its words without leading assignments, and what stands before it (`""`, `&&`, `|`, …)."""

    words: tuple[str, ...]
    joiner: str = ""

    @property
    def program(self) -> str:
        """The name of the program, without its directory; `sudo`, `exec` and `time` are looked through."""
        for word in self.words:
            if word not in ("sudo", "exec", "time", "nice", "env", "command", "then", "do", "if", "!"):
                return word.rsplit("/", 1)[-1]
        return ""

    @property
    def operands(self) -> tuple[str, ...]:
        """Its words after the program that are no flags."""
        names = [word for word in self.words if word.rsplit("/", 1)[-1] != self.program]
        return tuple(word for word in names if not word.startswith("-") and word not in ("sudo", "exec"))

    def has(self, *flags: str) -> bool:
        """True when one of the flags stands among the words (`-y` also in a cluster such as `-qy`)."""
        for word in self.words:
            if word in flags or word.split("=")[0] in flags:
                return True
            if re.fullmatch(r"-[a-zA-Z]+", word) and any(len(flag) == 2 and flag[1] in word[1:] for flag in flags):
                return True
        return False


def split(line: str) -> tuple[Simple, ...]:
    """The simple commands of a line, in order."""
    lexer = shlex.shlex(line.replace("\n", " ; "), posix=True, punctuation_chars=";&|()")
    lexer.whitespace_split = True
    lexer.commenters = ""
    try:
        words = list(lexer)
    except ValueError:
        words = line.split()
    found: list[Simple] = []
    current: list[str] = []
    joiner = ""
    for word in [*words, ";"]:
        if word in _JOINERS or set(word) <= set(";&|()"):
            plain = _without_assignments(current)
            if plain:
                found.append(Simple(tuple(plain), joiner))
            current, joiner = [], word
        else:
            current.append(word)
    return tuple(found)


def _without_assignments(words: list[str]) -> list[str]:
    at = 0
    while at < len(words) and _ASSIGNMENT.match(words[at]):
        at += 1
    return words[at:]


def as_json(line: str) -> str | None:
    """The exec form of a plain command line; None where it needs a shell or cannot be read."""
    if _SHELL_SIGNS.search(line) or _ASSIGNMENT.match(line.strip()):
        return None
    try:
        words = shlex.split(line)
    except ValueError:
        return None
    if not words:
        return None
    quoted = ['"' + word.replace('"', '\\"') + '"' for word in words]
    return "[" + ", ".join(quoted) + "]"
