"""Go's text/template, with docker's functions: parse a `--format`, run it over a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commands.formatter.gotemplate.nodes import ListNode, TemplateError
from commands.formatter.gotemplate.parse import Parser

if TYPE_CHECKING:
    from commands.formatter.govalues import Value

__all__ = ["Template", "TemplateError", "parse"]

FUNCTIONS = frozenset(
    [
        "and",
        "or",
        "not",
        "call",
        "html",
        "js",
        "urlquery",
        "index",
        "slice",
        "len",
        "print",
        "println",
        "printf",
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
        "json",
        "split",
        "join",
        "title",
        "lower",
        "upper",
        "pad",
        "truncate",
    ]
)
MAX_TEXT = 200_000


@dataclass(frozen=True)
class Template:
    """A parsed template; `name` is what its errors call it."""

    name: str
    text: str
    trees: dict[str, ListNode]

    def execute(self, data: Value | None, *, header: bool = False, missing_key_error: bool = False) -> str:
        """Its text for a value; TemplateError with Go's words where it fails.

        `header` runs it over a table's titles, where a failure just ends it.
        """
        from commands.formatter.gotemplate.execute import State
        from commands.formatter.gotemplate.functions import docker_functions, header_functions

        state = State(self.name, self.text, self.trees, header_functions() if header else docker_functions(), missing_key_error)
        try:
            return state.run(data)
        except TemplateError as problem:
            problem.written = "".join(state.out)
            if header:
                return problem.written
            raise


def parse(text: str, name: str = "") -> Template:
    """Read a template; TemplateError with Go's words where it is refused."""
    if len(text) > MAX_TEXT:
        raise TemplateError(f"template: {name}:1: the template is too long")
    try:
        return Template(name, text, Parser(name, text, FUNCTIONS.__contains__).parse())
    except RecursionError:
        raise TemplateError(f"template: {name}:1: max expression depth exceeded") from None
