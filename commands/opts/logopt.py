"""Options of a log driver: `max-size=10m`.

Mirrors docker/cli cli/command/container/opts.go (parseLoggingOpts) and opts/opts.go (ConvertKVStringsToMap).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LogOption:
    """`--log-opt KEY=VALUE`; the daemon and its driver know the keys."""

    key: str
    value: str = ""

    @classmethod
    def parse(cls, text: str) -> LogOption:
        """Read an option; `run` takes any text."""
        key, _, value = text.partition("=")
        return cls(key, value)

    def __str__(self) -> str:
        return f"{self.key}={self.value}"
