"""`docker service logs`.

Mirrors docker/cli cli/command/service/logs.go.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_plus

from docker.errors import DockerException, NotFound

from commands.executors.asking import get, named, stream
from commands.executors.base import Job
from commands.executors.container_logs import ended, printed
from commands.executors.resolving import Resolver
from commands.executors.streams import Captured, Watch, body_of, copy_out, frames
from commands.formatter import units
from commands.formatter.timestamps import timestamp
from commands.parsed import ParsedCommand
from commands.result import Result

_LONGEST = 1_000_000
_NODE, _SERVICE, _TASK = (f"com.docker.swarm.{name}.id" for name in ("node", "service", "task"))


def service_logs(parsed: ParsedCommand, job: Job) -> Result:
    """What the tasks of a service (or one task) printed, each line with its task and node."""
    name, raw = parsed.args[0], parsed.value("raw")
    kind, spec, width = _target(job, name)
    tty = bool((spec.get("ContainerSpec") or {}).get("TTY"))
    if tty and not raw:
        return Result(stderr="tty service logs only supported with --raw\n", exit_code=1)
    try:
        since = timestamp(parsed.value("since"), job.now()) if parsed.value("since") else ""
    except ValueError as problem:
        return Result(stderr=f'invalid value for "since": {problem}\n', exit_code=1)
    response = stream(
        job, f"/{kind}s/{{}}/logs", named(kind, name), stdout=True, stderr=True, since=since, timestamps=parsed.value("timestamps"),
        details=parsed.value("details") or not raw, follow=parsed.value("follow"), tail=parsed.value("tail"),
    )  # fmt: skip
    if raw:
        return printed(job, response, tty)
    captured = Captured(job.limits)
    broken: list[str] = []
    try:
        with Watch(job, response) as watch:
            copy_out(job, Lines(parsed, job, width).read(frames(body_of(response, broken), False)), captured)
    finally:
        response.close()
    return ended(captured, watch, broken)


def _target(job: Job, name: str) -> tuple[str, dict[str, Any], int]:
    """`service` or `task`, the template of its tasks, and how wide the number of a task may be."""
    try:
        service = get(job, "/services/{}", named("service", name))
    except NotFound:
        try:
            task = get(job, "/tasks/{}", named("task", name))
        except NotFound as error:
            raise DockerException(f"no such task or service: {name}") from error
        return "task", task.get("Spec") or {}, len(str(task.get("Slot", 0)))
    spec = service.get("Spec") or {}
    replicas = ((spec.get("Mode") or {}).get("Replicated") or {}).get("Replicas")
    return "service", spec.get("TaskTemplate") or {}, len(str(replicas)) if replicas is not None else 0


class Lines:
    """Turns the daemon's messages (details, then text) into lines that name their task."""

    def __init__(self, parsed: ParsedCommand, job: Job, width: int) -> None:
        self._parsed, self._job, self._width = parsed, job, width
        self._resolver = Resolver(job, bool(parsed.value("no-resolve")))
        self._known: dict[tuple[str, str, str], str] = {}

    def read(self, parts: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
        """Whole messages, one a line end."""
        held: dict[str, bytes] = {}
        for name, data in parts:
            text = held.pop(name, b"") + data
            *whole, rest = text.split(b"\n")
            if len(rest) > _LONGEST:
                whole, rest = [*whole, rest], b""
            elif rest:
                held[name] = rest
            for line in whole:
                yield name, self._shown(line + b"\n")
        for name, rest in held.items():
            yield name, self._shown(rest)

    def _shown(self, line: bytes) -> bytes:
        pieces = line.split(b" ", 2 if self._parsed.value("timestamps") else 1)
        when = pieces.pop(0) + b" " if self._parsed.value("timestamps") else b""
        details = dict(_pair(text) for text in pieces[0].decode("utf-8", "replace").split(","))
        key = (details.pop(_NODE, ""), details.pop(_SERVICE, ""), details.pop(_TASK, ""))
        if key not in self._known:
            self._known[key] = self._named(*key)
        extra = ""
        if self._parsed.value("details"):
            extra = ",".join(f"{name}={value}" for name, value in sorted(details.items())) + " "
        return when + f"{self._known[key]}    | {extra}".encode() + (pieces[1] if len(pieces) > 1 else b"")

    def _named(self, node_id: str, service_id: str, task_id: str) -> str:
        node, service = self._resolver.node(node_id), self._resolver.service(service_id)
        task = get(self._job, "/tasks/{}", named("task", task_id))
        slot = task.get("Slot", 0)
        name = f"{service}.{slot}"
        if not self._parsed.value("no-task-ids"):
            name += "." + (task["ID"] if self._parsed.value("no-trunc") else units.truncate_id(task["ID"]))
        return f"{name}@{node}" + " " * max(0, self._width - len(str(slot)))


def _pair(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return unquote_plus(name), unquote_plus(value)
