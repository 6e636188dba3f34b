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
        state = ""
        before_escape = ""
        for char in text:
            if state == "#":
                state = "" if char == "\n" else state
            elif state == "\\":
                word, state = [*(word or []), char], before_escape
            elif state == "'":
                if char == "'":
                    state = ""
                elif word is not None:
                    word.append(char)
            elif state == '"':
                if char == '"':
                    state = ""
                elif char == "\\":
                    before_escape, state = '"', "\\"
                elif word is not None:
                    word.append(char)
            elif char in " \t\r\n":
                if word is not None:
                    words.append("".join(word))
                word = None
            elif char in "'\"":
                word, state = word if word is not None else [], char
            elif char == "\\":
                word, before_escape, state = word if word is not None else [], "", "\\"
            elif char == "#" and word is None:
                state = "#"
            else:
                word = [*(word or []), char]
        if state == "\\":
            raise ValueError("EOF found after escape character")
        if state in ("'", '"') and state:
            raise ValueError("EOF found when expecting closing quote")
        if word is not None:
            words.append("".join(word))
        return cls(tuple(words))

    def __str__(self) -> str:
        return _shlex.join(self.words)
