"""What `docker system df` prints.

Mirrors docker/cli cli/command/formatter/disk_usage.go and buildcache.go.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cmp_to_key
from typing import Any

from commands.formatter import containers, gotime, images, units, volumes
from commands.formatter.gotemplate import parse
from commands.formatter.gotypes import type_of
from commands.formatter.govalues import Value
from commands.formatter.listing import context, write
from commands.formatter.references import parse as parse_reference

TABLE = "table {{.Type}}\t{{.TotalCount}}\t{{.Active}}\t{{.Size}}\t{{.Reclaimable}}"
RAW = "type: {{.Type}}\ntotal: {{.TotalCount}}\nactive: {{.Active}}\nsize: {{.Size}}\nreclaimable: {{.Reclaimable}}\n"
HEADERS = {"Type": "TYPE", "TotalCount": "TOTAL", "Active": "ACTIVE", "Size": "SIZE", "Reclaimable": "RECLAIMABLE"}
IMAGE_TABLE = (
    "table {{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}\t{{.SharedSize}}\t{{.UniqueSize}}\t{{.Containers}}"
)
CONTAINER_TABLE = "table {{.ID}}\t{{.Image}}\t{{.Command}}\t{{.LocalVolumes}}\t{{.Size}}\t{{.RunningFor}}\t{{.Status}}\t{{.Names}}"
VOLUME_TABLE = "table {{.Name}}\t{{.Links}}\t{{.Size}}"
CACHE_TABLE = "table {{.ID}}\t{{.CacheType}}\t{{.Size}}\t{{.CreatedSince}}\t{{.LastUsedSince}}\t{{.UsageCount}}\t{{.Shared}}"
CACHE_HEADERS = {
    "ID": "CACHE ID",
    "Parent": "PARENT",
    "CacheType": "CACHE TYPE",
    "Description": "DESCRIPTION",
    "InUse": "IN USE",
    "Shared": "SHARED",
    "Size": "SIZE",
    "CreatedAt": "CREATED AT",
    "CreatedSince": "CREATED",
    "LastUsedAt": "LAST USED AT",
    "LastUsedSince": "LAST USED",
    "UsageCount": "USAGE",
}
_CACHE_RAW = (
    "build_cache_id: {{.ID}}\nparent_id: {{.Parent}}\nbuild_cache_type: {{.CacheType}}\n"
    "description: {{.Description}}\n"
    "created_at: {{.CreatedAt}}\ncreated_since: {{.CreatedSince}}\nlast_used_at: {{.LastUsedAt}}\n"
    "last_used_since: {{.LastUsedSince}}\n"
    "usage_count: {{.UsageCount}}\nin_use: {{.InUse}}\nshared: {{.Shared}}\n"
)


def summary(found: dict[str, Any], source: str, now: float) -> str:
    """One line for each sort of thing."""
    form = {"table": TABLE, "raw": RAW}.get(source, source)
    made = _images(found), _containers(found), _volumes(found), _cache(found)
    return write(form, made, HEADERS)


def verbose(found: dict[str, Any], source: str, now: float) -> str:
    """Every image, container, volume and part of the build cache."""
    if source == "table":
        return _tables(found, now)
    if source == "raw":
        source = _verbose_raw()
    form = source.removeprefix("table") if source.startswith("table") else "{{json .}}" if source == "json" else source
    form = form.strip(" ").replace("\\t", "\t").replace("\\n", "\n")
    kind = type_of("*formatter.diskUsageContext")
    whole = {
        "Images": [images.row(*_named(image), False, now) for image in found.get("Images") or []],
        "Containers": [containers.row(_no_virtual(one), False, now) for one in found.get("Containers") or []],
        "Volumes": [volumes.row(volume) for volume in found.get("Volumes") or []],
        "BuildCache": [cache_row(part, False, now) for part in sorted_cache(found)],
    }
    return parse(form).execute(Value(kind, whole))


def _verbose_raw() -> str:
    parts = (
        ("Images", "Image", images.format_of("raw", False, True)),
        ("Containers", "Container", containers.format_of("raw", False, True)),
        ("Volumes", "Volume", volumes.format_of("raw", False)),
        ("BuildCache", "Build Cache", _CACHE_RAW),
    )
    return "".join(f"{{{{range .{name}}}}}type: {title}\n{form}\n{{{{end -}}}}\n" for name, title, form in parts)


def _named(image: dict[str, Any]) -> tuple[dict[str, Any], str, str, str]:
    repository = tag = "<none>"
    first = (image.get("RepoTags") or [""])[0]
    found = parse_reference(first)
    if found and found.tag:
        repository, tag = found.familiar, found.tag
    return image, repository, tag, ""


def _no_virtual(container: dict[str, Any]) -> dict[str, Any]:
    return {**container, "SizeRootFs": 0}


def _tables(found: dict[str, Any], now: float) -> str:
    cache = sorted_cache(found)
    return "".join(
        (
            "Images space usage:\n\n",
            write(IMAGE_TABLE, (images.row(*_named(image), True, now) for image in found.get("Images") or []), images.HEADERS),
            "\nContainers space usage:\n\n",
            write(
                CONTAINER_TABLE,
                (containers.row(_no_virtual(one), True, now) for one in found.get("Containers") or []),
                containers.HEADERS,
            ),
            "\nLocal Volumes space usage:\n\n",
            write(VOLUME_TABLE, (volumes.row(volume) for volume in found.get("Volumes") or []), volumes.HEADERS),
            f"\nBuild cache usage: {units.human_size(float(_cache_size(cache)))}\n\n",
            write(CACHE_TABLE, (cache_row(part, True, now) for part in cache), CACHE_HEADERS),
        )
    )


def _row(kind: str, title: str, total: int, active: int, size: int, reclaimable: str) -> Value:
    columns: dict[str, Callable[..., Any]] = {
        "Type": lambda: title,
        "TotalCount": lambda: str(total),
        "Active": lambda: str(active),
        "Size": lambda: units.human_size(float(size)),
        "Reclaimable": lambda: reclaimable,
    }
    return context(f"formatter.diskUsage{kind}Context", columns)


def _with_percent(part: int, whole: int) -> str:
    text = units.human_size(float(part))
    # Go's division of integers cuts towards zero.
    return f"{text} ({int(part * 100 / whole)}%)" if whole > 0 else text


def _images(found: dict[str, Any]) -> Value:
    given = found.get("Images") or []
    total = found.get("LayersSize") or 0
    used = sum(
        image.get("Size", 0) - image.get("SharedSize", 0)
        for image in given
        if image.get("Containers", 0) != 0 and image.get("Size", 0) != -1 and image.get("SharedSize", 0) != -1
    )
    active = sum(image.get("Containers", 0) > 0 for image in given)
    return _row("Images", "Images", len(given), active, total, _with_percent(total - used, total))


def _containers(found: dict[str, Any]) -> Value:
    given = found.get("Containers") or []
    idle = [one for one in given if not any(word in one.get("State", "") for word in ("running", "paused", "restarting"))]
    size = sum(one.get("SizeRw") or 0 for one in given)
    return _row(
        "Containers",
        "Containers",
        len(given),
        len(given) - len(idle),
        size,
        _with_percent(sum(one.get("SizeRw") or 0 for one in idle), size),
    )


def _volumes(found: dict[str, Any]) -> Value:
    given = [(volume.get("UsageData") or {}) for volume in found.get("Volumes") or []]
    size = sum(use.get("Size", 0) for use in given if use.get("Size", 0) != -1)
    idle = sum(use.get("Size", 0) for use in given if use.get("Size", 0) != -1 and use.get("RefCount", 0) == 0)
    active = sum(use.get("RefCount", 0) > 0 for use in given)
    return _row("Volumes", "Local Volumes", len(given), active, size, _with_percent(idle, size))


def _cache_size(parts: list[dict[str, Any]]) -> int:
    return sum(part.get("Size", 0) for part in parts if not part.get("Shared"))


def _cache(found: dict[str, Any]) -> Value:
    parts = found.get("BuildCache") or []
    size = _cache_size(parts)
    used = sum(part.get("Size", 0) for part in parts if part.get("InUse") and not part.get("Shared"))
    active = sum(bool(part.get("InUse")) for part in parts)
    return _row("Builder", "Build Cache", len(parts), active, size, units.human_size(float(size - used)))


def sorted_cache(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Parts of the build cache, those used longest ago first."""

    def order(one: dict[str, Any], two: dict[str, Any]) -> int:
        first, second = one.get("LastUsedAt"), two.get("LastUsedAt")
        if bool(first) != bool(second):
            return -1 if not first else 1
        keys = (gotime.read(first or "").key, one.get("ID", "")), (gotime.read(second or "").key, two.get("ID", ""))
        return (keys[0] > keys[1]) - (keys[0] < keys[1])

    return sorted(found.get("BuildCache") or [], key=cmp_to_key(order))


def cache_row(part: dict[str, Any], trunc: bool, now: float) -> Value:
    """One part of the build cache."""
    used, made = part.get("LastUsedAt"), gotime.read(part.get("CreatedAt") or "")

    def shown_id() -> str:
        text = units.truncate_id(part.get("ID", "")) if trunc else str(part.get("ID", ""))
        return text + "*" if part.get("InUse") else text

    return context(
        "formatter.buildCacheContext",
        {
            "ID": shown_id,
            "Parent": lambda: part.get("Parent", ""),  # docker misspells `Parents`, so it never reads them
            "CacheType": lambda: part.get("Type", ""),
            "Description": lambda: part.get("Description", ""),
            "CreatedAt": lambda: gotime.show(made),
            "CreatedSince": lambda: units.ago(made.key / 1e9, now),
            "LastUsedAt": lambda: gotime.time_text(used) if used else "",
            "LastUsedSince": lambda: units.ago(gotime.read(used).key / 1e9, now) if used else "",
            "Size": lambda: units.human_size(float(part.get("Size") or 0), 3),
            "UsageCount": lambda: str(part.get("UsageCount") or 0),
            "InUse": lambda: "true" if part.get("InUse") else "false",
            "Shared": lambda: "true" if part.get("Shared") else "false",
        },
    )
