"""`docker volume ls`.

Mirrors docker/cli cli/command/volume/list.go.
"""

from __future__ import annotations

from commands.executors.asking import filters, get
from commands.executors.base import Job
from commands.executors.listing import listed
from commands.formatter import natural, volumes
from commands.parsed import ParsedCommand
from commands.result import Result


def volume_ls(parsed: ParsedCommand, job: Job) -> Result:
    """List volumes by name. `data` is the Engine's list, in that order."""
    found = (get(job, "/volumes", filters=filters(parsed.values("filter"))) or {}).get("Volumes") or []
    source, quiet = parsed.value("format") or "table", parsed.value("quiet")
    if parsed.value("cluster"):
        found = [volume for volume in found if volume.get("ClusterVolume") is not None]
        if source == "table" and not quiet:
            source = volumes.CLUSTER_TABLE
    found.sort(key=lambda volume: natural.key(volume.get("Name", "")))
    return listed(volumes.format_of(source, quiet), (volumes.row(one) for one in found), volumes.HEADERS, found)
