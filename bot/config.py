"""`dockwise.yml` and the environment, read once; read again on SIGHUP.

    settings = load(path_or_None, os.environ)      # ConfigError (file, line, what to write) when it cannot be used
    reloader = Reloader(path, os.environ); reloader.settings; reloader.reload() -> str ("" when it went well)

What others use of `Settings`: `hosts` (name → `.url`, `.tls`), `default_host`, `channel_host(channel_id)`, `roles`,
`all_grants` (each with `.rule`), `limits` (`lines`, `bytes`, `seconds`, rates), `redact`, `storage` (a SQLAlchemy URL),
`approval_minutes`, `warnings`, `source`.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.config_errors import ConfigError, Marked, Problem, of_validation
from bot.config_model import Settings

__all__ = ["ENVIRONMENT", "ConfigError", "Problem", "Reloader", "Settings", "find_file", "load"]

FILE_NAME = "dockwise.yml"
BIGGEST_FILE = 1_000_000

# Everything that is read from the environment, and what it is for; `.env.example` lists the same names.
ENVIRONMENT = {
    "DOCKWISE_CONFIG": "the configuration file, where it is not ./dockwise.yml",
    "DOCKWISE_STORAGE": "the storage's URL, in place of `storage` (for a URL that holds a password)",
    "DOCKWISE_KEY": "signs the audit, and seals what waits for an approval and what ran; the same on all replicas",
    "DOCKWISE_OLD_KEYS": "former values of DOCKWISE_KEY, the oldest first, with commas between: what they signed is still verified",
    "SLACK_BOT_TOKEN": "the bot's token (xoxb-…)",
    "SLACK_APP_TOKEN": "the app-level token for Socket Mode (xapp-…)",
    "SLACK_SIGNING_SECRET": "checks Slack's signatures in HTTP mode",
    "SLACK_API_URL": "another Slack API, for both modes",
    "DOCKWISE_DRAIN_SECONDS": "how long running work may take to end after SIGTERM",
    "DOCKWISE_PROBES": "HOST:PORT for /healthz, /readyz and /metrics; without it, on loopback in HTTP mode",
    "DOCKER_HOST": "the host that `hosts: {local: {}}` means",
    "DOCKER_TLS_VERIFY": "with DOCKER_HOST: use TLS",
    "DOCKER_CERT_PATH": "with DOCKER_HOST: the folder of ca.pem, cert.pem and key.pem",
}


def find_file(path: str | None, environ: Mapping[str, str]) -> str | None:
    """The configuration file: as named, by DOCKWISE_CONFIG, or ./dockwise.yml where there is one."""
    named = path or environ.get("DOCKWISE_CONFIG") or None
    if named:
        return named
    return FILE_NAME if Path(FILE_NAME).is_file() else None


def load(path: str | None, environ: Mapping[str, str]) -> Settings:
    """The settings; ConfigError when the file cannot be read or used."""
    file = find_file(path, environ)
    if file is None:
        return _finished(Settings(), environ, None)
    return parse(_read(file), file, environ)


def parse(text: str, file: str = FILE_NAME, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings that a text says; `file` names it in errors and is where relative paths start."""
    marked = Marked(file, text)
    data: Any = {} if marked.data is None else marked.data
    if not isinstance(data, dict):
        raise ConfigError([Problem(file, 1, "", "the file holds no mapping", 'keys such as "hosts:" and "grants:"')])
    if "source" in data:
        raise ConfigError([Problem(file, marked.line(("source",)), "source", "unknown key")])
    try:
        settings = Settings.model_validate({key: value for key, value in data.items() if value is not None})
    except ValidationError as error:
        raise of_validation(error, marked, Settings) from None
    _storage_works(settings.storage, marked)
    return _finished(settings, environ or {}, file)


def _read(file: str) -> str:
    try:
        with open(file, "rb") as stream:
            raw = stream.read(BIGGEST_FILE + 1)
    except OSError as error:
        raise ConfigError(
            [Problem(file, 0, "", f"cannot be read: {error.strerror}", "--config FILE, or set DOCKWISE_CONFIG")]
        ) from None
    if len(raw) > BIGGEST_FILE:
        raise ConfigError([Problem(file, 0, "", "is larger than 1 MB")])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError([Problem(file, raw[: error.start].count(b"\n") + 1, "", "is not UTF-8")]) from None


def _storage_works(url: str, marked: Marked) -> None:
    """A URL that SQLAlchemy cannot read is an error of the file, said without the URL (it may hold a password)."""
    if not url:
        return
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    problem = ""
    try:
        if make_url(url).get_backend_name() not in ("sqlite", "postgresql"):
            problem = "only sqlite and postgresql are supported"
    except (ArgumentError, ValueError):
        problem = "this is no SQLAlchemy URL"
    if problem:
        line = marked.line(("storage",))
        raise ConfigError(
            [Problem(marked.file, line, "storage", problem, '"sqlite:///dockwise.db" or "postgresql+psycopg://user@host/dockwise"')]
        )


def _finished(settings: Settings, environ: Mapping[str, str], file: str | None) -> Settings:
    """Storage chosen, relative paths made whole, the source noted."""
    storage = environ.get("DOCKWISE_STORAGE") or settings.storage
    base = Path(file).resolve().parent if file else None
    if not storage:
        storage = f"sqlite:///{base / 'dockwise.db'}" if base else f"sqlite:///{_state_directory(environ) / 'dockwise.db'}"
    elif (
        base
        and storage.startswith("sqlite:///")
        and not storage.startswith(("sqlite:////", "sqlite:///:memory:", "sqlite:///file:"))
    ):
        storage = f"sqlite:///{base / storage.removeprefix('sqlite:///')}"
    hosts = dict(settings.hosts)
    for name, host in hosts.items():
        if host.tls and base:
            paths = {part: str(base / value) for part in ("ca", "cert", "key") if (value := getattr(host.tls, part))}
            hosts[name] = host.model_copy(update={"tls": host.tls.model_copy(update=paths)})
    return settings.model_copy(update={"storage": storage, "hosts": hosts, "source": file or ""})


def _state_directory(environ: Mapping[str, str]) -> Path:
    """Where the storage goes without a configuration file: the person's own folder for state."""
    named = environ.get("XDG_STATE_HOME")
    if named and os.path.isabs(named):
        return Path(named) / "dockwise"
    home = environ.get("HOME") or str(Path.home())
    return Path(home) / ".local" / "state" / "dockwise"


class Reloader:
    """Settings that can be read again while everything runs; an invalid file never replaces a valid one."""

    def __init__(self, path: str | None, environ: Mapping[str, str], told: Callable[[Settings], None] | None = None) -> None:
        self._path, self._environ, self._told = path, environ, told
        self._lock = threading.Lock()
        self._settings = load(path, environ)

    @property
    def settings(self) -> Settings:
        """The settings now in force (frozen: keep the object for the length of one request)."""
        return self._settings

    def reload(self) -> str:
        """Read the file again; "" when it is in force now, otherwise what is wrong (the old settings stay).

        The storage stays what it was: moving it needs a new start, and is said.
        """
        with self._lock:
            try:
                fresh = load(self._path, self._environ)
            except ConfigError as error:
                return f"the configuration was not taken over, the old one stays:\n{error}"
            moved = fresh.storage != self._settings.storage
            self._settings = fresh.model_copy(update={"storage": self._settings.storage}) if moved else fresh
            if self._told:
                self._told(self._settings)
            return "the storage has changed in the file: that needs a new start" if moved else ""
