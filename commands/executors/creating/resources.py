"""Limits and devices of a container."""

from __future__ import annotations

import re
from typing import Any

from commands.executors.flag_values import FlagValues
from commands.opts.device import DeviceMapping
from commands.opts.gpus import GpuRequest

# container-orchestrated-devices: VENDOR/CLASS=NAME is a device by its CDI name.
_END = r"[A-Za-z0-9]"
_CDI = re.compile(rf"[A-Za-z](?:[\w.\-]*{_END})?/[A-Za-z](?:[\w\-]*{_END})?={_END}(?:[\w.:\-]*{_END})?", re.ASCII)


def resources(flags: FlagValues) -> dict[str, Any]:
    """The part of HostConfig that `--memory`, `--cpus`, `--device` and their like fill."""
    devices = flags.raw("device")
    named = [text for text in devices if _CDI.fullmatch(text)]
    requests = [gpu_request(request) for request in flags.typed("gpus")]
    if named:
        requests.append({"Driver": "cdi", "Count": 0, "DeviceIDs": named, "Capabilities": None, "Options": None})
    return {
        "CpuShares": flags.number("cpu-shares"),
        "Memory": flags.amount("memory"),
        "NanoCpus": flags.amount("cpus"),
        "CgroupParent": flags.text("cgroup-parent"),
        "BlkioWeight": flags.number("blkio-weight"),
        "BlkioWeightDevice": [{"Path": item.path, "Weight": item.weight} for item in flags.typed("blkio-weight-device")],
        "BlkioDeviceReadBps": _rates(flags, "device-read-bps"),
        "BlkioDeviceWriteBps": _rates(flags, "device-write-bps"),
        "BlkioDeviceReadIOps": _rates(flags, "device-read-iops"),
        "BlkioDeviceWriteIOps": _rates(flags, "device-write-iops"),
        "CpuPeriod": flags.number("cpu-period"),
        "CpuQuota": flags.number("cpu-quota"),
        "CpuRealtimePeriod": flags.number("cpu-rt-period"),
        "CpuRealtimeRuntime": flags.number("cpu-rt-runtime"),
        "CpusetCpus": flags.text("cpuset-cpus"),
        "CpusetMems": flags.text("cpuset-mems"),
        "Devices": [_device(text) for text in devices if text not in named],
        "DeviceCgroupRules": flags.texts("device-cgroup-rule") or None,
        "DeviceRequests": requests or None,
        "KernelMemory": flags.amount("kernel-memory"),
        "MemoryReservation": flags.amount("memory-reservation"),
        "MemorySwap": flags.amount("memory-swap"),
        "MemorySwappiness": flags.number("memory-swappiness", -1),
        "OomKillDisable": flags.on("oom-kill-disable"),
        "PidsLimit": flags.number("pids-limit"),
        "Ulimits": [{"Name": item.name, "Hard": item.hard, "Soft": item.soft} for item in _last_of_each(flags.typed("ulimit"))],
        "CpuCount": flags.number("cpu-count"),
        "CpuPercent": flags.number("cpu-percent"),
        "IOMaximumIOps": flags.number("io-maxiops"),
        "IOMaximumBandwidth": flags.amount("io-maxbandwidth"),
    }


def _rates(flags: FlagValues, long: str) -> list[dict[str, Any]]:
    return [{"Path": item.path, "Rate": item.rate} for item in flags.typed(long)]


def _last_of_each(ulimits: list[Any]) -> list[Any]:
    return list({item.name: item for item in ulimits}.values())


def _device(text: str) -> dict[str, str]:
    device = DeviceMapping.parse(text)
    return {"PathOnHost": device.host, "PathInContainer": device.container, "CgroupPermissions": device.mode}


def gpu_request(request: GpuRequest) -> dict[str, Any]:
    """One `--gpus` as the daemon takes it. Mirrors docker/cli opts/gpus.go."""
    capabilities = list(request.capabilities)
    return {
        "Driver": request.driver,
        "Count": request.count,
        "DeviceIDs": list(request.devices) or None,
        "Capabilities": [[*capabilities, "gpu"]] if capabilities else [["gpu"]],
        "Options": {key: value for key, _, value in (text.partition("=") for text in request.options)},
    }
