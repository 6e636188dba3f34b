"""`docker stats`.

Mirrors docker/cli cli/command/container/stats.go and stats_helpers.go.
"""

from __future__ import annotations

import time
from typing import Any

from requests.exceptions import ReadTimeout

from commands.engine import FAILURES
from commands.executors.acting import at_once
from commands.executors.asking import failed, get, named
from commands.executors.base import Job, Progress
from commands.executors.listing import listed
from commands.formatter import statistics
from commands.formatter.units import truncate_id
from commands.parsed import ParsedCommand
from commands.result import Result

_TOGETHER = 32
_PAUSE = 0.5


def container_stats(parsed: ParsedCommand, job: Job) -> Result:
    """Use of CPU, memory, network and disks; without `--no-stream` again and again until the job ends.

    `data` are the Engine's samples. Each round of a stream is told as progress; the last one is the result.
    """
    result: Result | None = None
    while True:
        try:
            result = _round(parsed, job)
        except ReadTimeout:
            if result is None:
                raise
        if parsed.value("no-stream") or not result.ok:
            return result
        job.progress(Progress(text="", item="stats", partial=result.stdout))
        left = job.seconds_left()
        if job.cancelled() or left is None or left <= _PAUSE:
            # A stream that nobody bounds would never end: without a limit one round is the answer.
            ended = "cancelled" if job.cancelled() else "seconds"
            return Result(result.stdout, result.stderr, 0, truncated=True, truncated_by=ended, data=result.data)
        time.sleep(_PAUSE)


def _round(parsed: ParsedCommand, job: Job) -> Result:
    names = list(parsed.args)
    listed_all = not names
    if listed_all:
        names = [truncate_id(one["Id"]) for one in get(job, "/containers/json", all=parsed.value("all"))]
    _ = getattr(job.api, "api_version", "")  # agreed on once, before several threads ask
    samples = at_once(lambda name: _sample(job, name), names, _TOGETHER)
    errors = [sample for sample in samples if isinstance(sample, str)]
    if errors and not listed_all:
        return Result.of_lines((), errors, 1)
    found = [(name, None if isinstance(sample, str) else sample) for name, sample in zip(names, samples, strict=True)]
    source, trunc = parsed.value("format") or "table", not parsed.value("no-trunc")
    form = statistics.TABLE if source == "table" else source
    rows = (statistics.row(name, sample, trunc) for name, sample in found)
    return listed(form, rows, statistics.HEADERS, [sample for _, sample in found if sample])


def _sample(job: Job, name: str) -> Any:
    """One container's sample, or the error of asking as text."""
    try:
        return get(job, "/containers/{}/stats", named("container", name), stream="0")
    except ReadTimeout:
        raise
    except FAILURES as error:
        return failed(job, error)
