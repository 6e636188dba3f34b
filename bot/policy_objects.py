"""Host access that objects have already, read from what inspect says of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.policy_host_access import SAFE_SECURITY, bind_reasons, volume_option_reasons

SHARED = {"PidMode": "process", "IpcMode": "IPC", "UTSMode": "host name", "UsernsMode": "user"}
# Not CgroupnsMode: on a host with control groups of version 1 it is `host` for every container that says nothing.


def of_container(inspected: Mapping[str, Any]) -> Iterator[str]:
    """A container's host configuration and mounts."""
    host = inspected.get("HostConfig") or {}
    if host.get("Privileged"):
        yield "is privileged"
    for key, what in SHARED.items():
        mode = str(host.get(key) or "")
        if mode == "host":
            yield f"shares the host's {what} namespace"
        elif mode.startswith("container:") and key in ("PidMode", "IpcMode"):
            yield f"shares another container's {what} namespace"
    if host.get("NetworkMode") == "host":
        yield "shares the host's network"
    for capability in host.get("CapAdd") or ():
        yield f"has the capability {capability}"
    for device in host.get("Devices") or ():
        yield f"has the device {device.get('PathOnHost', '')}"
    yield from _lists(host)
    for option in host.get("SecurityOpt") or ():
        if str(option).lower().replace(":", "=", 1) not in SAFE_SECURITY:
            yield f"has the security option {str(option)[:40]}"
    yield from _mounts(inspected, host)


def _lists(host: Mapping[str, Any]) -> Iterator[str]:
    if host.get("DeviceCgroupRules"):
        yield "may open devices of the host"
    if host.get("DeviceRequests"):
        yield "has the host's GPUs"
    if host.get("VolumesFrom"):
        yield "has another container's mounts"
    if host.get("CgroupParent"):
        yield "is in a control group of its own choice"
    if host.get("Runtime") not in (None, "", "runc", "io.containerd.runc.v2"):
        yield f"runs under {host['Runtime']}"
    if host.get("Sysctls"):
        yield "sets kernel parameters"
    if host.get("GroupAdd"):
        yield "has groups of the host"


def _mounts(inspected: Mapping[str, Any], host: Mapping[str, Any]) -> Iterator[str]:
    seen = False
    for mount in inspected.get("Mounts") or ():
        if mount.get("Type") in ("bind", "npipe", "cluster"):
            seen = True
            yield f"mounts {mount.get('Source') or mount.get('Type')} of the host"
        elif mount.get("Driver") not in (None, "", "local"):
            yield f"has a volume of the plugin {mount['Driver']}"
    if seen:
        return
    for bind in host.get("Binds") or ():
        yield from (f"mounts {str(bind).split(':', 1)[0]} of the host" for _ in bind_reasons(str(bind)))
    for mount in host.get("Mounts") or ():
        if mount.get("Type") == "bind":
            yield f"mounts {mount.get('Source')} of the host"
        options = ((mount.get("VolumeOptions") or {}).get("DriverConfig") or {}).get("Options") or {}
        yield from volume_option_reasons(options, f"the volume {mount.get('Source') or ''}".strip())


def of_volume(inspected: Mapping[str, Any]) -> Iterator[str]:
    """A volume: one whose options mount something of the host, or one of a plugin."""
    if inspected.get("Driver") not in (None, "", "local"):
        yield f"is of the plugin {inspected['Driver']}"
    yield from volume_option_reasons(inspected.get("Options") or {}, "the volume")
