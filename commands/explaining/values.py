"""One sentence for the value of any flag: by its meaning where one is known, by its type otherwise."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from commands.explaining import choices, images, limits, listing, mounts, networks, ports, processes
from commands.explaining.text import duration, masked, shown, size
from commands.spec import notes

_LONGEST = 4_000  # characters of a value that is looked into
Explain = Callable[[str, str], str]


def _namespace(kind: str) -> Explain:
    return lambda value, path: processes.namespace(kind, value)


def _choice(kind: str) -> Explain:
    return lambda value, path: choices.choice(kind, value)


# By the flag's long name, for every command that has it.
_BY_FLAG: dict[str, Explain] = {
    "publish": ports.published,
    "publish-add": ports.published,
    "expose": ports.exposed,
    "volume": mounts.volume,
    "mount": mounts.mount,
    "mount-add": mounts.mount,
    "tmpfs": mounts.tmpfs,
    "volumes-from": mounts.volumes_from,
    "network": networks.network,
    "network-add": networks.network,
    "add-host": networks.add_host,
    "host-add": networks.add_host,
    "link": networks.link,
    "env": processes.env,
    "env-add": processes.env,
    "build-arg": processes.build_arg,
    "label": processes.label,
    "label-add": processes.label,
    "user": processes.user,
    "group-add": processes.group_add,
    "entrypoint": processes.entrypoint,
    "cap-add": processes.cap_add,
    "cap-drop": processes.cap_drop,
    "security-opt": processes.security_opt,
    "device": processes.device,
    "gpus": processes.gpus,
    "ulimit": processes.ulimit,
    "ulimit-add": processes.ulimit,
    "sysctl": processes.sysctl,
    "signal": processes.signal,
    "stop-signal": processes.stop_signal,
    "stop-timeout": processes.stop_timeout,
    "timeout": processes.stop_timeout,
    "detach-keys": processes.detach_keys,
    "attach": processes.attach,
    "pid": _namespace("pid"),
    "ipc": _namespace("ipc"),
    "uts": _namespace("uts"),
    "userns": _namespace("userns"),
    "cgroupns": _namespace("cgroupns"),
    "memory": limits.memory,
    "memory-swap": limits.memory_swap,
    "cpus": limits.cpus,
    "cpu-shares": limits.cpu_shares,
    "pids-limit": limits.pids,
    "restart": choices.restart,
    "pull": _choice("pull"),
    "policy": _choice("pull"),
    "rmi": _choice("rmi"),
    "mode": _choice("mode"),
    "endpoint-mode": _choice("endpoint-mode"),
    "availability": _choice("availability"),
    "restart-condition": _choice("restart-condition"),
    "update-order": _choice("order"),
    "rollback-order": _choice("order"),
    "update-failure-action": _choice("failure-action"),
    "rollback-failure-action": _choice("failure-action"),
    "role": _choice("role"),
    "platform": choices.platform,
    "log-driver": choices.log_driver,
    "log-opt": choices.log_opt,
    "scale": choices.scale,
    "filter": listing.filtered,
    "format": listing.formatted,
    "since": listing.since,
    "until": listing.until,
    "tail": listing.tail,
    "last": listing.last,
    "tag": images.tagged,
}
# Where a command means something else by the same name; None: its note has the sentence.
_BY_COMMAND: dict[tuple[str, str], Explain | None] = {
    ("image build", "file"): images.dockerfile,
    ("buildx build", "file"): images.dockerfile,
    ("image build", "cache-from"): images.cache_from,
    ("buildx build", "cache-from"): images.cache_from,
    ("buildx build", "cache-to"): images.cache_to,
    ("image build", "network"): networks.build_network,
    ("buildx build", "network"): networks.build_network,
    ("image build", "output"): images.output,
    ("buildx build", "output"): images.output,
    ("image build", "secret"): images.build_secret,
    ("buildx build", "secret"): images.build_secret,
    ("buildx build", "policy"): None,
    ("buildx bake", "policy"): None,
    ("image build", "security-opt"): None,
    ("service create", "entrypoint"): None,
    ("service update", "entrypoint"): None,
    ("service create", "host"): networks.add_host,
    ("network create", "driver"): networks.network_driver,
    ("network connect", "alias"): None,
    ("network connect", "link"): networks.link,
    ("volume create", "driver"): networks.volume_driver,
    ("volume create", "opt"): mounts.volume_option,
    ("volume create", "availability"): None,
    ("volume update", "availability"): None,
    ("plugin enable", "timeout"): None,
    ("compose up", "attach"): None,
    ("compose bridge transformations list", "format"): listing.formatted,
    ("buildx build", "memory"): None,
    ("buildx build", "memory-swap"): None,
    ("buildx build", "cpu-shares"): None,
    ("buildx build", "security-opt"): None,
}  # fmt: skip


@lru_cache(maxsize=4096)
def sentence(path: str, long: str, kind: str, component: str, value: str) -> str:
    """What this value of this flag means for this command; "" where its type says it all.

    `kind` is the type name that pflag reports. A comma-separated type gets one sentence for the whole.
    """
    if len(value) > _LONGEST:
        return f"The value given has {len(value):,} characters."
    pair = (path, long)
    explain = (
        _BY_COMMAND[pair]
        if pair in _BY_COMMAND
        else None
        if path.startswith("buildx") and kind in {"duration", "bytes"}
        else _BY_FLAG.get(long)
    )
    if explain is None and path in {"buildx dap build", "buildx debug build"}:
        explain = _BY_COMMAND.get(("buildx build", long), _BY_FLAG.get(long)) if ("buildx build", long) in _BY_COMMAND else explain
    if explain is not None:
        try:
            return explain(value, path)
        except (ValueError, IndexError, KeyError, ArithmeticError):
            return f"The value given is {shown(value)}."
    template = notes.flag_sentence(path, long, component)
    if template:
        if "`{value}`" in template:
            return template.replace("{value}", masked(value))
        return template.replace("{size}", size(value)).replace("{time}", _time(long, value)).replace("{value}", _plain(kind, value))
    return _by_type(kind, value)


def _time(long: str, value: str) -> str:
    return (
        {"health-interval": "30 seconds", "health-timeout": "30 seconds"}.get(long, duration(value))
        if value in {"0", "0s"}
        else duration(value)
    )


def _plain(kind: str, value: str) -> str:
    return (
        ", ".join(item.strip() for item in value.split(","))
        if kind == "stringSlice" and "," in value and '"' not in value
        else shown(value)
    )


def _by_type(kind: str, value: str) -> str:
    """A sound sentence from the type alone."""
    if kind == "bytes":
        return f"The size given is {size(value)}."
    if kind == "duration":
        return f"The time given is {duration(value)}."
    if kind in {"int", "int64", "uint", "uint16", "uint32", "uint64", "float", "decimal"}:
        return f"The number given is {shown(value)}."
    if kind in {"list", "stringArray", "stringSlice", "map", "stringToString"}:
        return f"{shown(value)} is added."
    return f"It is set to {shown(value)}."
