"""Services of a compose file → `docker run …`, one command each, in the order they depend on each other."""

from __future__ import annotations

import re
import shlex
from typing import Any

from commands.composing.mapping import BLKIO_RATES, HEALTH, LISTS, MAPPINGS, SCALARS, SWITCHES
from commands.composing.reader import Read, Sexagesimal
from commands.composing.shape import named

_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001, "us": 0.000001}


def commands_of(read: Read) -> list[str]:
    """What has to be made first (networks, volumes with options, images), then a `docker run` a service."""
    data = read.data if isinstance(read.data, dict) else {}
    services = {name: one for name, one in (data.get("services") or {}).items() if isinstance(one, dict)}
    several = len(services) > 1
    shared = _shared_network(data, services) if several else ""
    found = _networks(data, shared) + _volumes(data)
    for name in _in_order(services):
        found += _service(data, name, services[name], several, shared)
    return found


def _in_order(services: dict[str, Any]) -> list[str]:
    ordered: list[str] = []

    def put(name: str, trail: tuple[str, ...]) -> None:
        if name in ordered or name in trail or name not in services:
            return
        for needed in named(services[name].get("depends_on")):
            put(needed, (*trail, name))
        ordered.append(name)

    for name in services:
        put(name, ())
    return ordered


def _shared_network(data: dict[str, Any], services: dict[str, Any]) -> str:
    """The network Compose makes for services that name none."""
    if all(one.get("networks") or one.get("network_mode") for one in services.values()):
        return ""
    return f"{data.get('name') or 'app'}_default"


def _networks(data: dict[str, Any], shared: str) -> list[str]:
    found = [f"docker network create {shared}"] if shared else []
    for key, row in (data.get("networks") or {}).items():
        row = row if isinstance(row, dict) else {}
        if row.get("external"):
            continue
        words = ["docker", "network", "create"]
        if row.get("driver"):
            words += ["--driver", _text(row["driver"])]
        words += ["--internal"] * bool(row.get("internal")) + ["--attachable"] * bool(row.get("attachable"))
        for option, value in (row.get("driver_opts") or {}).items():
            words += ["--opt", f"{option}={_text(value)}"]
        for config in (row.get("ipam") or {}).get("config") or []:
            for name, flag in (("subnet", "--subnet"), ("gateway", "--gateway"), ("ip_range", "--ip-range")):
                words += [flag, _text(config[name])] if config.get(name) else []
        found.append(_line([*words, _text(row.get("name") or key)]))
    return found


def _volumes(data: dict[str, Any]) -> list[str]:
    found: list[str] = []
    for key, row in (data.get("volumes") or {}).items():
        row = row if isinstance(row, dict) else {}
        if row.get("external") or not (row.get("driver") or row.get("driver_opts")):
            continue
        words = ["docker", "volume", "create"] + (["--driver", _text(row["driver"])] if row.get("driver") else [])
        for option, value in (row.get("driver_opts") or {}).items():
            words += ["--opt", f"{option}={_text(value)}"]
        found.append(_line([*words, _text(row.get("name") or key)]))
    return found


def _service(data: dict[str, Any], name: str, service: dict[str, Any], several: bool, shared: str) -> list[str]:
    made: list[str] = []
    image = _text(service.get("image") or name)
    if service.get("build"):
        made.append(_build(service["build"], image))
    words = ["docker", "run"] + ([] if service.get("stdin_open") or service.get("tty") else ["--detach"])
    if several and not service.get("container_name"):
        words += ["--name", name]
    for flag, key in SCALARS.items():
        if service.get(key) is not None:
            words += [f"--{flag}", _mode(_text(service[key]))]
    for flag, key in SWITCHES.items():
        words += [f"--{flag}"] * (service.get(key) is True)
    for flag, key in LISTS.items():
        if flag != "volume":
            for value in _values(service.get(key), key):
                words += [f"--{flag}", value]
    words += _storage(data, service) + _connections(data, name, service, shared) + _rest(service)
    entry, command = _words(service.get("entrypoint")), _words(service.get("command"))
    if entry is not None:
        words += ["--entrypoint", entry[0] if entry else ""]
    return [*made, _line([*words, image, *(entry or [])[1:], *(command or [])])]


def _build(build: Any, image: str) -> str:
    row = build if isinstance(build, dict) else {"context": build}
    words = ["docker", "build", "--tag", image]
    if row.get("dockerfile"):
        words += ["--file", _text(row["dockerfile"])]
    for value in _values(row.get("args"), "environment"):
        words += ["--build-arg", value]
    if row.get("target"):
        words += ["--target", _text(row["target"])]
    return _line([*words, _text(row.get("context") or ".")])


def _text(value: Any) -> str:
    """A value as docker's command line writes it; `$$` is a plain dollar sign."""
    if isinstance(value, Sexagesimal):
        return value.written
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).replace("$$", "\0")


def _mode(text: str) -> str:
    return re.sub(r"^service:", "container:", text)


def _values(value: Any, key: str) -> list[str]:
    if value is None:
        return []
    if isinstance(value, dict):
        join = ":" if key == "extra_hosts" else "="
        return [_text(name) if inner is None else f"{_text(name)}{join}{_text(inner)}" for name, inner in value.items()]
    rows = value if isinstance(value, list) else [value]
    if key == "ports":
        return [_port(row) for row in rows]
    if key == "env_file":
        return [_text(row["path"]) if isinstance(row, dict) else _text(row) for row in rows]
    return [_text(row) for row in rows if not (isinstance(row, dict) and key not in MAPPINGS)]


def _port(row: Any) -> str:
    if not isinstance(row, dict):
        return _text(row)
    host = _text(row["published"]) if row.get("published") is not None else ""
    address = f"{_text(row['host_ip'])}:" if row.get("host_ip") else ""
    protocol = f"/{row['protocol']}" if row.get("protocol", "tcp") != "tcp" else ""
    return f"{address}{host}{':' if host or address else ''}{_text(row.get('target', ''))}{protocol}"


def _storage(data: dict[str, Any], service: dict[str, Any]) -> list[str]:
    words: list[str] = []
    names = {key: row.get("name") or key for key, row in (data.get("volumes") or {}).items() if isinstance(row, dict)}
    for row in service.get("volumes") or []:
        if isinstance(row, dict):
            words += ["--mount", _mount(row, names)]
        else:
            source, colon, rest = _text(row).partition(":")
            words += ["--volume", f"{names.get(source, source)}{colon}{rest}"]
    for row in service.get("volumes_from") or []:
        words += ["--volumes-from", _text(row).removeprefix("container:")]
    return words


_MOUNT_FLAGS = {
    ("bind", "propagation"): "bind-propagation",
    ("bind", "recursive"): "bind-recursive",
    ("volume", "nocopy"): "volume-nocopy",
    ("volume", "subpath"): "volume-subpath",
    ("tmpfs", "size"): "tmpfs-size",
    ("tmpfs", "mode"): "tmpfs-mode",
    ("image", "subpath"): "image-subpath",
}


def _mount(row: dict[str, Any], names: dict[str, str]) -> str:
    parts = [f"type={row.get('type', 'volume')}"]
    for key in ("source", "target", "consistency"):
        if row.get(key):
            parts.append(f"{key}={names.get(row[key], _text(row[key]))}")
    parts += ["readonly"] * (row.get("read_only") is True)
    for (group, key), flag in _MOUNT_FLAGS.items():
        value = (row.get(group) or {}).get(key)
        if value is not None:
            parts.append(flag if value is True else f"{flag}={_text(value)}")
    return ",".join(f'"{part}"' if "," in part else part for part in parts)


def _connections(data: dict[str, Any], name: str, service: dict[str, Any], shared: str) -> list[str]:
    if service.get("network_mode"):
        return ["--network", _mode(_text(service["network_mode"]))]
    networks = service.get("networks")
    rows = networks if isinstance(networks, dict) else dict.fromkeys(networks or [])
    if not rows:
        return ["--network", shared, "--network-alias", name] if shared else []
    defined = data.get("networks") or {}
    several = len(rows) > 1
    words: list[str] = []
    for key, row in rows.items():
        row = row if isinstance(row, dict) else {}
        known = defined.get(key) if isinstance(defined.get(key), dict) else {}
        real = _text((known or {}).get("name") or key)
        special = row.keys() - {"aliases", "ipv4_address", "ipv6_address", "link_local_ips"}
        if special or (several and row):
            words += ["--network", _advanced(real, row)]
            continue
        words += ["--network", real]
        for alias in row.get("aliases") or []:
            words += ["--network-alias", _text(alias)]
        for option, flag in (("ipv4_address", "--ip"), ("ipv6_address", "--ip6")):
            words += [flag, _text(row[option])] if row.get(option) else []
        for address in row.get("link_local_ips") or []:
            words += ["--link-local-ip", _text(address)]
    return words


def _advanced(name: str, row: dict[str, Any]) -> str:
    parts = [f"name={name}"] + [f"alias={_text(alias)}" for alias in row.get("aliases") or []]
    for key, flag in (
        ("ipv4_address", "ip"),
        ("ipv6_address", "ip6"),
        ("mac_address", "mac-address"),
        ("gw_priority", "gw-priority"),
    ):
        parts += [f"{flag}={_text(row[key])}"] if row.get(key) is not None else []
    return ",".join(parts + [f"driver-opt={key}={_text(value)}" for key, value in (row.get("driver_opts") or {}).items()])


def _rest(service: dict[str, Any]) -> list[str]:
    words: list[str] = []
    logging, health, blkio = (service.get(key) or {} for key in ("logging", "healthcheck", "blkio_config"))
    words += ["--log-driver", _text(logging["driver"])] if logging.get("driver") else []
    for group, flag in ((logging.get("options"), "--log-opt"), (service.get("storage_opt"), "--storage-opt")):
        for key, value in (group or {}).items():
            words += [flag, f"{key}={_text(value)}"]
    if health.get("disable"):
        words.append("--no-healthcheck")
    elif health:
        words += _health(health)
    for name, limit in (service.get("ulimits") or {}).items():
        both = f"{limit['soft']}:{limit['hard']}" if isinstance(limit, dict) else _text(limit)
        words += ["--ulimit", f"{name}={both}"]
    if service.get("stop_grace_period") and "$" not in str(service["stop_grace_period"]):
        words += ["--stop-timeout", str(round(seconds(_text(service["stop_grace_period"]))))]
    words += ["--blkio-weight", _text(blkio["weight"])] if blkio.get("weight") else []
    for flag, key in {"blkio-weight-device": "weight_device", **BLKIO_RATES}.items():
        for row in blkio.get(key) or []:
            words += [f"--{flag}", f"{row['path']}:{_text(row.get('weight', row.get('rate')))}"]
    return words + _gpus(service.get("gpus")) + _deployed(service)


def _health(health: dict[str, Any]) -> list[str]:
    test = health.get("test")
    words: list[str] = []
    if isinstance(test, list) and test:
        kind, rest = test[0], [_text(one) for one in test[1:]]
        if kind == "NONE":
            return ["--no-healthcheck"]
        words += ["--health-cmd", rest[0] if kind == "CMD-SHELL" and rest else shlex.join(rest)]
    elif test:
        words += ["--health-cmd", _text(test)]
    for flag, key in HEALTH.items():
        words += [f"--{flag}", _text(health[key])] if health.get(key) is not None else []
    return words


def _gpus(gpus: Any) -> list[str]:
    if not gpus:
        return []
    if isinstance(gpus, str):
        return ["--gpus", gpus]
    words: list[str] = []
    for row in gpus:
        parts = [f"driver={row['driver']}"] if row.get("driver") else []
        if row.get("device_ids"):
            parts.append("device=" + ",".join(map(str, row["device_ids"])))
        elif row.get("count") is not None:
            parts.append(f"count={row['count']}" if parts or row.get("capabilities") else str(row["count"]))
        parts += ["capabilities=" + ",".join(row["capabilities"])] if row.get("capabilities") else []
        words += ["--gpus", ",".join(f'"{part}"' if "," in part else part for part in parts)]
    return words


def _deployed(service: dict[str, Any]) -> list[str]:
    """Limits below `deploy`, where the service itself sets none."""
    limits = ((service.get("deploy") or {}).get("resources") or {}).get("limits") or {}
    words: list[str] = []
    for key, own, flag in (("memory", "mem_limit", "--memory"), ("cpus", "cpus", "--cpus"), ("pids", "pids_limit", "--pids-limit")):
        words += [flag, _text(limits[key])] if limits.get(key) and service.get(own) is None else []
    return words


def _words(value: Any) -> list[str] | None:
    if value is None:
        return None
    if isinstance(value, list):
        return [_text(one) for one in value]
    try:
        return shlex.split(_text(value))
    except ValueError:
        return _text(value).split()


def seconds(duration: str) -> float:
    """`1m30s` → 90.0; a bare number is seconds."""
    parts = re.findall(r"(\d+(?:\.\d+)?)(us|ms|h|m|s)", duration)
    return sum(float(number) * _UNITS[unit] for number, unit in parts) if parts else float(duration or 0)


def _line(words: list[str]) -> str:
    return " ".join(_quoted(word) for word in words)


def _quoted(word: str) -> str:
    """Quoted for a shell; what Compose would fill in (`${NAME}`) stays for the shell to fill in."""
    if "$" in word:
        inner = word.replace("\\", "\\\\").replace('"', '\\"').replace("`", "\\`").replace("\0", "\\$")
        return f'"{inner}"'
    return shlex.quote(word.replace("\0", "$"))
