"""Lines of standard input, whatever bytes they hold: decoded, and none longer than what may be read.

Python's own text stream ends with an exception at the first byte that is no UTF-8, or hands on half characters that end
a parser in C; a line of it takes as much memory as somebody sends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TextIO

from commands.clean_text import decoded, well_formed

_BLOCK = 65536


class TooLong(str):
    """In place of a line that is longer than `most`: its beginning."""


class Lines:
    """The lines of a stream, each with its line end; a longer one than `most` bytes comes as `TooLong`, its rest dropped."""

    def __init__(self, stream: TextIO, most: int) -> None:
        self._stream = stream  # a text stream that nobody holds closes what is below it
        raw: Any = getattr(stream, "buffer", None)
        self._read: Callable[[int], str] = (lambda size: decoded(raw.readline(size))) if raw is not None else self._of_text(stream)
        self._most = most

    @staticmethod
    def _of_text(stream: TextIO) -> Callable[[int], str]:
        return lambda size: well_formed(stream.readline(size))

    def __iter__(self) -> Iterator[str]:
        return iter(self.readline, "")

    def readline(self) -> str:
        """The next line; "" at the end."""
        line = self._read(self._most + 1)
        if line.endswith("\n") or len(line.encode()) <= self._most:
            return line
        rest = line
        while rest and not rest.endswith("\n"):
            rest = self._read(_BLOCK)
        return TooLong(line[:200])
