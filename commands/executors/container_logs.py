"""`docker logs`.

Mirrors docker/cli cli/command/container/logs.go and moby client/container_logs.go.
"""

from __future__ import annotations

from dataclasses import replace

from requests import Response

from commands.executors.asking import get, named, stream
from commands.executors.base import Job
from commands.executors.streams import Captured, Watch, body_of, copy_out, frames
from commands.formatter.timestamps import timestamp
from commands.parsed import ParsedCommand
from commands.result import Result


def container_logs(parsed: ParsedCommand, job: Job) -> Result:
    """What a container printed, both streams; stops where a limit of the job is reached."""
    container = get(job, "/containers/{}/json", named("container", parsed.args[0]))
    try:
        times = {name: timestamp(parsed.value(name), job.now()) if parsed.value(name) else "" for name in ("since", "until")}
    except ValueError as problem:
        name = "since" if _is_bad(parsed.value("since"), job) else "until"
        return Result(stderr=f'invalid value for "{name}": {problem}\n', exit_code=1)
    response = stream(
        job, "/containers/{}/logs", container["Id"], stdout=True, stderr=True, **times, timestamps=parsed.value("timestamps"),
        details=parsed.value("details"), follow=parsed.value("follow"), tail=parsed.value("tail"),
    )  # fmt: skip
    return printed(job, response, bool((container.get("Config") or {}).get("Tty")))


def printed(job: Job, response: Response, tty: bool) -> Result:
    """Both streams of an answer, inside the job's limits."""
    captured = Captured(job.limits)
    broken: list[str] = []
    try:
        with Watch(job, response) as watch:
            copy_out(job, frames(body_of(response, broken), tty), captured)
    finally:
        response.close()
    return ended(captured, watch, broken)


def ended(captured: Captured, watch: Watch, broken: list[str]) -> Result:
    """The result; a daemon that broke off is docker's error, and no end of the logs."""
    said = watch.broke(broken, bool(captured.full))
    result = captured.result(1 if said else 0, by=watch.ended_by)
    return replace(result, stderr=result.stderr + said) if said else result


def _is_bad(text: str, job: Job) -> bool:
    try:
        timestamp(text or "0", job.now())
    except ValueError:
        return True
    return False
