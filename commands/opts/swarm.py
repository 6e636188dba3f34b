"""Values of swarm commands: certificates, addresses of nodes, external authorities, credential specs.

Mirrors docker/cli cli/command/swarm/opts.go, cli/command/service/opts.go (credentialSpecOpt) and opts/hosts.go (ParseTCPAddr).
"""

from __future__ import annotations

from dataclasses import dataclass

from commands.opts.address import split_host_port, url_host
from commands.opts.csvline import read_record
from commands.opts.gonum import GoNumberError, atoi

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
        host = url_host(f"tcp://{address}")
        found = split_host_port(host) or split_host_port(f"[{host}]:2377" if ":" in host else f"{host}:2377")
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
