"""What is to be said about a place in a text: one shape for every rule, check and linter."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters; `error` means that docker refuses the words."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem or piece of advice.

    `span` is a half-open pair of character offsets into the whole text a person wrote;
    `suggestion` is what to write in its place, None where there is nothing to copy.
    """

    code: str
    severity: Severity
    message: str
    span: tuple[int, int]
    suggestion: str | None = None

    def as_dict(self) -> dict[str, object]:
        """The shape of `problems` in the headless contract."""
        return {
            "code": self.code,
            "severity": str(self.severity),
            "message": self.message,
            "span": list(self.span),
            "suggestion": self.suggestion,
        }
