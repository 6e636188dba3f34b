"""`docker network inspect`.

Mirrors docker/cli cli/command/network/inspect.go.
"""

from __future__ import annotations

from commands.executors.base import Job
from commands.executors.inspect_objects import inspect_kind
from commands.parsed import ParsedCommand
from commands.result import Result


def network_inspect(parsed: ParsedCommand, job: Job) -> Result:
    """Networks in full. `data` is the list of objects found."""
    verbose = "true" if parsed.value("verbose") else ""
    return inspect_kind(job, "network", parsed.args, parsed.value("format") or "", verbose=verbose)
