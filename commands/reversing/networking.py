"""Networks, addresses and ports as they were written."""

from __future__ import annotations

from typing import Any

from commands.reversing.words import Words, csv, each, given, pair

_MODES = frozenset({"", "default", "bridge", "host", "none"})


def networking(container: dict[str, Any], image: dict[str, Any]) -> Words:
    """`--network` and what belongs to it, `--publish`, `--expose`, `--dns`, `--add-host`, `--link`."""
    config, host = container.get("Config") or {}, container.get("HostConfig") or {}
    mode = host.get("NetworkMode") or "default"
    networks = (container.get("NetworkSettings") or {}).get("Networks") or {}
    first = networks.get(mode) or (networks.get("bridge") if mode == "default" else None) or {}
    short_id = str(container.get("Id", ""))[:12]
    words = [] if mode == "default" else pair("--network", mode)
    if mode not in _MODES:
        words += each("--network-alias", own_aliases(first, short_id))
    words += _addresses(first) + given("--mac-address", config.get("MacAddress"))
    for name, endpoint in networks.items():
        usual = mode == "default" and name == "bridge"
        if name != mode and not usual and mode not in ("host", "none"):
            words += pair("--network", _long(name, endpoint, short_id))
    words += ports(config, host, image)
    for flag, key in (("--dns", "Dns"), ("--dns-option", "DnsOptions"), ("--dns-search", "DnsSearch")):
        words += each(flag, host.get(key))
    return words + each("--add-host", host.get("ExtraHosts")) + each("--link", _links(host, first))


def own_aliases(endpoint: dict[str, Any], short_id: str) -> list[str]:
    """The aliases that somebody gave; the daemon adds the short id by itself."""
    return [alias for alias in endpoint.get("Aliases") or [] if alias != short_id]


def _addresses(endpoint: dict[str, Any]) -> Words:
    config = endpoint.get("IPAMConfig") or {}
    words = given("--ip", config.get("IPv4Address")) + given("--ip6", config.get("IPv6Address"))
    return words + each("--link-local-ip", config.get("LinkLocalIPs"))


def _long(name: str, endpoint: dict[str, Any], short_id: str) -> str:
    """A further network: its name, or the long form where more was said."""
    config = endpoint.get("IPAMConfig") or {}
    fields = [f"alias={alias}" for alias in own_aliases(endpoint, short_id)]
    named = (("ip", "IPv4Address"), ("ip6", "IPv6Address"))
    fields += [f"{key}={config[source]}" for key, source in named if config.get(source)]
    fields += [f"link-local-ip={address}" for address in config.get("LinkLocalIPs") or []]
    fields += [f"driver-opt={key}={value}" for key, value in sorted((endpoint.get("DriverOpts") or {}).items())]
    if endpoint.get("GwPriority"):
        fields.append(f"gw-priority={endpoint['GwPriority']}")
    return csv([f"name={name}", *fields]) if fields else name


def ports(config: dict[str, Any], host: dict[str, Any], image: dict[str, Any]) -> Words:
    """Published ports, exposed ports that are not the image's, `--publish-all`."""
    bindings = host.get("PortBindings") or {}
    words = []
    for port, places in bindings.items():
        number, _, protocol = port.partition("/")
        inside = number if protocol in ("", "tcp") else port
        for place in places or []:
            words += pair("--publish", _published(place.get("HostIp") or "", place.get("HostPort") or "", inside))
    known = {*bindings, *(image.get("ExposedPorts") or {})}
    exposed = [port for port in config.get("ExposedPorts") or {} if port not in known]
    words += each("--expose", [port.removesuffix("/tcp") for port in exposed])
    return words + (["--publish-all"] if host.get("PublishAllPorts") else [])


def _published(address: str, port: str, inside: str) -> str:
    if address:
        shown = f"[{address}]" if ":" in address else address
        return f"{shown}:{port}:{inside}"
    return f"{port}:{inside}" if port else inside


def _links(host: dict[str, Any], endpoint: dict[str, Any]) -> list[str]:
    """`/db:/web/database` is how the daemon keeps `db:database`."""
    found = [link.partition(":") for link in host.get("Links") or []]
    legacy = [f"{source.lstrip('/')}:{alias.rpartition('/')[2]}" for source, _, alias in found]
    return legacy or list(endpoint.get("Links") or [])
