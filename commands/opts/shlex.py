"""Words of a command in one text, as a shell would split them.

Mirrors google/shlex, which docker/cli uses for `--entrypoint` of services.
"""

from __future__ import annotations

import shlex as _shlex
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShellWords:
    """The words of `--entrypoint "sh -c 'a b'"`."""

    words: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> ShellWords:
        """Read words; ValueError with docker's text."""
        words: list[str] = []
        word: list[str] | None = None
        state = before_escape = ""
        for char in text:
            if state == "#":
                state = "" if char == "\n" else state
                continue
            if state in ("'", '"') and state == char:
                state = ""
                continue
            if state in ("", '"') and char == "\\":
                word, before_escape, state = word or [], state, "\\"
                continue
            if not state and char in " \t\r\n":
                words += ["".join(word)] if word is not None else []
                word = None
                continue
            if not state and char in "'\"":
                word, state = word or [], char
                continue
            if not state and char == "#" and word is None:
                state = "#"
                continue
            if word is None:
                word = []
            word.append(char)
            if state == "\\":
                state = before_escape
        if state == "\\":
            raise ValueError("EOF found after escape character")
        if state in ("'", '"') and state:
            raise ValueError("EOF found when expecting closing quote")
        if word is not None:
            words.append("".join(word))
        return cls(tuple(words))

    def __str__(self) -> str:
        return _shlex.join(self.words)
