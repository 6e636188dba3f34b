"""`docker build` from a Git address, or from the text of a Dockerfile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from commands.engine import FAILURES
from commands.executors.acting import ask, words_of
from commands.executors.base import Job
from commands.executors.building import (
    LEGACY_BUILDER,
    as_written,
    bound_dockerfile,
    build_query,
    dockerfile_context,
    is_remote,
)
from commands.executors.flag_values import FlagValues
from commands.executors.streams import Message, Printed, StreamError, Watch, body_of, display
from commands.parsed import ParsedCommand
from commands.result import Result


def image_build(parsed: ParsedCommand, job: Job) -> Result:
    """Build with the Engine's own builder; print its steps. Mirrors docker/cli cli/command/image/build.go."""
    flags, context = FlagValues(parsed), parsed.args[0] if parsed.args else "-"
    query, data = build_query(flags), None
    headers = {"Content-Type": "application/x-tar"}
    written: list[tuple[str, str]] = []
    if job.dockerfile:
        try:
            text, written = bound_dockerfile(job.dockerfile, flags, job.bases)
        except ValueError as error:
            return Result.of_lines(err=[str(error)], exit_code=1)
        query, data = [pair for pair in query if pair[0] != "dockerfile"], dockerfile_context(text)
        query.append(("dockerfile", "Dockerfile"))
    elif is_remote(context):
        query.append(("remote", context))
        if not flags.text("file"):
            query.append(("dockerfile", "Dockerfile"))
    else:
        return Result.of_lines(err=[f'unable to prepare context: path "{context}" not found'], exit_code=1)
    return _run(job, query, headers, data, flags.on("quiet"), as_written(written))


def _run(
    job: Job,
    query: list[tuple[str, str]],
    headers: dict[str, str],
    data: Any,
    quiet: bool,
    shown: Callable[[Message], Message],
) -> Result:
    lines = Printed(job.limits)
    try:
        response = ask(job, "POST", "build", query=query, headers=headers, data=data, stream=True)
        with Watch(job, response) as watch:
            for _ in display(job, body_of(response), lines, shown):
                continue
    except StreamError as error:
        return _failed(lines, str(error), quiet)
    except FAILURES as error:
        return _failed(lines, words_of(job, error), quiet)
    if watch.ended_by:
        return lines.result(f"{LEGACY_BUILDER}\n", 1, by=watch.ended_by)
    return lines.result(f"{LEGACY_BUILDER}\n")  # quiet: the daemon itself says nothing but the id


def _failed(lines: Printed, words: str, quiet: bool) -> Result:
    if quiet:
        return Result(stderr=f"{LEGACY_BUILDER}\n{''.join(lines)}{words}\n", exit_code=1)
    return lines.result(f"{LEGACY_BUILDER}\n{words}\n", 1)
