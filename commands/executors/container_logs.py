"""`docker logs`.

Mirrors docker/cli cli/command/container/logs.go and moby client/container_logs.go.
"""

from __future__ import annotations

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
    try:
        with Watch(job, response) as watch:
            copy_out(job, frames(body_of(response), tty), captured)
    finally:
        response.close()
    return captured.result(0, by=watch.ended_by)


def _is_bad(text: str, job: Job) -> bool:
    try:
        timestamp(text or "0", job.now())
    except ValueError:
        return True
    return False
