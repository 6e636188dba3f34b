"""Columns of `docker service ps`, `node ps` and `stack ps`.

Mirrors docker/cli cli/command/task/formatter.go and print.go.
"""

from __future__ import annotations

from typing import Any

from commands.formatter import gotime, units
from commands.formatter.govalues import ZERO_TIME, Value
from commands.formatter.listing import context
from commands.formatter.services import shown_image

TYPE = "task.taskContext"
TABLE = "table {{.ID}}\t{{.Name}}\t{{.Image}}\t{{.Node}}\t{{.DesiredState}}\t{{.CurrentState}}\t{{.Error}}\t{{.Ports}}"
RAW = (
    "id: {{.ID}}\nname: {{.Name}}\nimage: {{.Image}}\nnode: {{.Node}}\ndesired_state: {{.DesiredState}}\n"
    "current_state: {{.CurrentState}}\nerror: {{.Error}}\nports: {{.Ports}}\n"
)
HEADERS = {
    "ID": "ID", "Name": "NAME", "Image": "IMAGE", "Node": "NODE", "DesiredState": "DESIRED STATE", "CurrentState": "CURRENT STATE",
    "Error": "ERROR", "Ports": "PORTS",
}  # fmt: skip
_ERROR_WIDTH = 30


def format_of(source: str, quiet: bool) -> str:
    """The format that a `--format` stands for."""
    if source == "table":
        return "{{.ID}}" if quiet else TABLE
    if source == "raw":
        return "id: {{.ID}}" if quiet else RAW
    return source


def pretty(text: str) -> str:
    """A word with a capital first letter and no other."""
    return text[:1].upper() + text[1:].lower()


def row(task: dict[str, Any], name: str, node: str, trunc: bool, now: float) -> Value:
    """One task, under the name it is shown with."""
    status = task.get("Status") or {}
    image = ((task.get("Spec") or {}).get("ContainerSpec") or {}).get("Image", "")
    return context(
        TYPE,
        {
            "ID": lambda: units.truncate_id(task.get("ID", "")) if trunc else task.get("ID", ""),
            "Name": lambda: name,
            "Image": lambda: shown_image(image) if trunc else image,
            "Node": lambda: node,
            "DesiredState": lambda: pretty(task.get("DesiredState", "")),
            "CurrentState": lambda: _state(status, now),
            "Error": lambda: _error(status.get("Err", ""), trunc),
            "Ports": lambda: _ports((status.get("PortStatus") or {}).get("Ports") or []),
        },
    )


def _state(status: dict[str, Any], now: float) -> str:
    since = now - gotime.read(status.get("Timestamp") or ZERO_TIME).key / 1e9
    return f"{pretty(status.get('State', ''))} {units.human_duration(since).lower()} ago"


def _error(text: str, trunc: bool) -> str:
    if trunc and len(text) > _ERROR_WIDTH:
        text = text[: _ERROR_WIDTH - 1] + "…"
    return f'"{text}"' if text else ""


def _ports(given: list[dict[str, Any]]) -> str:
    return ",".join(f"*:{port.get('PublishedPort', 0)}->{port.get('TargetPort', 0)}/{port.get('Protocol', '')}" for port in given)
