"""Wait until the tasks of a service are what was asked for. Mirrors docker/cli cli/command/service/progress/progress.go.

Docker prints a line at every look, five a second; here a line is printed when it says something new.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

from commands.budget import Exceeded
from commands.engine import FAILURES
from commands.executors.acting import ask, words_of
from commands.executors.base import Job, Progress
from commands.result import Result

_LOOK = 0.2
_MONITOR = 5.0
_MOST_BARS = 20


class _Stopped(Exception):
    """The update went wrong; the text is what docker prints."""


def converge(job: Job, service: str, out: str, err: str, quiet: bool) -> Result:
    """Watch until the service has settled; what docker prints of it follows `out`.

    A limit or a cancellation ends the watching only: the swarm goes on.
    """
    lines: list[str] = []
    try:
        for line in _progress(job, service):
            if line and line not in lines[-1:]:
                lines.append(line)
                job.progress(Progress(text=line, item=service, partial="" if quiet else line + "\n"))
            if job.cancelled() or job.seconds_left() == 0:
                return _left(job, service, out + _text(lines, quiet), err)
    except _Stopped as error:
        return Result(out + _text(lines, quiet), f"{err}{error}\n", 1)
    except (*FAILURES, Exceeded) as error:
        if job.seconds_left() == 0:  # the limit came while the daemon was asked
            return _left(job, service, out + _text(lines, quiet), err)
        return Result(out + _text(lines, quiet), f"{err}{words_of(job, error)}\n", 1)
    return Result(out + _text(lines, quiet), err)


def _left(job: Job, service: str, out: str, err: str) -> Result:
    """What docker says when somebody stops watching."""
    by = "cancelled" if job.cancelled() else "seconds"
    err += f"Operation continuing in background.\nUse `docker service ps {service}` to check progress.\n"
    return Result(out, err, 0, truncated=True, truncated_by=by)


def _text(lines: list[str], quiet: bool) -> str:
    return "" if quiet else "".join(line + "\n" for line in lines)


def _progress(job: Job, name: str) -> Iterator[str]:
    """The lines, look by look, until it has settled; an empty one where a look says nothing."""
    drawn = rolling = False
    since: float | None = None
    while True:
        service = ask(job, "GET", "services", name, query={"insertDefaults": "false"}).json()
        state, said = _update_state(service)
        if state in ("paused", "rollback_paused"):
            raise _Stopped(f"service {'update' if state == 'paused' else 'rollback'} paused: {said}")
        if state == "completed" and since is None and drawn:
            return
        if state == "rollback_started" and not rolling and said:
            yield f"rollback: {said}"
        rolling = state in ("rollback_started", "rollback_completed")
        monitor = ((service["Spec"].get("UpdateConfig") or {}).get("Monitor") or _MONITOR * 1e9) / 1e9
        if since is not None and time.monotonic() - since >= monitor:
            yield f"verify: Service {name} converged"
            return
        wanted, running, is_job = _count(job, service)
        what = "active tasks" if is_job else "overall progress"
        lead = "rolling back update: " if rolling else ""
        if not drawn and "Replicated" in service["Spec"]["Mode"]:
            yield f"{what}: {lead}0 out of {wanted} tasks"
            yield from (f"{number}/{wanted}:  " for number in range(1, wanted + 1) if wanted <= _MOST_BARS)
        drawn = True
        if is_job and running >= wanted:
            yield "job complete"
            return
        if since is None:
            yield f"{what}: {lead}{running} out of {wanted} tasks"
        if running == wanted:
            since = time.monotonic() if since is None else since
            if monitor - (time.monotonic() - since) >= 0:
                yield f"verify: Waiting {int(monitor - (time.monotonic() - since)) + 1} seconds to verify that tasks are stable..."
        elif since is not None:
            yield "verify: Detected task failure"
            since = None
        yield ""
        time.sleep(_LOOK)


def _update_state(service: dict[str, Any]) -> tuple[str, str]:
    status = service.get("UpdateStatus") or {}
    return str(status.get("State") or ""), str(status.get("Message") or "")


def _count(job: Job, service: dict[str, Any]) -> tuple[int, int, bool]:
    """Tasks wanted, tasks that are so, and whether the service is a job (its tasks end)."""
    query = {"filters": json.dumps({"_up-to-date": {"true": True}, "service": {service["ID"]: True}}, separators=(",", ":"))}
    tasks = ask(job, "GET", "tasks", query=query).json() or []
    nodes = {node["ID"] for node in ask(job, "GET", "nodes").json() if (node.get("Status") or {}).get("State") != "down"}
    mode = service["Spec"]["Mode"]
    is_job = "ReplicatedJob" in mode or "GlobalJob" in mode
    good = "complete" if is_job else "running"
    per_node = "Global" in mode or "GlobalJob" in mode
    done = {
        task.get("NodeID") if per_node else task.get("Slot")
        for task in tasks
        if task["Status"]["State"] == good and task.get("NodeID") in nodes and (is_job or task["DesiredState"] == "running")
    }
    if "Replicated" in mode:
        wanted = int(mode["Replicated"].get("Replicas", 1))
    elif "ReplicatedJob" in mode:
        wanted = int(mode["ReplicatedJob"].get("TotalCompletions", 1))
    else:
        wanted = len({task.get("NodeID") for task in tasks if task.get("NodeID") in nodes}) or 1
    return wanted, len(done), is_job
