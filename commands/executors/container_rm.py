"""`docker rm`."""

from __future__ import annotations

from commands.engine import check_name
from commands.executors.acting import ask, each
from commands.executors.base import Job
from commands.executors.flag_values import FlagValues
from commands.parsed import ParsedCommand
from commands.result import Result


def container_rm(parsed: ParsedCommand, job: Job) -> Result:
    """Remove each container at once; print the names that worked. Mirrors docker/cli cli/command/container/rm.go."""
    flags = FlagValues(parsed)
    named = (("volumes", "v"), ("link", "link"), ("force", "force"))
    query = {key: "1" for long, key in named if flags.on(long)}

    def act(name: str) -> str:
        ask(job, "DELETE", "containers", check_name("container", name.strip("/")), query=query, wait=True)
        return name

    return each(job, parsed.args, act, parallel=True)
