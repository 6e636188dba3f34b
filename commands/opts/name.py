"""Names of containers.

Mirrors moby/moby daemon/names (RestrictedNameChars): the client sends any text, the daemon takes these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ALLOWED = "[a-zA-Z0-9][a-zA-Z0-9_.-]"
_NAME = re.compile(rf"/?{ALLOWED}+\Z")


@dataclass(frozen=True, slots=True)
class ContainerName:
    """`--name web`: at least two characters, the first a letter or a digit."""

    text: str

    @classmethod
    def parse(cls, text: str) -> ContainerName:
        """Read a name; ValueError with the daemon's text."""
        if not _NAME.match(text):
            raise ValueError(f"Invalid container name ({text}), only {ALLOWED} are allowed")
        return cls(text.removeprefix("/"))

    def __str__(self) -> str:
        return self.text
