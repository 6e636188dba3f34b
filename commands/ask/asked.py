"""What was made of a person's words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from commands.answer import Answer


@dataclass(frozen=True)
class Asked:
    """The answer of `dockwise ask`.

    `kind` is `command`, `incomplete`, `answer` or `unknown`. `needs` are words for what only the person
    knows ("image"); `host` is the host that the text names ("*" for all), `why` pairs the person's words with the part
    of the command they gave. `special` is `reverse` where the question is how a container was started.
    """

    text: str
    kind: str
    command: str | None = None
    canonical: str | None = None
    confidence: float = 0.0
    alternatives: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    answer: Answer | None = None
    lang: str = "en"
    why: tuple[tuple[str, str], ...] = ()
    host: str = ""
    hint: str = ""
    special: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The contract's shape, with our additions behind it."""
        shape: dict[str, Any] = {
            "text": self.text,
            "kind": self.kind,
            "command": self.command,
            "canonical": self.canonical,
            "confidence": round(self.confidence, 2),
            "alternatives": list(self.alternatives),
            "needs": list(self.needs),
            "answer": self.answer.as_dict() if self.answer else None,
            "lang": self.lang,
        }
        if self.why:
            shape["why"] = [list(pair) for pair in self.why]
        for name in ("host", "hint", "special"):
            if getattr(self, name):
                shape[name] = getattr(self, name)
        return shape

    def but(self, **changes: Any) -> Asked:
        """The same with some fields changed."""
        return replace(self, **changes)
