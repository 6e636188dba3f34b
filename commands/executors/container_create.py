"""`docker create`."""

from __future__ import annotations

from commands.engine import FAILURES
from commands.executors.acting import words_of
from commands.executors.base import Job
from commands.executors.creating.containers import Refused, create_container
from commands.executors.streams import StreamError
from commands.parsed import ParsedCommand
from commands.result import Result


def container_create(parsed: ParsedCommand, job: Job) -> Result:
    """Make a container without starting it; print its id. Mirrors docker/cli cli/command/container/create.go."""
    err: list[str] = []
    try:
        made, _ = create_container(parsed, job, err)
    except (Refused, StreamError) as error:
        return Result(stderr="".join(err) + f"{error}\n", exit_code=1)
    except FAILURES as error:
        return Result(stderr="".join(err) + f"{words_of(job, error)}\n", exit_code=1)
    return Result(stdout=f"{made}\n", stderr="".join(err))
