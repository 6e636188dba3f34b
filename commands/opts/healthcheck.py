"""The flags of a health check, read together.

Mirrors docker/cli cli/command/container/opts.go (parse, its part on health checks).
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass

from commands.opts.duration import Duration
from commands.opts.gonum import parse_int

TIMES = ("health-interval", "health-timeout", "health-start-period", "health-start-interval")
NONE = Duration()
CONFLICT = "--no-healthcheck conflicts with --health-* options"


class HealthcheckError(ValueError):
    """What docker refuses of a health check; `flag` is the flag that it names."""

    def __init__(self, message: str, flag: str) -> None:
        super().__init__(message)
        self.flag = flag


@dataclass(frozen=True, slots=True)
class Healthcheck:
    """`--health-cmd`, `--health-interval` and the rest; a zero leaves the image's own value."""

    command: str = ""
    interval: Duration = NONE
    timeout: Duration = NONE
    start_period: Duration = NONE
    start_interval: Duration = NONE
    retries: int = 0
    disabled: bool = False

    @classmethod
    def of(cls, values: Mapping[str, str], disabled: bool = False, negative_retries: bool = False) -> Healthcheck:
        """From the texts typed for each long name; HealthcheckError with docker's text.

        `negative_retries` is what services let pass.
        """
        times = {long: Duration.parse(values.get(long, "0")) for long in TIMES}
        retries = parse_int(values.get("health-retries", "0"))
        interval, timeout, start_period, start_interval = times.values()
        found = cls(values.get("health-cmd", ""), interval, timeout, start_period, start_interval, retries, disabled)
        if found.settings and disabled:
            raise HealthcheckError(CONFLICT, "no-healthcheck")
        amounts = {long: time.nanoseconds for long, time in times.items()}
        amounts["health-retries"] = 0 if negative_retries else retries
        for long in ("health-interval", "health-timeout", "health-retries", "health-start-period", "health-start-interval"):
            if amounts[long] < 0:
                raise HealthcheckError(f"--{long} cannot be negative", long)
        return found

    @property
    def settings(self) -> bool:
        """True where anything is set but the switch that turns it off."""
        times = (self.interval, self.timeout, self.start_period, self.start_interval)
        return bool(self.command or self.retries or any(time.nanoseconds for time in times))

    @classmethod
    def parse(cls, text: str) -> Healthcheck:
        """Read the flags out of a text such as `--health-cmd 'curl -f localhost' --health-retries 3`."""
        values: dict[str, str] = {}
        for word, value in _pairs(shlex.split(text)):
            if word not in (*TIMES, "health-cmd", "health-retries", "no-healthcheck"):
                raise ValueError(f"unknown flag: --{word}")
            values[word] = value
        return cls.of(values, "no-healthcheck" in values)

    def __str__(self) -> str:
        if self.disabled:
            return "--no-healthcheck"
        times = zip(TIMES, (self.interval, self.timeout, self.start_period, self.start_interval), strict=True)
        words = ["--health-cmd", self.command] if self.command else []
        for long, time in times:
            words += [f"--{long}", str(time)] if time.nanoseconds else []
        words += ["--health-retries", str(self.retries)] if self.retries else []
        return shlex.join(words)


def _pairs(words: list[str]) -> list[tuple[str, str]]:
    """`--a 1 --b` → (a, 1), (b, "")."""
    found: list[tuple[str, str]] = []
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if not word.startswith("--"):
            raise ValueError(f"no flag: {word}")
        name, equals, value = word[2:].partition("=")
        if not equals and name != "no-healthcheck" and rest:
            value = rest.pop(0)
        found.append((name, value))
    return found
