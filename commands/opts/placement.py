"""Where tasks of a service are placed: `spread=node.labels.zone`.

Mirrors docker/cli cli/command/service/opts.go (placementPrefOpts).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlacementPreference:
    """`--placement-pref spread=LABEL`."""

    spread: str

    @classmethod
    def parse(cls, text: str) -> PlacementPreference:
        """Read a preference; ValueError with docker's text."""
        strategy, equals, label = text.partition("=")
        if not equals or not strategy:
            raise ValueError('placement preference must be of the format "<strategy>=<arg>"')
        if strategy != "spread":
            raise ValueError(f"unsupported placement preference {strategy} (only spread is supported)")
        return cls(label)

    def __str__(self) -> str:
        return f"spread={self.spread}"
