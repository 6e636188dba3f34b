"""Questions to the Engine: names checked, the path made of them, JSON back; one request each.

Goes through the SDK client's own request methods, so whatever wraps that client sees every answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from docker.errors import DockerException
from requests import Response
from requests.exceptions import ReadTimeout

from commands.engine import check_name
from commands.executors.acting import words_of
from commands.executors.base import Job

Params = Mapping[str, Any]


def get(job: Job, path: str, *names: str, **params: Any) -> Any:
    """The JSON of `GET path`; `{}` in it takes a (checked) name. Parameters that are None, "" or False are left out."""
    api: Any = job.api
    return api._result(api._get(url(job, path, *names), params=given(params), timeout=_timeout(job)), json=True)


def _timeout(job: Job) -> tuple[float, float]:
    """How long to wait for a connection and for an answer: the client's own times, or what is left of the job's."""
    api: Any = job.api
    connect, read = api.timeout if isinstance(api.timeout, tuple) else (api.timeout, api.timeout)
    left = job.seconds_left()
    return (connect, read) if left is None else (min(connect, left or 0.001), min(read, left or 0.001))


def failed(job: Job, error: BaseException) -> str:
    """Why there is no answer, in docker's words; a job whose time was up is told apart from a daemon that is not there."""
    if isinstance(error, ReadTimeout) and job.seconds_left() == 0:
        return f"no answer within {job.limits.seconds:g} s"
    return words_of(job, error)


def named(kind: str, name: str) -> str:
    """A name that may be sent; raises what `run` words as docker does where it is empty or cannot be one."""
    if not name:
        said = "Error response from daemon: page not found" if kind == "image" else f"invalid {kind} name or ID: value is empty"
        raise DockerException(said)
    return check_name(kind, name)


def url(job: Job, path: str, *names: str) -> str:
    """The address of a path under the negotiated version."""
    filled = path.format(*(quote(name, safe="/:@") for name in names))
    api: Any = job.api
    return str(api._url("{0}", "")).rstrip("/") + filled


def given(params: Params) -> dict[str, str]:
    """Parameters as docker sends them: true is 1, what says nothing is left out, filters are JSON."""
    out = {}
    for name, value in params.items():
        if isinstance(value, dict):
            if value:
                out[name] = json.dumps(value, separators=(",", ":"))
        elif value is True:
            out[name] = "1"
        elif value is not None and value is not False and value != "":
            out[name] = str(value)
    return out


def filters(texts: Iterable[str], **more: str) -> dict[str, dict[str, bool]]:
    """`--filter` values as the Engine wants them: key → value → true. Mirrors docker/cli opts/opts.go, FilterOpt."""
    out: dict[str, dict[str, bool]] = {}
    for text in texts:
        if text:
            key, _, value = text.partition("=")
            out.setdefault(key.strip().lower(), {})[value.strip()] = True
    for key, value in more.items():
        if value:
            out.setdefault(key, {})[value] = True
    return out


def stream(job: Job, path: str, *names: str, **params: Any) -> Response:
    """The answer of `GET path`, its body still to be read; close it when done. Waits as long as the job may."""
    api: Any = job.api
    timeout = (_timeout(job)[0], job.seconds_left())
    response: Response = api.get(url(job, path, *names), params=given(params), stream=True, timeout=timeout)
    api._raise_for_status(response)
    return response
