"""`docker node ps`.

Mirrors docker/cli cli/command/node/ps.go.
"""

from __future__ import annotations

from typing import Any

from commands.engine import FAILURES
from commands.executors.asking import failed, filters, get, named
from commands.executors.base import Job
from commands.executors.resolving import node_reference
from commands.executors.task_list import of_judged, printed
from commands.parsed import ParsedCommand
from commands.result import Result


def node_ps(parsed: ParsedCommand, job: Job) -> Result:
    """The tasks of nodes, of this one where none is named. `data` is the Engine's list."""
    asked = filters(parsed.values("filter"))
    found: list[Any] = []
    errors: list[str] = []
    for name in parsed.args or ("self",):
        try:
            node = get(job, "/nodes/{}", named("node", node_reference(job, name)))
            asked.setdefault("node", {})[node["ID"]] = True
            found += of_judged(job, get(job, "/tasks", filters=asked) or [])
        except FAILURES as error:
            errors.append(failed(job, error))
    if not found and errors:
        return Result.of_lines((), errors, 1)
    result = printed(parsed, job, found)
    if not errors:
        return result
    return Result(result.stdout, "".join(line + "\n" for line in errors), 1, data=result.data)
