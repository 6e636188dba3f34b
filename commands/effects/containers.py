"""What a container gets of its host, from its JSON: the body that would make it, or its inspect.

`HostConfig` has the same shape in both. Keys that are not known here, and values outside of what is known to be harmless,
count as access to the host: an Engine may learn more than this table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from commands.effects.logs import log_reasons
from commands.effects.mounts import (
    LOCAL_DRIVER,
    bind_reasons,
    memory_option_reasons,
    mount_reasons,
    mounted_reasons,
    volume_of_bind,
)
from commands.effects.networks import MODES, endpoint_reasons, mode_reasons

Json = Mapping[str, Any]

SAFE_SECURITY = frozenset(
    """
    no-new-privileges no-new-privileges=true no-new-privileges:true seccomp=builtin seccomp:builtin
    apparmor=docker-default apparmor:docker-default
    """.split()
)
_RUNTIMES = (None, "", "runc", "io.containerd.runc.v2")
# Namespaces: key → what it is, values that share nothing, and whether another container's can be joined.
_NAMESPACES = {
    "PidMode": ("process", ("", "private"), True),
    "IpcMode": ("IPC", ("", "private", "shareable", "none"), True),
    "UTSMode": ("host name", ("", "private"), False),
    "UsernsMode": ("user", ("", "private"), False),
}
# What moby masks and protects in every container (oci.DefaultSpec, since 18.09): with less, /proc is the host's.
_MASKED = frozenset(
    "/proc/acpi /proc/kcore /proc/keys /proc/latency_stats /proc/timer_list /proc/sched_debug /proc/scsi /sys/firmware".split()
)
_READONLY = frozenset("/proc/bus /proc/fs /proc/irq /proc/sys /proc/sysrq-trigger".split())
# Keys that are only believed when they are empty, and why.
_EMPTY_ONLY = {
    "DeviceCgroupRules": "may open devices of the host",
    "DeviceRequests": "has the host's GPUs or other devices",
    "VolumesFrom": "has another container's mounts",
    "CgroupParent": "is in a control group of its own choice",
    "Cgroup": "is in another container's control group",
    "Sysctls": "sets kernel parameters",
    "GroupAdd": "has groups of the host",
    "Annotations": "has annotations, which the runtime may act on",
    "StorageOpt": "has options for the storage driver",
}
# Keys that are judged above or below, and those that give nothing of the host.
_JUDGED = frozenset(
    """
    Binds Mounts Tmpfs VolumeDriver NetworkMode PidMode IpcMode UTSMode UsernsMode CgroupnsMode Privileged CapAdd Devices
    SecurityOpt MaskedPaths ReadonlyPaths LogConfig Runtime Isolation Links
    """.split()
)
_HARMLESS = frozenset(
    """
    AutoRemove BlkioDeviceReadBps BlkioDeviceReadIOps BlkioDeviceWriteBps BlkioDeviceWriteIOps BlkioWeight BlkioWeightDevice
    CapDrop ConsoleSize ContainerIDFile CpuCount CpuPercent CpuPeriod CpuQuota CpuRealtimePeriod CpuRealtimeRuntime CpuShares
    CpusetCpus CpusetMems Dns DnsOptions DnsSearch ExtraHosts IOMaximumBandwidth IOMaximumIOps Init KernelMemory KernelMemoryTCP
    Memory MemoryReservation MemorySwap MemorySwappiness NanoCpus OomKillDisable OomScoreAdj PidsLimit PortBindings
    PublishAllPorts ReadonlyRootfs RestartPolicy ShmSize Ulimits
    """.split()
)
_KNOWN = _JUDGED | _HARMLESS | frozenset(_EMPTY_ONLY)
# A path inside of a container, of Linux or of Windows.
_INSIDE_PATH = re.compile(r"(?:[A-Za-z]:)?[/\\][^:]*", re.S)
_ISOLATIONS = (None, "", "default", "process", "hyperv")


def container_reasons(
    config: Json, host: Json, endpoints: Mapping[str, Json | None], mounts: Iterable[Json] = (), existing: bool = False
) -> tuple[str, ...]:
    """Why a container is as much as root on its host, each a phrase with a verb (`is privileged`); empty when it is not.

    `config` and `host` are `Config` and `HostConfig`, `endpoints` the networks it is on, `mounts` (of an inspect) what is
    mounted in fact. `existing`: it is there already, so that where its log goes is settled, and the daemon's defaults stand
    in `CgroupnsMode` and `LogConfig`.
    """
    found = [
        *_privileges(host),
        *_namespaces(host, existing),
        *mode_reasons(str(host.get("NetworkMode") or "")),
        *endpoint_reasons(endpoints),
        *_paths(host),
        *_mounts(host),
        *(reason for mount in mounts for reason in mounted_reasons(mount)),
        *(reason for key, reason in _EMPTY_ONLY.items() if host.get(key) and not _only_size(key, host[key])),
        *_unknown(host),
        *_volume_targets(config),
    ]
    if not existing:
        found += log_reasons(host.get("LogConfig") or {})
    return tuple(dict.fromkeys(found))


def _privileges(host: Json) -> Iterator[str]:
    if host.get("Privileged"):
        yield "is privileged"
    for capability in host.get("CapAdd") or ():
        yield f"has the capability {capability}"
    for device in host.get("Devices") or ():
        yield f"has the device {device.get('PathOnHost', '')}"
    for option in host.get("SecurityOpt") or ():
        if str(option).lower() not in SAFE_SECURITY:
            yield f"has the security option {str(option)[:40]}"
    if host.get("Runtime") not in _RUNTIMES:
        yield f"runs under {host['Runtime']}"
    if host.get("Isolation") not in _ISOLATIONS:
        yield f"has the isolation {host['Isolation']}"


def _namespaces(host: Json, existing: bool) -> Iterator[str]:
    for key, (what, own, joinable) in _NAMESPACES.items():
        mode = str(host.get(key) or "").strip().lower()
        if mode == "host":
            yield f"shares the host's {what} namespace"
        elif mode.startswith("container:") and joinable:
            yield f"shares another container's {what} namespace"
        elif mode not in own:
            yield f"has the {what} namespace {mode}, which is not known here"
    # On a host with control groups of version 1 the mode is `host` for every container that says nothing.
    if not existing and str(host.get("CgroupnsMode") or "").strip().lower() not in ("", "private"):
        yield "shares the host's control group namespace"


def _paths(host: Json) -> Iterator[str]:
    """Paths of /proc and /sys that are hidden or protected; a list that lacks some lays the host's open. None is docker's own."""
    for key, needed in (("MaskedPaths", _MASKED), ("ReadonlyPaths", _READONLY)):
        given = host.get(key)
        if given is not None and not needed <= set(given) and not host.get("Privileged"):
            yield "lays open paths of the kernel that docker protects (systempaths=unconfined)"
            return


def _mounts(host: Json) -> Iterator[str]:
    for bind in host.get("Binds") or ():
        yield from bind_reasons(str(bind))
    for mount in host.get("Mounts") or ():
        yield from mount_reasons(mount)
    for target, options in (host.get("Tmpfs") or {}).items():
        for reason in memory_option_reasons(str(options or "")):
            yield f"{reason} (at {target})"
    if host.get("VolumeDriver") not in LOCAL_DRIVER:
        yield f"has volumes of the plugin {host['VolumeDriver']}, which mounts what it likes"


def _only_size(key: str, value: Any) -> bool:
    return key == "StorageOpt" and set(value) == {"size"}


def _unknown(host: Json) -> Iterator[str]:
    unknown = sorted(str(key) for key, value in host.items() if key not in _KNOWN and value)
    if unknown:
        yield f"has settings that are not known here ({', '.join(unknown)})"


def _volume_targets(config: Json) -> Iterator[str]:
    """Volumes without a name: only a target, which is a path inside."""
    for target in config.get("Volumes") or {}:
        if not _INSIDE_PATH.fullmatch(str(target)):
            yield f"mounts {target}, which is no path inside of a container"


def inspected_reasons(inspected: Json) -> tuple[str, ...]:
    """A container that is there, from its inspect JSON. Its volumes and networks are objects of their own."""
    networks = (inspected.get("NetworkSettings") or {}).get("Networks") or {}
    return container_reasons(
        inspected.get("Config") or {}, inspected.get("HostConfig") or {}, networks, inspected.get("Mounts") or (), existing=True
    )


def used_by_container(host: Json, endpoints: Mapping[str, Json | None]) -> Iterator[tuple[str, str]]:
    """(kind, name) of everything a container uses by name: volumes, networks, other containers, images."""
    yield from (("volume", name) for bind in host.get("Binds") or () if (name := volume_of_bind(str(bind))))
    for mount in host.get("Mounts") or ():
        kind, source = str(mount.get("Type") or "").lower(), str(mount.get("Source") or "")
        if source and kind in ("volume", "cluster", "image"):
            yield ("image" if kind == "image" else "volume", source)
    for mode in dict.fromkeys([str(host.get("NetworkMode") or ""), *map(str, endpoints)]):
        yield from used_by_mode(mode)
    links = [*(host.get("Links") or ()), *(link for one in endpoints.values() for link in (one or {}).get("Links") or ())]
    yield from (("container", str(link).partition(":")[0]) for link in dict.fromkeys(links))
    for text in host.get("VolumesFrom") or ():
        yield ("container", str(text).partition(":")[0])
    for key in ("PidMode", "IpcMode"):
        mode = str(host.get(key) or "")
        if mode.startswith("container:"):
            yield ("container", mode.partition(":")[2])


def used_by_mode(mode: str) -> Iterator[tuple[str, str]]:
    """What a network mode names: another container, or a network that is not docker's own."""
    if mode.startswith("container:"):
        yield ("container", mode.partition(":")[2])
    elif mode not in MODES and mode != "host":
        yield ("network", mode)
