"""`docker pull`."""

from __future__ import annotations

from commands.engine import FAILURES
from commands.executors.acting import words_of
from commands.executors.base import Job
from commands.executors.flag_values import FlagValues
from commands.executors.image_names import full_name, split_reference
from commands.executors.registry_answers import pull
from commands.executors.streams import Printed, StreamError
from commands.parsed import ParsedCommand
from commands.result import Result


def image_pull(parsed: ParsedCommand, job: Job) -> Result:
    """Pull an image or all of a repository; print how it goes. Mirrors docker/cli cli/command/image/pull.go."""
    flags = FlagValues(parsed)
    name, tag, digest = split_reference(parsed.args[0])
    quiet, everything = flags.on("quiet"), flags.on("all-tags")
    if everything and (tag or digest):
        return Result.of_lines(err=["tag can't be used with --all-tags/-a"], exit_code=1)
    lines = Printed(job.limits)
    if not everything and not tag and not digest:
        tag = "latest"
        if not quiet:
            lines.append(f"Using default tag: {tag}\n")
    try:
        pull(job, full_name(name), digest or tag, flags.text("platform"), None if quiet else lines)
    except StreamError as error:
        return lines.result(f"{error}\n", 1)
    except FAILURES as error:
        return lines.result(f"{words_of(job, error)}\n", 1)
    whole = full_name(name) + (f":{tag}" if tag else "") + (f"@{digest}" if digest else "")
    return lines.result(last=f"{whole}\n")
