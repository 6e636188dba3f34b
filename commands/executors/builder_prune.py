"""`docker builder prune`."""

from __future__ import annotations

from commands.executors.base import Job
from commands.executors.building import LEGACY_BUILDER
from commands.executors.flag_values import FlagValues
from commands.executors.pruning import ended, prune_build_cache, prune_filters, reclaimed_line
from commands.parsed import ParsedCommand
from commands.result import Result


def builder_prune(parsed: ParsedCommand, job: Job) -> Result:
    """Remove the cache of builds. Mirrors docker/cli cli/command/builder/prune.go."""
    flags = FlagValues(parsed)
    pruned = prune_build_cache(job, prune_filters(parsed), flags.on("all"), flags.amount("keep-storage"))
    return ended(job, Result.of_lines((*pruned.lines, reclaimed_line(pruned.reclaimed)), [LEGACY_BUILDER]))
