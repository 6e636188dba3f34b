"""`docker node demote`."""

from __future__ import annotations

from commands.executors.base import Job
from commands.executors.node_changes import change_role
from commands.parsed import ParsedCommand
from commands.result import Result


def node_demote(parsed: ParsedCommand, job: Job) -> Result:
    """Make each node a worker. Mirrors docker/cli cli/command/node/demote.go."""
    return change_role(parsed, job, "worker", "Manager {} demoted in the swarm.")
