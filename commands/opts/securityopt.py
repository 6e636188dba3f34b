"""Security options: `no-new-privileges`, `seccomp=unconfined`, `label=disable`.

Mirrors docker/cli cli/command/container/opts.go (parseSecurityOpts).
"""

from __future__ import annotations

from dataclasses import dataclass

from commands.opts.gonum import quoted

BARE = "no-new-privileges"


@dataclass(frozen=True, slots=True)
class SecurityOption:
    """`--security-opt KEY=VALUE` (or the older `KEY:VALUE`)."""

    key: str
    value: str = ""

    @classmethod
    def parse(cls, text: str) -> SecurityOption:
        """Read an option; ValueError with docker's text."""
        key, mark, value = text.partition("=")
        if not mark and key != BARE:
            key, mark, value = text.partition(":")
        if not (mark and value) and key != BARE:
            raise ValueError(f"Invalid --security-opt: {quoted(text)}")
        return cls(key, value)

    def __str__(self) -> str:
        return f"{self.key}={self.value}" if self.value else self.key
