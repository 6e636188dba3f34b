"""Constraints on the nodes of a service: `node.role==manager`, `node.labels.zone!=a`.

Mirrors moby/swarmkit manager/constraint (Parse): the client sends any text, a manager takes these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_KEY = re.compile(r"(?i)[a-z_][a-z0-9\-_.]+\Z")
_VALUE = re.compile(r"(?i)[a-z0-9:\-_\s.*()?+\[\]\\^$|/]+\Z")


@dataclass(frozen=True, slots=True)
class Constraint:
    """`--constraint KEY==VALUE`, or with `!=`."""

    key: str
    operator: str
    value: str

    @classmethod
    def parse(cls, text: str) -> Constraint:
        """Read a constraint; ValueError with the manager's text."""
        operator = next((mark for mark in ("==", "!=") if mark in text), "")
        if not operator:
            raise ValueError("constraint expected one operator from ==, !=")
        key, _, value = text.partition(operator)
        key, value = key.strip(), value.strip()
        if not _KEY.match(key):
            raise ValueError(f"key '{key}' is invalid")
        if not _VALUE.match(value):
            raise ValueError(f"value '{value}' is invalid")
        return cls(key, operator, value)

    def __str__(self) -> str:
        return f"{self.key}{self.operator}{self.value}"
