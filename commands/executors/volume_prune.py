"""`docker volume prune`."""

from __future__ import annotations

from commands.executors.base import Job
from commands.executors.pruning import ended, prune_filters, prune_volumes, reclaimed_line
from commands.parsed import ParsedCommand
from commands.result import Result


def volume_prune(parsed: ParsedCommand, job: Job) -> Result:
    """Remove unused volumes. Mirrors docker/cli cli/command/volume/prune.go."""
    filters = prune_filters(parsed)
    if parsed.value("all"):
        if "all" in filters:
            return Result.of_lines(err=["conflicting options: cannot specify both --all and --filter all=1"], exit_code=1)
        filters["all"] = {"true": True}
    pruned = prune_volumes(job, filters)
    return ended(job, Result.of_lines((*pruned.lines, reclaimed_line(pruned.reclaimed))))
