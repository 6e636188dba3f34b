"""`docker network ls`.

Mirrors docker/cli cli/command/network/list.go.
"""

from __future__ import annotations

from commands.executors.asking import filters, get
from commands.executors.base import Job
from commands.executors.listing import listed
from commands.formatter import natural, networks
from commands.parsed import ParsedCommand
from commands.result import Result


def network_ls(parsed: ParsedCommand, job: Job) -> Result:
    """List networks by name. `data` is the Engine's list, in that order."""
    found = get(job, "/networks", filters=filters(parsed.values("filter"))) or []
    found.sort(key=lambda network: natural.key(network.get("Name", "")))
    form = networks.format_of(parsed.value("format") or "table", parsed.value("quiet"))
    return listed(form, (networks.row(one, not parsed.value("no-trunc")) for one in found), networks.HEADERS, found)
