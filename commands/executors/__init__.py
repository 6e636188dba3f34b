"""One module a command: a parsed command and a client give a result.

The module, and the function in it, carry the command's key (`container_ls`), so nothing here is listed by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from commands.result import Result

if TYPE_CHECKING:
    from commands.executors.base import Job
    from commands.parsed import ParsedCommand


@cache
def find(key: str) -> Callable[[ParsedCommand, Job], Result] | None:
    """The executor of a command's key; None where the command is explained only."""
    if not key.isidentifier() or find_spec(f"{__name__}.{key}") is None:
        return None
    executor: Callable[[ParsedCommand, Job], Result] | None = getattr(import_module(f"{__name__}.{key}"), key, None)
    return executor


def run(parsed: ParsedCommand, job: Job) -> Result:
    """Run one command; what the SDK raises becomes docker's words and docker's status.

    Raises LookupError where there is no executor for the command.
    """
    executor = find(parsed.key)
    if executor is None:
        raise LookupError(parsed.key)
    from docker.errors import APIError, DockerException
    from requests.exceptions import RequestException

    from commands.engine import connection_error, daemon_error
    from commands.executors.support import unsupported
    from commands.executors.support import unsupported

    notices = "".join(line + "\n" for line in parsed.notices)
    try:
        refused = unsupported(parsed, job.api)
        result = Result.of_lines(err=refused, exit_code=1) if refused else executor(parsed, job)
    except APIError as error:
        result = Result(stderr=f"{daemon_error(error)}\n", exit_code=1)
    except (DockerException, RequestException, OSError) as error:
        result = Result(stderr=f"{connection_error(job.endpoint, error)}\n", exit_code=1)
    if not notices:
        return result
    return Result(notices + result.stdout, result.stderr, result.exit_code, result.truncated, result.truncated_by, result.data)
