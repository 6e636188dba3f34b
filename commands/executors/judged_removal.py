"""Prunes as removals of exactly the judged objects: looked up anew, and left alone where they are not any more what was judged.

What docker prints of each kind is worked out as moby does: sizes of containers' own layers, of images' layers by their
chain ids, of volumes' folders.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from docker.errors import APIError, DockerException
from requests import Response

from commands.engine_client import version_key
from commands.engine_pins import NotJudged, Pins
from commands.executors.acting import Abandoned, Query, ask, at_once
from commands.executors.base import Job
from commands.executors.unused import BadFilter, Filters, Row, Unused, build_cache, references

_AT_ONCE = 8
Removed = tuple[list[str], int]


def unused(job: Job, texts: Iterable[str]) -> Unused:
    """What is unused now. DockerException with the daemon's words for a filter that it refuses."""
    try:
        return Unused(job.api, Filters.parse(texts, job.api))
    except BadFilter as error:
        raise DockerException(f"Error response from daemon: {error}") from None


def _rows(job: Job, kind: str, found: Callable[[], list[Row]], key: str = "Id") -> list[Row]:
    """The judged ones among what is unused."""
    pins: Pins = job.pinned  # type: ignore[assignment]
    try:
        rows = found()
    except BadFilter as error:
        raise DockerException(f"Error response from daemon: {_worded(job, error)}") from None
    return [row for row in rows if str(row[key]) in pins.ids(kind)]


def _worded(job: Job, error: BadFilter) -> str:
    """The daemon's own words for a filter it does not know, learned from a list that does not know it either."""
    if not error.key:
        return str(error)
    try:
        ask(job, "GET", "containers", "json", query={"filters": json.dumps({"dockwise-unknown": {"x": True}})})
    except APIError as answer:
        lead = str(answer.explanation or "").partition("'")[0]
        return f"{lead or 'invalid filter '}'{str(error).partition(chr(39))[2]}"
    return str(error)


def _asked(job: Job, method: str, *path: str, query: Query = None) -> Response | None:
    """The answer of a removal; None where the object is not removed: it is in use again, or gone, or time is up."""
    if job.cancelled() or job.seconds_left() == 0:
        return None
    try:
        return ask(job, method, *path, query=query, wait=True)
    except (APIError, NotJudged, Abandoned):
        return None


def remove_containers(job: Job, now: Unused) -> Removed:
    """Judged containers that still do not run: their ids, and the bytes of their own layers."""
    rows = _rows(job, "container", now.containers)

    def remove(row: Row) -> bool:
        return _asked(job, "DELETE", "containers", row["Id"]) is not None

    done = at_once(remove, rows, _AT_ONCE)
    kept = [row for row, removed in zip(rows, done, strict=True) if removed]
    return [str(row["Id"]) for row in kept], sum(max(0, int(row.get("SizeRw") or 0)) for row in kept)


def remove_networks(job: Job, now: Unused) -> Removed:
    """Judged networks that still nothing is on: their names."""
    rows = _rows(job, "network", now.networks)
    return [str(row["Name"]) for row in rows if _asked(job, "DELETE", "networks", row["Id"])], 0


def remove_volumes(job: Job, now: Unused, everything: bool = False) -> Removed:
    """Judged volumes that still no container has: their names, and the bytes in their folders."""
    rows = _rows(job, "volume", lambda: now.volumes(everything), "Name")
    sizes = _volume_sizes(job) if rows else {}
    names = [str(row["Name"]) for row in rows if _asked(job, "DELETE", "volumes", row["Name"])]
    return names, sum(max(0, sizes.get(name, 0)) for name in names)


def _volume_sizes(job: Job) -> dict[str, int]:
    query = {"type": "volume"} if version_key(job.api.api_version) >= (1, 42) else None
    found = ask(job, "GET", "system", "df", query=query, wait=True).json()
    return {row["Name"]: int((row.get("UsageData") or {}).get("Size") or 0) for row in found.get("Volumes") or ()}


def remove_images(job: Job, now: Unused, everything: bool) -> Removed:
    """Judged images, name by name as the daemon does it: what was untagged and deleted, and the bytes of the layers."""
    pins: Pins = job.pinned  # type: ignore[assignment]
    rows = [row for row in _rows(job, "image", lambda: now.images(everything)) if _same_names(pins, row)]
    sizes: dict[str, int] = {}
    for row in rows:
        sizes |= _layer_sizes(job, str(row["Id"]))
    lines: list[str] = []
    freed = 0
    for row in rows:
        for name in references(row) or [_still_nameless(job, row)]:
            answer = _asked(job, "DELETE", "images", name) if name else None
            for item in answer.json() if answer is not None else ():
                lines.append(f"untagged: {item['Untagged']}" if item.get("Untagged") else f"deleted: {item.get('Deleted', '')}")
                freed += sizes.pop(str(item.get("Deleted")), 0)
    return lines, freed


def _same_names(pins: Pins, row: Row) -> bool:
    return pins.seals.get(("image", str(row["Id"])), names := " ".join(references(row))) == names


def _still_nameless(job: Job, row: Row) -> str:
    """The id of an image without a name; "" where it got one meanwhile, which a removal by its id would take off."""
    found = _asked(job, "GET", "images", row["Id"], "json")
    return str(row["Id"]) if found is not None and not references(found.json()) else ""


def _layer_sizes(job: Job, image: str) -> dict[str, int]:
    """Chain id → bytes of every layer of an image."""
    found = _asked(job, "GET", "images", image, "json")
    history = _asked(job, "GET", "images", image, "history")
    if found is None or history is None:
        return {}
    layers = (found.json().get("RootFS") or {}).get("Layers") or []
    return dict(zip(chain_ids(layers), layer_sizes(history.json(), len(layers)), strict=True))


def chain_ids(diffs: list[str]) -> list[str]:
    """The ids of layers with all below them. Mirrors opencontainers/image-spec identity (ChainID)."""
    chain: list[str] = []
    for diff in diffs:
        chain.append("sha256:" + hashlib.sha256(f"{chain[-1]} {diff}".encode()).hexdigest() if chain else diff)
    return chain


def layer_sizes(history: list[dict[str, Any]], count: int) -> list[int]:
    """The bytes of an image's layers, lowest first: of the history's steps, those that made one.

    The history does not say which steps made an empty layer and which none, so a step without bytes counts as one where
    there are fewer steps with bytes than layers, those that write files first.
    """
    steps = list(enumerate(reversed(history)))
    rank = {at: (0 if step.get("Size") else 1 if _writes(step) else 2) for at, step in steps}
    made = sorted(sorted(rank, key=lambda at: (rank[at], at))[:count])
    sizes = [int(steps[at][1].get("Size") or 0) for at in made]
    return sizes + [0] * (count - len(sizes))


def _writes(step: dict[str, Any]) -> bool:
    words = str(step.get("CreatedBy") or "")
    _, nop, step_words = words.partition("#(nop)")
    return not nop or step_words.lstrip().startswith(("ADD", "COPY", "WORKDIR"))


def remove_build_cache(job: Job, now: Unused, everything: bool, keep: int) -> Removed:
    """Judged records of the build cache, one by one; a record is in use until those made from it are gone."""
    judged = job.pinned.ids("build record") if job.pinned else frozenset()
    left = [str(row["ID"]) for row in build_cache(job.api, everything, now.filters) if str(row["ID"]) in judged]
    done: list[str] = []
    freed = 0
    more = True
    while left and more:
        more = False
        for its_id in list(left):
            query = {"filters": _cache_filter(its_id, now.filters)}
            query |= {"all": "1"} if everything else {}
            query |= {"keep-storage": str(keep)} if keep else {}
            said = _asked(job, "POST", "build", "prune", query=query)
            found = said.json() if said is not None else {}
            if found.get("CachesDeleted"):
                done += found["CachesDeleted"]
                freed += int(found.get("SpaceReclaimed") or 0)
                left.remove(its_id)
                more = True
    return done, freed


def _cache_filter(its_id: str, filters: Filters) -> str:
    others = {key: dict.fromkeys(values, True) for key, values in filters.texts.items() if key != "id"}
    return json.dumps({**others, "id": {f"^{its_id}$": True}}, separators=(",", ":"), sort_keys=True)
