"""`docker commit`."""

from __future__ import annotations

from commands.engine import check_name
from commands.executors.acting import ask
from commands.executors.base import Job
from commands.executors.creating.requests import commit_query
from commands.executors.flag_values import FlagValues
from commands.parsed import ParsedCommand
from commands.result import Result


def container_commit(parsed: ParsedCommand, job: Job) -> Result:
    """Make an image of a container; print its id. Mirrors docker/cli cli/command/container/commit.go."""
    query = commit_query(FlagValues(parsed), check_name("container", parsed.args[0]), *parsed.args[1:])
    return Result(stdout=ask(job, "POST", "commit", query=query, wait=True).json()["Id"] + "\n")
