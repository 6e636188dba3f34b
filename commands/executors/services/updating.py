"""Read a service, change its specification, write it back. Mirrors docker/cli cli/command/service/update.go (runUpdate)."""

from __future__ import annotations

from typing import Any

from commands.engine import check_name
from commands.executors.acting import answer, ask
from commands.executors.base import Job


def read(job: Job, name: str) -> dict[str, Any]:
    """A service as it is kept, without the defaults."""
    query = {"insertDefaults": "false"}
    found: dict[str, Any] = ask(job, "GET", "services", check_name("service", name), query=query).json()
    return found


def write(
    job: Job, service: dict[str, Any], query: dict[str, str] | None = None, headers: dict[str, str] | None = None
) -> list[str]:
    """Write the specification back; the daemon's warnings."""
    version = {"version": str(service["Version"]["Index"]), **(query or {})}
    path = ("services", service["ID"], "update")
    said = answer(ask(job, "POST", *path, query=version, body=service["Spec"], headers=headers, wait=True))
    return list((said or {}).get("Warnings") or [])
