"""Values of swarm commands: certificates, addresses of nodes, external authorities, credential specs.

Mirrors docker/cli cli/command/swarm/opts.go, cli/command/service/opts.go (credentialSpecOpt) and opts/hosts.go (ParseTCPAddr).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from commands.opts.csvline import read_record
from commands.opts.gonum import GoNumberError, atoi, quoted

_PORT = re.compile(r":\d*\Z", re.ASCII)
_BAD_IN_HOST = re.compile(r"[ \\^`{|}\x00-\x1f\x7f]")
_SPECS = {"config": "config://", "file": "file://", "registry": "registry://"}


@dataclass(frozen=True, slots=True)
class ExternalCA:
    """`--external-ca protocol=cfssl,url=https://ca.example`."""

    protocol: str
    url: str
    options: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, text: str) -> ExternalCA:
        """Read an authority; ValueError with docker's text."""
        protocol, url = "", None
        options: list[tuple[str, str]] = []
        for field in read_record(text):
            key, equals, value = field.partition("=")
            if not equals:
                raise ValueError(f"invalid field '{field}' must be a key=value pair")
            name = key.lower()
            if name == "protocol":
                if value.lower() != "cfssl":
                    raise ValueError(f"unrecognized external CA protocol {value}")
                protocol = "cfssl"
            elif name == "url":
                url = value
            else:
                options.append((name if name == "cacert" else key, value))
        if not protocol:
            raise ValueError("the external-ca option needs a protocol= parameter")
        if url is None:
            raise ValueError("the external-ca option needs a url= parameter")
        return cls(protocol, url, tuple(options))

    def __str__(self) -> str:
        return ",".join([f"protocol={self.protocol}", f"url={self.url}", *(f"{key}={value}" for key, value in self.options)])


@dataclass(frozen=True, slots=True)
class NodeAddress:
    """`--listen-addr HOST[:PORT]`."""

    host: str = "0.0.0.0"
    port: str = "2377"

    @classmethod
    def parse(cls, text: str) -> NodeAddress:
        """Read an address; what is missing is 0.0.0.0 and 2377; ValueError with docker's text."""
        if text in ("", "tcp://"):
            return cls()
        address = text.removeprefix("tcp://")
        if "://" in address or not address:
            raise ValueError(f"invalid proto, expected tcp: {text}")
        if address.endswith("]:"):
            address += "2377"
        host = _url_host(f"tcp://{address}")
        found = _host_and_port(host) or _host_and_port(f"[{host}]:2377" if ":" in host else f"{host}:2377")
        if found is None:
            raise ValueError(f"invalid bind address format: {text}")
        name, port = found
        try:
            atoi(port or "2377")
        except GoNumberError as error:
            if error.cause == "invalid syntax":
                raise ValueError(f"invalid bind address format: {text}") from None
        return cls(name or "0.0.0.0", port or "2377")

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def _url_host(url: str) -> str:
    """The host part of a URL as Go's url.Parse reads it; ValueError with Go's text."""
    if re.search(r"[\x00-\x1f\x7f]", url):
        raise ValueError(f"parse {quoted(url)}: net/url: invalid control character in URL")
    rest = url.partition("#")[0].partition("?")[0].removeprefix("tcp://")
    host = rest.partition("/")[0].rpartition("@")[2]
    escape = re.search(r"%(?![0-9a-fA-F]{2}).{0,2}", rest)
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


def _host_and_port(text: str) -> tuple[str, str] | None:
    """As Go's net.SplitHostPort; None where it refuses."""
    host, colon, port = text.rpartition(":")
    if not colon:
        return None
    if host.startswith("["):
        return (host[1:-1], port) if host.endswith("]") and "[" not in host[1:] and "]" not in host[1:-1] else None
    return None if ":" in host or "[" in text or "]" in text else (host, port)


@dataclass(frozen=True, slots=True)
class CredentialSpec:
    """`--credential-spec config://NAME`, `file://NAME` or `registry://NAME`."""

    kind: str = ""
    name: str = ""

    @classmethod
    def parse(cls, text: str) -> CredentialSpec:
        """Read a reference to a credential spec; ValueError with docker's text."""
        if not text:
            return cls()
        for kind, prefix in _SPECS.items():
            if text.startswith(prefix):
                return cls(kind, text.removeprefix(prefix))
        raise ValueError('invalid credential spec: value must be prefixed with "config://", "file://", or "registry://"')

    def __str__(self) -> str:
        return f"{self.kind}://{self.name}" if self.kind else ""


@dataclass(frozen=True, slots=True)
class PemFile:
    """`--ca-cert FILE`: docker reads the file while it reads the flags; the file is the caller's own."""

    path: str

    @classmethod
    def parse(cls, text: str) -> PemFile:
        """Read a path."""
        return cls(text)

    def __str__(self) -> str:
        return self.path
