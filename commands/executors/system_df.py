"""`docker system df`.

Mirrors docker/cli cli/command/system/df.go.
"""

from __future__ import annotations

from commands.executors.asking import get
from commands.executors.base import Job
from commands.formatter import disk_usage
from commands.formatter.gotemplate import TemplateError
from commands.parsed import ParsedCommand
from commands.result import Result


def system_df(parsed: ParsedCommand, job: Job) -> Result:
    """What images, containers, volumes and the build cache take on disk. `data` is the Engine's object."""
    found = get(job, "/system/df")
    write = disk_usage.verbose if parsed.value("verbose") else disk_usage.summary
    try:
        return Result(write(found, parsed.value("format") or "table", job.now()), data=found)
    except TemplateError as problem:
        return Result(stderr=f"{problem}\n", exit_code=1, data=found)
