"""`docker image inspect`.

Mirrors docker/cli cli/command/image/inspect.go.
"""

from __future__ import annotations

from commands.executors.base import Job
from commands.executors.creating.platforms import platform_json
from commands.executors.inspect_objects import inspect_kind
from commands.parsed import ParsedCommand
from commands.result import Result


def image_inspect(parsed: ParsedCommand, job: Job) -> Result:
    """Images in full. `data` is the list of objects found."""
    platform = parsed.value("platform") or ""
    which = platform_json(platform) if platform else ""
    return inspect_kind(job, "image", parsed.args, parsed.value("format") or "", platform=which)
