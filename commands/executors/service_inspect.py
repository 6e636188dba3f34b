"""`docker service inspect`.

Mirrors docker/cli cli/command/service/inspect.go.
"""

from __future__ import annotations

from typing import Any

from commands.executors.asking import get, named
from commands.executors.base import Job
from commands.executors.inspect_pretty import inspect_or_pretty
from commands.formatter.service_details import pretty
from commands.parsed import ParsedCommand
from commands.result import Result


def service_inspect(parsed: ParsedCommand, job: Job) -> Result:
    """Services in full. `data` is the list of objects found."""
    names: dict[str, str] = {}

    def one(service: dict[str, Any]) -> str:
        task = (service.get("Spec") or {}).get("TaskTemplate") or {}
        for network in task.get("Networks") or (service.get("Spec") or {}).get("Networks") or []:
            target = network.get("Target", "")
            if target and target not in names:
                names[target] = get(job, "/networks/{}", named("network", target), scope="swarm").get("Name", target)
        return pretty(service, names, job.now())

    return inspect_or_pretty(parsed, job, "service", one, missing="Error: no such service: {}")
