"""`docker container inspect`.

Mirrors docker/cli cli/command/container/inspect.go.
"""

from __future__ import annotations

from commands.executors.base import Job
from commands.executors.inspect_objects import inspect_kind
from commands.parsed import ParsedCommand
from commands.result import Result


def container_inspect(parsed: ParsedCommand, job: Job) -> Result:
    """Containers in full. `data` is the list of objects found."""
    return inspect_kind(job, "container", parsed.args, parsed.value("format") or "", size=parsed.value("size"))
