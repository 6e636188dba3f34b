"""One module a command: a parsed command and a client give a result.

The module, and the function in it, carry the command's key (`container_ls`), so nothing here is listed by hand.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from commands.budget import Exceeded, current, spending
from commands.misfits import WRONG_TYPES, misfit_heard
from commands.result import Result

if TYPE_CHECKING:
    from commands.executors.base import Job, Limits
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
    from requests.exceptions import ReadTimeout, RequestException

    from commands.engine import connection_error, daemon_error
    from commands.executors.support import UnreadFlag, refuse_unread, unsupported

    parsed = replace(parsed, read=set())
    job.before_change = lambda: refuse_unread(parsed)
    notices = "".join(line + "\n" for line in parsed.notices)
    try:
        with spending(job.seconds_left()):
            refused = unsupported(parsed, job.api)
            result = Result.of_lines(err=refused, exit_code=1) if refused else _executed(executor, parsed, job)
    except UnreadFlag as error:
        result = Result(stderr=f"{error}\n", exit_code=1)
    except Exceeded as error:
        result = Result(stderr=f"{error}\n", exit_code=1, truncated=True, truncated_by=error.by)
    except APIError as error:
        result = Result(stderr=f"{daemon_error(error)}\n", exit_code=1)
    except ReadTimeout as error:
        late = job.seconds_left() == 0
        said = f"no answer within {job.limits.seconds:g} s" if late else connection_error(job.endpoint, error)
        result = Result(stderr=f"{said}\n", exit_code=1, truncated=late, truncated_by="seconds" if late else "")
    except (DockerException, RequestException, OSError) as error:
        result = Result(stderr=f"{connection_error(job.endpoint, error)}\n", exit_code=1)
    if notices:
        result = replace(result, stdout=notices + result.stdout)
    return bounded(result, job.limits)


def _executed(executor: Callable[[ParsedCommand, Job], Result], parsed: ParsedCommand, job: Job) -> Result:
    """Run it; where it stumbles over an answer that does not have docker's types, that is told as docker tells it."""
    try:
        return executor(parsed, job)
    except WRONG_TYPES as error:
        said = misfit_heard()
        if not said and not current().heard:
            raise  # no daemon has a part in it
        if not said:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            log = logging.getLogger("dockwise.executors")
            log.error("an answer could not be read: %r at %s:%s", error, frame.name, frame.lineno)
            said = f"the daemon's answer could not be read ({type(error).__name__}); the log says where"
        return Result(stderr=f"{said}\n", exit_code=1)


def bounded(result: Result, limits: Limits) -> Result:
    """The result cut where its output is longer than the limits on lines and bytes: at its end, or of a log at its beginning.

    Of the errors so many bytes are kept, too.
    """
    out, ended = result.stdout, ""
    if limits.bytes is not None and len(result.stderr) * 4 > limits.bytes and len(err := result.stderr.encode()) > limits.bytes:
        result = replace(result, stderr=err[: limits.bytes].decode("utf-8", "ignore"), truncated=True, truncated_by="bytes")
    if limits.lines is not None and (count := out.count("\n")) > limits.lines:
        gone, ended = out.split("\n", count - limits.lines if result.newest else limits.lines), "lines"
        out = gone[-1] if result.newest else "".join(line + "\n" for line in gone[: limits.lines])
    if limits.bytes is not None and len(out) * 4 > limits.bytes and len(data := out.encode()) > limits.bytes:
        kept = data[-limits.bytes :] if result.newest else data[: limits.bytes]
        out, ended = kept.decode("utf-8", "ignore"), "bytes"
    return replace(result, stdout=out, truncated=True, truncated_by=ended) if ended else result
