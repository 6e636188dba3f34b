"""Devices of a container: `/dev/fuse`, rules of the device cgroup, weights and rates of block devices.

Mirrors docker/cli cli/command/container/opts.go (parseDevice, validateDevice, validateLinuxPath,
validateDeviceCgroupRule), opts/weightdevice.go
and opts/throttledevice.go.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from commands.opts.gonum import GoNumberError, parse_uint
from commands.opts.memory import ram_in_bytes

_RULE = re.compile(r"[acb] (?:[0-9]+|\*):(?:[0-9]+|\*) [rwm]{1,3}\Z")
_CDI = re.compile(
    r"[a-zA-Z](?:[a-zA-Z0-9_.-]*[a-zA-Z0-9])?/[a-zA-Z](?:[a-zA-Z0-9_-]*[a-zA-Z0-9])?=[a-zA-Z0-9](?:[a-zA-Z0-9_.:-]*[a-zA-Z0-9])?\Z"
)


def valid_mode(text: str) -> bool:
    """True for letters out of `rwm`, each at most once."""
    return bool(text) and all(char in "rwm" for char in text) and len(set(text)) == len(text)


@dataclass(frozen=True, slots=True)
class DeviceMapping:
    """`--device HOST[:CONTAINER][:MODE]`."""

    host: str
    container: str
    mode: str = "rwm"

    @classmethod
    def parse(cls, text: str) -> DeviceMapping:
        """Read a device; ValueError with docker's text."""
        parts = text.split(":")
        if text.count(":") > 2 or not parts[0]:
            raise ValueError(f"bad format for path: {text}")
        host, container, mode = parts[0], parts[0], "rwm"
        if len(parts) == 2:
            if valid_mode(parts[1]):
                mode = parts[1]
            else:
                container = parts[1]
        elif len(parts) == 3:
            container, mode = parts[1], parts[2]
            if not valid_mode(mode):
                raise ValueError(f"bad mode specified: {mode}")
        if not container.startswith("/"):
            raise ValueError(f"{container} is not an absolute path")
        return cls(host, container, mode)

    def __str__(self) -> str:
        return f"{self.host}:{self.container}:{self.mode}"


@dataclass(frozen=True, slots=True)
class DeviceCgroupRule:
    """`--device-cgroup-rule 'c 1:3 rwm'`."""

    kind: str
    numbers: str
    access: str

    @classmethod
    def parse(cls, text: str) -> DeviceCgroupRule:
        """Read a rule; ValueError with docker's text."""
        if not _RULE.match(text):
            raise ValueError(f"invalid device cgroup format '{text}'")
        kind, numbers, access = text.split(" ")
        return cls(kind, numbers, access)

    def __str__(self) -> str:
        return f"{self.kind} {self.numbers} {self.access}"


def is_cdi_name(text: str) -> bool:
    """True for `vendor.com/class=name`: a device that a CDI specification names."""
    return _CDI.match(text) is not None


def _path_and_value(text: str) -> tuple[str, str]:
    path, colon, value = text.partition(":")
    if not colon or not path:
        raise ValueError(f"bad format: {text}")
    if not path.startswith("/dev/"):
        raise ValueError(f"bad format for device path: {text}")
    return path, value


@dataclass(frozen=True, slots=True)
class WeightDevice:
    """`--blkio-weight-device /dev/sda:200`."""

    path: str
    weight: int

    @classmethod
    def parse(cls, text: str) -> WeightDevice:
        """Read a weight from 10 to 1000, or 0; ValueError with docker's text."""
        path, value = _path_and_value(text)
        try:
            weight = parse_uint(value, 10, 16)
        except GoNumberError:
            weight = -1
        if weight != 0 and not 10 <= weight <= 1000:
            raise ValueError(f"invalid weight for device: {text}")
        return cls(path, weight)

    def __str__(self) -> str:
        return f"{self.path}:{self.weight}"


@dataclass(frozen=True, slots=True)
class ThrottleDevice:
    """`--device-read-bps /dev/sda:1mb`, `--device-read-iops /dev/sda:1000`."""

    path: str
    rate: int

    @classmethod
    def parse_bps(cls, text: str) -> ThrottleDevice:
        """Read a rate in bytes a second; ValueError with docker's text."""
        path, value = _path_and_value(text)
        try:
            rate = ram_in_bytes(value)
        except ValueError:
            rate = -1
        if rate < 0:
            raise ValueError(
                f"invalid rate for device: {text}. The correct format is <device-path>:<number>[<unit>]. "
                "Number must be a positive integer. Unit is optional and can be kb, mb, or gb"
            )
        return cls(path, rate)

    @classmethod
    def parse_iops(cls, text: str) -> ThrottleDevice:
        """Read a rate in operations a second; ValueError with docker's text."""
        path, value = _path_and_value(text)
        try:
            return cls(path, parse_uint(value, 10))
        except GoNumberError:
            raise ValueError(
                f"invalid rate for device: {text}. The correct format is <device-path>:<number>. Number must be a positive integer"
            ) from None

    def __str__(self) -> str:
        return f"{self.path}:{self.rate}"
