"""Kernel parameters of a container: `net.ipv4.ip_forward=1`.

Mirrors docker/cli opts/opts.go (ValidateSysctl).
"""

from __future__ import annotations

from dataclasses import dataclass

NAMES = frozenset(
    ("kernel.msgmax", "kernel.msgmnb", "kernel.msgmni", "kernel.sem", "kernel.shmall", "kernel.shmmax", "kernel.shmmni",
     "kernel.shm_rmid_forced")
)  # fmt: skip
PREFIXES = ("net.", "fs.mqueue.")


@dataclass(frozen=True, slots=True)
class Sysctl:
    """`--sysctl NAME=VALUE`."""

    name: str
    value: str

    @classmethod
    def parse(cls, text: str) -> Sysctl:
        """Read a parameter that a container may have of its own; ValueError with docker's text."""
        name, equals, value = text.partition("=")
        if not equals or not (name in NAMES or name.startswith(PREFIXES)):
            raise ValueError(f"sysctl '{text}' is not allowed")
        return cls(name, value)

    def __str__(self) -> str:
        return f"{self.name}={self.value}"
