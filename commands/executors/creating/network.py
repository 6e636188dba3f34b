"""The body that makes a network. Mirrors docker/cli cli/command/network/create.go."""

from __future__ import annotations

import ipaddress
from typing import Any

from commands.executors.flag_values import FlagValues, mapping


def network_body(flags: FlagValues, args: tuple[str, ...]) -> dict[str, Any]:
    """`POST /networks/create`. ValueError with docker's words where addresses do not fit together."""
    pools = ipam_pools(flags)
    body: dict[str, Any] = {
        "Name": args[0],
        "Driver": flags.text("driver", "bridge"),
        "Options": mapping(flags.raw("opt")),
        "IPAM": {"Driver": flags.text("ipam-driver", "default"), "Options": mapping(flags.raw("ipam-opt")), "Config": pools},
        "Internal": flags.on("internal"),
        "Ingress": flags.on("ingress"),
        "Attachable": flags.on("attachable"),
        "ConfigOnly": flags.on("config-only"),
        "Scope": flags.text("scope"),
        "Labels": mapping(flags.texts("label")),
    }
    for name in ("ipv4", "ipv6"):
        if flags.given(name):
            body[f"EnableIPv{name[-1]}"] = flags.on(name)
    if flags.text("config-from"):
        body["ConfigFrom"] = {"Network": flags.text("config-from")}
    return body


def ipam_pools(flags: FlagValues) -> list[dict[str, Any]]:
    """`--subnet` with the range, gateway and reserved addresses that lie in each. ValueError with docker's words."""
    subnets, ranges, gateways = flags.raw("subnet"), flags.raw("ip-range"), flags.raw("gateway")
    if len(subnets) < len(ranges) or len(subnets) < len(gateways):
        raise ValueError("every ip-range or gateway must have a corresponding subnet")
    pools: dict[str, dict[str, Any]] = {}
    for subnet in subnets:
        for other in pools:
            if _network(other).overlaps(_network(subnet)):
                raise ValueError("multiple overlapping subnet configuration is not supported")
        pools[subnet] = {"Subnet": subnet, "AuxiliaryAddresses": {}}
    for text, key, what in [(text, "IPRange", "range") for text in ranges] + [(text, "Gateway", "gateway") for text in gateways]:
        home = _home(pools, text)
        if home is None:
            raise ValueError(f"no matching subnet for {what} {text}")
        if home.get(key):
            raise ValueError(f"cannot configure multiple {what}s ({text}, {home[key]}) on the same subnet ({home['Subnet']})")
        home[key] = text
    for name, address in mapping(flags.raw("aux-address")).items():
        home = _home(pools, address)
        if home is None:
            raise ValueError(f"no matching subnet for aux-address {address}")
        home["AuxiliaryAddresses"][name] = address
    return [{key: value for key, value in pool.items() if value} for pool in pools.values()]


def _network(text: str) -> Any:
    return ipaddress.ip_network(text, strict=False)


def _home(pools: dict[str, dict[str, Any]], text: str) -> dict[str, Any] | None:
    """The pool an address or a range lies in."""
    address = _network(text).network_address
    for subnet, pool in pools.items():
        network = _network(subnet)
        if network.version == address.version and address in network:
            return pool
    return None
