"""Which value type a flag has: reads the text of one use as docker does while it reads the flags.

Mirrors the `flags.Var` calls of docker/cli's commands. Modules of value types are loaded when a flag first needs one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from commands.opts.gonum import parse_bool, parse_float, parse_int, parse_uint
from commands.spec.model import Command, Flag

Reader = Callable[[str], Any]

# pflag type → "module:reader". A reader gives the value, or raises ValueError with docker's inner message.
TYPES = {
    "bytes": "memory:MemBytes.parse",
    "decimal": "cpus:NanoCPUs.parse",
    "duration": "duration:Duration.parse",
    "filter": "filter:Filter.parse",
    "ulimit": "ulimit:Ulimit.parse",
    "stringSlice": "slices:string_slice",
    "stringToString": "slices:string_to_string",
    "ip": "slices:ip",
    "ipSlice": "slices:ip_slice",
    "ipNetSlice": "slices:ip_net_slice",
    "mount": "mount:Mount.parse",
    "network": "network:NetworkAttachment.parse",
    "gpu-request": "gpus:GpuRequest.parse",
    "port": "port:PublishedPort.parse",
    "secret": "secret:SecretReference.parse",
    "config": "secret:ConfigReference.parse",
    "pref": "placement:PlacementPreference.parse",
    "command": "shlex:ShellWords.parse",
    "external-ca": "swarm:ExternalCA.parse",
    "node-addr": "swarm:NodeAddress.parse",
    "credential-spec": "swarm:CredentialSpec.parse",
    "pem-file": "swarm:PemFile.parse",
}

_CONTAINER = ("container run", "container create")
_SERVICE = ("service create", "service update")
_HEALTH_TIMES = ("health-interval", "health-timeout", "health-start-period", "health-start-interval")
_LABELS = ("config create", "secret create", "network create", "volume create", "image build", "service create", *_CONTAINER)

# (paths, long names) → reader, where a flag's value is checked more closely than its pflag type says.
_BY_FLAG: tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...] = (
    (_CONTAINER, ("attach",), "attach:Stream.parse"),
    (_CONTAINER, ("blkio-weight-device",), "device:WeightDevice.parse"),
    (_CONTAINER, ("device-read-bps", "device-write-bps"), "device:ThrottleDevice.parse_bps"),
    (_CONTAINER, ("device-read-iops", "device-write-iops"), "device:ThrottleDevice.parse_iops"),
    (_CONTAINER, ("device-cgroup-rule",), "device:DeviceCgroupRule.parse"),
    (_CONTAINER, ("sysctl",), "sysctl:Sysctl.parse"),
    (_CONTAINER, ("link",), "link:Link.parse"),
    (("network connect",), ("link",), "link:Link.parse"),
    ((*_CONTAINER, "service create"), ("dns",), "address:IPAddress.parse"),
    (("service update",), ("dns-add",), "address:IPAddress.parse"),
    ((*_CONTAINER, "service create"), ("dns-search",), "hosts:SearchDomain.parse"),
    (("service update",), ("dns-search-add",), "hosts:SearchDomain.parse"),
    ((*_CONTAINER, "image build"), ("add-host",), "hosts:ExtraHost.parse"),
    (("service create",), ("host",), "hosts:ExtraHost.parse"),
    (("service update",), ("host-add",), "hosts:ExtraHost.parse"),
    ((*_CONTAINER, "container exec", "service create"), ("env",), "env:Env.parse"),
    (("service update",), ("env-add",), "env:Env.parse"),
    (("image build",), ("build-arg",), "env:Env.parse"),
    (_LABELS, ("label",), "label:Label.parse"),
    (("service create",), ("container-label",), "label:Label.parse"),
    (("service update",), ("label-add", "container-label-add"), "label:Label.parse"),
    ((*_CONTAINER, "container update", "image build", *_SERVICE), ("memory-swap",), "memory:MemSwapBytes.parse"),
    (("image build",), ("tag",), "reference:build_tag"),
    (_SERVICE, _HEALTH_TIMES, "duration:Duration.parse_positive"),
    (("service create",), ("generic-resource",), "genericresource:GenericResource.parse"),
    (("service update",), ("generic-resource-add",), "genericresource:GenericResource.parse"),
    (_SERVICE, ("log-opt",), "env:Env.parse"),
)


def _text(text: str) -> str:
    return text


def _int(bits: int) -> Reader:
    return lambda text: parse_int(text, 0, bits)


def _uint(bits: int) -> Reader:
    return lambda text: parse_uint(text, 0, bits)


_PLAIN: dict[str, Reader] = {
    "bool": parse_bool,
    "int": _int(64),
    "int64": _int(64),
    "uint": _uint(64),
    "uint64": _uint(64),
    "uint32": _uint(32),
    "uint16": _uint(16),
    "float": lambda text: parse_float(text, 32),
    "string": _text,
    "list": _text,
    "map": _text,
    "stringArray": _text,
}


@cache
def _closer() -> dict[tuple[str, str], str]:
    return {(path, long): where for paths, longs, where in _BY_FLAG for path in paths for long in longs}


@cache
def load(where: str) -> Reader:
    """What `module:Type.parse` names in this package; its module is loaded then."""
    module_name, _, names = where.partition(":")
    found: Any = import_module(f"commands.opts.{module_name}")
    for name in names.split("."):
        found = getattr(found, name)
    reader: Reader = found
    return reader


@cache
def reader(path: str, long: str, kind: str) -> Reader:
    """What reads the value of that flag of that command."""
    where = _closer().get((path, long)) or TYPES.get(kind)
    return load(where) if where else _PLAIN.get(kind, _text)


def parse_value(command: Command, flag: Flag, text: str) -> Any:
    """The value of one use of a flag.

    bool, int, float and str for plain types; a tuple of texts where docker splits at commas; a value
    type of this package elsewhere. ValueError with docker's inner message where docker refuses the text.
    """
    return reader(command.path, flag.long, flag.type)(text)
