"""Read a service, change its specification, write it back. Mirrors docker/cli cli/command/service/update.go (runUpdate).

What a person was allowed was judged on the specification that would be written. The job carries a digest of it, and a
specification that has become another one meanwhile is not written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from commands.engine import check_name
from commands.executors.acting import answer, ask
from commands.executors.base import Job
from commands.executors.flag_values import FlagValues
from commands.executors.services.changes import change, scale
from commands.opts.gonum import parse_uint

# What a specification is judged under that belongs to no service yet, and one that could not be made when it was judged.
NEW = "(new)"
NEVER = "(none)"


class Drifted(ValueError):
    """What would be written is not what was judged."""

    def __init__(self, name: str) -> None:
        what = f"service {name}" if name else "what the service would use"
        super().__init__(f"{what} has changed since this was allowed, so nothing was done: ask again")


def digest(spec: Mapping[str, Any]) -> str:
    """One specification as a short text."""
    return hashlib.sha256(json.dumps(spec, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()


def hold(job: Job, key: str, spec: Mapping[str, Any], name: str = "") -> None:
    """Raise `Drifted` where the job was allowed for another specification than this."""
    if job.specs is not None and digest(spec) not in job.specs.get(key, frozenset()):
        raise Drifted(name)


def read(job: Job, name: str) -> dict[str, Any]:
    """A service as it is kept, without the defaults."""
    query = {"insertDefaults": "false"}
    found: dict[str, Any] = ask(job, "GET", "services", check_name("service", name), query=query).json()
    return found


def change_service(job: Job | None, flags: FlagValues, service: dict[str, Any]) -> dict[str, Any]:
    """What `service update` makes of a service, in place; the specification that its tasks would have then."""
    spec: dict[str, Any] = service["Spec"]
    back = flags.on("rollback")
    if back and any(use.long not in ("rollback", "detach", "quiet") for use in flags.parsed.uses):
        raise ValueError("other flags may not be combined with --rollback")
    change(job, flags, spec)
    return previous(service) if back else spec


def previous(service: Mapping[str, Any]) -> dict[str, Any]:
    """The specification that a rollback goes back to; empty where there is none (the daemon then refuses)."""
    return dict(service.get("PreviousSpec") or {})


def replicas_of(number: str) -> int:
    """The number in `service scale NAME=NUMBER`. ValueError with docker's words."""
    try:
        return parse_uint(number, 10)
    except ValueError as error:
        raise ValueError(f"invalid replicas value {number}: {error}") from None


def scale_service(service: dict[str, Any], number: str) -> dict[str, Any]:
    """What `service scale NAME=NUMBER` makes of a service, in place. ValueError with docker's words."""
    spec: dict[str, Any] = service["Spec"]
    scale(spec, replicas_of(number), "scale")
    return spec


def write(
    job: Job, service: dict[str, Any], query: dict[str, str] | None = None, headers: dict[str, str] | None = None
) -> list[str]:
    """Write the specification back; the daemon's warnings. The version that was read must still be the service's."""
    version = {"version": str(service["Version"]["Index"]), **(query or {})}
    path = ("services", service["ID"], "update")
    said = answer(ask(job, "POST", *path, query=version, body=service["Spec"], headers=headers, wait=True))
    return list((said or {}).get("Warnings") or [])
