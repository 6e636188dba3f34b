"""Columns of `docker secret ls` and `docker config ls`, and their `inspect --pretty`.

Mirrors docker/cli cli/command/secret/formatter.go and cli/command/config/formatter.go.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from commands.formatter import gotime, units
from commands.formatter.govalues import ZERO_TIME, Value
from commands.formatter.listing import context, joined_labels
from commands.formatter.nodes import labelled, moment

SECRET_TABLE = "table {{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.CreatedAt}}\t{{.UpdatedAt}}"
CONFIG_TABLE = "table {{.ID}}\t{{.Name}}\t{{.CreatedAt}}\t{{.UpdatedAt}}"
HEADERS = {"ID": "ID", "Name": "NAME", "Driver": "DRIVER", "CreatedAt": "CREATED", "UpdatedAt": "UPDATED", "Labels": "LABELS"}


def format_of(source: str, quiet: bool, table: str) -> str:
    """The format that a `--format` stands for."""
    if source == "table":
        return "{{.ID}}" if quiet else table
    return source


def row(found: dict[str, Any], kind: str, now: float) -> Value:
    """One secret or config."""
    spec = found.get("Spec") or {}
    columns: dict[str, Callable[..., Any]] = {
        "ID": lambda: found.get("ID", ""),
        "Name": lambda: spec.get("Name", ""),
        "CreatedAt": lambda: _ago(found.get("CreatedAt"), now),
        "UpdatedAt": lambda: _ago(found.get("UpdatedAt"), now),
        "Labels": lambda: joined_labels(spec.get("Labels")),
        "Label": lambda name: (spec.get("Labels") or {}).get(name, ""),
    }
    if kind == "secret":
        columns["Driver"] = lambda: (spec.get("Driver") or {}).get("Name", "")
    return context(f"{kind}.{kind}Context", columns)


def _ago(text: str | None, now: float) -> str:
    return units.ago(gotime.read(text or ZERO_TIME).key / 1e9, now)


def pretty_secret(found: dict[str, Any]) -> str:
    """`docker secret inspect --pretty`."""
    spec = found.get("Spec") or {}
    lines = [f"ID:              {found.get('ID', '')}", f"Name:              {spec.get('Name', '')}"]
    lines += labelled("Labels:", spec.get("Labels"), " - ")
    lines.append(f"Driver:            {(spec.get('Driver') or {}).get('Name', '')}")
    lines += [f"Created at:        {moment(found.get('CreatedAt'))}", f"Updated at:        {moment(found.get('UpdatedAt'))}"]
    return "\n".join(lines)


def pretty_config(found: dict[str, Any]) -> str:
    """`docker config inspect --pretty`."""
    spec = found.get("Spec") or {}
    lines = [f"ID:\t\t\t{found.get('ID', '')}", f"Name:\t\t\t{spec.get('Name', '')}"]
    lines += labelled("Labels:", spec.get("Labels"), " - ")
    lines += [
        f"Created at:            \t{moment(found.get('CreatedAt'))}",
        f"Updated at:            \t{moment(found.get('UpdatedAt'))}",
    ]
    lines += ["Data:", base64.b64decode(spec.get("Data") or "").decode("utf-8", "replace")]
    return "\n".join(lines)
