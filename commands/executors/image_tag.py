"""`docker tag`."""

from __future__ import annotations

from commands.engine import check_name
from commands.executors.acting import ask
from commands.executors.base import Job
from commands.executors.creating.requests import tag_query
from commands.parsed import ParsedCommand
from commands.result import Result


def image_tag(parsed: ParsedCommand, job: Job) -> Result:
    """Give an image another name; nothing is printed. Mirrors docker/cli cli/command/image/tag.go."""
    source, target = parsed.args
    ask(job, "POST", "images", check_name("image", source), "tag", query=tag_query(target))
    return Result()
