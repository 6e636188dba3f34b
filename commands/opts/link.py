"""Legacy links between containers: `NAME[:ALIAS]`.

Mirrors docker/cli opts/parse.go and opts/opts.go (ValidateLink, ParseLink).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """`--link NAME[:ALIAS]`."""

    name: str
    alias: str

    @classmethod
    def parse(cls, text: str) -> Link:
        """Read a link; ValueError with docker's text."""
        if not text:
            raise ValueError("empty string specified for links")
        parts = text.split(":")
        if len(parts) > 2:
            raise ValueError(f"bad format for links: {text}")
        if len(parts) == 1:
            return cls(text, text)
        if parts[0].startswith("/"):
            return cls(parts[0][1:], parts[1].rpartition("/")[2])
        return cls(parts[0], parts[1])

    def __str__(self) -> str:
        return self.name if self.name and self.name == self.alias else f"{self.name}:{self.alias}"
