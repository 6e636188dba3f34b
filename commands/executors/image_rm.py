"""`docker rmi`."""

from __future__ import annotations

from docker.errors import APIError

from commands.engine import FAILURES, check_name
from commands.executors.acting import ask, words_of
from commands.executors.base import Job
from commands.executors.creating.platforms import platform_json
from commands.executors.flag_values import FlagValues
from commands.parsed import ParsedCommand
from commands.result import Result


def image_rm(parsed: ParsedCommand, job: Job) -> Result:
    """Remove each image; print what was untagged and deleted. Mirrors docker/cli cli/command/image/remove.go."""
    flags = FlagValues(parsed)
    query: list[tuple[str, str]] = []
    if flags.on("force"):
        query.append(("force", "1"))
    if flags.on("no-prune"):
        query.append(("noprune", "1"))
    query += [("platforms", platform_json(text)) for text in flags.raw("platform")]
    out: list[str] = []
    err: list[str] = []
    fatal = False
    for name in parsed.args:
        try:
            for item in ask(job, "DELETE", "images", check_name("image", name), query=query, wait=True).json():
                out.append(f"Deleted: {item['Deleted']}" if item.get("Deleted") else f"Untagged: {item.get('Untagged', '')}")
        except FAILURES as error:
            fatal = fatal or not (isinstance(error, APIError) and error.status_code == 404)
            err.append(words_of(job, error))
    return Result.of_lines(out, err, exit_code=1 if err and (fatal or not flags.on("force")) else 0)
