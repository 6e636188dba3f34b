"""`docker pause`."""

from __future__ import annotations

from commands.engine import check_name
from commands.executors.acting import ask, each
from commands.executors.base import Job
from commands.parsed import ParsedCommand
from commands.result import Result


def container_pause(parsed: ParsedCommand, job: Job) -> Result:
    """Pause each container; print the names that worked. Mirrors docker/cli cli/command/container/pause.go."""

    def act(name: str) -> str:
        ask(job, "POST", "containers", check_name("container", name), "pause", wait=True)
        return name

    return each(job, parsed.args, act, parallel=True)
