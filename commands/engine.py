"""Clients for daemons, and their failures in docker's words.

Mirrors moby/moby client/request.go (doRequest, checkResponseErr) and client/errors.go.
"""

from __future__ import annotations

import errno
import json
import re
import socket
import ssl
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit

from docker.errors import APIError, DockerException
from requests import Response
from requests.exceptions import RequestException, Timeout

from commands.endpoint import DEFAULT_HOST, BadEndpoint, Endpoint, Tls, from_environment
from commands.engine_answers import BadAnswer, TooSlow
from commands.engine_client import EngineClient
from commands.engine_names import BadName, check_name
from commands.engine_ssh import SshFailure

__all__ = [
    "DEFAULT_HOST", "BadEndpoint", "BadName", "Endpoint", "EngineClient", "Tls",
    "check_name", "connect", "connection_error", "daemon_error", "daemon_message", "from_environment", "response_error",
]  # fmt: skip

# What asking a daemon can raise when there is no answer from it.
FAILURES = (DockerException, RequestException, OSError)


def connect(endpoint: Endpoint) -> EngineClient:
    """A client for a daemon; nobody is contacted before its first request.

    Raises DockerException where the endpoint itself cannot be used (a missing certificate file, a bad address).
    """
    return EngineClient(endpoint)


def daemon_message(error: APIError) -> str:
    """What the daemon said, without docker's words before it."""
    if error.response is None:
        return str(error.explanation or error)
    return response_error(error.response).removeprefix("Error response from daemon: ")


def daemon_error(error: APIError) -> str:
    """An answer that is an error, as docker prints it: `Error response from daemon: …`."""
    if error.response is None:
        return f"Error response from daemon: {error.explanation or error}"
    return response_error(error.response)


def response_error(response: Response) -> str:
    """The error in an answer of status 400 and above, as docker prints it."""
    body = response.content
    reason = _status_text(response.status_code)
    if not body.strip():
        where = _shown_url(response.url or "", "")
        return (
            f"request returned {response.status_code} {reason} for API route and version {where}, "
            "check if the server supports the requested API version"
        )
    if response.headers.get("Content-Type", "").split(";")[0].strip() != "application/json":
        return f"Error response from daemon: {body.decode('utf-8', 'replace').strip()}"
    try:
        said = json.loads(body).get("message", "")
    except (ValueError, AttributeError):
        return f"Error reading JSON: {body.decode('utf-8', 'replace').strip()}"
    if not said:
        said = f"API returned a {response.status_code} ({reason}) but provided no error-message"
    return f"Error response from daemon: {said.strip()}"


def _status_text(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def connection_error(endpoint: Endpoint | str, error: BaseException) -> str:
    """Why there is no answer, as docker words it; `endpoint` is the daemon's address."""
    address = endpoint.url if isinstance(endpoint, Endpoint) else endpoint or DEFAULT_HOST
    if isinstance(error, BadName):
        return daemon_error(error)
    causes = list(_causes(error))
    request = _request_of(causes, address)
    for cause in causes:
        if isinstance(cause, (TooSlow, BadAnswer)):
            return str(cause)
    for cause in causes:
        if isinstance(cause, SshFailure):
            return f"error during connect: {request}: {cause}"
    for cause in causes:
        if isinstance(cause, PermissionError) or getattr(cause, "errno", None) == errno.EACCES:
            path = address.partition("://")[2]
            lead = f"permission denied while trying to connect to the Docker daemon socket at {address}"
            return f"{lead}: {request}: dial unix {path}: connect: permission denied"
    for cause in causes:
        if isinstance(cause, ssl.SSLError):
            return _tls_error(request, cause)
    if any("HTTP/1" in str(cause) and "\\x15\\x03" in str(cause) for cause in causes):
        return f"{request}: malformed HTTP response.\n* Are you trying to connect to a TLS-enabled daemon without TLS?"
    for cause in causes:
        if isinstance(cause, socket.gaierror):
            host = urlsplit(address).hostname or ""
            return f"error during connect: {request}: dial tcp: lookup {host}: no such host"
    refused = (ConnectionRefusedError, FileNotFoundError, Timeout, TimeoutError)
    if any(isinstance(cause, refused) for cause in causes):
        return f"Cannot connect to the Docker daemon at {address}. Is the docker daemon running?"
    for cause in causes:
        if isinstance(cause, OSError) and cause.strerror and not isinstance(cause, RequestException):
            return f"error during connect: {request}: {cause.strerror.lower()}"
    if any("closed connection" in str(cause) or isinstance(cause, (ConnectionError, EOFError)) for cause in causes):
        return f"error during connect: {request}: EOF"
    if isinstance(error, DockerException):
        return str(error)
    return f"error during connect: {request}: {_last_words(causes)}"


def _last_words(causes: list[BaseException]) -> str:
    return re.sub(r"<[^>]*object at 0x[0-9a-f]+>:?\s*", "", str(causes[-1])) or type(causes[-1]).__name__


def _tls_error(request: str, cause: ssl.SSLError) -> str:
    words = str(cause)
    reason = str(getattr(cause, "reason", "") or "").lower().replace("_", " ")
    if "bad certificate" in reason or "certificate required" in reason:
        return (
            f"the server probably has client authentication (--tlsverify) enabled; "
            f"check your TLS client certification settings: {request}: remote error: tls: {reason}"
        )
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"error during connect: {request}: tls: failed to verify certificate: {cause.verify_message or words}"
    if "wrong version number" in reason or "record layer failure" in reason or "http request" in reason:
        return f"error during connect: {request}: http: server gave HTTP response to HTTPS client"
    return f"error during connect: {request}: tls: {reason or words}"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and everything behind it, outermost first."""
    seen: set[int] = set()
    todo: list[BaseException] = [error]
    while todo:
        one = todo.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        behind: list[Any] = [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
        todo += [other for other in behind if isinstance(other, BaseException)]


def _request_of(causes: list[BaseException], address: str) -> str:
    """The request that failed, as Go's http client names it: `Get "http://host/v1.50/containers/json"`."""
    for cause in causes:
        request = getattr(cause, "request", None)
        if request is not None and getattr(request, "url", None):
            method = str(request.method or "get").capitalize()
            return f'{method} "{_shown_url(request.url, address)}"'
    return f'Get "{_shown_url("", address)}"'


def _shown_url(url: str, address: str) -> str:
    """The address of a request as docker shows it: a socket's path is escaped, ssh has a name of its own."""
    parts = urlsplit(url)
    query = f"?{'&'.join(sorted(parts.query.split('&')))}" if parts.query else ""
    scheme, _, rest = address.partition("://")
    if scheme == "unix":
        return f"http://{quote(rest, safe='')}{parts.path}{query}"
    if scheme == "ssh":
        return f"http://docker.example.com{parts.path}{query}"
    host = parts.netloc or rest
    return f"{parts.scheme or 'http'}://{host}{parts.path}{query}"
