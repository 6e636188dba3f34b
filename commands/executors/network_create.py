"""`docker network create`."""

from __future__ import annotations

from commands.engine_client import version_key
from commands.executors.acting import ask
from commands.executors.base import Job
from commands.executors.creating.network import network_body
from commands.executors.flag_values import FlagValues
from commands.parsed import ParsedCommand
from commands.result import Result


def network_create(parsed: ParsedCommand, job: Job) -> Result:
    """Make a network; print its id. Mirrors docker/cli cli/command/network/create.go."""
    try:
        body = network_body(FlagValues(parsed), parsed.args)
    except ValueError as error:
        return Result.of_lines(err=[str(error)], exit_code=1)
    if version_key(job.api.api_version) < (1, 44):
        body["CheckDuplicate"] = True
    made = ask(job, "POST", "networks", "create", body=body, wait=True).json()
    return Result(stdout=f"{made['Id']}\n")
