"""Plans for prunes: exactly what would go, worked out as the daemon works it out, filters included."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.planning.look import Draft, Json, Look, name_of, size
from bot.policy import Target
from bot.reply import PlanItem
from commands.parsed import ParsedCommand

PREDEFINED = ("bridge", "host", "none", "ingress", "docker_gwbridge", "nat")
ENDED = ("created", "exited", "dead")
MOST = 500


class Filters:
    """`--filter` of prunes: `until`, `label`, `label!`, `all`, `dangling`."""

    def __init__(self, parsed: ParsedCommand, now: float) -> None:
        self.until: float | None = None
        self.labels: list[str] = []
        self.without: list[str] = []
        self.others: dict[str, str] = {}
        for use in parsed.uses:
            if use.long != "filter" or "=" not in use.value:
                continue
            key, _, value = use.value.partition("=")
            key = key.strip().lower()
            if key == "until":
                self.until = moment(value, now)
            elif key == "label":
                self.labels.append(value)
            elif key == "label!":
                self.without.append(value)
            else:
                self.others[key] = value

    def fits(self, labels: Mapping[str, str] | None, created: float | None) -> bool:
        """Whether an object with these labels, made then, is meant."""
        if self.until is not None and created is not None and created >= self.until:
            return False
        have = labels or {}
        return all(_carries(have, one) for one in self.labels) and not any(_carries(have, one) for one in self.without)


def _carries(labels: Mapping[str, str], wanted: str) -> bool:
    key, equals, value = wanted.partition("=")
    return key in labels and (not equals or labels[key] == value)


def moment(text: str, now: float) -> float | None:
    """`24h` ago, a date, or Unix seconds, as a time; None where it cannot be read (the daemon will say so)."""
    from commands.opts.duration import nanoseconds

    try:
        return now - nanoseconds(text) / 1e9
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        pass
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def made_at(value: Any) -> float | None:
    """A time of creation as the Engine gives it: Unix seconds or RFC 3339."""
    if isinstance(value, (int, float)):
        return float(value)
    try:
        return datetime.fromisoformat(str(value)[:19]).replace(tzinfo=UTC).timestamp()
    except ValueError:
        return None


def prune(parsed: ParsedCommand, look: Look, draft: Draft) -> None:
    """`container`, `image`, `volume`, `network`, `builder` and `system prune`."""
    filters = Filters(parsed, time.time())
    what = parsed.path.split()[0]
    freed = 0.0
    gone: list[Json] = []
    if what in ("container", "system"):
        gone = _containers(filters, look)
        freed += _add(
            draft, "container", gone, lambda row: (row["Id"], name_of(row), row.get("SizeRw")), lambda row: f"is {row.get('State')}"
        )
    if what in ("network", "system"):
        rows = _networks(filters, look, {str(row["Id"]) for row in gone})
        _add(draft, "network", rows, lambda row: (row["Id"], row["Name"], 0), lambda row: "nothing is on it")
    if what == "volume" or (what == "system" and parsed.value("volumes")):
        rows = _volumes(parsed, filters, look, {str(row["Id"]) for row in gone}, what == "system")
        _add(draft, "volume", rows, lambda row: (row["Name"], row["Name"], 0), lambda row: "no container uses it; its data is lost")
    if what in ("image", "system"):
        if parsed.value("all") or filters.others.get("dangling") in ("0", "false"):
            _lost_names(filters, look, {str(row["Id"]) for row in gone}, draft)
        rows = _images(parsed, filters, look, {str(row["Id"]) for row in gone})
        freed += _add(
            draft, "image", rows, lambda row: (row["Id"], _image_name(row), row.get("Size")), lambda row: "no container uses it"
        )
    if what in ("builder", "system"):
        freed += _build_cache(parsed, look, draft)
    count = len(draft.items)
    draft.summary = (
        f"{count} {'object goes' if count == 1 else 'objects go'}, up to {size(freed)} freed" if count else "nothing would go"
    )


def _add(draft: Draft, kind: str, rows: Iterable[Json], what: Any, why: Any) -> float:
    freed = 0.0
    for row in rows:
        identity, name, amount = what(row)
        freed += amount or 0
        notes = (size(amount),) if amount else ()
        item = PlanItem(kind, str(identity), str(name), f"is removed: {why(row)}", notes)
        draft.add(item, Target(kind, str(identity), str(name), dict(row.get("Labels") or {})))
    return freed


def _containers(filters: Filters, look: Look) -> list[Json]:
    rows = look.api.containers(all=True, size=True, filters={"status": list(ENDED)})
    return [row for row in rows if filters.fits(row.get("Labels"), made_at(row.get("Created")))][:MOST]


def _left(look: Look, gone: set[str]) -> list[Json]:
    return [row for row in look.containers if str(row["Id"]) not in gone]


def _networks(filters: Filters, look: Look, gone: set[str]) -> list[Json]:
    """Networks that nothing is on: only running containers hold an endpoint."""
    used = {
        str(network.get("NetworkID"))
        for row in _left(look, gone)
        if row.get("State") in ("running", "paused", "restarting")
        for network in ((row.get("NetworkSettings") or {}).get("Networks") or {}).values()
    }
    return [
        row
        for row in look.api.networks()
        if row["Name"] not in PREDEFINED and row["Id"] not in used and not row.get("Ingress") and not row.get("ConfigOnly")
        and filters.fits(row.get("Labels"), made_at(row.get("Created")))
    ][:MOST]  # fmt: skip


def _volumes(parsed: ParsedCommand, filters: Filters, look: Look, gone: set[str], system: bool) -> list[Json]:
    """Unused volumes; from API 1.42 on only those without a name, unless all are asked for."""
    used = {
        str(mount.get("Name")) for row in _left(look, gone) for mount in row.get("Mounts") or () if mount.get("Type") == "volume"
    }
    every = look.version < (1, 42) or filters.others.get("all") in ("1", "true") or (not system and bool(parsed.value("all")))
    rows = (look.api.volumes() or {}).get("Volumes") or ()
    return [
        row
        for row in rows
        if row["Name"] not in used
        and (every or "com.docker.volume.anonymous" in (row.get("Labels") or {}))
        and filters.fits(row.get("Labels"), None)
    ][:MOST]


def _images(parsed: ParsedCommand, filters: Filters, look: Look, gone: set[str]) -> list[Json]:
    """Images without a name, or with `-a` all that no container is made from."""
    used = {str(row.get("ImageID")) for row in _left(look, gone)}
    every = bool(parsed.value("all")) or filters.others.get("dangling") in ("0", "false")
    rows = look.api.images() if every else look.api.images(filters={"dangling": True})
    found = []
    for row in rows:
        if str(row["Id"]) in used or not filters.fits(row.get("Labels"), made_at(row.get("Created"))):
            continue
        found.append(row)
    return found[:MOST]


def _lost_names(filters: Filters, look: Look, gone: set[str], draft: Draft) -> None:
    """Names that images in use lose: the daemon takes them off one by one, in order, until only the last is left."""
    used = {str(row.get("ImageID")) for row in _left(look, gone)}
    for row in look.api.images():
        tags = sorted(tag for tag in row.get("RepoTags") or () if tag != "<none>:<none>")
        if str(row["Id"]) in used and len(tags) > 1 and filters.fits(row.get("Labels"), made_at(row.get("Created"))):
            for tag in tags[:-1]:
                effect = f"loses this name; the image stays as {tags[-1]}, because a container uses it"
                target = Target("image name", f"{row['Id']} {tag}", tag, dict(row.get("Labels") or {}))
                draft.add(PlanItem("image", str(row["Id"]), tag, effect, (), f"docker tag {tags[-1]} {tag}"), target)


def _image_name(row: Json) -> str:
    tags = [tag for tag in row.get("RepoTags") or () if tag != "<none>:<none>"]
    return ", ".join(tags) or str(row["Id"])[7:19]


def _build_cache(parsed: ParsedCommand, look: Look, draft: Draft) -> float:
    """Records of the build cache; listed as one item."""
    rows = [row for row in (look.api.df().get("BuildCache") or ()) if not row.get("InUse")]
    rows = [row for row in rows if parsed.value("all") or not row.get("Shared")]
    if not rows:
        return 0.0
    freed = float(sum(row.get("Size") or 0 for row in rows))
    ids = sorted(str(row.get("ID")) for row in rows)
    item = PlanItem("build cache", "", f"{len(rows)} records", f"are removed: up to {size(freed)}; later builds take longer")
    draft.add(item, Target("build cache", "build cache", f"{len(rows)} records"), *ids)
    return freed
