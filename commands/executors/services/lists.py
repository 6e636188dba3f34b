"""Lists of a service's specification with things added and taken away. Mirrors docker/cli cli/command/service/update.go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from commands.executors.creating.mounts import mount_body
from commands.executors.creating.security import capabilities
from commands.executors.flag_values import FlagValues, mapping
from commands.executors.services import parts
from commands.opts.port import PublishedPort


def texts(flags: FlagValues, long: str, there: list[str] | None, ordered: bool = False) -> list[str]:
    """`--LONG-add` and `--LONG-rm` on a list of texts, each once."""
    gone = set(flags.raw(f"{long}-rm"))
    found = [item for item in dict.fromkeys([*(there or []), *flags.texts(f"{long}-add")]) if item not in gone]
    return sorted(found) if ordered else found


def labels(flags: FlagValues, long: str, there: dict[str, str] | None) -> dict[str, str]:
    """`--LONG-rm`, then `--LONG-add`, on an object."""
    found = {key: value for key, value in (there or {}).items() if key not in flags.raw(f"{long}-rm")}
    return found | mapping(flags.texts(f"{long}-add"))


def environment(flags: FlagValues, there: list[str] | None) -> list[str]:
    """`--env-add` replaces, `--env-rm` takes away, by the variable's name."""
    found = {entry.partition("=")[0]: entry for entry in there or []}
    found |= {entry.partition("=")[0]: entry for entry in flags.texts("env-add")}
    return [entry for name, entry in found.items() if name not in flags.raw("env-rm")]


def mounts(flags: FlagValues, there: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    """Mounts by their target."""
    found = {mount["Target"]: mount for mount in there or []}
    found |= {mount.target: mount_body(mount) for mount in flags.typed("mount-add")}
    gone = set(flags.raw("mount-rm"))
    kept = [mount for target, mount in found.items() if target not in gone]
    return sorted(kept, key=lambda mount: (mount.get("Source", ""), mount["Target"]))


def ports(flags: FlagValues, there: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    """Published ports, in the order of their texts; one is taken away by its port inside, its protocol and its mode."""
    gone = {_inside(port) for port in parts.ports([PublishedPort.parse(text) for text in flags.raw("publish-rm")])}
    before = {_text(port): port for port in there or []}
    found = {text: port for text, port in before.items() if _inside(port) not in gone}
    found |= {_text(port): port for port in parts.ports(flags.typed("publish-add")) if _text(port) not in before}
    return [found[text] for text in sorted(found)]


def _inside(port: dict[str, Any]) -> tuple[Any, ...]:
    return port["TargetPort"], port.get("Protocol") or "tcp", port.get("PublishMode") or "ingress"


def _text(port: dict[str, Any]) -> str:
    inside, protocol, mode = _inside(port)
    return f"{port.get('PublishedPort') or 0}:{inside}/{protocol}/{mode}"


def hosts(flags: FlagValues, there: list[str] | None) -> list[str]:
    """Lines of the hosts file; `--host-rm` takes a name, or a name at one address, away."""
    found = list(there or [])
    for text in flags.raw("host-rm"):
        name, _, address = text.partition(":")
        found = [line for line in (_without(line, name, address) for line in found) if line]
    return found + [line for line in parts.hosts(flags.texts("host-add")) if line not in found]


def _without(line: str, name: str, address: str) -> str:
    where, *names = line.split()
    if address and where != address:
        return line
    left = [one for one in names if one != name]
    return " ".join([where, *left]) if left else ""


def files(there: list[dict[str, Any]] | None, added: list[dict[str, Any]], gone: list[str], kind: str) -> list[dict[str, Any]]:
    """Secrets or configs without those taken away, then those added."""
    name = f"{kind.capitalize()}Name"
    return [item for item in there or [] if item[name] not in gone] + added


def ulimits(flags: FlagValues, there: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    """Limits by their name, sorted by it."""
    found = {item["Name"]: item for item in there or [] if item["Name"] not in flags.raw("ulimit-rm")}
    found |= {item.name: {"Name": item.name, "Hard": item.hard, "Soft": item.soft} for item in flags.typed("ulimit-add")}
    return [found[name] for name in sorted(found)]


def rights(flags: FlagValues, container: dict[str, Any]) -> dict[str, list[str]]:
    """Capabilities: one that is added is dropped no more, and the other way round."""
    add, drop = list(container.get("CapabilityAdd") or []), list(container.get("CapabilityDrop") or [])
    new = capabilities(flags.raw("cap-add"), [])["CapAdd"] or []
    out = capabilities([], flags.raw("cap-drop"))["CapDrop"] or []
    if "RESET" in new:
        add, new = [], [name for name in new if name != "RESET"]
    if "RESET" in out:
        drop, out = [], [name for name in out if name != "RESET"]
    undone = [name for name in out if name in add]
    added = sorted({*(name for name in add if name not in out), *(name for name in new if name not in drop)})
    dropped = sorted({*(name for name in drop if name not in new), *(name for name in out if name not in undone)})
    return {"CapabilityAdd": added, "CapabilityDrop": dropped}


def resources(flags: FlagValues, there: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    """Generic resources by their kind."""
    kind: Callable[[dict[str, Any]], str] = lambda item: str(next(iter(item.values()))["Kind"])  # noqa: E731
    found = {kind(item): item for item in there or [] if kind(item) not in flags.raw("generic-resource-rm")}
    found |= {kind(item): item for item in parts.generic_resources(flags.raw("generic-resource-add"))}
    return list(found.values())
