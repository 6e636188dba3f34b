"""`docker volume create`."""

from __future__ import annotations

from commands.executors.acting import ask
from commands.executors.base import Job
from commands.executors.creating.requests import volume_body
from commands.executors.flag_values import FlagValues
from commands.parsed import ParsedCommand
from commands.result import Result


def volume_create(parsed: ParsedCommand, job: Job) -> Result:
    """Make a volume; print its name. Mirrors docker/cli cli/command/volume/create.go."""
    body = volume_body(FlagValues(parsed), parsed.args)
    made = ask(job, "POST", "volumes", "create", body=body, wait=True).json()
    return Result(stdout=f"{made['Name']}\n")
