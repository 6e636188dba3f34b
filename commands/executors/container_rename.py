"""`docker rename`."""

from __future__ import annotations

from commands.engine import FAILURES, check_name
from commands.executors.acting import ask, words_of
from commands.executors.base import Job
from commands.parsed import ParsedCommand
from commands.result import Result


def container_rename(parsed: ParsedCommand, job: Job) -> Result:
    """Give a container another name; nothing is printed. Mirrors docker/cli cli/command/container/rename.go."""
    old, new = parsed.args
    try:
        ask(job, "POST", "containers", check_name("container", old), "rename", query={"name": new}, wait=True)
    except FAILURES as error:
        return Result.of_lines(err=[words_of(job, error), f"Error: failed to rename container named {old}"], exit_code=1)
    return Result()
