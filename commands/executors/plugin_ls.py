"""`docker plugin ls`.

Mirrors docker/cli cli/command/plugin/list.go.
"""

from __future__ import annotations

from commands.executors.asking import filters, get
from commands.executors.base import Job
from commands.executors.listing import listed
from commands.formatter import natural, plugins
from commands.parsed import ParsedCommand
from commands.result import Result


def plugin_ls(parsed: ParsedCommand, job: Job) -> Result:
    """List plugins by name. `data` is the Engine's list, in that order."""
    found = get(job, "/plugins", filters=filters(parsed.values("filter"))) or []
    found.sort(key=lambda plugin: natural.key(plugin.get("Name", "")))
    form = plugins.format_of(parsed.value("format") or "table", parsed.value("quiet"))
    return listed(form, (plugins.row(one, not parsed.value("no-trunc")) for one in found), plugins.HEADERS, found)
