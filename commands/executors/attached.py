"""A container's own streams: attach to them before it starts, read them to their end.

Mirrors docker/cli cli/command/container/hijack.go.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from typing import Any

from requests import Response

from commands.executors.acting import ask
from commands.executors.base import Job
from commands.executors.streams import frames, socket_of, upgraded

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


def printed(response: Response, tty: bool) -> Iterator[tuple[str, bytes]]:
    """What the container prints, by stream, until it ends."""
    return frames(upgraded(response), tty)
