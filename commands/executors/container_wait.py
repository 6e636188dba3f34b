"""`docker wait`.

Mirrors docker/cli cli/command/container/wait.go.
"""

from __future__ import annotations

from typing import Any

from requests import Response

from commands.engine import FAILURES
from commands.executors.asking import failed, named, url
from commands.executors.base import Job
from commands.executors.streams import Watch, body_of, messages
from commands.parsed import ParsedCommand
from commands.result import Result


def container_wait(parsed: ParsedCommand, job: Job) -> Result:
    """Wait for containers to stop, one after the other, and print their exit statuses. `data` are those statuses."""
    out: list[str] = []
    err: list[str] = []
    ended = ""
    for name in parsed.args:
        try:
            status, ended = _status(job, named("container", name))
        except FAILURES as error:
            err.append(failed(job, error))
            continue
        if ended:
            break
        out.append(str(status))
    result = Result.of_lines(out, err, 1 if err else 0, data=[int(status) for status in out])
    return Result(result.stdout, result.stderr, result.exit_code, bool(ended), ended, result.data) if ended else result


def _status(job: Job, name: str) -> tuple[int, str]:
    """The exit status, and what ended the waiting where it was not the container."""
    api: Any = job.api
    response: Response = api.post(url(job, "/containers/{}/wait", name), stream=True, timeout=(None, job.seconds_left()))
    api._raise_for_status(response)
    try:
        with Watch(job, response) as watch:
            for answer in messages(body_of(response)):
                return int(answer.get("StatusCode", 0)), ""
    finally:
        response.close()
    return 0, watch.ended_by or "seconds"
