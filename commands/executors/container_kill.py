"""`docker kill`."""

from __future__ import annotations

from commands.engine import check_name
from commands.executors.acting import ask, each
from commands.executors.base import Job
from commands.executors.flag_values import FlagValues
from commands.parsed import ParsedCommand
from commands.result import Result


def container_kill(parsed: ParsedCommand, job: Job) -> Result:
    """Send each container a signal; print the names that worked. Mirrors docker/cli cli/command/container/kill.go."""
    signal = FlagValues(parsed).text("signal")

    def act(name: str) -> str:
        query = {"signal": signal} if signal else None
        ask(job, "POST", "containers", check_name("container", name), "kill", query=query, wait=True)
        return name

    return each(job, parsed.args, act, parallel=True)
