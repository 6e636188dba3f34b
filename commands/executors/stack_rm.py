"""`docker stack rm`."""

from __future__ import annotations

import json
from typing import Any

from commands.engine import FAILURES, check_name
from commands.engine_client import version_key
from commands.executors.acting import ask, words_of
from commands.executors.base import Job
from commands.executors.flag_values import FlagValues
from commands.parsed import ParsedCommand
from commands.result import Result

_KINDS = (("services", "service"), ("networks", "network"), ("secrets", "secret"), ("configs", "config"))
_ORDER = ("service", "secret", "config", "network")


def stack_rm(parsed: ParsedCommand, job: Job) -> Result:
    """Remove everything that carries a stack's label. Mirrors docker/cli cli/command/stack/swarm/remove.go."""
    out: list[str] = []
    err: list[str] = []
    failed = False
    if not FlagValues(parsed).on("detach"):
        return Result.of_lines(err=["--detach=false is not carried out here, so nothing was sent: leave it out"], exit_code=1)
    for stack in parsed.args:
        query = {"filters": json.dumps({"label": {f"com.docker.stack.namespace={stack}": True}}, separators=(",", ":"))}
        kinds = _KINDS if version_key(job.api.api_version) >= (1, 30) else _KINDS[:3]
        found: dict[str, Any] = {"config": [], **{name: ask(job, "GET", kind, query=query).json() for kind, name in kinds}}
        if not any(found.values()):
            err.append(f"Nothing found in stack: {stack}")
            continue
        broken = False
        for name in _ORDER:
            for item in sorted(found[name], key=_name):
                out.append(f"Removing {name} {_name(item)}")
                try:
                    ask(job, "DELETE", f"{name}s", check_name(name, item.get("ID") or item["Id"]), wait=True)
                except FAILURES as error:
                    err.append(f"Failed to remove {name} {item.get('ID') or item['Id']}: {words_of(job, error)}")
                    broken = True
        if broken:
            err.append(f"Failed to remove some resources from stack: {stack}")
            failed = True
    return Result.of_lines(out, err, exit_code=1 if failed else 0)


def _name(item: dict[str, Any]) -> str:
    return str(item.get("Name") or (item.get("Spec") or {}).get("Name") or "")
