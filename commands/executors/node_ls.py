"""`docker node ls`.

Mirrors docker/cli cli/command/node/list.go.
"""

from __future__ import annotations

from commands.executors.asking import filters, get
from commands.executors.base import Job
from commands.executors.listing import listed
from commands.formatter import natural, nodes
from commands.parsed import ParsedCommand
from commands.result import Result


def node_ls(parsed: ParsedCommand, job: Job) -> Result:
    """List the swarm's nodes by host name. `data` is the Engine's list, in that order."""
    found = get(job, "/nodes", filters=filters(parsed.values("filter"))) or []
    quiet = parsed.value("quiet")
    info = get(job, "/info") if found and not quiet else {}
    found.sort(key=lambda node: natural.key((node.get("Description") or {}).get("Hostname", "")))
    form = nodes.format_of(parsed.value("format") or "table", quiet)
    return listed(form, (nodes.row(one, info) for one in found), nodes.HEADERS, found)
