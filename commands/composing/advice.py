"""Advice on a compose file that works: what is risky, or will surprise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from commands.composing.reader import Read
from commands.composing.shape import sound
from commands.findings import Finding, Severity

_SECRET = re.compile(r"(?:pass(?:word|wd)?|secret|token|api_?key|private_?key)(?:$|_)", re.I)


def advise(read: Read) -> Iterator[Finding]:
    """Warnings and hints, service by service."""
    data = read.data if isinstance(read.data, dict) else {}
    services = data.get("services") if isinstance(data.get("services"), dict) else {}
    for name, service in (services or {}).items():
        if isinstance(service, dict):
            yield from _power(read, name, sound(service))
            yield from _habits(read, name, sound(service))


def _power(read: Read, name: str, service: dict[str, Any]) -> Iterator[Finding]:
    if service.get("privileged") is True:
        yield Finding(
            "CF013",
            Severity.WARNING,
            f"`{name}` is privileged: as good as root on the host",
            read.place("services", name, "privileged"),
        )
    for n, volume in enumerate(service.get("volumes") or []):
        if "docker.sock" in str(volume):
            message = f"`{name}` gets the docker socket: as good as root on the host, read-only or not"
            yield Finding("CF013", Severity.WARNING, message, read.place("services", name, "volumes", n))
    for key in ("network_mode", "pid", "ipc", "userns_mode"):
        if service.get(key) == "host":
            yield Finding(
                "CF013", Severity.WARNING, f"`{name}` shares the host's {key.split('_')[0]}", read.place("services", name, key)
            )


def _habits(read: Read, name: str, service: dict[str, Any]) -> Iterator[Finding]:
    image = service.get("image")
    if isinstance(image, str) and "$" not in image and "@" not in image:
        tag = image.rsplit("/", 1)[-1].partition(":")[2]
        if tag in ("", "latest") and not service.get("build"):
            yield Finding(
                "CF012",
                Severity.INFO,
                f"`{image}` names no version: it changes when `latest` does",
                read.place("services", name, "image"),
            )
    environment = service.get("environment")
    pairs = environment.items() if isinstance(environment, dict) else [str(row).partition("=")[::2] for row in environment or []]
    for key, value in pairs:
        if (
            _SECRET.search(str(key))
            and value not in (None, "")
            and "$" not in str(value)
            and not str(key).upper().endswith("_FILE")
        ):
            place = (
                read.place("services", name, "environment", key)
                if isinstance(environment, dict)
                else read.place("services", name, "environment")
            )
            yield Finding("CF014", Severity.INFO, f"the value of `{key}` stands in the file: use `secrets:` or `${{{key}}}`", place)
    if service.get("container_name") and (service.get("scale") or (service.get("deploy") or {}).get("replicas", 1) != 1):
        message = f"`{name}` has a fixed name, so there can be only one of it"
        yield Finding("CF018", Severity.WARNING, message, read.place("services", name, "container_name"))
    if service.get("links"):
        yield Finding(
            "CF019",
            Severity.INFO,
            "`links` is not needed: services reach each other by name",
            read.place("services", name, "links"),
        )
