"""`docker container prune`."""

from __future__ import annotations

from commands.executors.base import Job
from commands.executors.pruning import ended, prune_containers, prune_filters, reclaimed_line
from commands.parsed import ParsedCommand
from commands.result import Result


def container_prune(parsed: ParsedCommand, job: Job) -> Result:
    """Remove all stopped containers. Mirrors docker/cli cli/command/container/prune.go."""
    pruned = prune_containers(job, prune_filters(parsed))
    return ended(job, Result.of_lines((*pruned.lines, reclaimed_line(pruned.reclaimed))))
