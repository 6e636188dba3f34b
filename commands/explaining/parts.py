"""The shape of an explained word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

PROGRAM, COMMAND, FLAG, VALUE, ARGUMENT, CONTAINER = "program", "command", "flag", "value", "argument", "container-command"


@dataclass(frozen=True, slots=True)
class Part:
    """One word of the text: its place, what it is, and a sentence or two about it."""

    span: tuple[int, int]
    text: str
    kind: str
    explanation: str

    def as_dict(self) -> dict[str, Any]:
        """The shape of `parts` in the headless contract."""
        return {"span": list(self.span), "text": self.text, "kind": self.kind, "explanation": self.explanation}
