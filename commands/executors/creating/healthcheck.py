"""`--health-*` and `--no-healthcheck`."""

from __future__ import annotations

from typing import Any

from commands.executors.flag_values import FlagValues

_DURATIONS = {
    "Interval": "health-interval",
    "Timeout": "health-timeout",
    "StartPeriod": "health-start-period",
    "StartInterval": "health-start-interval",
}


def healthcheck(flags: FlagValues) -> dict[str, Any] | None:
    """The health check asked for; None where the image's own counts."""
    if flags.on("no-healthcheck"):
        return {"Test": ["NONE"]}
    command, retries = flags.text("health-cmd"), flags.number("health-retries")
    found: dict[str, Any] = {name: flags.nanoseconds(long) for name, long in _DURATIONS.items() if flags.nanoseconds(long)}
    if not (command or retries or found):
        return None
    if command:
        found["Test"] = ["CMD-SHELL", command]
    if retries:
        found["Retries"] = retries
    return found
