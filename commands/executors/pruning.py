"""Removing what is unused: the requests of every `prune`, and the lines that docker prints of each."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from commands.executors import judged_removal as removal
from commands.executors.acting import ask
from commands.executors.base import Job
from commands.executors.flag_values import FlagValues
from commands.formatter.units import human_size
from commands.parsed import ParsedCommand
from commands.result import Result

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


def _judged(job: Job) -> bool:
    """Whether exactly the judged objects are removed, and not what the daemon chooses."""
    return job.pinned is not None and job.pinned.strict


def _texts(filters: Filters) -> list[str]:
    return [f"{key}={value}" for key, values in filters.items() for value in values]


def _ask(job: Job, kind: str, filters: Filters, more: dict[str, str] | None = None) -> dict[str, Any]:
    query = dict(more or {})
    if filters:
        query["filters"] = json.dumps(filters, separators=(",", ":"), sort_keys=True)
    found: dict[str, Any] = ask(job, "POST", kind, "prune", query=query, wait=True).json()
    return found


def prune_containers(job: Job, filters: Filters) -> Pruned:
    """Stopped containers."""
    title = "Deleted Containers:"
    if _judged(job):
        return _removed(title, removal.remove_containers(job, removal.unused(job, _texts(filters))))
    said = _ask(job, "containers", filters)
    return _listed(title, said.get("ContainersDeleted"), said)


def prune_networks(job: Job, filters: Filters) -> Pruned:
    """Networks without a container."""
    if _judged(job):
        return _removed("Deleted Networks:", removal.remove_networks(job, removal.unused(job, _texts(filters))))
    return _listed("Deleted Networks:", _ask(job, "networks", filters).get("NetworksDeleted"), {})


def prune_volumes(job: Job, filters: Filters) -> Pruned:
    """Volumes that no container uses; those without a name only, unless `all` is among the filters."""
    if _judged(job):
        return _removed("Deleted Volumes:", removal.remove_volumes(job, removal.unused(job, _texts(filters))))
    said = _ask(job, "volumes", filters)
    return _listed("Deleted Volumes:", said.get("VolumesDeleted"), said)


def prune_images(job: Job, filters: Filters, everything: bool) -> Pruned:
    """Images without a name, or (everything) without a container."""
    if _judged(job):
        return _removed("Deleted Images:", removal.remove_images(job, removal.unused(job, _texts(filters)), everything))
    dangling = {**filters.get("dangling", {}), "false" if everything else "true": True}
    said = _ask(job, "images", {**filters, "dangling": dangling})
    items = said.get("ImagesDeleted") or []
    lines = [f"untagged: {item['Untagged']}" if item.get("Untagged") else f"deleted: {item.get('Deleted', '')}" for item in items]
    return _listed("Deleted Images:", lines, said)


def prune_build_cache(job: Job, filters: Filters, everything: bool, keep: int = 0) -> Pruned:
    """What builds left behind."""
    if _judged(job):
        now = removal.unused(job, _texts(filters))
        return _removed("Deleted build cache objects:", removal.remove_build_cache(job, now, everything, keep))
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


def _removed(title: str, removed: removal.Removed) -> Pruned:
    return _listed(title, removed[0], {"SpaceReclaimed": removed[1]})


def ended(job: Job, result: Result) -> Result:
    """The result, told apart where a limit or a cancellation ended a prune: the rest of what was judged stays."""
    by = "cancelled" if job.cancelled() else "seconds" if job.seconds_left() == 0 else ""
    if not by or not _judged(job):
        return result
    said = "context canceled" if by == "cancelled" else "the time limit was reached"
    return replace(result, stderr=f"{result.stderr}{said}: what is not listed here stays\n", truncated=True, truncated_by=by)


def reclaimed_line(size: int) -> str:
    """The last line of most prunes."""
    return f"Total reclaimed space: {human_size(size)}"
