"""Limits, devices, rights and the rest of what a host gives a container."""

from __future__ import annotations

from typing import Any

from commands.reversing.words import Words, csv, each, given, pair, size, switch

SHM_SIZE = 64 << 20
_RATES = {
    "BlkioDeviceReadBps": "--device-read-bps",
    "BlkioDeviceWriteBps": "--device-write-bps",
    "BlkioDeviceReadIOps": "--device-read-iops",
    "BlkioDeviceWriteIOps": "--device-write-iops",
}
_NUMBERS = {
    "CpuShares": "--cpu-shares",
    "CpuPeriod": "--cpu-period",
    "CpuQuota": "--cpu-quota",
    "CpuRealtimePeriod": "--cpu-rt-period",
    "CpuRealtimeRuntime": "--cpu-rt-runtime",
    "CpusetCpus": "--cpuset-cpus",
    "CpusetMems": "--cpuset-mems",
    "CpuCount": "--cpu-count",
    "CpuPercent": "--cpu-percent",
    "IOMaximumIOps": "--io-maxiops",
    "IOMaximumBandwidth": "--io-maxbandwidth",
    "BlkioWeight": "--blkio-weight",
    "CgroupParent": "--cgroup-parent",
    "OomScoreAdj": "--oom-score-adj",
    "PidsLimit": "--pids-limit",
}


def limits(host: dict[str, Any]) -> Words:
    """`--memory`, `--cpus`, `--device`, `--ulimit` and their like."""
    words = _memory(host)
    if host.get("NanoCpus"):
        words += pair("--cpus", f"{host['NanoCpus'] / 1e9:.9f}".rstrip("0").rstrip("."))
    for key, flag in _NUMBERS.items():
        words += given(flag, host.get(key))
    words += each("--blkio-weight-device", [f"{item['Path']}:{item['Weight']}" for item in host.get("BlkioWeightDevice") or []])
    for key, flag in _RATES.items():
        words += each(flag, [f"{item['Path']}:{item['Rate']}" for item in host.get(key) or []])
    words += each("--device", [_device(item) for item in host.get("Devices") or []])
    words += each("--device-cgroup-rule", host.get("DeviceCgroupRules")) + _requests(host.get("DeviceRequests") or [])
    words += switch("--oom-kill-disable", host.get("OomKillDisable"))
    ulimits = [(item["Name"], item["Soft"], item["Hard"]) for item in host.get("Ulimits") or []]
    return words + each("--ulimit", [f"{name}={soft}" if soft == hard else f"{name}={soft}:{hard}" for name, soft, hard in ulimits])


def _memory(host: dict[str, Any]) -> Words:
    memory, swap = host.get("Memory") or 0, host.get("MemorySwap") or 0
    words = pair("--memory", size(memory)) if memory else []
    if host.get("MemoryReservation"):
        words += pair("--memory-reservation", size(host["MemoryReservation"]))
    if swap and swap != 2 * memory:  # twice the memory is what the daemon makes of no word about it
        words += pair("--memory-swap", size(swap))
    if host.get("MemorySwappiness") not in (None, -1):
        words += pair("--memory-swappiness", host["MemorySwappiness"])
    if host.get("KernelMemory"):
        words += pair("--kernel-memory", size(host["KernelMemory"]))
    if host.get("ShmSize") not in (None, 0, SHM_SIZE):
        words += pair("--shm-size", size(host["ShmSize"]))
    return words


def _device(item: dict[str, Any]) -> str:
    text, inside, rights = item["PathOnHost"], item.get("PathInContainer"), item.get("CgroupPermissions")
    if inside and inside != text:
        text += f":{inside}"
    return text if rights in (None, "", "rwm") else f"{text}:{rights}"


def _requests(requests: list[dict[str, Any]]) -> Words:
    words: Words = []
    for request in requests:
        if request.get("Driver") == "cdi":
            words += each("--device", request.get("DeviceIDs"))
            continue
        fields = [f"driver={request['Driver']}"] if request.get("Driver") else []
        if request.get("Count"):
            fields.append("count=all" if request["Count"] == -1 else f"count={request['Count']}")
        if request.get("DeviceIDs"):
            fields.append(f"device={','.join(request['DeviceIDs'])}")
        extra = [name for name in (request.get("Capabilities") or [[]])[0] if name != "gpu"]
        if extra:
            fields.append(f"capabilities={','.join(extra)}")
        if request.get("Options"):
            fields.append("options=" + ",".join(f"{key}={value}" for key, value in sorted(request["Options"].items())))
        words += pair("--gpus", "all" if fields == ["count=all"] else csv(fields))
    return words


def rights(host: dict[str, Any], info: dict[str, Any]) -> Words:
    """`--privileged`, capabilities, namespaces, security options, the runtime."""
    words = switch("--privileged", host.get("Privileged"))
    words += each("--cap-add", [name.removeprefix("CAP_") for name in host.get("CapAdd") or []])
    words += each("--cap-drop", [name.removeprefix("CAP_") for name in host.get("CapDrop") or []])
    words += each("--security-opt", host.get("SecurityOpt"))
    if host.get("MaskedPaths") == [] and not host.get("Privileged"):
        words += pair("--security-opt", "systempaths=unconfined")
    words += given("--ipc", host.get("IpcMode"), (None, "", "private")) + given("--pid", host.get("PidMode"))
    words += given("--uts", host.get("UTSMode")) + given("--userns", host.get("UsernsMode"))
    if info.get("CgroupVersion"):
        usual = "private" if str(info["CgroupVersion"]) == "2" else "host"
        words += given("--cgroupns", host.get("CgroupnsMode"), (None, "", usual))
    words += each("--group-add", host.get("GroupAdd"))
    words += given("--runtime", host.get("Runtime"), (None, "", str(info.get("DefaultRuntime") or "runc")))
    words += given("--isolation", host.get("Isolation"))
    words += each("--sysctl", [f"{key}={value}" for key, value in sorted((host.get("Sysctls") or {}).items())])
    words += each("--storage-opt", [f"{key}={value}" for key, value in sorted((host.get("StorageOpt") or {}).items())])
    words += each("--annotation", [f"{key}={value}" for key, value in sorted((host.get("Annotations") or {}).items())])
    words += switch("--read-only", host.get("ReadonlyRootfs"))
    if host.get("Init") is not None:
        words.append("--init" if host["Init"] else "--init=false")
    return words


def logging(host: dict[str, Any], info: dict[str, Any]) -> Words:
    """`--log-driver` and `--log-opt`, where they are not what the daemon does by itself."""
    log = host.get("LogConfig") or {}
    options = [f"{key}={value}" for key, value in sorted((log.get("Config") or {}).items())]
    usual = str(info.get("LoggingDriver") or "json-file")
    words = given("--log-driver", log.get("Type"), (None, "", usual))
    return words + each("--log-opt", options)


def restart(host: dict[str, Any]) -> Words:
    """`--restart`, and `--rm`."""
    policy = host.get("RestartPolicy") or {}
    name, count = policy.get("Name") or "no", policy.get("MaximumRetryCount") or 0
    words = switch("--rm", host.get("AutoRemove"))
    return words + ([] if name == "no" else pair("--restart", f"{name}:{count}" if count else name))
