"""Options of the storage driver: `size=20G`.

Mirrors docker/cli cli/command/container/opts.go (parseStorageOpts).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StorageOption:
    """`--storage-opt KEY=VALUE`."""

    key: str
    value: str

    @classmethod
    def parse(cls, text: str) -> StorageOption:
        """Read an option; ValueError with docker's text."""
        key, equals, value = text.partition("=")
        if not equals:
            raise ValueError("invalid storage option")
        return cls(key, value)

    def __str__(self) -> str:
        return f"{self.key}={self.value}"
