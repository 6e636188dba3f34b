"""`docker restart`."""

from __future__ import annotations

from commands.engine import check_name
from commands.executors.acting import ask, each
from commands.executors.base import Job
from commands.executors.stopping import stop_query
from commands.parsed import ParsedCommand
from commands.result import Result


def container_restart(parsed: ParsedCommand, job: Job) -> Result:
    """Restart each container; print the names that worked. Mirrors docker/cli cli/command/container/restart.go."""
    query = stop_query(parsed, job.api.api_version)

    def act(name: str) -> str:
        ask(job, "POST", "containers", check_name("container", name), "restart", query=query, wait=True)
        return name

    return each(job, parsed.args, act)
