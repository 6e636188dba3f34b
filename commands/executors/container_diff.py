"""`docker diff`.

Mirrors docker/cli cli/command/container/diff.go.
"""

from __future__ import annotations

from commands.engine import check_name
from commands.executors.asking import get
from commands.executors.base import Job
from commands.parsed import ParsedCommand
from commands.result import Result

_LETTERS = {0: "C", 1: "A", 2: "D"}


def container_diff(parsed: ParsedCommand, job: Job) -> Result:
    """What changed in a container's files. `data` is the Engine's list."""
    if not parsed.args[0]:
        return Result(stderr="Container name cannot be empty\n", exit_code=1)
    found = get(job, "/containers/{}/changes", check_name("container", parsed.args[0])) or []
    return Result.of_lines((f"{_LETTERS.get(one.get('Kind', 0), '')} {one.get('Path', '')}" for one in found), data=found)
