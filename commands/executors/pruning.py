"""Removing what is unused: the requests of every `prune`, and the lines that docker prints of each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from commands.executors.acting import ask
from commands.executors.base import Job
from commands.executors.flag_values import FlagValues
from commands.formatter.units import human_size
from commands.parsed import ParsedCommand

Filters = dict[str, dict[str, bool]]


@dataclass(frozen=True)
class Pruned:
    """What one request removed: the lines about it, the bytes won."""

    lines: tuple[str, ...] = ()
    reclaimed: int = 0


def prune_filters(parsed: ParsedCommand) -> Filters:
    """`--filter` as the daemon takes it."""
    found: Filters = {}
    for one in FlagValues(parsed).raw("filter"):
        if one:
            key, _, value = one.partition("=")
            found.setdefault(key.strip().lower(), {})[value.strip()] = True
    return found


def _ask(job: Job, kind: str, filters: Filters, more: dict[str, str] | None = None) -> dict[str, Any]:
    query = dict(more or {})
    if filters:
        query["filters"] = json.dumps(filters, separators=(",", ":"), sort_keys=True)
    found: dict[str, Any] = ask(job, "POST", kind, "prune", query=query, wait=True).json()
    return found


def prune_containers(job: Job, filters: Filters) -> Pruned:
    """Stopped containers."""
    said = _ask(job, "containers", filters)
    return _listed("Deleted Containers:", said.get("ContainersDeleted"), said)


def prune_networks(job: Job, filters: Filters) -> Pruned:
    """Networks without a container."""
    return _listed("Deleted Networks:", _ask(job, "networks", filters).get("NetworksDeleted"), {})


def prune_volumes(job: Job, filters: Filters) -> Pruned:
    """Volumes that no container uses; those without a name only, unless `all` is among the filters."""
    said = _ask(job, "volumes", filters)
    return _listed("Deleted Volumes:", said.get("VolumesDeleted"), said)


def prune_images(job: Job, filters: Filters, everything: bool) -> Pruned:
    """Images without a name, or (everything) without a container."""
    said = _ask(job, "images", {**filters, "dangling": {"false" if everything else "true": True}})
    items = said.get("ImagesDeleted") or []
    lines = [f"untagged: {item['Untagged']}" if item.get("Untagged") else f"deleted: {item.get('Deleted', '')}" for item in items]
    return _listed("Deleted Images:", lines, said)


def prune_build_cache(job: Job, filters: Filters, everything: bool, keep: int = 0) -> Pruned:
    """What builds left behind."""
    query = {"all": "1"} if everything else {}
    if not filters:
        query["filters"] = ""
    if keep:
        query["keep-storage"] = str(keep)
    said = _ask(job, "build", filters, query)
    return _listed("Deleted build cache objects:", said.get("CachesDeleted"), said)


def _listed(title: str, names: list[str] | None, said: dict[str, Any]) -> Pruned:
    lines = (title, *names, "") if names else ()
    return Pruned(lines, int(said.get("SpaceReclaimed") or 0))


def reclaimed_line(size: int) -> str:
    """The last line of most prunes."""
    return f"Total reclaimed space: {human_size(size)}"
