"""`docker stack ps`.

Mirrors docker/cli cli/command/stack/ps.go.
"""

from __future__ import annotations

from commands.executors.asking import filters
from commands.executors.base import Job
from commands.executors.task_list import of_judged, printed, tasks_of
from commands.formatter.stacks import NAMESPACE
from commands.parsed import ParsedCommand
from commands.result import Result


def stack_ps(parsed: ParsedCommand, job: Job) -> Result:
    """The tasks of a stack. `data` is the Engine's list."""
    name = parsed.args[0]
    asked = filters(parsed.values("filter"))
    asked.setdefault("label", {})[f"{NAMESPACE}={name}"] = True
    found = of_judged(job, tasks_of(job, asked))
    if not found:
        return Result(stderr=f"nothing found in stack: {name}\n", exit_code=1, data=found)
    return printed(parsed, job, found)
