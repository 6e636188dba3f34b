"""How a service is updated or rolled back: the flags `--update-*` and `--rollback-*`, read together.

Mirrors docker/cli cli/command/service/opts.go (updateOptions).
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass

from commands.opts.duration import Duration
from commands.opts.gonum import parse_float, parse_uint

FAILURE_ACTIONS = {"update": ("pause", "continue", "rollback"), "rollback": ("pause", "continue")}
ORDERS = ("start-first", "stop-first")


@dataclass(frozen=True, slots=True)
class UpdatePolicy:
    """`kind` is `update` or `rollback`; what is not set is the manager's own choice."""

    kind: str = "update"
    parallelism: int | None = None
    delay: Duration | None = None
    monitor: Duration | None = None
    max_failure_ratio: float | None = None
    failure_action: str = ""
    order: str = ""

    @classmethod
    def of(cls, values: Mapping[str, str], kind: str = "update") -> UpdatePolicy:
        """From the texts typed for each long name; ValueError with docker's text."""
        taken = {long.removeprefix(f"{kind}-"): text for long, text in values.items() if long.startswith(f"{kind}-")}
        return cls(
            kind,
            parse_uint(taken["parallelism"]) if "parallelism" in taken else None,
            Duration.parse(taken["delay"]) if "delay" in taken else None,
            Duration.parse(taken["monitor"]) if "monitor" in taken else None,
            parse_float(taken["max-failure-ratio"], 32) if "max-failure-ratio" in taken else None,
            taken.get("failure-action", ""),
            taken.get("order", ""),
        )

    @classmethod
    def parse(cls, text: str) -> UpdatePolicy:
        """Read the flags out of a text such as `--update-delay 10s --update-order start-first`."""
        words = shlex.split(text)
        pairs = dict(zip(words[::2], words[1::2], strict=False))
        kind = "rollback" if any(word.startswith("--rollback-") for word in pairs) else "update"
        if len(words) % 2 or not all(word.startswith(f"--{kind}-") for word in pairs):
            raise ValueError(f"no flags of an update: {text}")
        return cls.of({word[2:]: value for word, value in pairs.items()}, kind)

    def __str__(self) -> str:
        named = (
            ("parallelism", self.parallelism), ("delay", self.delay), ("monitor", self.monitor),
            ("max-failure-ratio", self.max_failure_ratio), ("failure-action", self.failure_action or None),
            ("order", self.order or None),
        )  # fmt: skip
        words = [word for name, value in named if value is not None for word in (f"--{self.kind}-{name}", str(value))]
        return shlex.join(words)
