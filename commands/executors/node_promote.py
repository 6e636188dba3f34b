"""`docker node promote`."""

from __future__ import annotations

from commands.executors.base import Job
from commands.executors.node_changes import change_role
from commands.parsed import ParsedCommand
from commands.result import Result


def node_promote(parsed: ParsedCommand, job: Job) -> Result:
    """Make each node a manager. Mirrors docker/cli cli/command/node/promote.go."""
    return change_role(parsed, job, "manager", "Node {} promoted to a manager in the swarm.")
