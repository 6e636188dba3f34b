"""Tasks as `service ps`, `node ps` and `stack ps` print them.

Mirrors docker/cli cli/command/task/print.go.
"""

from __future__ import annotations

from functools import cmp_to_key
from typing import Any

from commands.executors.asking import get
from commands.executors.base import Job
from commands.executors.listing import listed
from commands.executors.resolving import Resolver, node_reference
from commands.formatter import gotime, natural, tasks
from commands.parsed import ParsedCommand
from commands.result import Result

_INDENT = " \\_ "


def tasks_of(job: Job, asked: dict[str, dict[str, bool]]) -> list[dict[str, Any]]:
    """The Engine's tasks under filters; a node called `self` is resolved first."""
    if "node" in asked:
        asked = {**asked, "node": {node_reference(job, name): True for name in asked["node"]}}
    found: list[dict[str, Any]] = get(job, "/tasks", filters=asked) or []
    return found


def of_judged(job: Job, found: list[dict[str, Any]], key: str = "ServiceID") -> list[dict[str, Any]]:
    """The tasks (by `ID`: the services) that were judged, where the decision depended on them; more may have come since."""
    pins = job.pinned
    if pins is None or not pins.strict:
        return found
    return [one for one in found if pins.allows("service", str(one.get(key) or ""))]


def printed(parsed: ParsedCommand, job: Job, found: list[dict[str, Any]]) -> Result:
    """The list; tasks of one slot together, the newest first, the others indented below it."""
    resolver = Resolver(job, bool(parsed.value("no-resolve")))
    # Of the three lists only this one prints whole ids under --quiet.
    trunc = not (parsed.value("no-trunc") or (parsed.value("quiet") and parsed.key == "service_ps"))
    form = tasks.format_of(parsed.value("format") or "table", parsed.value("quiet"))
    rows = [(_name(task, resolver), task) for task in found]
    rows.sort(key=cmp_to_key(_order))
    shown, previous = [], ""
    for name, task in rows:
        text = _INDENT + name if name == previous and form.startswith("table") else name
        previous = name
        shown.append(tasks.row(task, text, resolver.node(task.get("NodeID", "")), trunc, job.now()))
    return listed(form, shown, tasks.HEADERS, [task for _, task in rows])


def _name(task: dict[str, Any], resolver: Resolver) -> str:
    return f"{resolver.service(task.get('ServiceID', ''))}.{task.get('Slot') or task.get('NodeID', '')}"


def _order(one: tuple[str, dict[str, Any]], two: tuple[str, dict[str, Any]]) -> int:
    if one[0] != two[0]:
        return -1 if natural.less(one[0], two[0]) else 1
    first, second = (gotime.read(task.get("CreatedAt") or "").key for _, task in (one, two))
    return (second > first) - (second < first)
