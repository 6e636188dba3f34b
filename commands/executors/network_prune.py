"""`docker network prune`."""

from __future__ import annotations

from commands.executors.base import Job
from commands.executors.pruning import ended, prune_filters, prune_networks
from commands.parsed import ParsedCommand
from commands.result import Result


def network_prune(parsed: ParsedCommand, job: Job) -> Result:
    """Remove all unused networks. Mirrors docker/cli cli/command/network/prune.go."""
    return ended(job, Result.of_lines(prune_networks(job, prune_filters(parsed)).lines))
