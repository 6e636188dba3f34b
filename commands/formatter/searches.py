"""Columns of `docker search`.

Mirrors docker/cli cli/command/registry/formatter_search.go.
"""

from __future__ import annotations

from typing import Any

from commands.formatter import units
from commands.formatter.govalues import Value
from commands.formatter.listing import context

TYPE = "registry.searchContext"
TABLE = "table {{.Name}}\t{{.Description}}\t{{.StarCount}}\t{{.IsOfficial}}"
HEADERS = {"Name": "NAME", "Description": "DESCRIPTION", "StarCount": "STARS", "IsOfficial": "OFFICIAL"}
_WIDTH = 45


def row(found: dict[str, Any], trunc: bool, as_json: bool) -> Value:
    """One image of a registry."""
    about = (found.get("description") or "").replace("\n", " ").replace("\r", " ")

    def official() -> str:
        if as_json:
            return "true" if found.get("is_official") else "false"
        return "[OK]" if found.get("is_official") else ""

    return context(
        TYPE,
        {
            "Name": lambda: found.get("name", ""),
            "Description": lambda: units.ellipsis(about, _WIDTH) if trunc else about,
            "StarCount": lambda: str(found.get("star_count") or 0),
            "IsOfficial": official,
        },
    )
