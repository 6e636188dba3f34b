"""Requests that change something, as docker sends them, over the SDK's client: its connection, its version, its errors."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from docker.errors import APIError
from requests import Response

from commands.engine import FAILURES, connection_error, daemon_error
from commands.engine_client import path_of
from commands.executors.base import Job
from commands.result import Result

_AT_ONCE = 10

Query = dict[str, Any] | list[tuple[str, Any]] | None


def ask(
    job: Job, method: str, *path: str, query: Query = None, body: Any = None, headers: dict[str, str] | None = None,
    data: Any = None, stream: bool = False, wait: bool = False,
) -> Response:  # fmt: skip
    """One request; its answer. Raises APIError for an answer of status 400 and above.

    `path` are the parts of the path, names among them checked before. `wait` lets the daemon take its time (a stop, a
    commit); the limit of the job holds all the same.
    """
    api: Any = plain_client(job)
    url = str(api._url("")) + path_of(*path)
    connect = api.timeout[0] if isinstance(api.timeout, tuple) else api.timeout
    arguments: dict[str, Any] = {"params": query, "headers": {**(headers or {})}, "stream": stream}
    if wait or stream:
        arguments["timeout"] = (connect, job.seconds_left() or None)
    if body is not None:
        arguments["data"] = json.dumps(body)
        arguments["headers"]["Content-Type"] = "application/json"
    elif data is not None:
        arguments["data"] = data
    send = getattr(api, f"_{method.lower()}")
    response: Response = send(url, **arguments)
    api._raise_for_status(response)
    return response


def plain_client(job: Job) -> Any:
    """The client that gives the daemon's answers unmasked: what is read to be written back must be whole."""
    return getattr(job.api, "unmasked", job.api)


def answer(response: Response) -> Any:
    """The JSON of an answer; None where it has none."""
    return response.json() if response.content.strip() else None


def words_of(job: Job, error: BaseException) -> str:
    """Any failure to get an answer, in docker's words."""
    if isinstance(error, APIError):
        return daemon_error(error)
    return connection_error(job.endpoint, error)


def each(job: Job, names: Iterable[str], act: Callable[[str], str | None], parallel: bool = False) -> Result:
    """Act on every target; what `act` returns is printed, failures go to standard error and make the status 1.

    `parallel` acts on all at once where docker does (stop, kill, rm …); what is printed keeps the order of the targets.
    """
    targets = list(names)
    if not parallel or len(targets) < 2:
        return _gathered(_outcome(job, name, act) for name in targets)
    with ThreadPoolExecutor(min(_AT_ONCE, len(targets))) as pool:
        return _gathered(pool.map(lambda name: _outcome(job, name, act), targets))


def _outcome(job: Job, name: str, act: Callable[[str], str | None]) -> tuple[str | None, str | None]:
    """What is printed for one target: on standard output, or on standard error."""
    if job.cancelled():
        return None, "context canceled"
    try:
        return act(name), None
    except FAILURES as error:
        return None, words_of(job, error)


def _gathered(outcomes: Iterable[tuple[str | None, str | None]]) -> Result:
    found = list(outcomes)
    out = [said for said, _ in found if said is not None]
    err = [failed for _, failed in found if failed is not None]
    return Result.of_lines(out, err, exit_code=1 if err else 0)


def failure(job: Job, error: BaseException, exit_code: int = 1, lead: str = "") -> Result:
    """The result of a command that a failure ended."""
    return Result(stderr=f"{lead}{words_of(job, error)}\n", exit_code=exit_code)
