"""A container's own streams: attach to them before it starts, read them to their end.

Mirrors docker/cli cli/command/container/hijack.go.
"""

from __future__ import annotations

import contextlib
import json
import socket
from typing import Any

from requests import Response

from commands.engine import FAILURES
from commands.executors.acting import ask, words_of
from commands.executors.base import Job
from commands.executors.streams import MOST_OF_A_MESSAGE, Captured, Watch, body_of, copy_out, frames, socket_of, upgraded
from commands.result import Result

UPGRADE = {"Connection": "Upgrade", "Upgrade": "tcp"}


def attach(job: Job, container: str, body: dict[str, Any], logs: bool = False) -> Response:
    """Attach to the streams that the container's configuration names; its standard input is ended at once."""
    query = {"stream": "1"}
    for name, key in (("stdin", "AttachStdin"), ("stdout", "AttachStdout"), ("stderr", "AttachStderr")):
        if body.get(key):
            query[name] = "1"
    if logs:
        query["logs"] = "1"
    headers = {**UPGRADE, "Content-Type": "text/plain"}
    response = ask(job, "POST", "containers", container, "attach", query=query, headers=headers, stream=True)
    end_input(response)
    return response


def end_input(response: Response) -> None:
    """Nothing more will be sent: what reads standard input in the container sees its end."""
    with contextlib.suppress(OSError):
        socket_of(response).shutdown(socket.SHUT_WR)


class NotStarted(Exception):
    """The container was there and would not start; the text is what docker says."""


def run_attached(job: Job, container: str, body: dict[str, Any], tty: bool, removed: bool, err: str = "") -> Result:
    """Attach, start, print both streams until the container ends; its status is the result's.

    `removed` says that the container removes itself. Raises `NotStarted`, and APIError where it cannot be attached to.
    """
    streams = attach(job, container, body)
    condition = "removed" if removed else "next-exit"
    waiting = ask(job, "POST", "containers", container, "wait", query={"condition": condition}, stream=True)
    captured = Captured(job.limits)
    try:
        ask(job, "POST", "containers", container, "start", wait=True)
    except FAILURES as error:
        streams.close()
        if removed:
            _status(job, waiting)
        raise NotStarted(words_of(job, error)) from None
    with Watch(job, streams) as watch:
        copy_out(job, frames(upgraded(streams), tty), captured)
    streams.close()
    if watch.ended_by or captured.full:
        waiting.close()
        return captured.result(0, err=err, by=watch.ended_by)
    status, message, ended_by = _status(job, waiting)
    return captured.result(status, err=err + message, by=ended_by)


def _status(job: Job, waiting: Response) -> tuple[int, str, str]:
    """The status with which the container ended, a line where waiting failed, and what ended the wait."""
    with Watch(job, waiting) as watch:
        data = b""
        for block in body_of(waiting):
            data += block
            if len(data) > MOST_OF_A_MESSAGE:
                break
    if watch.ended_by:
        return 0, "", watch.ended_by
    try:
        said = json.loads(data)
    except ValueError:
        return 125, "", ""
    if said.get("Error"):
        return 125, f"Error waiting for container: {said['Error'].get('Message', '')}\n", ""
    return int(said.get("StatusCode", 0)), "", ""
