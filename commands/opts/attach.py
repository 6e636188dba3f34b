"""Streams to attach to: `stdin`, `stdout`, `stderr`.

Mirrors docker/cli cli/command/container/opts.go (validateAttach).
"""

from __future__ import annotations

from enum import StrEnum


class Stream(StrEnum):
    """One of the three standard streams."""

    STDIN = "stdin"
    STDOUT = "stdout"
    STDERR = "stderr"

    @classmethod
    def parse(cls, text: str) -> Stream:
        """Read a stream's name, in any case; ValueError with docker's text."""
        try:
            return cls(text.lower())
        except ValueError:
            raise ValueError("valid streams are STDIN, STDOUT and STDERR") from None
