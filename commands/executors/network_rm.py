"""`docker network rm`."""

from __future__ import annotations

from docker.errors import APIError

from commands.engine import FAILURES, check_name
from commands.executors.acting import ask, words_of
from commands.executors.base import Job
from commands.executors.flag_values import FlagValues
from commands.parsed import ParsedCommand
from commands.result import Result


def network_rm(parsed: ParsedCommand, job: Job) -> Result:
    """Remove each network; print the names that worked. Mirrors docker/cli cli/command/network/remove.go."""
    force = FlagValues(parsed).on("force")
    out: list[str] = []
    err: list[str] = []
    for name in parsed.args:
        try:
            ask(job, "DELETE", "networks", check_name("network", name), wait=True)
            out.append(name)
        except FAILURES as error:
            if not (force and isinstance(error, APIError) and error.status_code == 404):
                err.append(words_of(job, error))
    if err:
        err.append("exit status 1")
    return Result.of_lines(out, err, exit_code=1 if err else 0)
