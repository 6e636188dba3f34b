"""`docker secret ls`.

Mirrors docker/cli cli/command/secret/ls.go.
"""

from __future__ import annotations

from commands.executors.asking import filters, get
from commands.executors.base import Job
from commands.executors.listing import listed
from commands.formatter import natural, secrets
from commands.parsed import ParsedCommand
from commands.result import Result


def secret_ls(parsed: ParsedCommand, job: Job) -> Result:
    """List secrets by name. `data` is the Engine's list, in that order."""
    found = get(job, "/secrets", filters=filters(parsed.values("filter"))) or []
    found.sort(key=lambda one: natural.key((one.get("Spec") or {}).get("Name", "")))
    form = secrets.format_of(parsed.value("format") or "table", parsed.value("quiet"), secrets.SECRET_TABLE)
    return listed(form, (secrets.row(one, "secret", job.now()) for one in found), secrets.HEADERS, found)
