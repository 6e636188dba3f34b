"""The configured daemons: where each is, one client a host, made when it is first needed and kept."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.config_model import Settings
from commands.budget import spending
from commands.endpoint import BadEndpoint, Endpoint, Tls, from_environment
from commands.misfits import WRONG_TYPES, misfit_heard

if TYPE_CHECKING:
    from commands.engine_client import EngineClient


@dataclass(frozen=True, slots=True)
class HostState:
    """One host as it is now: `error` is docker's sentence where it cannot be reached."""

    name: str
    url: str
    ok: bool
    version: str = ""
    error: str = ""
    containers: int = 0
    running: int = 0


class Hosts:
    """Clients by the names in the configuration. Safe to use from several threads."""

    def __init__(self, settings: Settings, environ: Mapping[str, str], folder: Path | None = None) -> None:
        self._settings, self._environ = settings, environ
        source = getattr(settings, "source", "") or ""
        self._folder = folder or (Path(source).resolve().parent if source else Path.cwd())
        self._clients: dict[str, EngineClient] = {}
        self._lock = threading.Lock()

    @property
    def names(self) -> tuple[str, ...]:
        """Every host's name, in the order of the configuration."""
        return tuple(self._settings.hosts)

    def endpoint(self, name: str) -> Endpoint:
        """Where that host is; BadEndpoint where its address cannot be used, KeyError where it is not configured."""
        host = self._settings.hosts[name]
        if not host.url:
            return replace(from_environment(self._environ), name=name)
        here = from_environment({key: value for key, value in self._environ.items() if key in {"HOME", "DOCKER_CONFIG"}})
        tls = None
        if host.tls:
            tls = Tls(self._file(host.tls.ca), self._file(host.tls.cert), self._file(host.tls.key), host.tls.verify)
        return Endpoint.of_url(host.url, name=name, tls=tls, config_dir=here.config_dir)

    def _file(self, path: str | None) -> str:
        return str(self._folder / path) if path else ""

    def address(self, name: str) -> str:
        """The address for messages; empty where it cannot be read."""
        try:
            return self.endpoint(name).url
        except (BadEndpoint, KeyError):
            return ""

    def client(self, name: str) -> EngineClient:
        """The client of that host; nobody is contacted before its first request."""
        from commands.engine import connect

        with self._lock:
            if name not in self._clients:
                self._clients[name] = connect(self.endpoint(name))
            return self._clients[name]

    def state(self, name: str) -> HostState:
        """Ask a host how it is: one `info` request."""
        from commands.engine import FAILURES, connection_error

        try:
            endpoint = self.endpoint(name)
        except BadEndpoint as error:
            return HostState(name, self._settings.hosts[name].url or "", False, error=str(error))
        with spending(self._settings.limits.seconds):
            try:
                info: dict[str, Any] = self.client(name).info()
                counts = int(info.get("Containers", 0)), int(info.get("ContainersRunning", 0))
                return HostState(name, endpoint.url, True, str(info.get("ServerVersion", "")), "", *counts)
            except FAILURES as error:
                said = connection_error(endpoint, error)
            except WRONG_TYPES:
                said = misfit_heard()
                if not said:
                    raise
        return HostState(name, endpoint.url, False, error=said)

    def close(self) -> None:
        """Give every connection back."""
        with self._lock:
            for client in self._clients.values():
                client.close()
            self._clients.clear()
