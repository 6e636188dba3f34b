"""Networks and names: whose network, which addresses, which drivers."""

from __future__ import annotations

from commands.explaining.text import listed, shown


def network(value: str, path: str) -> str:
    """`--network`."""
    if "=" in value:
        return _long_form(value)
    if value.startswith("container:"):
        return f"It shares the network of the container {shown(value.partition(':')[2])}: same addresses, same ports."
    known = {
        "host": "It uses the host's own network: no ports need publishing, nothing is kept apart.",
        "none": "It has no network at all, only its own loopback.",
        "bridge": "It joins Docker's default bridge, where containers do not find each other by name.",
        "default": "It joins the default network.",
    }
    if value in known:
        return known[value]
    if path.startswith("service"):
        return f"The service's tasks join the network {shown(value)} and find other services there by name."
    return f"It joins the network {shown(value)} and finds the others there by name."


def _long_form(value: str) -> str:
    fields = [item.partition("=")[::2] for item in value.split(",")]
    name = next((text for key, text in fields if key.strip().lower() == "name"), "")
    words = {
        "alias": "also under the name {}",
        "ip": "with the address {}",
        "ip6": "with the IPv6 address {}",
        "mac-address": "with the hardware address {}",
        "link-local-ip": "with the link-local address {}",
        "driver-opt": "with the driver option {}",
        "gw-priority": "with gateway priority {}",
    }
    extra = [words[key.strip().lower()].format(shown(text)) for key, text in fields if key.strip().lower() in words]
    return f"It joins the network {shown(name)}{' ' + listed(extra) if extra else ''}."


def build_network(value: str, path: str) -> str:
    """`build --network`."""
    known = {
        "default": "RUN steps use the default network.",
        "none": "RUN steps have no network.",
        "host": "RUN steps use the host's own network.",
    }
    return known.get(value, f"RUN steps use the network {shown(value)}.")


def network_driver(value: str, path: str) -> str:
    """`network create --driver`."""
    known = {
        "bridge": "A network on this one host, with addresses of its own.",
        "overlay": "A network that spans the hosts of a swarm.",
        "macvlan": "Containers appear on the physical network with hardware addresses of their own.",
        "ipvlan": "Containers appear on the physical network under the host's hardware address.",
        "host": "The host's own network; there is only one of it.",
        "none": "No network.",
    }
    return known.get(value, f"The network is run by the driver {shown(value)}, which a plugin must provide.")


def volume_driver(value: str, path: str) -> str:
    """`volume create --driver`."""
    return (
        "The data is kept on the host."
        if value == "local"
        else f"The data is kept by the driver {shown(value)}, which a plugin must provide."
    )


def add_host(value: str, path: str) -> str:
    """`--add-host NAME:IP`."""
    name, sep, address = value.partition("=" if "=" in value and ":" not in value.partition("=")[0] else ":")
    if not sep:
        return f"Adds {shown(value)} to /etc/hosts."
    if address == "host-gateway":
        return f"The name {shown(name)} leads to the host itself."
    return f"The name {shown(name)} leads to {shown(address)}."


def link(value: str, path: str) -> str:
    """`--link CONTAINER[:ALIAS]`."""
    name, _, alias = value.partition(":")
    return f"The container {shown(name)} is reached under the name {shown(alias or name)} (legacy; use a network of your own)."


def daemon_host(value: str, path: str) -> str:
    """`docker -H`."""
    if value.startswith("unix://"):
        return f"This command talks to the daemon of this machine, at the socket {shown(value[7:])}."
    if value.startswith("ssh://"):
        return f"This command talks to the daemon of {shown(value[6:])}, over SSH."
    if value.startswith("tcp://"):
        return f"This command talks to the daemon at {shown(value[6:])}, over TCP."
    return f"This command talks to the daemon at {shown(value)}."
