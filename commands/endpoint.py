"""Where a daemon is, and what is needed to reach it: plain data, read from the environment and docker's own configuration.

Mirrors docker/cli cli/command/cli.go (resolveContextName) and cli/context/docker/load.go.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

DEFAULT_HOST = "unix:///var/run/docker.sock"
PORT, TLS_PORT = 2375, 2376
SCHEMES = ("unix", "tcp", "ssh", "http", "https")


class BadEndpoint(ValueError):
    """The environment or the configuration names no daemon; the text is what docker says."""


@dataclass(frozen=True, slots=True)
class Tls:
    """Files for TLS; "" where there is none. `verify` False takes any certificate of the daemon."""

    ca: str = ""
    cert: str = ""
    key: str = ""
    verify: bool = True


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One daemon: the name people use, its address, and how long to wait.

    `url` is as docker prints it (`unix:///…`, `tcp://host:port`, `ssh://user@host`); time-outs are seconds;
    `config_dir` is where docker's `config.json` with stored logins lies, "" for none.
    """

    name: str = "local"
    url: str = DEFAULT_HOST
    tls: Tls | None = None
    connect_timeout: float = 10.0
    read_timeout: float = 60.0
    config_dir: str = field(default="", repr=False)

    @property
    def scheme(self) -> str:
        """`unix`, `tcp` or `ssh`."""
        return self.url.partition("://")[0]

    @property
    def path(self) -> str:
        """What follows the scheme."""
        return self.url.partition("://")[2]

    @classmethod
    def of_url(cls, url: str, **more: object) -> Endpoint:
        """An endpoint from an address as people write it; raises `BadEndpoint`."""
        found = cls(url=normal_host(url, tls=more.get("tls") is not None))
        for name, value in more.items():
            object.__setattr__(found, name, value)
        return found


def normal_host(text: str, tls: bool = False) -> str:
    """An address in docker's normal form: a bare host is tcp, and tcp has a port. Mirrors docker/cli opts/hosts.go, ParseHost."""
    text = text.strip()
    if not text:
        return DEFAULT_HOST if not tls else f"tcp://localhost:{TLS_PORT}"
    if text == "fd://" or text.startswith("npipe:"):
        raise BadEndpoint(f"invalid bind address format: {text}")
    scheme, separator, rest = text.partition("://")
    if not separator:
        scheme, rest = "tcp", text
    if scheme not in SCHEMES:
        raise BadEndpoint(f"invalid bind address format: {text}")
    if scheme == "unix":
        if "://" in rest:
            raise BadEndpoint(f"invalid unix bind address format: {text}")
        return f"unix://{rest or '/var/run/docker.sock'}"
    if scheme == "ssh":
        if not rest.partition("/")[0]:
            raise BadEndpoint("no host specified")
        return text
    host, slash, path = rest.partition("/")
    host = host or "localhost"
    if host.startswith(":"):
        host = "localhost" + host
    if not _has_port(host):
        host += f":{TLS_PORT if tls or scheme == 'https' else PORT}"
    return f"tcp://{host}{slash}{path}"


def _has_port(host: str) -> bool:
    tail = host.rpartition("]")[2]
    return tail.partition(":")[2].isdigit()


def from_environment(environ: Mapping[str, str], home: str | None = None) -> Endpoint:
    """The daemon that docker itself would use: DOCKER_HOST, DOCKER_CONTEXT, the current context, the default socket.

    Raises `BadEndpoint` where docker would say that there is no such context, or that the address is wrong.
    """
    config_dir = config_folder(environ, home)
    if environ.get("DOCKER_HOST"):
        return _default(environ, config_dir)
    name = environ.get("DOCKER_CONTEXT") or _current_context(config_dir)
    if name in ("", "default"):
        return _default(environ, config_dir)
    return _of_context(name, config_dir)


def config_folder(environ: Mapping[str, str], home: str | None = None) -> str:
    """The folder of docker's configuration: DOCKER_CONFIG, or `.docker` at home; "" where there is no home either."""
    if environ.get("DOCKER_CONFIG"):
        return environ["DOCKER_CONFIG"]
    base = home if home is not None else environ.get("HOME", "")
    return str(Path(base) / ".docker") if base else ""


def _default(environ: Mapping[str, str], config_dir: str) -> Endpoint:
    verify = bool(environ.get("DOCKER_TLS_VERIFY"))
    tls = None
    if verify or environ.get("DOCKER_TLS"):
        tls = _tls_files(Path(environ.get("DOCKER_CERT_PATH") or config_dir or "."), verify)
    url = normal_host(environ.get("DOCKER_HOST", ""), tls=tls is not None)
    return Endpoint(name="local", url=url, tls=tls, config_dir=config_dir)


def _tls_files(folder: Path, verify: bool) -> Tls:
    ca, cert, key = (str(folder / name) if (folder / name).exists() else "" for name in ("ca.pem", "cert.pem", "key.pem"))
    return Tls(ca, cert, key, verify)


def _current_context(config_dir: str) -> str:
    if not config_dir:
        return ""
    try:
        settings = json.loads((Path(config_dir) / "config.json").read_text("utf-8"))
    except (OSError, ValueError):
        return ""
    name = settings.get("currentContext", "") if isinstance(settings, dict) else ""
    return name if isinstance(name, str) else ""


def _of_context(name: str, config_dir: str) -> Endpoint:
    """A context of docker's store: its folder is named by the SHA-256 of its name. Mirrors docker/cli cli/context/store."""
    digest = hashlib.sha256(name.encode()).hexdigest()
    meta = Path(config_dir) / "contexts" / "meta" / digest / "meta.json"
    lead = f'unable to resolve docker endpoint: context "{name}": context not found: open {meta}'
    try:
        described = json.loads(meta.read_text("utf-8"))
    except OSError as error:
        raise BadEndpoint(f"{lead}: {(error.strerror or 'cannot be read').lower()}") from None
    except ValueError:
        raise BadEndpoint(f"{lead}: it is not JSON") from None
    where = described.get("Endpoints", {}).get("docker", {})
    folder = Path(config_dir) / "contexts" / "tls" / digest / "docker"
    skip = bool(where.get("SkipTLSVerify"))
    files = _tls_files(folder, verify=not skip)
    tls = files if files.ca or files.cert or skip else None
    return Endpoint(name=name, url=normal_host(where.get("Host", ""), tls=tls is not None), tls=tls, config_dir=config_dir)
