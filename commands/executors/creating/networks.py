"""`--network` and what belongs to it. Mirrors docker/cli cli/command/container/opts.go (parseNetworkOpts)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from commands.executors.flag_values import FlagValues
from commands.opts.network import NetworkAttachment


def network_mode(flags: FlagValues) -> str:
    """The first network named; `default` where none is."""
    attachments = flags.typed("network")
    return attachments[0].target if attachments else "default"


def endpoints(flags: FlagValues) -> dict[str, dict[str, Any]]:
    """Network → how the container is attached to it. The older flags (`--ip`, `--network-alias`, …) belong to the first one."""
    attachments: list[NetworkAttachment] = flags.typed("network") or [NetworkAttachment("default")]
    first = _with_older_flags(attachments[0], flags)
    links = flags.raw("link") if first.user_defined else []
    return {first.target: _endpoint(first, links), **{one.target: _endpoint(one, []) for one in attachments[1:]}}


def _with_older_flags(first: NetworkAttachment, flags: FlagValues) -> NetworkAttachment:
    return replace(
        first,
        aliases=tuple(flags.raw("network-alias")) or first.aliases,
        ip=flags.text("ip") or first.ip,
        ip6=flags.text("ip6") or first.ip6,
        mac_address=flags.text("mac-address") or first.mac_address,
        link_local_ips=tuple(flags.raw("link-local-ip")) or first.link_local_ips,
    )


def _endpoint(one: NetworkAttachment, links: list[str]) -> dict[str, Any]:
    body: dict[str, Any] = {
        "IPAMConfig": None,
        "Links": links or None,
        "Aliases": list(one.aliases) or None,
        "MacAddress": one.mac_address,
        "DriverOpts": dict(one.driver_opts) or None,
        "GwPriority": one.gw_priority,
    }
    if one.ip or one.ip6 or one.link_local_ips:
        config = {"IPv4Address": one.ip, "IPv6Address": one.ip6, "LinkLocalIPs": list(one.link_local_ips)}
        body["IPAMConfig"] = {key: value for key, value in config.items() if value}
    return body
