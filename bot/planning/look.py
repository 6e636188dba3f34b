"""Questions to the Engine while a plan is made: each at most once, names checked, what is not there is None."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from bot.planning.ambiguous import two_fit
from bot.policy import Target
from bot.policy_host_access import object_host_access
from bot.reply import PlanItem
from commands.effects.networks import MODES as NETWORK_MODES
from commands.engine_pins import seal, word_key

MADE = "(new)"
# How many objects of one plan are drawn; all of them are judged.
MOST_DRAWN = 500
Json = Mapping[str, Any]


class Found(dict[str, Any]):
    """An object's inspect JSON, the word it was asked for by, and what a volume is recognised by."""

    word = ""
    seal = ""


class Look:
    """One look at a host. What asking the daemon raises goes through, save that something is not there."""

    def __init__(self, api: Any, deep: bool = True, labelled: bool = True) -> None:
        self.api, self.deep, self.labelled = api, deep, labelled
        self._seen: dict[tuple[str, str], Json | None] = {}
        self.errors: dict[tuple[str, str], tuple[int, str]] = {}
        self.unclear: list[str] = []

    def container(self, name: str) -> Json | None:
        """A container's inspect JSON."""
        return self._ask("container", name, self.api.inspect_container)

    def image(self, name: str) -> Json | None:
        """An image's inspect JSON."""
        return self._ask("image", name, self.api.inspect_image)

    def volume(self, name: str) -> Json | None:
        """A volume's inspect JSON."""
        return self._ask("volume", name, self._whole_volume)

    def _whole_volume(self, name: str) -> Json:
        """A volume's JSON, masked like every other; how it was made is taken from the whole of it."""
        whole = getattr(self.api, "unmasked", self.api).inspect_volume(name)
        redactor = getattr(self.api, "_redactor", None)
        found = Found(redactor.data(whole) if redactor is not None else whole)
        found.seal = seal(whole)
        return found

    def network(self, name: str) -> Json | None:
        """A network's inspect JSON."""
        return self._ask("network", name, self.api.inspect_network)

    def swarm_network(self, name: str) -> Json | None:
        """A network as services find it: a swarm has a `host` and a `bridge` of its own beside those of each node."""
        return self._ask("network", name, lambda text: self.api.inspect_network(text, scope="swarm"))

    def service(self, name: str) -> Json | None:
        """A service's inspect JSON."""
        return self._ask("service", name, self.api.inspect_service)

    def node(self, name: str) -> Json | None:
        """A node's inspect JSON."""
        return self._ask("node", name, self.api.inspect_node)

    def secret(self, name: str) -> Json | None:
        """A secret's inspect JSON (never its value)."""
        return self._ask("secret", name, self.api.inspect_secret)

    def config(self, name: str) -> Json | None:
        """A config's inspect JSON."""
        return self._ask("config", name, self.api.inspect_config)

    def task(self, name: str) -> Json | None:
        """A task's inspect JSON."""
        return self._ask("task", name, self.api.inspect_task)

    def plugin(self, name: str) -> Json | None:
        """A plugin's inspect JSON."""
        return self._ask("plugin", name, self.api.inspect_plugin)

    @cached_property
    def containers(self) -> list[Json]:
        """All containers, as `ps -a` lists them."""
        found: list[Json] = self.api.containers(all=True)
        return found

    def container_target(self, found: Json, acts: bool = True) -> Target:
        """A container's target; its volumes and networks are looked at too, because one may stand for a part of the host."""
        target = target_of("container", found, acts)
        names = [str(mount.get("Name")) for mount in found.get("Mounts") or () if mount.get("Type") == "volume"]
        networks = [*((found.get("NetworkSettings") or {}).get("Networks") or {})]
        others = [self.volume(name) for name in names if name]
        others += [self.network(name) for name in networks if name not in NETWORK_MODES and name != "host"]
        reasons = [reason for other in others if other for reason in object_host_access(other)]
        return replace(target, host_access=tuple(dict.fromkeys([*target.host_access, *reasons])))

    @property
    def version(self) -> tuple[int, ...]:
        """The API version that was agreed on."""
        return tuple(int(part) for part in str(getattr(self.api, "api_version", "1.41")).split(".") if part.isdigit())

    def seen(self) -> Iterator[tuple[tuple[str, str], str | None]]:
        """Every (kind, word) that was asked for, and the full id of what it stood for; None where nothing has it."""
        for (kind, word), found in self._seen.items():
            yield word_key(kind, word), None if found is None else id_of(found)

    def _ask(self, kind: str, name: str, ask: Callable[[str], Json]) -> Json | None:
        key = (kind, name)
        if key not in self._seen:
            found = self._seen[key] = self._or_none(kind, name, ask)
            if found is not None and (clash := two_fit(kind, name, found, self.api)):
                self.unclear.append(clash)
        return self._seen[key]

    def _or_none(self, kind: str, name: str, ask: Callable[[str], Json]) -> Json | None:
        from commands.engine import FAILURES, check_name, daemon_message

        try:
            answer = ask(check_name(kind, name.lstrip("/") if kind == "container" else name))
        except FAILURES as error:
            status = status_of(error)
            if status is None:
                raise
            if status != 404 and getattr(error, "response", None) is not None:
                self.errors[word_key(kind, name)] = (status, daemon_message(error))  # type: ignore[arg-type]
            return None
        found = answer if isinstance(answer, Found) else Found(answer)
        found.word = name
        return found


def id_of(inspected: Json) -> str:
    """An object's full id; a volume's name."""
    return str(inspected.get("Id") or inspected.get("ID") or inspected.get("Name") or "")


def is_missing(error: BaseException) -> bool:
    """True when the daemon answered, and not with the object: there is none, several fit, or this is no swarm's manager.

    The command itself will then say so in docker's words. False when the daemon did not answer at all.
    """
    return status_of(error) is not None


def status_of(error: BaseException) -> int | None:
    """The status of a daemon's answer that is an error; None where it did not answer."""
    response = getattr(error, "response", None)
    return getattr(error, "status_code", None) or getattr(response, "status_code", None)


class Draft:
    """A plan while it is made. `shared` are objects that belong to nobody: they may be used, and no grant is asked about them."""

    def __init__(self) -> None:
        self.items: list[PlanItem] = []
        self.targets: list[Target] = []
        self.warnings: list[str] = []
        self.state: list[tuple[str, ...]] = []
        self.records: list[str] = []
        self.shared: set[tuple[str, str]] = set()
        self.kinds: dict[str, int] = {}
        self.summary = ""

    @property
    def count(self) -> int:
        """How many objects there are, also those that are not drawn."""
        return sum(self.kinds.values())

    def add(self, item: PlanItem, target: Target, *state: object) -> None:
        """One object, what happens to it, and the state of it that must still hold when it runs."""
        self.kinds[item.kind] = self.kinds.get(item.kind, 0) + 1
        if len(self.items) < MOST_DRAWN:
            self.items.append(item)
        self.targets.append(target)
        self.state.append((target.kind, target.id, target.name, *map(str, state)))

    def use(self, target: Target) -> None:
        """An object that is only used."""
        self.targets.append(target)
        self.state.append(("use", target.kind, target.id, target.name))

    def missing(self, kind: str, name: str) -> None:
        """A name that nothing has: docker will say so itself."""
        self.targets.append(Target(kind, "", name, typed=name))
        self.warnings.append(f"there is no {kind} {name}")
        self.state.append(("missing", kind, name))

    def warn(self, *texts: str) -> None:
        """Losses and collisions."""
        self.warnings += [text for text in texts if text not in self.warnings]


def target_of(kind: str, inspected: Json, acts: bool = True) -> Target:
    """An object's target, from its inspect JSON."""
    spec: Json = inspected.get("Spec") or {}
    config: Json = inspected.get("Config") or {}
    labels = inspected.get("Labels") or config.get("Labels") or spec.get("Labels") or {}
    identity = id_of(inspected)
    host = (inspected.get("Description") or {}).get("Hostname") if kind == "node" else ""
    tags = inspected.get("RepoTags") or [""]
    name = (
        str(inspected.get("Name") or tags[0] or spec.get("Name") or host or "").lstrip("/") or identity.removeprefix("sha256:")[:12]
    )
    word, made = getattr(inspected, "word", ""), getattr(inspected, "seal", "")
    return Target(kind, identity, name, dict(labels), object_host_access(inspected), acts, word, seal=made)


def listed(names: Iterable[str], most: int = 5) -> str:
    """`a, b, c and 4 more`."""
    all_names = list(names)
    text = ", ".join(all_names[:most])
    return f"{text} and {len(all_names) - most} more" if len(all_names) > most else text


def size(amount: float) -> str:
    """`12.3MB`, as docker writes sizes."""
    units = ("B", "kB", "MB", "GB", "TB", "PB")
    index = 0
    while amount >= 1000 and index < len(units) - 1:
        amount, index = amount / 1000, index + 1
    return f"{amount:.4g}{units[index]}"


def name_of(row: Json) -> str:
    """A listed container's own name."""
    names = [name.lstrip("/") for name in row.get("Names") or () if name.count("/") == 1]
    return names[0] if names else str(row.get("Id", ""))[:12]
