"""The SDK's low-level client, reaching nobody before the first request: its API version is agreed on then."""

from __future__ import annotations

import re
import threading
from typing import Any
from urllib.parse import quote

import requests
import urllib3
from docker import APIClient
from docker.tls import TLSConfig

from commands.budget import current
from commands.endpoint import Endpoint, Tls
from commands.engine_answers import Answer, BadAnswer, TooSlow, decoded, read_whole, refuse_compressed
from commands.engine_deadline import Guard, guard_adapter
from commands.engine_ssh import SshAdapter

# What docker 28.2.2 speaks at most, and what it falls back to where the daemon does not say.
NEWEST, FALLBACK = "1.50", "1.24"
_START = "1.41"
_VERSION = re.compile(r"\d{1,4}\.\d{1,4}")


def version_key(version: str) -> tuple[int, ...]:
    """`1.41` as numbers that compare."""
    return tuple(int(part) for part in version.split(".") if part.isdigit())


class EngineClient(APIClient):
    """A client of one endpoint. Making it contacts nobody; the first versioned request agrees on the API version."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._agreed = False
        self._lock = threading.RLock()
        tls = _tls(endpoint.tls)
        if endpoint.scheme == "ssh":
            super().__init__(base_url="http://localhost:80", version=_START)
            self._custom_adapter = SshAdapter(endpoint.url, endpoint.connect_timeout, endpoint.read_timeout)
            self.mount("http+docker://", self._custom_adapter)
            for scheme in ("http://", "https://"):
                self.adapters.pop(scheme)
            self.base_url = "http+docker://localhost"
        else:
            super().__init__(base_url=endpoint.url, version=_START, tls=tls)
        self.timeout: Any = (endpoint.connect_timeout, endpoint.read_timeout)
        self.trust_env = False  # no proxy and no .netrc of the bot's own machine on the way to a daemon
        self.headers["Accept-Encoding"] = "identity"
        for adapter in {id(one): one for one in self.adapters.values()}.values():
            guard_adapter(adapter)
        self.headers["User-Agent"] = "Docker-Client/28.2.2 (linux)"
        self.os_type = ""
        self.builder_version = ""
        self.experimental = False

    def negotiate(self) -> str:
        """Agree on the API version: the lower of the daemon's and ours. Mirrors moby client/client.go, NegotiateAPIVersion."""
        with self._lock:
            if not self._agreed:
                try:
                    response = self._ping()
                except requests.exceptions.Timeout:
                    raise
                except requests.exceptions.ConnectionError:
                    if self.endpoint.scheme == "ssh" or self.endpoint.tls:  # another attempt costs a login, or hides the reason
                        raise
                    return NEWEST  # as docker does: the request itself says what is wrong
                theirs = response.headers.get("Api-Version") or FALLBACK
                if not _VERSION.fullmatch(theirs):
                    theirs = FALLBACK
                self.os_type = response.headers.get("OSType", "")
                self.builder_version = response.headers.get("Builder-Version", "")
                self.experimental = response.headers.get("Docker-Experimental") == "true"
                self._version: str = theirs if version_key(theirs) < version_key(NEWEST) else NEWEST
                self._agreed = True
            return self._version

    def _ping(self) -> requests.Response:
        url = f"{self.base_url}/_ping"
        response = self.head(url, timeout=self.timeout)
        if response.status_code != 200:
            response = self.get(url, timeout=self.timeout)
        return response

    @property
    def api_version(self) -> str:
        """The API version agreed on, asking the daemon where that was not done yet."""
        return self.negotiate()

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """One request, its answer within its budget of time and bytes; a redirection is an answer as any other, as for docker.

        All of the answer has the read time-out, or what is left of the budget that holds now. What is asked for as a stream
        has it for its headers only.
        """
        wanted, kwargs["stream"], kwargs["allow_redirects"] = bool(kwargs.get("stream")), True, False
        budget = current()
        timeout = kwargs.get("timeout")
        read = timeout[1] if isinstance(timeout, tuple) else timeout
        left = budget.seconds_left()
        seconds = read if left is None else left if read is None else min(left, read)
        said = budget.seconds if seconds is left and budget.seconds is not None else seconds
        if seconds is not None and seconds <= 0:
            raise TooSlow(said, request)
        response = None
        with Guard(seconds) as guard:
            try:
                response = super().send(request, **kwargs)
                guard.reading(response)
                refuse_compressed(response)
                response.__class__ = Answer
                if not wanted or response.status_code >= 400:
                    read_whole(response, budget)
            except BadAnswer:
                raise
            except Exception as error:
                if not (guard.fired or (guard.late and isinstance(error, requests.exceptions.ReadTimeout))):
                    raise _as_requests(error, request) from error
                if response is None:  # nobody there, as far as anybody can tell
                    raise requests.exceptions.ReadTimeout(error, request=request) from error
                raise TooSlow(said, request) from error
        return response

    def _result(self, response: requests.Response, json: bool = False, binary: bool = False) -> Any:
        """The SDK's own, with the JSON read as docker reads it."""
        if not json:
            return super()._result(response, json, binary)  # type: ignore[misc]
        self._raise_for_status(response)
        return decoded(response)

    def _url(self, pathfmt: str, *args: Any, **kwargs: Any) -> str:
        """The SDK's own address of a path, after the version is agreed on."""
        if kwargs.get("versioned_api", True) and not self._agreed:
            self._version = self.negotiate()
        url: str = super()._url(pathfmt, *args, **kwargs)  # type: ignore[misc]
        return url

    def _raise_for_status(self, response: requests.Response) -> None:
        """The SDK's own; a daemon that has changed its version meanwhile is asked for it again at the next request."""
        if response.status_code == 400 and b"client version" in response.content:
            self._agreed = False
        super()._raise_for_status(response)  # type: ignore[misc]


def _as_requests(error: Exception, request: requests.PreparedRequest) -> Exception:
    """What reading a body can raise below requests, as requests says it."""
    if isinstance(error, urllib3.exceptions.ProtocolError):
        return requests.exceptions.ChunkedEncodingError(error, request=request)
    if isinstance(error, urllib3.exceptions.ReadTimeoutError):
        return requests.exceptions.ReadTimeout(error, request=request)
    if isinstance(error, urllib3.exceptions.HTTPError):
        return requests.exceptions.ConnectionError(error, request=request)
    return error


def path_of(*parts: str) -> str:
    """A URL path from parts, none of which can leave its place: `/containers/web/stop`. Image names keep their slashes."""
    return "".join("/" + quote(part, safe="/:@") for part in parts)


def _tls(tls: Tls | None) -> TLSConfig | bool:
    if tls is None:
        return False
    pair = (tls.cert, tls.key) if tls.cert and tls.key else None
    return TLSConfig(client_cert=pair, ca_cert=tls.ca or None, verify=tls.verify)
