"""Columns of `docker stack ls`.

Mirrors docker/cli cli/command/stack/formatter/formatter.go.
"""

from __future__ import annotations

from commands.formatter.govalues import Value
from commands.formatter.listing import context

TYPE = "formatter.stackContext"
TABLE = "table {{.Name}}\t{{.Services}}"
HEADERS = {"Name": "NAME", "Services": "SERVICES"}
NAMESPACE = "com.docker.stack.namespace"


def row(name: str, services: int) -> Value:
    """One stack."""
    return context(TYPE, {"Name": lambda: name, "Services": lambda: str(services)})
