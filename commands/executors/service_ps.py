"""`docker service ps`.

Mirrors docker/cli cli/command/service/ps.go.
"""

from __future__ import annotations

from typing import Any

from commands.executors.asking import filters, get
from commands.executors.base import Job
from commands.executors.task_list import printed, tasks_of
from commands.parsed import ParsedCommand
from commands.result import Result


def service_ps(parsed: ParsedCommand, job: Job) -> Result:
    """The tasks of services. `data` is the Engine's list."""
    names = parsed.args
    by_id = get(job, "/services", filters={"id": dict.fromkeys(names, True)}) or []
    by_name = get(job, "/services", filters={"name": dict.fromkeys(names, True)}) or []
    asked = filters(parsed.values("filter"))
    missing = []
    for name in names:
        found = _matching(name, by_id, by_name)
        if len(found) > 1:
            return Result(stderr=f"multiple services found with provided prefix: {name}\n", exit_code=1)
        if found and job.pinned is not None:
            job.pinned.require("service", found[0], name)
        if found:
            asked.setdefault("service", {})[found[0]] = True
        else:
            missing.append(f"no such service: {name}")
    if len(missing) == len(names):
        return Result.of_lines((), missing, 1)
    result = printed(parsed, job, tasks_of(job, asked))
    if not missing:
        return result
    return Result(result.stdout, result.stderr + "".join(line + "\n" for line in missing), 1, data=result.data)


def _matching(name: str, by_id: list[dict[str, Any]], by_name: list[dict[str, Any]]) -> list[str]:
    """Ids of the services that a word means: a whole id, a name, or the beginning of an id."""
    for service in by_id:
        if service["ID"] == name:
            return [name]
    for service in by_name:
        if (service.get("Spec") or {}).get("Name") == name:
            return [str(service["ID"])]
    return [str(service["ID"]) for service in by_id if service["ID"].startswith(name)]
