"""`docker image prune`."""

from __future__ import annotations

from commands.executors.base import Job
from commands.executors.pruning import ended, prune_filters, prune_images, reclaimed_line
from commands.parsed import ParsedCommand
from commands.result import Result


def image_prune(parsed: ParsedCommand, job: Job) -> Result:
    """Remove unused images. Mirrors docker/cli cli/command/image/prune.go."""
    pruned = prune_images(job, prune_filters(parsed), bool(parsed.value("all")))
    return ended(job, Result.of_lines((*pruned.lines, reclaimed_line(pruned.reclaimed))))
