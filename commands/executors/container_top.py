"""`docker top`.

Mirrors docker/cli cli/command/container/top.go.
"""

from __future__ import annotations

from commands.executors.asking import get, named
from commands.executors.base import Job
from commands.formatter.tabwriter import align
from commands.parsed import ParsedCommand
from commands.result import Result

_CELL = 20


def container_top(parsed: ParsedCommand, job: Job) -> Result:
    """The processes of a container. `data` is the Engine's object: titles and processes."""
    name, *options = parsed.args
    found = get(job, "/containers/{}/top", named("container", name), ps_args=" ".join(options))
    rows = [found.get("Titles") or [], *(found.get("Processes") or [])]
    return Result(align("".join("\t".join(row) + "\n" for row in rows), min_width=_CELL), data=found)
