"""`docker node rm`."""

from __future__ import annotations

from commands.engine import check_name
from commands.executors.acting import ask, each
from commands.executors.base import Job
from commands.executors.flag_values import FlagValues
from commands.parsed import ParsedCommand
from commands.result import Result


def node_rm(parsed: ParsedCommand, job: Job) -> Result:
    """Remove each node from the swarm; print the names that worked. Mirrors docker/cli cli/command/node/remove.go."""
    query = {"force": "1"} if FlagValues(parsed).on("force") else None

    def act(name: str) -> str:
        ask(job, "DELETE", "nodes", check_name("node", name), query=query, wait=True)
        return name

    return each(job, parsed.args, act)
