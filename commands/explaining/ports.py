"""Published and exposed ports: what listens where, and where it leads."""

from __future__ import annotations

from commands.explaining.text import shown

_LOOPBACK = ("127.", "::1", "localhost")


def split_port(value: str) -> tuple[str, str, str, str]:
    """`[[IP:]HOST:]CONTAINER[/PROTO]` → address, host port, container port, protocol."""
    body, _, protocol = value.partition("/")
    address = ""
    if body.startswith("["):
        address, _, body = body[1:].partition("]")
        body = body.removeprefix(":")
        host, colon, container = body.rpartition(":")
        return address, host if colon else "", container, protocol
    pieces = body.split(":")
    if len(pieces) == 1:
        return "", "", pieces[0], protocol
    return ":".join(pieces[:-2]), pieces[-2], pieces[-1], protocol


def _protocol(name: str) -> str:
    return f" ({name.upper()})" if name and name != "tcp" else ""


def _place(address: str) -> str:
    if not address or address in {"0.0.0.0", "::"}:
        return "on every address of the host"
    if address.startswith(_LOOPBACK):
        return f"at {address}, so only from the host itself,"
    return f"at {address} of the host"


def published(value: str, path: str) -> str:
    """`-p`: what on the host leads to which port of the container."""
    if "=" in value:
        return _long_form(value)
    address, host, container, protocol = split_port(value)
    kind = _protocol(protocol)
    if path.startswith("service"):
        return _of_service(host, container, kind, "")
    ports = "Ports" if "-" in container else "Port"
    inner = f"{ports.lower()} {container}{kind} in the container"
    if not host or host == "0":
        return f"A free port that Docker picks {_place(address)} leads to {inner}; `docker port` shows which."
    if "-" in host and "-" not in container:
        return f"A free port out of {host} {_place(address)} leads to {inner}."
    verb = "lead" if "-" in host else "leads"
    return f"{'Ports' if '-' in host else 'Port'} {host} {_place(address)} {verb} to {inner}."


def _of_service(host: str, container: str, kind: str, mode: str) -> str:
    given = bool(host and host != "0")
    where = f"Port {host}" if given else "A port that Docker picks"
    if mode == "host":
        return f"{where} of each node that runs a task leads to port {container}{kind} of that task."
    if not given:
        return f"A port that the swarm picks, the same on every node, leads to port {container}{kind} of one of the tasks."
    return f"{where} of every node in the swarm leads to port {container}{kind} of one of the tasks."


def _long_form(value: str) -> str:
    keys = dict(item.partition("=")[::2] for item in value.split(","))
    host = keys.get("published", keys.get("published_port", ""))
    container = keys.get("target", keys.get("target_port", "?"))
    return _of_service(host, container, _protocol(keys.get("protocol", "")), keys.get("mode", ""))


def exposed(value: str, path: str) -> str:
    """`--expose`: noted, not published."""
    port, _, protocol = value.partition("/")
    return f"Notes that port {shown(port)}{_protocol(protocol)} is used inside; only `-P` or `-p` makes it reachable from outside."


def private_port(value: str) -> str:
    """The port argument of `docker port`."""
    port, _, protocol = value.partition("/")
    return f"Only where {protocol.upper() or 'TCP'} port {shown(port)} of the container is reached."
