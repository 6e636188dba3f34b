"""Filters of lists: `status=exited`.

Mirrors docker/cli opts/opts.go (FilterOpt).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Filter:
    """`--filter KEY=VALUE`; an empty key stands for a filter that is ignored."""

    key: str = ""
    value: str = ""

    @classmethod
    def parse(cls, text: str) -> Filter:
        """Read a filter; ValueError with docker's text."""
        if not text:
            return cls()
        key, equals, value = text.partition("=")
        if not equals:
            raise ValueError("bad format of filter (expected name=value)")
        return cls(key.strip().lower(), value.strip())

    def __str__(self) -> str:
        return f"{self.key}={self.value}" if self.key or self.value else ""
