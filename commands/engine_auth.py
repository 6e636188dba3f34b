"""Logins for registries, from docker's own configuration file on the machine dockwise runs on; never from a chat.

Mirrors docker/cli cli/config/configfile and cli/command/registry.go. Credential helpers are other programs and are not run.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

INDEX = "docker.io"
INDEX_SERVER = "https://index.docker.io/v1/"


def registry_of(reference: str) -> str:
    """The registry an image reference names: `docker.io` where it names none. Mirrors distribution/reference, splitDockerDomain."""
    first, slash, _ = reference.partition("/")
    if not slash or (not any(mark in first for mark in ".:") and first != "localhost" and first.lower() == first):
        return INDEX
    return INDEX if first == "index.docker.io" else first


def stored_login(registry: str, config_dir: str) -> dict[str, str]:
    """The stored login of a registry (username, password, serveraddress, identitytoken); {} where there is none."""
    key = INDEX_SERVER if registry == INDEX else registry
    entries = _entries(config_dir)
    for stored, entry in entries.items():
        if stored == key or _hostname(stored) == _hostname(key):
            return _login(stored, entry)
    return {}


def header(reference: str, config_dir: str) -> str:
    """The value of X-Registry-Auth for an image reference: the JSON of its login in URL-safe base64."""
    return encoded(stored_login(registry_of(reference), config_dir))


def encoded(login: dict[str, Any]) -> str:
    """JSON in URL-safe base64, as the daemon takes it."""
    return base64.urlsafe_b64encode(json.dumps(login).encode()).decode()


def _entries(config_dir: str) -> dict[str, dict[str, Any]]:
    if not config_dir:
        return {}
    try:
        settings = json.loads((Path(config_dir) / "config.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    entries = settings.get("auths") if isinstance(settings, dict) else None
    return {key: value for key, value in entries.items() if isinstance(value, dict)} if isinstance(entries, dict) else {}


def _hostname(address: str) -> str:
    return address.removeprefix("https://").removeprefix("http://").partition("/")[0]


def _login(registry: str, entry: dict[str, Any]) -> dict[str, str]:
    login = {"serveraddress": registry}
    if entry.get("auth"):
        try:
            user, _, password = base64.b64decode(entry["auth"]).decode("utf-8").partition(":")
        except ValueError:
            return {}
        if not user:
            return {}
        login |= {"username": user, "password": password.rstrip("\x00")}
    for name in ("username", "password", "identitytoken", "registrytoken"):
        if entry.get(name):
            login[name] = str(entry[name])
    return login if len(login) > 1 else {}
