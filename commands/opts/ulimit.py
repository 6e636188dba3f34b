"""Limits of a process: `nofile=1024:2048`.

Mirrors docker/go-units ulimit.go (ParseUlimit).
"""

from __future__ import annotations

from dataclasses import dataclass

from commands.opts.gonum import parse_int

NAMES = (
    "core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice", "nofile", "nproc", "rss", "rtprio", "rttime",
    "sigpending", "stack",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ulimit:
    """`--ulimit NAME=SOFT[:HARD]`; -1 is no limit."""

    name: str
    soft: int
    hard: int

    @classmethod
    def parse(cls, text: str) -> Ulimit:
        """Read a limit; ValueError with docker's text."""
        name, equals, limits = text.partition("=")
        if not equals:
            raise ValueError(f"invalid ulimit argument: {text}")
        if name not in NAMES:
            raise ValueError(f"invalid ulimit type: {name}")
        parts = limits.split(":")
        if len(parts) > 2:
            raise ValueError(f"too many limit value arguments - {limits}, can only have up to two, `soft[:hard]`")
        hard = parse_int(parts[1], 10) if len(parts) == 2 else None
        soft = parse_int(parts[0], 10)
        hard = soft if hard is None else hard
        if hard != -1:
            if soft == -1:
                raise ValueError(f"ulimit soft limit must be less than or equal to hard limit: soft: -1 (unlimited), hard: {hard}")
            if soft > hard:
                raise ValueError(f"ulimit soft limit must be less than or equal to hard limit: {soft} > {hard}")
        return cls(name, soft, hard)

    def __str__(self) -> str:
        return f"{self.name}={self.soft}:{self.hard}"
