"""`docker history`.

Mirrors docker/cli cli/command/image/history.go.
"""

from __future__ import annotations

from commands.executors.asking import get, named
from commands.executors.base import Job
from commands.executors.creating.platforms import platform_json
from commands.executors.listing import listed
from commands.formatter import history
from commands.parsed import ParsedCommand
from commands.result import Result


def image_history(parsed: ParsedCommand, job: Job) -> Result:
    """The layers of an image. `data` is the Engine's list."""
    platform = parsed.value("platform") or ""
    which = platform_json(platform) if platform else ""
    found = get(job, "/images/{}/history", named("image", parsed.args[0]), platform=which) or []
    human, trunc = parsed.value("human"), not parsed.value("no-trunc")
    form = history.format_of(parsed.value("format") or "table", parsed.value("quiet"), human)
    return listed(form, (history.row(one, trunc, human, job.now()) for one in found), history.HEADERS, found)
