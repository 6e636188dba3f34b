"""`docker run`, in the background or attached without a terminal."""

from __future__ import annotations

import json
from typing import Any

from requests import Response

from commands.engine import FAILURES
from commands.executors.acting import ask, words_of
from commands.executors.attached import attach, printed
from commands.executors.base import Job
from commands.executors.creating.containers import Refused, create_container
from commands.executors.flag_values import FlagValues
from commands.executors.streams import Captured, StreamError, Watch, body_of, copy_out
from commands.parsed import ParsedCommand
from commands.result import Result

_HELP = "\n\nRun 'docker run --help' for more information\n"
_NOT_FOUND = ("executable file not found", "no such file or directory", "system cannot find the file specified")
_NOT_ALLOWED = ("permission denied", "is a directory")


def container_run(parsed: ParsedCommand, job: Job) -> Result:
    """Make a container and start it; attached, wait for its end and print both its streams.

    Mirrors docker/cli cli/command/container/run.go.
    """
    flags, err = FlagValues(parsed), list[str]()
    try:
        made, body = create_container(parsed, job, err)
        if flags.on("detach"):
            ask(job, "POST", "containers", made, "start", wait=True)
            return Result(stdout=f"{made}\n", stderr="".join(err))
        return _attached(job, made, body, flags.on("rm"), err)
    except Started as failed:
        shown = f"{made}\n" if flags.on("detach") else ""
        return _failed(str(failed), err, shown)
    except (Refused, StreamError) as error:
        return _failed(str(error), err)
    except FAILURES as error:
        shown = f"{made}\n" if flags.on("detach") and "made" in locals() else ""
        return _failed(words_of(job, error), err, shown)


class Started(Exception):
    """The container was made and would not start."""


def _failed(words: str, err: list[str], out: str = "") -> Result:
    """What docker prints, and its status: 127 for a program that is not there, 126 for one that cannot be run."""
    status = 125
    if any(mark in words for mark in _NOT_FOUND):
        status = 127
    elif any(mark in words for mark in _NOT_ALLOWED):
        status = 126
    return Result(stdout=out, stderr="".join(err) + f"docker: {words}{_HELP}", exit_code=status)


def _attached(job: Job, made: str, body: dict[str, Any], removed: bool, err: list[str]) -> Result:
    streams = attach(job, made, body)
    waiting = ask(job, "POST", "containers", made, "wait", query={"condition": "removed" if removed else "next-exit"}, stream=True)
    captured = Captured(job.limits)
    try:
        ask(job, "POST", "containers", made, "start", wait=True)
    except FAILURES as error:
        streams.close()
        if removed:
            _status(job, waiting)
        raise Started(words_of(job, error)) from None
    with Watch(job, streams) as watch:
        copy_out(job, printed(streams, bool(body["Tty"])), captured)
    streams.close()
    if watch.ended_by or captured.full:
        waiting.close()
        return captured.result(0, err="".join(err), by=watch.ended_by)
    status, message, ended_by = _status(job, waiting)
    if message:
        err.append(f"{message}\n")
    return captured.result(status, err="".join(err), by=ended_by)


def _status(job: Job, waiting: Response) -> tuple[int, str, str]:
    """The status with which the container ended, a message where waiting failed, and what ended the wait."""
    with Watch(job, waiting) as watch:
        data = b"".join(body_of(waiting))
    if watch.ended_by:
        return 0, "", watch.ended_by
    try:
        said = json.loads(data)
    except ValueError:
        return 125, "", ""
    if said.get("Error"):
        return 125, f"Error waiting for container: {said['Error'].get('Message', '')}", ""
    return int(said.get("StatusCode", 0)), "", ""
