"""`docker service ls`.

Mirrors docker/cli cli/command/service/list.go.
"""

from __future__ import annotations

from commands.executors.asking import filters, get
from commands.executors.base import Job
from commands.executors.listing import listed
from commands.executors.task_list import of_judged
from commands.formatter import natural, services
from commands.parsed import ParsedCommand
from commands.result import Result


def service_ls(parsed: ParsedCommand, job: Job) -> Result:
    """List services by name. `data` is the Engine's list, in that order."""
    return shown(parsed, job, filters(parsed.values("filter")))


def shown(parsed: ParsedCommand, job: Job, asked: dict[str, dict[str, bool]], empty: str = "") -> Result:
    """Services under filters; `empty` goes to standard error where there is none."""
    quiet = parsed.value("quiet")
    found = get(job, "/services", filters=asked, status="" if quiet else "true") or []
    if empty:  # the services of a stack, which were looked at one by one
        found = of_judged(job, found, "ID")
    if not found and empty:
        return Result(stderr=empty, data=found)
    found.sort(key=lambda service: natural.key((service.get("Spec") or {}).get("Name", "")))
    form = services.format_of(parsed.value("format") or "table", quiet)
    return listed(form, (services.row(one) for one in found), services.HEADERS, found)
