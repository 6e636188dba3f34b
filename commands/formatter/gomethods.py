"""Methods of docker's types that a template may call: times, durations, modes, ports, digests.

The names and types of a method come from `gotypes.json`; what it does is written here. A method that is
known but not written says so by name, as an error of the template.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from commands.formatter import gotime
from commands.formatter.gotypes import ANY, BOOL, FLOAT64, INT, STRING, GoType, type_of
from commands.formatter.govalues import Value

if TYPE_CHECKING:
    from commands.formatter.gotemplate.function import Function

_INT64 = type_of("int64")
_DURATION = type_of("time.Duration")
_TIME = type_of("time.Time")


def method(value: Value, name: str) -> Function | None:
    """The method of that name on a value, bound to it; None where its type has none."""
    from commands.formatter.gotemplate.function import Function, FunctionError

    if value.methods is not None:
        bound = value.methods.get(name)
        if bound is None:
            return None
        signature = value.type.methods.get(name, "func() string")
        params, result = _signature(signature)
        return Function(params, lambda *args: _result(bound(*(arg.data for arg in args)), result))
    if name not in value.type.methods and name not in value.type.pointer_methods:
        return None
    params, result = _signature(value.type.methods.get(name) or value.type.pointer_methods[name])
    written = _METHODS.get(value.type.name, {}).get(name)
    if written is None:

        def missing(*_: Any) -> Value:
            raise FunctionError(f"{value.type.name}.{name} is not known here")

        return Function(params, missing)
    return Function(params, lambda *args: _result(written(value.data, *(arg.data for arg in args)), result))


def string_of(value: Value) -> str | None:
    """What a value's `String()` or `Error()` gives; None where its type has none."""
    if value.methods is not None:
        bound = value.methods.get("String")
        return str(bound()) if bound else None
    if "String" in value.type.methods and (value.kind != "ptr" or value.data is not None):
        name = value.type.elem if value.kind == "ptr" else value.type.name
        written = _METHODS.get(name, {}).get("String")
        if written is not None:
            return str(written(value.data))
        if value.kind == "string":
            return str(value.data)
    return None


def _signature(text: str) -> tuple[tuple[GoType, ...], GoType]:
    """`func(string, int) bool` → its parameters, and the first thing it returns."""
    inside, _, after = text.removeprefix("func(").partition(")")
    result = after.strip().removeprefix("(").split(",")[0].removesuffix(")")
    return tuple(type_of(part.strip()) for part in inside.split(",") if part.strip()), type_of(result) if result else ANY


def _result(data: Any, kind: GoType) -> Value:
    return data if isinstance(data, Value) else Value(kind, data)


def _starts(lead: str) -> Callable[[str], bool]:
    return lambda data: data.startswith(lead)


def _after(lead: str) -> Callable[[str], str]:
    return lambda data: data.removeprefix(lead) if data.startswith(lead) else ""


def _container_mode(kind: str) -> dict[str, Callable[..., Any]]:
    return {
        "IsHost": lambda data: data == "host",
        "IsPrivate": lambda data: kind == "pid" and not (data == "host" or data.startswith("container:")),
        "IsContainer": _starts("container:"),
        "Container": _after("container:"),
        "Valid": lambda data: True,
    }


def _user_defined(data: str) -> bool:
    return data not in ("default", "bridge", "host", "none") and not data.startswith("container:")


def _port(data: str, part: str) -> str:
    number, _, proto = data.partition("/")
    if part == "proto":
        return (proto or "tcp") if number else ""
    return number


def _port_range(data: str) -> int:
    number = _port(data, "port").split("-")[0]
    return int(number) if number.isdigit() else 0


def _digest(part: str) -> Callable[[str], str]:
    return lambda data: data.partition(":")[0 if part == "algorithm" else 2]


def _platform(fields: dict[str, Any]) -> str:
    parts = (fields.get("OS") or "unknown", fields.get("Architecture"), fields.get("Variant"))
    return "/".join(part for part in parts if part)


_NETWORK: dict[str, Callable[..., Any]] = {
    "IsNone": lambda data: data == "none",
    "IsDefault": lambda data: data == "default",
    "IsBridge": lambda data: data == "bridge",
    "IsHost": lambda data: data == "host",
    "IsPrivate": lambda data: not (data == "host" or data.startswith("container:")),
    "IsContainer": _starts("container:"),
    "ConnectedContainer": _after("container:"),
    "IsUserDefined": _user_defined,
    "UserDefined": lambda data: data if _user_defined(data) else "",
    "NetworkName": lambda data: (
        data if data in ("bridge", "host", "none", "default") else "container" if data.startswith("container:") else data
    ),
}
_MODES = ("", "host", "private")
_METHODS: dict[str, dict[str, Callable[..., Any]]] = {
    "container.NetworkMode": _NETWORK,
    "container.PidMode": _container_mode("pid"),
    "container.IpcMode": {
        **_container_mode("ipc"),
        "IsPrivate": lambda data: data == "private",
        "IsShareable": lambda data: data == "shareable",
        "IsEmpty": lambda data: data == "",
        "IsNone": lambda data: data == "none",
    },
    "container.UTSMode": {
        "IsHost": lambda d: d == "host",
        "IsPrivate": lambda d: d != "host",
        "Valid": lambda d: d in ("", "host"),
    },
    "container.UsernsMode": {
        "IsHost": lambda d: d == "host",
        "IsPrivate": lambda d: d != "host",
        "Valid": lambda d: d in ("", "host"),
    },
    "container.CgroupnsMode": {
        "IsPrivate": lambda d: d == "private",
        "IsHost": lambda d: d == "host",
        "IsEmpty": lambda d: d == "",
        "Valid": lambda d: d in _MODES,
    },
    "container.CgroupSpec": {
        "IsContainer": _starts("container:"),
        "Container": _after("container:"),
        "Valid": lambda d: d == "" or d.startswith("container:"),
    },
    "container.Isolation": {
        "IsDefault": lambda d: d.lower() in ("", "default"),
        "IsHyperV": lambda d: d.lower() == "hyperv",
        "IsProcess": lambda d: d.lower() == "process",
        "IsValid": lambda d: d.lower() in ("", "default", "hyperv", "process"),
    },
    "container.RestartPolicy": {
        "IsNone": lambda d: d["Name"] in ("", "no"),
        "IsAlways": lambda d: d["Name"] == "always",
        "IsOnFailure": lambda d: d["Name"] == "on-failure",
        "IsUnlessStopped": lambda d: d["Name"] == "unless-stopped",
    },
    "nat.Port": {
        "Port": lambda d: _port(d, "port"),
        "Proto": lambda d: _port(d, "proto"),
        "Int": _port_range,
    },
    "digest.Digest": {
        "Algorithm": _digest("algorithm"),
        "Encoded": _digest("encoded"),
        "Hex": _digest("encoded"),
        "String": lambda d: d,
    },
    "swarm.Version": {"String": lambda d: str(d["Index"])},
    "formatter.Platform": {"String": lambda d: _platform(d["Platform"])},
    "blkiodev.WeightDevice": {"String": lambda d: f"{d['Path']}:{d['Weight']}"},
    "blkiodev.ThrottleDevice": {"String": lambda d: f"{d['Path']}:{d['Rate']}"},
    "units.Ulimit": {"String": lambda d: f"{d['Name']}={d['Soft']}:{d['Hard']}"},
    "types.PluginInterfaceType": {"String": lambda d: f"{d['Prefix']}.{d['Capability']}/{d['Version']}"},
    "registry.NetIPNet": {"String": lambda d: d},
    "container.ChangeType": {"String": lambda d: {0: "C", 1: "A", 2: "D"}.get(d, "")},
    "json.Number": {
        "String": lambda d: d,
        "Int64": lambda d: Value(_INT64, int(d)),
        "Float64": lambda d: Value(FLOAT64, float(d)),
    },
    "fs.FileMode": {
        "String": gotime.file_mode,
        "IsDir": lambda d: bool(d & 1 << 31),
        "IsRegular": lambda d: not d & 0x8F280000,
        "Perm": lambda d: d & 0o777,
    },
    "time.Duration": {
        "String": gotime.duration_text,
        "Seconds": lambda d: d / 1e9,
        "Minutes": lambda d: d / 6e10,
        "Hours": lambda d: d / 3.6e12,
        "Milliseconds": lambda d: int(d / 1e6),
        "Microseconds": lambda d: int(d / 1e3),
        "Nanoseconds": lambda d: d,
        "Abs": abs,
    },
    "time.Time": {
        "String": gotime.time_text,
        "Format": gotime.formatted,
        "IsZero": lambda d: gotime.read(d) == gotime.read("0001-01-01T00:00:00Z"),
        "Unix": lambda d: gotime.read(d).seconds,
        "UnixNano": lambda d: gotime.read(d).seconds * 10**9 + gotime.read(d).nanos,
        "UnixMilli": lambda d: gotime.read(d).seconds * 1000 + gotime.read(d).nanos // 10**6,
        "UnixMicro": lambda d: gotime.read(d).seconds * 10**6 + gotime.read(d).nanos // 1000,
        "Year": lambda d: gotime.read(d).local.year,
        "Day": lambda d: gotime.read(d).local.day,
        "Hour": lambda d: gotime.read(d).local.hour,
        "Minute": lambda d: gotime.read(d).local.minute,
        "Second": lambda d: gotime.read(d).local.second,
        "Nanosecond": lambda d: gotime.read(d).nanos,
        "YearDay": lambda d: gotime.read(d).local.timetuple().tm_yday,
        "Month": lambda d: Value(type_of("time.Month"), gotime.read(d).local.month),
        "Weekday": lambda d: Value(type_of("time.Weekday"), gotime.read(d).local.isoweekday() % 7),
        "UTC": lambda d: Value(_TIME, gotime.utc(d)),
        "Local": lambda d: Value(_TIME, gotime.local(d)),
        "After": lambda d, other: gotime.read(d).key > gotime.read(other).key,
        "Before": lambda d, other: gotime.read(d).key < gotime.read(other).key,
        "Equal": lambda d, other: gotime.read(d).key == gotime.read(other).key,
        "Sub": lambda d, other: Value(_DURATION, gotime.read(d).key - gotime.read(other).key),
        "Add": lambda d, nanos: Value(_TIME, gotime.added(d, nanos)),
    },
    "time.Month": {"String": lambda d: gotime.MONTHS[d - 1]},
    "time.Weekday": {"String": lambda d: gotime.DAYS[d]},
}

__all__ = ["BOOL", "INT", "STRING", "method", "string_of"]
