"""Networks to attach to, in the short form or the long one: `name=web,alias=db,ip=10.0.0.5`.

Mirrors docker/cli opts/network.go (NetworkOpt.Set).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from commands.opts.csvline import read_record, write_record
from commands.opts.gonum import GoNumberError, atoi

LONG = re.compile(r"[0-9A-Za-z_]=[0-9A-Za-z_]")
USER_DEFINED_NOT = frozenset(("bridge", "host", "none", "default"))


@dataclass(frozen=True, slots=True)
class NetworkAttachment:
    """`--network NAME`, or its long form; addresses are kept as typed."""

    target: str
    aliases: tuple[str, ...] = ()
    driver_opts: tuple[tuple[str, str], ...] = ()
    ip: str = ""
    ip6: str = ""
    link_local_ips: tuple[str, ...] = ()
    mac_address: str = ""
    gw_priority: int = 0

    @classmethod
    def parse(cls, text: str) -> NetworkAttachment:
        """Read an attachment; ValueError with docker's text."""
        if not LONG.search(text):
            return cls(text)
        found: dict[str, Any] = {"target": "", "aliases": (), "driver_opts": (), "link_local_ips": ()}
        for field in read_record(text):
            key, equals, value = field.lower().partition("=")
            if not equals or not key:
                raise ValueError(f"invalid field {field}")
            _take(found, key.strip(), value.strip())
        if not found["target"]:
            raise ValueError("network name/id is not specified")
        return cls(**found)

    @property
    def user_defined(self) -> bool:
        """True for a network that is none of docker's own modes."""
        return self.target not in USER_DEFINED_NOT and not self.target.startswith("container:")

    def __str__(self) -> str:
        parts = [f"alias={alias}" for alias in self.aliases]
        parts += [f"driver-opt={key}={value}" for key, value in self.driver_opts]
        named = (("ip", self.ip), ("ip6", self.ip6), ("mac-address", self.mac_address))
        parts += [f"{key}={value}" for key, value in named if value]
        parts += [f"link-local-ip={address}" for address in self.link_local_ips]
        if self.gw_priority:
            parts.append(f"gw-priority={self.gw_priority}")
        if not parts:
            return self.target
        return write_record([f"name={self.target}", *parts])


def _take(found: dict[str, Any], key: str, value: str) -> None:
    """Put one key of the long form into what was found."""
    single = {"name": "target", "ip": "ip", "ip6": "ip6", "mac-address": "mac_address"}
    if key in single:
        found[single[key]] = value
    elif key == "alias":
        found["aliases"] += (value,)
    elif key == "link-local-ip":
        found["link_local_ips"] += (value,)
    elif key == "driver-opt":
        name, equals, setting = value.partition("=")
        if not equals or not name:
            raise ValueError("invalid key value pair format in driver options")
        found["driver_opts"] += ((name.strip(), setting.strip()),)
    elif key == "gw-priority":
        try:
            found["gw_priority"] = atoi(value)
        except GoNumberError as error:
            raise ValueError(f"invalid gw-priority ({value}): {error.cause}") from None
    else:
        raise ValueError(f"invalid field key {key}")
