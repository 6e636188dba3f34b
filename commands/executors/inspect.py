"""`docker inspect`.

Mirrors docker/cli cli/command/system/inspect.go.
"""

from __future__ import annotations

from commands.executors.base import Job
from commands.executors.inspect_objects import KINDS, AnyKind
from commands.formatter.inspecting import inspect_all
from commands.parsed import ParsedCommand
from commands.result import Result


def inspect(parsed: ParsedCommand, job: Job) -> Result:
    """Objects of any kind, by name. `data` is the list of those found."""
    finder = AnyKind(job, parsed.value("type") or "", parsed.value("size"))
    if finder.only and finder.only not in KINDS:
        known = ", ".join(f'"{name}"' for name in sorted(KINDS))
        return Result(stderr=f'unknown type: "{finder.only}": must be one of {known}\n', exit_code=1)
    done, data = inspect_all(parsed.args, parsed.value("format") or "", "", finder)
    return Result(done.out, "".join(line + "\n" for line in (*finder.warnings, *done.errors)), done.exit_code, data=data)
