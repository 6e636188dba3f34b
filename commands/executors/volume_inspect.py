"""`docker volume inspect`.

Mirrors docker/cli cli/command/volume/inspect.go.
"""

from __future__ import annotations

from commands.executors.base import Job
from commands.executors.inspect_objects import inspect_kind
from commands.parsed import ParsedCommand
from commands.result import Result


def volume_inspect(parsed: ParsedCommand, job: Job) -> Result:
    """Volumes in full. `data` is the list of objects found."""
    return inspect_kind(job, "volume", parsed.args, parsed.value("format") or "")
