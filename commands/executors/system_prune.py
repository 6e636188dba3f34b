"""`docker system prune`."""

from __future__ import annotations

from collections.abc import Callable

from commands.engine import FAILURES
from commands.engine_client import version_key
from commands.executors.acting import words_of
from commands.executors.base import Job
from commands.executors.flag_values import FlagValues
from commands.executors.pruning import (
    Pruned,
    ended,
    prune_build_cache,
    prune_containers,
    prune_filters,
    prune_images,
    prune_networks,
    prune_volumes,
    reclaimed_line,
)
from commands.parsed import ParsedCommand
from commands.result import Result


def system_prune(parsed: ParsedCommand, job: Job) -> Result:
    """Remove everything that is unused, kind by kind. Mirrors docker/cli cli/command/system/prune.go."""
    flags, filters = FlagValues(parsed), prune_filters(parsed)
    everything = flags.on("all")
    steps: list[Callable[[], Pruned]] = [lambda: prune_containers(job, filters), lambda: prune_networks(job, filters)]
    if flags.on("volumes"):
        steps.append(lambda: prune_volumes(job, filters))
    steps.append(lambda: prune_images(job, filters, everything))
    if version_key(job.api.api_version) >= (1, 31):
        steps.append(lambda: prune_build_cache(job, filters, everything))
    lines: list[str] = []
    total = 0
    for step in steps:
        try:
            pruned = step()
        except FAILURES as error:
            return Result.of_lines(lines, [words_of(job, error)], 1)
        lines += pruned.lines
        total += pruned.reclaimed
    return ended(job, Result.of_lines((*lines, reclaimed_line(total))))
