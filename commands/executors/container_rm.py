"""`docker rm`."""

from __future__ import annotations

from docker.errors import APIError

from commands.engine import check_name
from commands.executors.acting import ask, each, words_of
from commands.executors.base import Job
from commands.executors.flag_values import FlagValues
from commands.parsed import ParsedCommand
from commands.result import Result


def container_rm(parsed: ParsedCommand, job: Job) -> Result:
    """Remove each container at once; print the names that worked. Mirrors docker/cli cli/command/container/rm.go."""
    flags = FlagValues(parsed)
    named = (("volumes", "v"), ("link", "link"), ("force", "force"))
    query = {key: "1" for long, key in named if flags.on(long)}

    def act(name: str) -> str:
        ask(job, "DELETE", "containers", check_name("container", name.strip("/")), query=query, wait=True)
        return name

    if not flags.on("force"):
        return each(job, parsed.args, act, parallel=True)
    absent: list[str] = []

    def act_by_force(name: str) -> str | None:
        try:
            return act(name)
        except APIError as error:
            if error.status_code != 404:
                raise
            absent.append(words_of(job, error))  # what is not there needs no removing
            return None

    result = each(job, parsed.args, act_by_force, parallel=True)
    return Result(result.stdout, "".join(f"{line}\n" for line in absent) + result.stderr, result.exit_code)
