"""What a service gives of its nodes, and what it uses, from its specification.

One judge for a specification that is about to be sent and for one that the swarm keeps (`Spec`, `PreviousSpec`): both are a
`ServiceSpec` of the Engine's API. What is not known counts as access to the host.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from commands.effects.logs import log_reasons
from commands.effects.mounts import mount_reasons, volume_reasons
from commands.effects.networks import endpoint_reasons, mode_reasons, network_reasons

Json = Mapping[str, Any]
Find = Callable[[str, str], Json | None]

# What agents of a swarm expand, moby/swarmkit template/expand.go: a mount's source, labels and options are Go templates.
_TEMPLATE = "{{"
_PINNED = re.compile(r"\s*node\.id\s*==\s*(\S+)\s*", re.IGNORECASE)

_SPEC = frozenset({"Name", "Labels", "Mode", "UpdateConfig", "RollbackConfig", "EndpointSpec"})
_TASK = frozenset({"RestartPolicy", "Placement", "ForceUpdate"})
_CONTAINER = frozenset(
    """
    Image Labels Command Args Hostname Env Dir User Init StopSignal TTY OpenStdin ReadOnly StopGracePeriod Healthcheck Hosts
    DNSConfig Secrets Configs CapabilityDrop Ulimits
    """.split()
)
_RESOURCES = {
    "Limits": frozenset({"NanoCPUs", "MemoryBytes", "Pids"}),
    "Reservations": frozenset({"NanoCPUs", "MemoryBytes"}),
    "SwapBytes": frozenset[str](),
    "MemorySwappiness": frozenset[str](),
}
_ISOLATION = ("default", "hyperv", "process")


@dataclass(frozen=True, slots=True)
class Use:
    """An object that a service uses: `ref` is what its specification calls it, an id or (volumes, images) a name.

    `fixed` is False for a name that is a template, which each task fills in for itself. `labels` are those that a volume gets
    when there is none of its name.
    """

    kind: str
    ref: str
    name: str = ""
    fixed: bool = True
    labels: tuple[tuple[str, str], ...] = ()


def nothing_found(kind: str, ref: str) -> Json | None:
    """A `Find` for who looks at the specification alone."""


def service_uses(spec: Json) -> tuple[Use, ...]:
    """Everything that a service uses, each once: image, volumes, networks, secrets, configs."""
    return tuple(dict.fromkeys(_uses(spec)))


def _uses(spec: Json) -> Iterator[Use]:
    task = spec.get("TaskTemplate") or {}
    container = task.get("ContainerSpec") or {}
    if container.get("Image"):
        yield Use("image", str(container["Image"]), str(container["Image"]))
    for mount in container.get("Mounts") or ():
        source, kind = str(mount.get("Source") or ""), str(mount.get("Type") or "bind").lower()
        if source and kind in ("volume", "image", "cluster"):
            labels = (mount.get("VolumeOptions") or {}).get("Labels") or {}
            kind = "volume" if kind == "cluster" else kind
            yield Use(kind, source, source, _TEMPLATE not in source, tuple(sorted(labels.items())))
    for network in _attachments(spec):
        yield Use("network", str(network.get("Target") or ""), str(network.get("Target") or ""))
    for kind in ("Secret", "Config"):
        for item in container.get(f"{kind}s") or ():
            yield Use(kind.lower(), str(item.get(f"{kind}ID") or ""), str(item.get(f"{kind}Name") or ""))
    credential = ((container.get("Privileges") or {}).get("CredentialSpec") or {}).get("Config")
    if credential:
        yield Use("config", str(credential), str(credential))


def _attachments(spec: Json) -> Iterator[Json]:
    """Networks of the tasks, and of the service itself, where older clients wrote them."""
    yield from (spec.get("TaskTemplate") or {}).get("Networks") or ()
    yield from spec.get("Networks") or ()


def service_reasons(spec: Json, find: Find = nothing_found, nodes: int = 1, node: str = "") -> Iterator[str]:
    """Why this service is as much as root on its nodes.

    `find` gives the inspect JSON of a volume or network that the specification names, None for one that is not there.
    `nodes` is how many the swarm has, `node` the id of the one whose volumes `find` sees.
    """
    task = spec.get("TaskTemplate") or {}
    container = task.get("ContainerSpec") or {}
    yield from _unknown(spec, _SPEC | {"TaskTemplate", "Networks"}, "the service")
    yield from _unknown(task, _TASK | {"ContainerSpec", "Networks", "Resources", "LogDriver", "Runtime", "PluginSpec"}, "the task")
    if task.get("PluginSpec") or task.get("Runtime") not in (None, "", "container"):
        yield f"runs a plugin or another runtime ({task.get('Runtime') or 'plugin'})"
    yield from _container_reasons(container)
    for mount in container.get("Mounts") or ():
        yield from _mount_reasons(mount)
        yield from _volume_reasons(mount, find, nodes > 1 and not pinned_to(spec, node))
    for network in _attachments(spec):
        yield from _attachment_reasons(network, find)
    yield from _resource_reasons(task.get("Resources") or {})
    yield from log_reasons(task.get("LogDriver") or {})


def pinned_to(spec: Json, node: str) -> bool:
    """True where a constraint keeps every task on that one node."""
    placement = (spec.get("TaskTemplate") or {}).get("Placement") or {}
    found = (_PINNED.fullmatch(str(text)) for text in placement.get("Constraints") or ())
    return bool(node) and any(match is not None and match[1] == node for match in found)


def _unknown(part: Json, known: frozenset[str], what: str) -> Iterator[str]:
    """Settings that this module does not know; a list or an object may be empty on purpose, so that counts as well."""
    odd = sorted(key for key, value in part.items() if key not in known and value not in (None, "", 0, False))
    if odd:
        yield f"settings of {what} are not known here ({', '.join(odd)})"


def _container_reasons(container: Json) -> Iterator[str]:
    read = {"Privileges", "Mounts", "Groups", "Sysctls", "CapabilityAdd", "Isolation", "OomScoreAdj"}
    yield from _unknown(container, _CONTAINER | read, "the container")
    for capability in container.get("CapabilityAdd") or ():
        yield f"has the capability {capability}"
    if container.get("Sysctls"):
        yield f"sets kernel parameters ({', '.join(sorted(map(str, container['Sysctls'])))})"
    if container.get("Groups"):
        yield f"has groups of its hosts ({', '.join(map(str, container['Groups']))})"
    if str(container.get("Isolation") or "default").lower() not in _ISOLATION:
        yield f"has the isolation {container['Isolation']}, which is not known here"
    if isinstance(container.get("OomScoreAdj"), int) and container["OomScoreAdj"] < 0:
        yield "makes the kernel spare it and end the host's own processes first"
    yield from _privilege_reasons(container.get("Privileges") or {})


def _privilege_reasons(privileges: Json) -> Iterator[str]:
    """`Privileges`: credential specs, SELinux, seccomp, AppArmor."""
    yield from _unknown(
        privileges, frozenset({"CredentialSpec", "SELinuxContext", "Seccomp", "AppArmor", "NoNewPrivileges"}), "the privileges"
    )
    if any((privileges.get("CredentialSpec") or {}).values()):
        yield "reads credentials of its hosts"
    if any((privileges.get("SELinuxContext") or {}).values()):
        yield "changes its SELinux confinement"
    for key, name in (("Seccomp", "seccomp"), ("AppArmor", "AppArmor")):
        found = privileges.get(key) or {}
        if found.get("Mode") not in (None, "", "default") or any(value for field, value in found.items() if field != "Mode"):
            yield f"loosens its {name} confinement ({found.get('Mode') or 'a profile of its own'})"


def _mount_reasons(mount: Json) -> Iterator[str]:
    if _TEMPLATE in str(mount):
        yield f"the mount at {mount.get('Target')} holds a template, so what it mounts is not known before the task starts"
    yield from mount_reasons(mount)


def _volume_reasons(mount: Json, find: Find, elsewhere: bool) -> Iterator[str]:
    """The volume that a mount names, as it is on the node that can be asked; other nodes have others of that name."""
    name = str(mount.get("Source") or "")
    if str(mount.get("Type") or "").lower() != "volume" or not name or _TEMPLATE in name:
        return
    for reason in volume_reasons(find("volume", name) or {}):
        yield f"{name}: {reason}"
    if elsewhere:
        yield (
            f"the volume {name} can be looked at on this node only, and may be a folder of the host on another one "
            "(a constraint node.id== of this node keeps the service here)"
        )


def _attachment_reasons(network: Json, find: Find) -> Iterator[str]:
    target = str(network.get("Target") or "")
    found = find("network", target)
    name = str((found or {}).get("Name") or target)
    reasons = list(network_reasons(found)) if found is not None else list(mode_reasons(target))
    if ((found or {}).get("ConfigFrom") or {}).get("Network"):
        yield f"the network {name} takes its settings from a network of each node, which is not looked at"
    yield from (f"the network {name} {reason}" if found is not None else reason for reason in reasons)
    yield from endpoint_reasons({name: {"DriverOpts": network.get("DriverOpts")}} if network.get("DriverOpts") else {})
    yield from _unknown(network, frozenset({"Target", "Aliases", "DriverOpts"}), f"the attachment to {name}")


def _resource_reasons(resources: Json) -> Iterator[str]:
    yield from _unknown(resources, frozenset(_RESOURCES), "the resources")
    for part in ("Limits", "Reservations"):
        amounts = resources.get(part) or {}
        yield from _unknown(amounts, _RESOURCES[part] | {"GenericResources"}, f"the {part.lower()}")
        if amounts.get("GenericResources"):
            yield "asks for devices of its hosts (generic resources)"
