"""Labels: `KEY` or `KEY=VALUE`.

Mirrors docker/cli opts/opts.go (ValidateLabel).
"""

from __future__ import annotations

from dataclasses import dataclass

_BLANKS = " \t"


@dataclass(frozen=True, slots=True)
class Label:
    """`--label KEY=VALUE`; the value is empty where none is given."""

    key: str
    value: str = ""

    @classmethod
    def parse(cls, text: str) -> Label:
        """Read a label; ValueError with docker's text."""
        key, _, value = text.partition("=")
        key = key.lstrip(_BLANKS)
        if not key:
            raise ValueError(f"invalid label '{text}': empty name")
        if any(char in _BLANKS for char in key):
            raise ValueError(f"label '{key}' contains whitespaces")
        return cls(key, value)

    def __str__(self) -> str:
        return f"{self.key}={self.value}" if self.value else self.key
