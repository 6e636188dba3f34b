"""Addresses: IP, MAC and CIDR as Go reads them.

Mirrors Go's net.ParseIP, net.ParseMAC, net.ParseCIDR and docker/cli opts/opts.go (ValidateIPAddress, ValidateMACAddress).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from commands.opts.gonum import quoted

_BYTE = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_IPV4 = re.compile(rf"{_BYTE}(?:\.{_BYTE}){{3}}\Z", re.ASCII)
_GROUP = re.compile(r"[\da-fA-F]{1,4}\Z")
_MAC = re.compile(
    r"(?:[\da-fA-F]{2}(?::[\da-fA-F]{2}){5}|[\da-fA-F]{2}(?:-[\da-fA-F]{2}){5}|[\da-fA-F]{4}(?:\.[\da-fA-F]{4}){2}"
    r"|[\da-fA-F]{2}(?::[\da-fA-F]{2}){7}|[\da-fA-F]{2}(?:-[\da-fA-F]{2}){7}|[\da-fA-F]{4}(?:\.[\da-fA-F]{4}){3}"
    r"|[\da-fA-F]{2}(?::[\da-fA-F]{2}){19}|[\da-fA-F]{2}(?:-[\da-fA-F]{2}){19}|[\da-fA-F]{4}(?:\.[\da-fA-F]{4}){9})\Z"
)


@lru_cache(maxsize=1024)
def ip_number(text: str) -> tuple[int, int] | None:
    """The address as (version, number), None where it is none; an IPv4 inside IPv6 counts as IPv4, as in Go."""
    if _IPV4.match(text):
        parts = [int(part) for part in text.split(".")]
        return 4, int.from_bytes(bytes(parts), "big")
    number = _ipv6(text)
    if number is None:
        return None
    return (4, number & 0xFFFFFFFF) if number >> 32 == 0xFFFF else (6, number)


def _ipv6(text: str) -> int | None:
    if ":" not in text:
        return None
    tail: list[int] = []
    head, _, last = text.rpartition(":")
    if "." in last:
        if not _IPV4.match(last):
            return None
        four = int.from_bytes(bytes(int(part) for part in last.split(".")), "big")
        tail = [four >> 16, four & 0xFFFF]
        text = head if not head.endswith(":") else head + ":"
    left, gap, right = text.partition("::")
    if (gap and "::" in right) or right.startswith(":"):
        return None
    groups: list[list[int]] = []
    for side in (left, right):
        words = side.split(":") if side else []
        if not all(_GROUP.match(word) for word in words):
            return None
        groups.append([int(word, 16) for word in words])
    before, after = groups[0], groups[1] + tail
    if not gap:
        before, after = before + after, []
    count = len(before) + len(after)
    if (gap and count > 7) or (not gap and count != 8):
        return None
    number = 0
    for group in [*before, *([0] * (8 - count)), *after]:
        number = number << 16 | group
    return number


def is_ip(text: str) -> bool:
    """True for an IPv4 or IPv6 address."""
    return ip_number(text) is not None


@lru_cache(maxsize=1024)
def cidr(text: str) -> tuple[int, int, int] | None:
    """`10.0.0.0/8` as (version, first address of the network, bits of the mask), None where it is none."""
    address, slash, mask = text.partition("/")
    found = ip_number(address)
    if not slash or found is None or not re.fullmatch(r"0|[1-9]\d{0,2}|0\d+", mask, re.ASCII):
        return None
    as_ipv6 = ":" in address
    width, bits = (128 if as_ipv6 else 32), int(mask)
    if bits > width:
        return None
    version, number = found
    if as_ipv6 and version == 4:
        version, number = 6, number | 0xFFFF << 32
    shift = width - bits
    return version, number >> shift << shift, bits


@dataclass(frozen=True, slots=True)
class IPAddress:
    """One IPv4 or IPv6 address."""

    text: str

    @classmethod
    def parse(cls, text: str) -> IPAddress:
        """Read an address, blanks around it ignored; ValueError with docker's text."""
        plain = text.strip()
        if not is_ip(plain):
            raise ValueError(f"IP address is not correctly formatted: {text}")
        return cls(plain)

    def __str__(self) -> str:
        return self.text


def is_mac(text: str) -> bool:
    """True for a hardware address as Go reads them (6, 8 or 20 bytes with `:`, `-` or `.`)."""
    return _MAC.match(text) is not None


@dataclass(frozen=True, slots=True)
class MACAddress:
    """One hardware address, such as `92:d0:c6:0a:29:33`."""

    text: str

    @classmethod
    def parse(cls, text: str) -> MACAddress:
        """Read a hardware address, blanks around it ignored; ValueError with docker's text."""
        plain = text.strip()
        if not is_mac(plain):
            raise ValueError(f"{plain} is not a valid mac address")
        return cls(plain)

    def __str__(self) -> str:
        return self.text


_PORT = re.compile(r":\d*\Z", re.ASCII)
_BAD_IN_HOST = re.compile(r"[ \\^`{|}\x00-\x1f\x7f]")


def url_host(url: str, scheme: str = "tcp") -> str:
    """The host part of a URL as Go's url.Parse reads it; ValueError with Go's text."""
    if re.search(r"[\x00-\x1f\x7f]", url):
        raise ValueError(f"parse {quoted(url)}: net/url: invalid control character in URL")
    rest = url.partition("#")[0].partition("?")[0].removeprefix(f"{scheme}://")
    host = rest.partition("/")[0].rpartition("@")[2]
    escape = re.search(r"%(?![0-9a-fA-F]{2}).{0,2}", rest)
    escape = escape or re.search(r"%(?!25)[0-7].", host)
    if escape:
        raise ValueError(f"parse {quoted(url)}: invalid URL escape {quoted(escape[0])}")
    if host.startswith("["):
        end = host.rfind("]")
        if end < 0:
            raise ValueError(f"parse {quoted(url)}: missing ']' in host")
        port = host[end + 1 :]
    else:
        port = host[host.rfind(":") :] if ":" in host else ""
    if port and not _PORT.match(port):
        raise ValueError(f"parse {quoted(url)}: invalid port {quoted(port)} after host")
    bad = _BAD_IN_HOST.search(host)
    if bad:
        raise ValueError(f"parse {quoted(url)}: invalid character {quoted(bad[0])} in host name")
    return host


def split_host_port(text: str) -> tuple[str, str] | None:
    """As Go's net.SplitHostPort; None where it refuses."""
    host, colon, port = text.rpartition(":")
    if not colon:
        return None
    if host.startswith("["):
        return (host[1:-1], port) if host.endswith("]") and "[" not in host[1:] and "]" not in host[1:-1] else None
    return None if ":" in host or "[" in text or "]" in text else (host, port)
