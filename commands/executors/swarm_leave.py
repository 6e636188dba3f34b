"""`docker swarm leave`."""

from __future__ import annotations

from commands.executors.acting import ask
from commands.executors.base import Job
from commands.parsed import ParsedCommand
from commands.result import Result


def swarm_leave(parsed: ParsedCommand, job: Job) -> Result:
    """Take this host out of its swarm. Mirrors docker/cli cli/command/swarm/leave.go."""
    query = {"force": "1"} if parsed.value("force") else None
    ask(job, "POST", "swarm", "leave", query=query, wait=True)
    return Result(stdout="Node left the swarm.\n")
