"""Columns of `docker history`.

Mirrors docker/cli cli/command/image/formatter_history.go.
"""

from __future__ import annotations

from typing import Any

from commands.formatter import gotime, units
from commands.formatter.govalues import Value
from commands.formatter.listing import context

TYPE = "image.historyContext"
TABLE = "table {{.ID}}\t{{.CreatedSince}}\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}"
PLAIN_TABLE = "table {{.ID}}\t{{.CreatedAt}}\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}"
HEADERS = {
    "ID": "IMAGE",
    "CreatedSince": "CREATED",
    "CreatedAt": "CREATED AT",
    "CreatedBy": "CREATED BY",
    "Size": "SIZE",
    "Comment": "COMMENT",
}
_WIDTH = 45


def format_of(source: str, quiet: bool, human: bool) -> str:
    """The format that a `--format` stands for."""
    if source == "table":
        return "{{.ID}}" if quiet else TABLE if human else PLAIN_TABLE
    return source


def row(layer: dict[str, Any], trunc: bool, human: bool, now: float) -> Value:
    """One layer."""
    created, size = layer.get("Created") or 0, layer.get("Size") or 0
    made_by = (layer.get("CreatedBy") or "").replace("\t", " ")

    def created_at() -> str:
        return gotime.layout(gotime.of_unix(created), "2006-01-02T15:04:05Z07:00")

    return context(
        TYPE,
        {
            "ID": lambda: units.truncate_id(layer.get("Id", "")) if trunc else layer.get("Id", ""),
            "CreatedAt": created_at,
            "CreatedSince": lambda: (units.ago(created, now) if created > 0 else "N/A") if human else created_at(),
            "CreatedBy": lambda: units.ellipsis(made_by, _WIDTH) if trunc else made_by,
            "Size": lambda: units.human_size(float(size), 3) if human else str(size),
            "Comment": lambda: layer.get("Comment", ""),
        },
        lambda: {"trunc": trunc, "human": human, "h": layer},
    )
