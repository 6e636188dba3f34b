"""What a network gives of the host: to whoever joins it, and to whoever makes it."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]

# Modes that are no networks of their own.
MODES = frozenset({"", "default", "bridge", "none", "nat"})
# Drivers that keep containers apart from the host's own network; every other one is a plugin, or puts them onto it.
_APART = ("bridge", "overlay", "null", "nat")
# Options of a new network that concern only itself.
_OWN_OPTIONS = frozenset(
    {
        "com.docker.network.bridge.enable_icc",
        "com.docker.network.bridge.enable_ip_masquerade",
        "com.docker.network.bridge.host_binding_ipv4",
        "com.docker.network.driver.mtu",
        "com.docker.network.driver.overlay.vxlanid_list",
        "com.docker.network.enable_ipv4",
        "com.docker.network.enable_ipv6",
        "encrypted",
    }
)
# Options of an endpoint that concern only the container's own side.
_ENDPOINT_OPTIONS = frozenset({"com.docker.network.endpoint.ifname"})
_KEYS = frozenset(
    """
    Name Driver Options IPAM Internal Ingress Attachable ConfigOnly ConfigFrom Scope Labels EnableIPv4 EnableIPv6 CheckDuplicate
    """.split()
)


def mode_reasons(mode: str) -> Iterator[str]:
    """A network's name as it is sent: the host's own, or another container's."""
    plain = mode.strip().lower()
    if plain == "host":
        yield "shares the host's network"
    elif plain.startswith("container:"):
        yield f"shares another container's network ({mode})"


def network_reasons(network: Json) -> Iterator[str]:
    """An existing network, from its inspect JSON: what whoever joins it gets of the host."""
    name, driver = str(network.get("Name") or ""), str(network.get("Driver") or "")
    if name == "host" or driver == "host":
        yield "is the host's own network"
    elif driver not in _APART:
        yield f"is of the driver {driver or 'of no name'}, which puts containers onto a network of the host or of a plugin"


def making_reasons(body: Json) -> Iterator[str]:
    """A network that would be made, from the body of `POST /networks/create`."""
    driver = str(body.get("Driver") or "bridge")
    if driver not in ("bridge", "overlay"):
        yield f"the driver {driver} puts containers onto a network of the host or of a plugin"
    for key, value in (body.get("Options") or {}).items():
        if key not in _OWN_OPTIONS:
            yield f"the network option {key}={value} can change interfaces of the host"
    ipam = body.get("IPAM") or {}
    if ipam.get("Driver") not in (None, "", "default"):
        yield f"the addresses are a plugin's to give ({ipam['Driver']})"
    if ipam.get("Options"):
        yield "options for whoever gives the addresses are not known here"
    for pool in ipam.get("Config") or ():
        for key in ("Subnet", "IPRange"):
            text = str(pool.get(key) or "")
            if text and not _is_private(text):
                yield f"the addresses {text} are not private: the host would lose its way to them"
    if body.get("ConfigFrom"):
        yield f"its settings are those of {(body['ConfigFrom'] or {}).get('Network')}, which are not looked at"
    if body.get("Ingress"):
        yield "it becomes the network on which the swarm's nodes publish ports"
    unknown = sorted(key for key in body if key not in _KEYS and body[key])
    if unknown:
        yield f"the network has settings that are not known here ({', '.join(unknown)})"


def _is_private(text: str) -> bool:
    """Addresses that are free for anybody's own networks: RFC 1918, and unique local ones of IPv6.

    Not RFC 6598 (100.64.0.0/10): providers and overlay networks between hosts use it, and the host would lose its way to them.
    """
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    homes = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16") if network.version == 4 else ("fc00::/7",)
    return any(network.subnet_of(ipaddress.ip_network(home)) for home in homes)  # type: ignore[arg-type]


def endpoint_reasons(endpoints: Mapping[str, Json | None]) -> Iterator[str]:
    """`EndpointsConfig` of a request, or `NetworkSettings.Networks` of a container: network → how it is attached."""
    for name, endpoint in endpoints.items():
        yield from mode_reasons(str(name))
        for key, value in ((endpoint or {}).get("DriverOpts") or {}).items():
            if key not in _ENDPOINT_OPTIONS:
                yield f"has the network option {key}={value} on {name}, which is not known to be harmless"
