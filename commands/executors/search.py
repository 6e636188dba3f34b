"""`docker search`.

Mirrors docker/cli cli/command/registry/search.go.
"""

from __future__ import annotations

from commands.executors.asking import filters, get
from commands.executors.base import Job
from commands.executors.listing import listed
from commands.formatter import searches
from commands.parsed import ParsedCommand
from commands.result import Result

_USUAL = 25


def search(parsed: ParsedCommand, job: Job) -> Result:
    """Images of a registry, in its own order. `data` is the Engine's list."""
    limit = parsed.value("limit")
    found = get(
        job,
        "/images/search",
        term=parsed.args[0],
        limit=limit if limit and limit > 0 else None,
        filters=filters(parsed.values("filter")),
    )
    found = found or []
    source = parsed.value("format") or "table"
    rows = (searches.row(one, not parsed.value("no-trunc"), source == "json") for one in found)
    return listed(searches.TABLE if source == "table" else source, rows, searches.HEADERS, found)
