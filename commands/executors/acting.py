"""Requests that change something, as docker sends them, over the SDK's client: its connection, its version, its errors."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from contextvars import copy_context
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from docker.errors import APIError, DockerException
from requests import Response
from requests.exceptions import Timeout

from commands.engine import FAILURES, connection_error, daemon_error
from commands.engine_client import path_of
from commands.executors.base import Job
from commands.result import Result

_AT_ONCE = 10
_Item = TypeVar("_Item")
_Made = TypeVar("_Made")
_LOOK = 0.1

_Outcome = tuple[str | None, str | None, str]
Query = dict[str, Any] | list[tuple[str, Any]] | None


def ask(
    job: Job, method: str, *path: str, query: Query = None, body: Any = None, headers: dict[str, str] | None = None,
    data: Any = None, stream: bool = False, wait: bool = False,
) -> Response:  # fmt: skip
    """One request; its answer. Raises APIError for an answer of status 400 and above.

    `path` are the parts of the path, names among them checked before. `wait` lets the daemon take its time (a stop, a
    commit); the limit of the job holds all the same.
    """
    if method != "GET":
        job.before_change()
    api: Any = plain_client(job)
    url = str(api._url("")) + path_of(*path)
    connect = api.timeout[0] if isinstance(api.timeout, tuple) else api.timeout
    arguments: dict[str, Any] = {"params": query, "headers": {**(headers or {})}, "stream": stream}
    if wait or stream:
        arguments["timeout"] = (connect, job.seconds_left())
    if body is not None:
        arguments["data"] = json.dumps(body)
        arguments["headers"]["Content-Type"] = "application/json"
    elif data is not None:
        arguments["data"] = data
    send = partial(getattr(api, f"_{method.lower()}"), url, **arguments)
    response: Response = _patiently(job, send) if wait and not stream else send()
    api._raise_for_status(response)
    return response


class Abandoned(DockerException):
    """We stopped waiting; what was asked for goes on at the daemon. `by` is `cancelled` or `seconds`."""

    def __init__(self, by: str) -> None:
        words = "context canceled" if by == "cancelled" else "the time limit was reached"
        super().__init__(f"{words} while waiting for the daemon, which goes on with what was asked of it")
        self.by = by


def _patiently(job: Job, send: Callable[[], Response]) -> Response:
    """Wait for an answer that takes its time, without missing a cancellation or the limit of the job."""
    found: Future[Response] = Future()

    def work() -> None:
        try:
            found.set_result(send())
        except BaseException as error:  # noqa: BLE001 (it is raised again where somebody waits for it)
            found.set_exception(error)

    threading.Thread(target=copy_context().run, args=(work,), daemon=True).start()
    while True:
        try:
            return found.result(timeout=_LOOK)
        except FutureTimeout:
            if found.done():  # the request's own time-out, or an answer in the very last moment
                return found.result()
        except Timeout:
            if job.seconds_left() == 0:
                raise Abandoned("seconds") from None
            raise
        if job.cancelled():
            raise Abandoned("cancelled")
        if job.seconds_left() == 0:
            raise Abandoned("seconds")


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
    return _gathered(at_once(lambda name: _outcome(job, name, act), targets, _AT_ONCE))


def at_once(call: Callable[[_Item], _Made], items: Sequence[_Item], width: int) -> list[_Made]:
    """The results for all items, in their order, at most `width` at a time, each under the budget that holds here."""
    contexts = [copy_context() for _ in items]
    with ThreadPoolExecutor(max(1, min(width, len(items)))) as pool:
        return list(pool.map(lambda context, item: context.run(call, item), contexts, items))


def _outcome(job: Job, name: str, act: Callable[[str], str | None]) -> _Outcome:
    """What is printed for one target: on standard output, or on standard error; and what ended it early."""
    if job.cancelled():
        return None, "context canceled", "cancelled"
    try:
        return act(name), None, ""
    except Abandoned as error:
        return None, str(error), error.by
    except FAILURES as error:
        return None, words_of(job, error), ""


def _gathered(outcomes: Iterable[_Outcome]) -> Result:
    found = list(outcomes)
    out = [said for said, _, _ in found if said is not None]
    err = [failed for _, failed, _ in found if failed is not None]
    by = next((by for _, _, by in found if by), "")
    result = Result.of_lines(out, err, exit_code=1 if err else 0)
    return replace(result, truncated=bool(by), truncated_by=by)


def failure(job: Job, error: BaseException, exit_code: int = 1, lead: str = "") -> Result:
    """The result of a command that a failure ended."""
    return Result(stderr=f"{lead}{words_of(job, error)}\n", exit_code=exit_code)
