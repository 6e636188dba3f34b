"""Columns of `docker network ls`.

Mirrors docker/cli cli/command/network/formatter.go.
"""

from __future__ import annotations

from typing import Any

from commands.formatter import gotime, units
from commands.formatter.govalues import ZERO_TIME, Value
from commands.formatter.listing import context, joined_labels

TYPE = "network.networkContext"
TABLE = "table {{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.Scope}}"
HEADERS = {
    "ID": "NETWORK ID",
    "Name": "NAME",
    "Driver": "DRIVER",
    "Scope": "SCOPE",
    "IPv4": "IPV4",
    "IPv6": "IPV6",
    "Internal": "INTERNAL",
    "Labels": "LABELS",
    "CreatedAt": "CREATED AT",
}


def format_of(source: str, quiet: bool) -> str:
    """The format that a `--format` stands for."""
    if source == "table":
        return "{{.ID}}" if quiet else TABLE
    if source == "raw":
        return "network_id: {{.ID}}" if quiet else "network_id: {{.ID}}\nname: {{.Name}}\ndriver: {{.Driver}}\nscope: {{.Scope}}\n"
    return source


def row(network: dict[str, Any], trunc: bool) -> Value:
    """One network."""
    return context(
        TYPE,
        {
            "ID": lambda: units.truncate_id(network.get("Id", "")) if trunc else network.get("Id", ""),
            "Name": lambda: network.get("Name", ""),
            "Driver": lambda: network.get("Driver", ""),
            "Scope": lambda: network.get("Scope", ""),
            "IPv4": lambda: yes(network.get("EnableIPv4")),
            "IPv6": lambda: yes(network.get("EnableIPv6")),
            "Internal": lambda: yes(network.get("Internal")),
            "Labels": lambda: joined_labels(network.get("Labels")),
            "Label": lambda name: (network.get("Labels") or {}).get(name, ""),
            "CreatedAt": lambda: gotime.time_text(network.get("Created") or ZERO_TIME),
        },
    )


def yes(value: object) -> str:
    """A boolean as Go prints it."""
    return "true" if value else "false"
