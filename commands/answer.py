"""An answer to a question: from the reference or from a topic."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Answer:
    """A title, a short text in Markdown, where it comes from, and a command that shows it.

    `sources` are `name – address` lines of the official documentation; `command` is a whole
    docker command that our own parser accepts, or None; `related` are titles or commands to go on with.
    """

    title: str
    text: str
    sources: tuple[str, ...] = ()
    command: str | None = None
    related: tuple[str, ...] = ()
    confidence: float = 1.0
    examples: tuple[str, ...] = field(default=())

    def as_dict(self) -> dict[str, object]:
        """The shape of `answer` in the headless contract."""
        return {"title": self.title, "text": self.text, "sources": list(self.sources)}
