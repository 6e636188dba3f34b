"""What a rule is: one piece of advice about one command, with the words that show it.

To add a rule: write a class in the module of its subject, with a `code`, a `name`, and a docstring whose
first sentence says why, with `bad:` and `good:` commands. Nothing else needs to know of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

from commands.findings import Finding, Severity

if TYPE_CHECKING:
    from commands.parsed import ParsedCommand
    from commands.words import Script

Span = tuple[int, int]

RUN = ("container_run", "container_create")
RUN_LIKE = (*RUN, "compose_run")
SERVICE = ("service_create", "service_update")
TERMINAL, SLACK = "terminal", "slack"


class Rule:
    """One piece of advice about a parsed command; subclasses are found by themselves.

    `applies_to` are keys of commands (none: all); `flags` are long
    names of which one must have been typed (none: it does not matter).
    """

    code: ClassVar[str] = ""
    name: ClassVar[str] = ""
    severity: ClassVar[Severity] = Severity.WARNING
    applies_to: ClassVar[tuple[str, ...]] = ()
    flags: ClassVar[tuple[str, ...]] = ()
    surfaces: ClassVar[tuple[str, ...]] = (TERMINAL, SLACK)

    def check(self, parsed: ParsedCommand) -> Iterable[Finding]:
        """The findings of this rule; none when the command is fine."""
        raise TypeError(f"{type(self).__name__} has no check")

    def finding(self, message: str, at: Span, suggestion: str | None = None, severity: Severity | None = None) -> Finding:
        """A finding of this rule."""
        return Finding(self.name, severity or self.severity, message, at, suggestion)


class ScriptRule:
    """One piece of advice about a text as a whole: prompts, pipes, several commands."""

    code: ClassVar[str] = ""
    name: ClassVar[str] = ""
    severity: ClassVar[Severity] = Severity.INFO

    def check(self, script: Script) -> Iterable[Finding]:
        """The findings of this rule; none when the text is fine."""
        raise TypeError(f"{type(self).__name__} has no check")

    def finding(self, message: str, at: Span, suggestion: str | None = None, severity: Severity | None = None) -> Finding:
        """A finding of this rule."""
        return Finding(self.name, severity or self.severity, message, at, suggestion)


def subclasses(kind: type) -> Iterator[type]:
    """All classes below one that have a code of their own."""
    children: list[type] = kind.__subclasses__()
    for child in children:
        if child.__dict__.get("code"):
            yield child
        yield from subclasses(child)


def examples(rule: type, label: str) -> list[str]:
    """The commands after `bad:` or `good:` in a rule's docstring; `\\n` stands for a line end."""
    lines = (line.strip() for line in (rule.__doc__ or "").splitlines())
    return [line.removeprefix(label).strip().replace("\\n", "\n") for line in lines if line.startswith(label)]


def why(rule: type) -> str:
    """The first sentence of a rule's docstring."""
    text = (rule.__doc__ or "").split("\n\n", 1)[0]
    return " ".join(text.split())
