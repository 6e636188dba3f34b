"""`docker service rm`."""

from __future__ import annotations

from commands.engine import check_name
from commands.executors.acting import ask, each
from commands.executors.base import Job
from commands.parsed import ParsedCommand
from commands.result import Result


def service_rm(parsed: ParsedCommand, job: Job) -> Result:
    """Remove each service; print the names that worked. Mirrors docker/cli cli/command/service/remove.go."""

    def act(name: str) -> str:
        ask(job, "DELETE", "services", check_name("service", name), wait=True)
        return name

    return each(job, parsed.args, act)
