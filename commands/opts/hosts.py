"""Names of hosts: extra hosts (`db:10.0.0.5`) and DNS search domains.

Mirrors docker/cli opts/hosts.go (ValidateExtraHost) and opts/opts.go (ValidateDNSSearch).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from commands.opts.address import is_ip
from commands.opts.gonum import quoted

GATEWAY = "host-gateway"
# docker's own pattern lets a colon stand before each part: a slip that is kept here.
_PART = r"(?::?[a-zA-Z0-9]|:?[a-zA-Z0-9][a-zA-Z0-9\-]*[a-zA-Z0-9])"
_DOMAIN = re.compile(rf"(:?{_PART}(?::?\.{_PART})*)\.?[\t\n\f\r ]*\Z")
_LETTER = re.compile(r"[a-zA-Z]")


@dataclass(frozen=True, slots=True)
class ExtraHost:
    """`--add-host NAME:IP` (or `NAME=IP`, `NAME:[IPv6]`, `NAME:host-gateway`)."""

    name: str
    address: str

    @classmethod
    def parse(cls, text: str) -> ExtraHost:
        """Read an entry of the hosts file; ValueError with docker's text."""
        name, mark, address = text.partition("=")
        if not mark:
            name, mark, address = text.partition(":")
        if not mark or not name or ":" in name:
            raise ValueError(f"bad format for add-host: {quoted(text)}")
        if address != GATEWAY:
            if len(address) > 2 and address[0] == "[" and address[-1] == "]":
                address = address[1:-1]
            if not is_ip(address.strip()):
                raise ValueError(f"invalid IP address in add-host: {quoted(address)}")
        return cls(name, address)

    def __str__(self) -> str:
        return f"{self.name}:{self.address}"


@dataclass(frozen=True, slots=True)
class SearchDomain:
    """`--dns-search DOMAIN`; `.` stands for no search domain at all."""

    name: str

    @classmethod
    def parse(cls, text: str) -> SearchDomain:
        """Read a domain; ValueError with docker's text."""
        plain = text.strip(" ")
        if plain == ".":
            return cls(plain)
        found = _DOMAIN.match(plain) if _LETTER.search(plain) else None
        if found is None or len(found[1]) >= 255:
            raise ValueError(f"{plain} is not a valid domain")
        return cls(found[1])

    def __str__(self) -> str:
        return self.name
