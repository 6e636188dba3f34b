"""Reach a daemon over ssh as docker does: `ssh HOST docker system dial-stdio`, its input and output as the connection.

Mirrors docker/cli cli/connhelper: the system's ssh program, so people's own ssh configuration, keys and known hosts count.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import tempfile
from typing import IO, Any
from urllib.parse import urlsplit

import requests.adapters
import urllib3
import urllib3.connection
from docker.transport.basehttpadapter import BaseHTTPAdapter

MAX_WORDS = 2000


class SshFailure(OSError):
    """ssh ended before the daemon answered; the text is what docker says of it."""


def ssh_command(url: str, connect_timeout: float = 30) -> list[str]:
    """The command line for an address `ssh://[USER@]HOST[:PORT]`. It never asks for a password: nobody is there to type one."""
    parts = urlsplit(url)
    words = ["ssh", "-o", f"ConnectTimeout={max(1, round(connect_timeout))}", "-o", "BatchMode=yes", "-T"]
    if parts.username:
        words += ["-l", parts.username]
    if parts.port:
        words += ["-p", str(parts.port)]
    host = parts.hostname or ""
    if not host or host.startswith("-"):
        raise SshFailure(f"no host in {url}")
    remote = ["docker"]
    if parts.path.strip("/"):
        remote += ["--host", f"unix://{parts.path}"]
    return [*words, "--", host, *remote, "system", "dial-stdio"]


class _Connection(urllib3.connection.HTTPConnection):
    """One HTTP connection over one ssh process."""

    def __init__(self, command: list[str], timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._words: IO[bytes] | None = None
        self._status: int | None = None
        self._said = ""

    def connect(self) -> None:
        """Start ssh with one end of a pair of sockets; the other end is ours."""
        ours, theirs = socket.socketpair()
        self._status, self._said = None, ""
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 (lives as long as the connection)
        environ = {name: value for name, value in os.environ.items() if name not in ("LD_LIBRARY_PATH", "SSL_CERT_FILE")}
        try:
            self._process = subprocess.Popen(
                self._command, stdin=theirs.fileno(), stdout=theirs.fileno(), stderr=self._words,
                env=environ, start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            ours.close()
            raise SshFailure(f"cannot start ssh: {error.strerror}") from error
        finally:
            theirs.close()
        ours.settimeout(self.timeout if isinstance(self.timeout, (int, float)) else None)
        self.sock = ours

    def getresponse(self) -> Any:
        """The answer; where ssh has ended instead, its words are the error."""
        try:
            return super().getresponse()
        except Exception as error:
            failure = self._failure()
            if failure is None:
                raise
            raise failure from error

    def request(self, *args: Any, **kwargs: Any) -> None:
        """Send; a broken pipe means that ssh has ended."""
        try:
            super().request(*args, **kwargs)
        except OSError as error:
            raise (self._failure() or error) from error

    def _failure(self) -> SshFailure | None:
        """What ssh said where it has ended by itself; None while it lives or was ended by us."""
        self._note_end(1)
        if self._status is None:
            return None
        shown = " ".join(self._command).replace(" -o BatchMode=yes", "")
        return SshFailure(
            f"command [{shown}] has exited with exit status {self._status}, make sure the URL is valid, and Docker 18.09 or later "
            f"is installed on the remote host: stderr={self._said}"
        )

    def _note_end(self, seconds: float) -> None:
        if self._process is None or self._status is not None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._status = self._process.wait(seconds)
            if self._words is not None:
                self._words.seek(0)
                self._said = self._words.read(MAX_WORDS).decode("utf-8", "replace")

    def close(self) -> None:
        """Close our end; ssh ends with it."""
        super().close()
        self._note_end(0.05)
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(OSError):
                process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(2)
        if self._words is not None:
            self._words.close()
            self._words = None


class _Pool(urllib3.connectionpool.HTTPConnectionPool):
    def __init__(self, command: list[str], timeout: float, maxsize: int) -> None:
        super().__init__("localhost", timeout=timeout, maxsize=maxsize)
        self._ssh, self._wait = command, timeout

    def _new_conn(self) -> Any:
        return _Connection(self._ssh, self._wait)


class SshAdapter(BaseHTTPAdapter):  # type: ignore[misc]
    """A transport for the SDK's client that goes through the ssh program; nothing is started before the first request."""

    __attrs__ = requests.adapters.HTTPAdapter.__attrs__

    def __init__(self, url: str, connect_timeout: float, read_timeout: float, maxsize: int = 10) -> None:
        self._pool = _Pool(ssh_command(url, connect_timeout), read_timeout, maxsize)
        super().__init__()

    def get_connection(self, url: str | bytes, proxies: object = None) -> Any:
        """The one pool."""
        return self._pool

    def request_url(self, request: requests.PreparedRequest, proxies: object) -> str:
        """The path only: there is no proxy on the way."""
        return request.path_url

    def close(self) -> None:
        """End the idle connections."""
        self._pool.close()
