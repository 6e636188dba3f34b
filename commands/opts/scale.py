"""Numbers of tasks: `web=5`.

Mirrors docker/cli cli/command/service/scale.go.
"""

from __future__ import annotations

from dataclasses import dataclass

from commands.opts.gonum import parse_uint


@dataclass(frozen=True, slots=True)
class ScaleEntry:
    """`docker service scale SERVICE=REPLICAS`."""

    service: str
    replicas: int

    @classmethod
    def parse(cls, text: str) -> ScaleEntry:
        """Read an entry; ValueError with docker's text."""
        service, _, count = text.partition("=")
        try:
            return cls(service, parse_uint(count, 10))
        except ValueError as error:
            raise ValueError(f"{service}: invalid replicas value {count}: {error}") from None

    def __str__(self) -> str:
        return f"{self.service}={self.replicas}"
