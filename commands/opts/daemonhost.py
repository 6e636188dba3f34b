"""Addresses of daemons: `tcp://10.0.0.5:2376`, `unix:///run/docker.sock`, `ssh://ops@web-1`, or a bare `host:port`.

Mirrors docker/cli opts/hosts.go (ParseHost), cli/connhelper (ssh) and moby client/client.go (ParseHostURL).
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from commands.opts.address import split_host_port, url_host
from commands.opts.gonum import GoNumberError, atoi, quoted

PORT, TLS_PORT = "2375", "2376"
SOCKET = "/var/run/docker.sock"
# What docker says before the reason: for most commands, and for what only its client library refuses.
_UNRESOLVED = "Failed to initialize: unable to resolve docker endpoint: "
_FAILED = "Failed to initialize: "


@dataclass(frozen=True, slots=True)
class DaemonHost:
    """`-H ADDRESS`, and DOCKER_HOST: where a daemon listens. `rest` is what follows the scheme."""

    scheme: str = "unix"
    rest: str = SOCKET

    @classmethod
    def parse(cls, text: str, tls: bool = False) -> DaemonHost:
        """Read an address; ValueError with what docker prints where it refuses it."""
        text = text.strip()
        if not text:
            return cls("tcp", f"localhost:{TLS_PORT}") if tls else cls()
        scheme, separator, rest = text.partition("://")
        if not separator:
            scheme, rest = "tcp", text
        if scheme == "tcp":
            return cls("tcp", _tcp(rest, TLS_PORT if tls else PORT))
        if scheme == "unix":
            return cls("unix", _unix(rest))
        if scheme == "ssh":
            _ssh(rest)
            return cls("ssh", rest)
        if scheme == "fd":
            return _fd(rest, text)
        if scheme == "npipe":
            raise ValueError(f"{_FAILED}protocol not available")
        raise ValueError(f"{_UNRESOLVED}invalid bind address format: {text}")

    def __str__(self) -> str:
        return f"{self.scheme}://{self.rest}"


def _tcp(rest: str, port: str) -> str:
    if not rest:
        return f"localhost:{port}"
    if "://" in rest:
        raise ValueError(f"{_UNRESOLVED}invalid proto, expected tcp: {rest}")
    if rest.endswith("]:"):
        rest += port
    try:
        host = url_host(f"tcp://{rest}")
    except ValueError as problem:
        raise ValueError(f"{_UNRESOLVED}{problem}") from None
    found = split_host_port(host) or split_host_port(f"[{host}]:{port}" if ":" in host else f"{host}:{port}")
    if found is None:
        raise ValueError(f"{_UNRESOLVED}invalid bind address format: {rest}")
    name, given = found
    try:
        atoi(given or port)
    except GoNumberError as error:
        if error.cause == "invalid syntax":
            raise ValueError(f"{_UNRESOLVED}invalid bind address format: {rest}") from None
    path = rest.partition("#")[0].partition("?")[0].partition("/")
    name = unquote(name) or "localhost"
    try:
        url_host(f"tcp://{f'[{name}]' if ':' in name else name}:{given or port}")
    except ValueError as problem:  # the client reads the address once more, after one unescaping
        raise ValueError(f"{_FAILED}{problem}") from None
    return f"{f'[{name}]' if ':' in name else name}:{given or port}{path[1]}{unquote(path[2])}"


def _unix(rest: str) -> str:
    if "://" in rest:
        raise ValueError(f"{_UNRESOLVED}invalid proto, expected unix: {rest}")
    try:
        url_host(f"unix://{rest}", "unix")
    except ValueError as problem:
        raise ValueError(f"{_FAILED}{problem}") from None
    return rest or SOCKET


def _fd(rest: str, text: str) -> DaemonHost:
    if not rest:
        raise ValueError(f"{_FAILED}unable to parse docker host `{text}`")
    return DaemonHost("fd", rest)


def _ssh(rest: str) -> None:
    lead = f"{_FAILED}ssh host connection is not valid: invalid SSH URL: "
    before, _, fragment = rest.partition("#")
    before, question, query = before.partition("?")
    who, at, _ = before.partition("/")[0].rpartition("@")
    try:
        host = url_host(f"ssh://{rest}", "ssh")
    except ValueError as problem:
        raise ValueError(f"{_FAILED}{problem}") from None
    if at and ":" in who:
        raise ValueError(f"{lead}plain-text password is not supported")
    name = host.rpartition(":")[0] if ":" in host and not host.endswith("]") else host
    if not name.strip("[]"):
        raise ValueError(f"{lead}hostname is empty")
    if question and query:
        raise ValueError(f"{lead}query parameters are not allowed: {quoted(query)}")
    if fragment:
        raise ValueError(f"{lead}fragments are not allowed: {quoted(fragment)}")
