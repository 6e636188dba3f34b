"""`docker push`."""

from __future__ import annotations

from commands.engine import FAILURES, check_name
from commands.executors.acting import words_of
from commands.executors.base import Job
from commands.executors.creating.platforms import platform_json
from commands.executors.flag_values import FlagValues
from commands.executors.image_names import full_name, split_reference
from commands.executors.registry_answers import push
from commands.executors.streams import Printed, StreamError
from commands.parsed import ParsedCommand
from commands.result import Result

_ONE_PLATFORM = """
 Info -> Using --platform pushes only the specified platform manifest of a multi-platform image index.
         Other components, like attestations, will not be included.
         To push the complete multi-platform image, remove the --platform flag.
         \n"""


def image_push(parsed: ParsedCommand, job: Job) -> Result:
    """Push an image or all tags of a repository; print how it goes. Mirrors docker/cli cli/command/image/push.go."""
    flags = FlagValues(parsed)
    name, tag, digest = split_reference(parsed.args[0])
    quiet, everything = flags.on("quiet"), flags.on("all-tags")
    if everything and (tag or digest):
        return Result.of_lines(err=["tag can't be used with --all-tags/-a"], exit_code=1)
    lines = Printed(job.limits)
    if flags.text("platform") and not quiet:
        lines.append(_ONE_PLATFORM)
    if not everything and not tag and not digest:
        tag = "latest"
        if not quiet:
            lines.append(f"Using default tag: {tag}\n")
    check_name("image", name)
    query = {"platform": platform_json(flags.text("platform"))} if flags.text("platform") else {}
    try:
        push(job, full_name(name), tag, query, None if quiet else lines)
    except StreamError as error:
        return lines.result(f"{error}\n", 1)
    except FAILURES as error:
        return lines.result(f"{words_of(job, error)}\n", 1)
    whole = full_name(name) + (f":{tag}" if tag else "")
    return lines.result(last=f"{whole}\n" if quiet else "")
