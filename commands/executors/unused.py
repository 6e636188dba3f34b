"""What a prune removes, worked out as the daemon works it out, filters included.

Mirrors moby/moby daemon/prune.go, daemon/images/image_prune.go and volume/service/service.go (20.10 to 28).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from commands.engine_client import version_key
from commands.executors.image_names import full_name
from commands.formatter import gotime
from commands.formatter.timestamps import timestamp

Row = dict[str, Any]
ENDED = ("created", "exited", "dead")
# What the daemon itself never removes.
PREDEFINED = ("bridge", "host", "none", "default")
ACCEPTED = {
    "container": {"label", "label!", "until"},
    "network": {"label", "label!", "until"},
    "volume": {"label", "label!", "all"},
    "image": {"label", "label!", "until", "dangling"},
}
_TRUE = ("1", "t", "true")


class BadFilter(ValueError):
    """A filter that the daemon refuses; `key` where it does not know it, the text otherwise."""

    def __init__(self, text: str, key: str = "") -> None:
        super().__init__(text)
        self.key = key


@dataclass(frozen=True, slots=True)
class Filters:
    """`--filter` of a prune, read as the daemon reads it. `until` are seconds since 1970."""

    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    until: float | None = None

    @classmethod
    def parse(cls, texts: Iterable[str], api: Any) -> Filters:
        """Key → values; the daemon's own clock and zone are asked for where a time is named. Raises BadFilter."""
        found: dict[str, dict[str, None]] = {}
        for text in texts:
            if text:
                key, _, value = text.partition("=")
                found.setdefault(key.strip().lower(), {})[value.strip()] = None
        times = list(found.get("until", ()))
        if len(times) > 1:
            raise BadFilter("more than one until filter specified")
        try:
            until = _moment(times[0], api) if times else None
        except ValueError as error:
            raise BadFilter(str(error)) from None
        return cls({key: tuple(values) for key, values in found.items()}, until)

    def check(self, kind: str) -> None:
        """Raise BadFilter for a key that the daemon does not know for this kind of object."""
        unknown = sorted(set(self.texts) - ACCEPTED[kind])
        if unknown:
            raise BadFilter(f"invalid filter '{unknown[0]}'", unknown[0])

    def fits(self, labels: Mapping[str, str] | None) -> bool:
        """Whether labels are those meant. All of several `label!` must be there for an object to be spared: so the daemon."""
        have = labels or {}
        if not _all(have, self.texts.get("label", ())):
            return False
        return "label!" not in self.texts or not _all(have, self.texts["label!"])

    def old_enough(self, created: Any, exact: Callable[[], Any] | None = None) -> bool:
        """Whether something was made before `until`; `exact` asks for the time where only its second is known."""
        if self.until is None:
            return True
        made = seconds(created)
        if exact is not None and int(made) == int(self.until):
            made = seconds(exact())
        return made <= self.until


def _all(labels: Mapping[str, str], wanted: Iterable[str]) -> bool:
    pairs = [text.partition("=") for text in wanted]
    return all(key in labels and (not equals or labels[key] == value) for key, equals, value in pairs)


def seconds(value: Any) -> float:
    """A time as the Engine gives it, Unix seconds or RFC 3339, in seconds since 1970."""
    if isinstance(value, (int, float)):
        return float(value)
    moment = gotime.read(str(value or ""))
    return moment.seconds + moment.nanos / 1e9


def _moment(text: str, api: Any) -> float:
    """`24h` ago by the daemon's clock, a date (in the daemon's zone where it names none), or Unix seconds."""
    now = str(api.info().get("SystemTime") or "")
    clock = seconds(now)
    moment = float(timestamp(text, clock))
    plain = re.match(r"\d{4}-", text) and not any(char in text for char in "zZ+") and text.count("-") != 3
    if plain and now:  # read in this machine's zone: moved to the daemon's
        ours = datetime.fromtimestamp(clock).astimezone().utcoffset()
        moment += (ours.total_seconds() if ours else 0) - _offset(now)
    return moment


def _offset(text: str) -> float:
    if text.endswith("Z") or len(text) < 6 or text[-6] not in "+-":
        return 0
    hours, minutes = text[-5:].split(":")
    return (int(hours) * 3600 + int(minutes) * 60) * (-1 if text[-6] == "-" else 1)


class Unused:
    """What of one host a prune with these filters removes. `gone` are containers that a system prune removes before."""

    def __init__(self, api: Any, filters: Filters) -> None:
        self.api, self.filters = getattr(api, "unmasked", api), filters
        self.gone: frozenset[str] = frozenset()
        self._all: list[Row] | None = None

    def containers(self) -> list[Row]:
        """Containers that do not run, with their sizes."""
        self.filters.check("container")
        rows = self.api.containers(all=True, size=True, filters={"status": list(ENDED)})
        return [row for row in rows if self.filters.fits(row.get("Labels")) and self._is_old(row)]

    def _is_old(self, row: Row) -> bool:
        return self.filters.old_enough(row.get("Created"), lambda: self.api.inspect_container(row["Id"]).get("Created"))

    def left(self) -> list[Row]:
        """All other containers."""
        if self._all is None:
            self._all = list(self.api.containers(all=True))
        return [row for row in self._all if str(row["Id"]) not in self.gone]

    def networks(self) -> list[Row]:
        """Networks that nothing is on, the swarm's first: of containers only those that run hold an endpoint."""
        self.filters.check("network")
        used = {
            str(network.get("NetworkID"))
            for row in self.left()
            if row.get("State") not in ENDED
            for network in ((row.get("NetworkSettings") or {}).get("Networks") or {}).values()
        }
        rows = [
            row
            for row in self.api.networks()
            if row["Name"] not in PREDEFINED and row["Id"] not in used and not row.get("Ingress") and not row.get("ConfigOnly")
            and self.filters.fits(row.get("Labels")) and self.filters.old_enough(row.get("Created"))
        ]  # fmt: skip
        swarm = [row for row in rows if row.get("Scope") == "swarm"]
        busy = self._networks_of_services() if swarm else set()
        return [row for row in swarm if row["Id"] not in busy] + [row for row in rows if row.get("Scope") != "swarm"]

    def _networks_of_services(self) -> set[str]:
        specs = [service.get("Spec") or {} for service in self.api.services()]
        lists = [[*(spec.get("Networks") or ()), *((spec.get("TaskTemplate") or {}).get("Networks") or ())] for spec in specs]
        return {str(item.get("Target")) for items in lists for item in items}

    def volumes(self, everything: bool = False) -> list[Row]:
        """Local volumes without options that no container has; from API 1.42 on those without a name, unless all are meant."""
        self.filters.check("volume")
        used = {str(m.get("Name")) for row in self.left() for m in row.get("Mounts") or () if m.get("Type") == "volume"}
        old = version_key(str(getattr(self.api, "api_version", "1.41"))) < (1, 42)
        every = old or everything or any(text.lower() in _TRUE for text in self.filters.texts.get("all", ()))
        return [
            row
            for row in (self.api.volumes() or {}).get("Volumes") or ()
            if row["Name"] not in used and row.get("Driver") == "local" and not row.get("Options")
            and (every or "com.docker.volume.anonymous" in (row.get("Labels") or {})) and self.filters.fits(row.get("Labels"))
        ]  # fmt: skip

    def images(self, everything: bool = False) -> list[Row]:
        """Images without a name, or all, that no container is made from; and those in use that lose all names but the last."""
        self.filters.check("image")
        every = everything or bool({"0", "false"} & set(self.filters.texts.get("dangling", ())))
        rows = self.api.images() if every else self.api.images(filters={"dangling": True})
        used = {str(row.get("ImageID")) for row in self.left()}
        fitting = [row for row in rows if self.filters.fits(row.get("Labels")) and self._is_old_image(row)]
        return [row for row in fitting if str(row["Id"]) not in used or not has_one_name(references(row))]

    def _is_old_image(self, row: Row) -> bool:
        return self.filters.old_enough(row.get("Created"), lambda: self.api.inspect_image(row["Id"]).get("Created"))

    def is_used(self, image: Row) -> bool:
        """Whether a container that stays is made from an image."""
        return any(str(row.get("ImageID")) == str(image["Id"]) for row in self.left())


def references(image: Row) -> list[str]:
    """An image's names and digests with everything said, in the order in which the daemon takes them off."""
    names = [*(image.get("RepoTags") or ()), *(image.get("RepoDigests") or ())]
    return sorted(full_name(name) for name in names if not name.startswith("<none>"))


def has_one_name(names: list[str]) -> bool:
    """Whether an image has one tag at most, and digests of the same repository. Mirrors isSingleReference."""
    tags = [name for name in names if "@" not in name]
    digests = {name.partition("@")[0] for name in names if "@" in name}
    if len(names) <= 1:
        return True
    if len(tags) > 1 or len(digests) > 1:
        return False
    return not tags or tags[0].rpartition(":")[0] in digests


def build_cache(api: Any, everything: bool, filters: Filters) -> list[Row]:
    """Records of the build cache that nothing uses, the ones used longest ago first."""
    rows = getattr(api, "unmasked", api).df().get("BuildCache") or ()
    kept = [row for row in rows if not row.get("InUse") and (everything or _plain(row)) and _is_meant(row, filters)]
    return sorted(kept, key=_last_used)


def _plain(row: Row) -> bool:
    return not row.get("Shared") and row.get("Type") not in ("internal", "frontend")


def _last_used(row: Row) -> str:
    return str(row.get("LastUsedAt") or row.get("CreatedAt") or "")


def _is_meant(row: Row, filters: Filters) -> bool:
    """Filters of the build cache; the builder takes no notice of those that only other objects have."""
    fields = {"id": "ID", "parent": "Parent", "type": "Type", "description": "Description"}
    for key, values in filters.texts.items():
        if key in fields and not any(value in str(row.get(fields[key]) or "") for value in values):
            return False
    return filters.old_enough(_last_used(row))
