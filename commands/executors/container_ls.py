"""`docker ps`.

Mirrors docker/cli cli/command/container/list.go.
"""

from __future__ import annotations

from commands.executors.asking import filters, get
from commands.executors.base import Job
from commands.formatter import containers
from commands.formatter.gotemplate import TemplateError, parse
from commands.formatter.listing import write
from commands.parsed import ParsedCommand
from commands.result import Result


def container_ls(parsed: ParsedCommand, job: Job) -> Result:
    """List containers. `data` is the Engine's list."""
    quiet, size, source = parsed.value("quiet"), parsed.value("size"), parsed.value("format") or ""
    limit = parsed.value("last")
    if parsed.value("latest") and limit == -1:
        limit = 1
    if source:
        try:
            used = _used_columns(source, job)
        except TemplateError as problem:
            return Result(stderr=f"{problem}\n", exit_code=1)
        if not quiet and not parsed.given("size") and "Size" in used:
            size = True
    found = get(
        job, "/containers/json", all=parsed.value("all"), limit=limit if limit and limit > 0 else None, size=size,
        filters=filters(parsed.values("filter")),
    )  # fmt: skip
    found = found or []
    warning = "WARNING: Ignoring custom format, because both --format and --quiet are set.\n" if quiet and source else ""
    form = containers.format_of(source or "table", quiet, parsed.value("size"))
    trunc = not parsed.value("no-trunc")
    try:
        text = write(form, (containers.row(one, trunc, job.now()) for one in found), containers.HEADERS)
        return Result(text, warning, data=found)
    except TemplateError as problem:
        return Result(stderr=f"{problem}\n", exit_code=1, data=found)


def _used_columns(source: str, job: Job) -> set[str]:
    """The columns that a format asks for, found as docker finds them: by running it over an empty container."""
    used: set[str] = set()
    try:
        template = parse(source)
    except TemplateError as problem:
        raise TemplateError(f"failed to parse template: {problem}") from None
    if source == "json":
        return used
    try:
        template.execute(containers.row({}, False, job.now(), used))
    except TemplateError as problem:
        raise TemplateError(f"failed to execute template: {problem}") from None
    return used
