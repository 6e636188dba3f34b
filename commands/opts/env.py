"""Environment entries and files of them: `NAME=VALUE`, or a bare `NAME` for the caller's own value.

Mirrors docker/cli opts/env.go (ValidateEnv) and pkg/kvfile.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Env:
    """`-e NAME=VALUE`; `value` is None for a bare name, which takes the caller's own."""

    name: str
    value: str | None = None

    @classmethod
    def parse(cls, text: str) -> Env:
        """Read an entry; ValueError with docker's text."""
        name, equals, value = text.partition("=")
        if not name:
            raise ValueError(f"invalid environment variable: {text}")
        return cls(name, value if equals else None)

    def __str__(self) -> str:
        return self.name if self.value is None else f"{self.name}={self.value}"
