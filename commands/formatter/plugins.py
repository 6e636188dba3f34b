"""Columns of `docker plugin ls`.

Mirrors docker/cli cli/command/plugin/formatter.go.
"""

from __future__ import annotations

from typing import Any

from commands.formatter import units
from commands.formatter.govalues import Value
from commands.formatter.listing import context

TYPE = "plugin.pluginContext"
TABLE = "table {{.ID}}\t{{.Name}}\t{{.Description}}\t{{.Enabled}}"
HEADERS = {"ID": "ID", "Name": "NAME", "Description": "DESCRIPTION", "Enabled": "ENABLED", "PluginReference": "IMAGE"}
_WIDTH = 45


def format_of(source: str, quiet: bool) -> str:
    """The format that a `--format` stands for."""
    if source == "table":
        return "{{.ID}}" if quiet else TABLE
    if source == "raw":
        return (
            "plugin_id: {{.ID}}"
            if quiet
            else "plugin_id: {{.ID}}\nname: {{.Name}}\ndescription: {{.Description}}\nenabled: {{.Enabled}}\n"
        )
    return source


def row(plugin: dict[str, Any], trunc: bool) -> Value:
    """One plugin."""
    about = ((plugin.get("Config") or {}).get("Description") or "").replace("\n", "").replace("\r", "")
    return context(
        TYPE,
        {
            "ID": lambda: units.truncate_id(plugin.get("Id", "")) if trunc else plugin.get("Id", ""),
            "Name": lambda: plugin.get("Name", ""),
            "Description": lambda: units.ellipsis(about, _WIDTH) if trunc else about,
            "Enabled": lambda: bool(plugin.get("Enabled")),
            "PluginReference": lambda: plugin.get("PluginReference", ""),
        },
    )
