"""Columns of `docker volume ls`.

Mirrors docker/cli cli/command/formatter/volume.go.
"""

from __future__ import annotations

from typing import Any

from commands.formatter import units
from commands.formatter.govalues import Value
from commands.formatter.listing import context, joined_labels

TYPE = "formatter.volumeContext"
TABLE = "table {{.Driver}}\t{{.Name}}"
CLUSTER_TABLE = "table {{.Name}}\t{{.Group}}\t{{.Driver}}\t{{.Availability}}\t{{.Status}}"
HEADERS = {
    "Name": "VOLUME NAME", "Group": "GROUP", "Driver": "DRIVER", "Scope": "SCOPE", "Availability": "AVAILABILITY",
    "Mountpoint": "MOUNTPOINT", "Labels": "LABELS", "Links": "LINKS", "Size": "SIZE", "Status": "STATUS",
}  # fmt: skip
_UNKNOWN = "N/A"


def format_of(source: str, quiet: bool) -> str:
    """The format that a `--format` stands for."""
    if source == "table":
        return "{{.Name}}" if quiet else TABLE
    if source == "raw":
        return "name: {{.Name}}" if quiet else "name: {{.Name}}\ndriver: {{.Driver}}\n"
    return source


def row(volume: dict[str, Any]) -> Value:
    """One volume."""
    usage, cluster = volume.get("UsageData"), volume.get("ClusterVolume")
    spec = (cluster or {}).get("Spec") or {}
    return context(
        TYPE,
        {
            "Name": lambda: volume.get("Name", ""),
            "Driver": lambda: volume.get("Driver", ""),
            "Scope": lambda: volume.get("Scope", ""),
            "Mountpoint": lambda: volume.get("Mountpoint", ""),
            "Labels": lambda: joined_labels(volume.get("Labels")),
            "Label": lambda name: (volume.get("Labels") or {}).get(name, ""),
            "Links": lambda: _UNKNOWN if usage is None else str(usage.get("RefCount", 0)),
            "Size": lambda: _UNKNOWN if usage is None else units.human_size(float(usage.get("Size", 0))),
            "Group": lambda: _UNKNOWN if cluster is None else spec.get("Group", ""),
            "Availability": lambda: _UNKNOWN if cluster is None else spec.get("Availability", ""),
            "Status": lambda: _UNKNOWN if cluster is None else _status(cluster),
        },
        lambda: {"v": volume},
    )


def _status(cluster: dict[str, Any]) -> str:
    if not (cluster.get("Info") or {}).get("VolumeID"):
        return "pending creation"
    states = [status.get("State", "") for status in cluster.get("PublishStatus") or []]
    published = states.count("published")
    return f"in use ({published} node{'s' if published != 1 else ''})" if published else "created"
