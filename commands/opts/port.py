"""Ports: `127.0.0.1:8080:80/tcp`, ranges, and the long form of services.

Mirrors docker/go-connections nat (ParsePortSpec, ParsePortRange) and docker/cli opts/port.go (PortOpt.Set).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from commands.opts.address import is_ip
from commands.opts.csvline import read_record
from commands.opts.gonum import GoNumberError, parse_uint

PROTOCOLS = ("tcp", "udp", "sctp")
MODES = ("ingress", "host")
LONG = re.compile(r"[0-9A-Za-z_]=[0-9A-Za-z_]")


def port_range(text: str) -> tuple[int, int]:
    """`80` → (80, 80), `80-82` → (80, 82); ValueError with Go's text."""
    if not text:
        raise ValueError("empty string specified for ports")
    if "-" not in text:
        start = parse_uint(text, 10, 16)
        return start, start
    first, second = text.split("-")[:2]
    start, end = parse_uint(first, 10, 16), parse_uint(second, 10, 16)
    if end < start:
        raise ValueError(f"invalid range specified for port: {text}")
    return start, end


def split_protocol(text: str) -> tuple[str, str]:
    """`80/udp` → ("udp", "80"); the protocol is tcp where none is given."""
    parts = text.split("/")
    if not parts[0]:
        return "", ""
    if len(parts) == 1:
        return "tcp", text
    return (parts[1] or "tcp"), parts[0]


def _host_ip(text: str, raw: str) -> str:
    if text.startswith("["):
        text = _without_brackets(text)
    if text and not is_ip(text.partition("%")[0] if ":" in text and "%" not in text else text):
        raise ValueError(f"invalid IP address: {text}")
    return text


def _without_brackets(text: str) -> str:
    """`[::1]` → `::1`, as Go's net.SplitHostPort takes the brackets off."""
    whole, end = f"{text}:", text.find("]")
    reason = ""
    if end == -1:
        reason = "missing ']' in address"
    elif end + 1 != len(text):
        reason = "too many colons in address" if text[end + 1] == ":" else "missing port in address"
    elif "[" in text[1:]:
        reason = "unexpected '[' in address"
    if reason:
        raise ValueError(f"invalid IP address {text}: address {whole}: {reason}")
    return text[1:end]


@dataclass(frozen=True, slots=True)
class PortSpec:
    """`-p [[IP:]HOST:]CONTAINER[/PROTOCOL]`: first and last port on each side; no host port is (0, 0)."""

    ip: str
    host: tuple[int, int]
    container: tuple[int, int]
    protocol: str = "tcp"

    @classmethod
    def parse(cls, text: str) -> PortSpec:
        """Read the short form; ValueError with docker's text."""
        parts = text.split(":")
        ip, host, container = (":".join(parts[:-2]), parts[-2], parts[-1]) if len(parts) > 1 else ("", "", parts[0])
        protocol, container = split_protocol(container)
        ip = _host_ip(ip, text)
        if not container:
            raise ValueError(f"no port specified: {text}<empty>")
        try:
            inside = port_range(container)
        except ValueError:
            raise ValueError(f"invalid containerPort: {container}") from None
        try:
            outside = port_range(host) if host else (0, 0)
        except ValueError:
            raise ValueError(f"invalid hostPort: {host}") from None
        if host and inside[1] - inside[0] != outside[1] - outside[0] and inside[0] != inside[1]:
            raise ValueError(f"invalid ranges specified for container and host Ports: {container} and {host}")
        if protocol.lower() not in PROTOCOLS:
            raise ValueError(f"invalid proto: {protocol}")
        return cls(ip, outside, inside, protocol.lower())

    def __str__(self) -> str:
        ip = f"[{self.ip}]:" if ":" in self.ip else f"{self.ip}:" if self.ip else ""
        host = f"{_range(self.host)}:" if self.host != (0, 0) else ":" if ip else ""
        return f"{ip}{host}{_range(self.container)}/{self.protocol}"


def _range(ports: tuple[int, int]) -> str:
    return str(ports[0]) if ports[0] == ports[1] else f"{ports[0]}-{ports[1]}"


def short_form(text: str) -> str:
    """What `run` makes of `published=8080,target=80`: the short form; ValueError with docker's text."""
    if "=" not in text:
        return text
    found = {"protocol": "tcp"}
    for field in text.split(","):
        key, equals, value = field.partition("=")
        if not equals or not key:
            raise ValueError(f"invalid publish opts format (should be name=value but got '{field}')")
        found[key] = value
    return f"{found.get('published', '')}:{found.get('target', '')}/{found['protocol']}"


@dataclass(frozen=True, slots=True)
class Expose:
    """`--expose PORT[-PORT][/PROTOCOL]`; the daemon knows the protocols."""

    ports: tuple[int, int]
    protocol: str = "tcp"

    @classmethod
    def parse(cls, text: str) -> Expose:
        """Read a port; ValueError with docker's text."""
        if ":" in text:
            raise ValueError(f"invalid port format for --expose: {text}")
        protocol, ports = split_protocol(text)
        try:
            found = port_range(ports)
        except ValueError as error:
            raise ValueError(f"invalid range format for --expose: {text}, error: {error}") from None
        return cls(found, protocol)

    def __str__(self) -> str:
        return f"{_range(self.ports)}/{self.protocol}"


@dataclass(frozen=True, slots=True)
class PublishedPort:
    """`--publish` of a service: `8080:80`, or `published=8080,target=80,mode=host`."""

    target: tuple[int, int]
    published: tuple[int, int] = (0, 0)
    protocol: str = "tcp"
    mode: str = "ingress"

    @classmethod
    def parse(cls, text: str) -> PublishedPort:
        """Read either form; ValueError with docker's text."""
        if LONG.search(text):
            return cls._long(text)
        spec = PortSpec.parse(text)
        if spec.ip:
            raise ValueError("hostip is not supported")
        return cls(spec.container, spec.host, spec.protocol)

    @classmethod
    def _long(cls, text: str) -> PublishedPort:
        found: dict[str, Any] = {"target": (0, 0)}
        for field in read_record(text):
            key, equals, value = field.lower().partition("=")
            if not equals or not key:
                raise ValueError(f"invalid field: {field}")
            if key == "protocol":
                if value not in PROTOCOLS:
                    raise ValueError(f"invalid protocol value '{value}'")
                found["protocol"] = value
            elif key == "mode":
                if value not in MODES:
                    raise ValueError(f"invalid publish mode value ({value}): must be either 'ingress' or 'host'")
                found["mode"] = value
            elif key in ("target", "published"):
                found[key] = _one_port(key, value)
            else:
                raise ValueError(f"invalid field key: {key}")
        if found["target"][0] == 0:
            raise ValueError("missing mandatory field 'target'")
        return cls(**found)

    def __str__(self) -> str:
        if self.target[0] != self.target[1] or not self.target[0] or self.published[0] != self.published[1]:
            return str(PortSpec("", self.published, self.target, self.protocol))
        parts = [f"published={_range(self.published)}"] if self.published != (0, 0) else []
        parts += [f"target={_range(self.target)}", f"protocol={self.protocol}", f"mode={self.mode}"]
        return ",".join(parts)


def _one_port(key: str, value: str) -> tuple[int, int]:
    try:
        port = parse_uint(value, 10, 16)
    except GoNumberError as error:
        raise ValueError(f"invalid {key} port ({value}): value must be an integer: {error.cause}") from None
    return port, port
