"""Pulling and pushing: the reference, the login, the progress.

Mirrors docker/cli cli/command/image/pull.go and push.go.
"""

from __future__ import annotations

import os
from typing import Any

from commands.endpoint import config_folder
from commands.engine_auth import header
from commands.executors.acting import ask, plain_client
from commands.executors.base import Job
from commands.executors.streams import StreamError, Watch, body_of, display
from commands.opts.reference import DEFAULT_DOMAIN


def config_dir(job: Job) -> str:
    """Where docker's stored logins lie on the machine dockwise runs on."""
    endpoint = getattr(plain_client(job), "endpoint", None)
    return str(getattr(endpoint, "config_dir", "") or config_folder(os.environ))


def pull(job: Job, name: str, tag: str, platform: str = "", lines: list[str] | None = None) -> None:
    """Pull one image (or, with an empty tag, all of a repository). Raises APIError, StreamError."""
    _check_registry(job, name)
    query = {"fromImage": name, **({"tag": tag} if tag else {})}
    if platform:
        query["platform"] = platform.lower()
    headers = {"X-Registry-Auth": header(name, config_dir(job))}
    response = ask(job, "POST", "images", "create", query=query, headers=headers, stream=True)
    _follow(job, response, lines)


def push(job: Job, name: str, tag: str, query: dict[str, Any], lines: list[str] | None = None) -> list[dict[str, Any]]:
    """Push one image (or, with an empty tag, all of a repository); the `aux` objects of the answer."""
    _check_registry(job, name)
    headers = {"X-Registry-Auth": header(name, config_dir(job))}
    query = {**query, **({"tag": tag} if tag else {})}
    response = ask(job, "POST", "images", name, "push", query=query, headers=headers, stream=True)
    return _follow(job, response, lines)


def _check_registry(job: Job, name: str) -> None:
    """Raise StreamError for a registry that this run may not make the daemon connect to."""
    host = name.partition("/")[0].lower()
    if job.registries is not None and host != DEFAULT_DOMAIN and host not in job.registries:
        raise StreamError(f"{name} is not here, and the registry {host} is not among `registries:` of the configuration")


def _follow(job: Job, response: Any, lines: list[str] | None) -> list[dict[str, Any]]:
    with Watch(job, response) as watch:
        found = list(display(job, body_of(response), lines))
    if watch.ended_by:
        raise StreamError("context canceled" if watch.ended_by == "cancelled" else "context deadline exceeded")
    return found
