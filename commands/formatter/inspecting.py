"""What every `inspect` prints: JSON (indented, or on one line), or a template over docker's types.

Mirrors docker/cli cli/command/inspect/inspector.go.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from commands.formatter.gotemplate import TemplateError, parse
from commands.formatter.govalues import Value, dumps, escape_html, raw, typed

INDENT = 4


@dataclass(frozen=True, slots=True)
class Inspected:
    """Output, the errors in order, and the exit status."""

    out: str
    errors: tuple[str, ...]
    exit_code: int


class Inspector:
    """Collects objects under one `--format`. `type_name` is docker's type, "" where it only has the JSON."""

    def __init__(self, source: str, type_name: str, keep_raw: bool = True) -> None:
        self.source = source
        self.type_name = type_name
        self.keep_raw = keep_raw
        self.parts: list[str] = []
        self.template = None
        if source and source != "json":
            try:
                self.template = parse(source)
            except TemplateError as problem:
                raise TemplateError(f"template parsing error: {problem}") from None

    def add(self, data: Any, type_name: str = "") -> None:
        """One object; TemplateError where the template fails on it."""
        name = type_name or self.type_name
        if self.template is None:
            self.parts.append(self._json(data, name))
            return
        try:
            try:
                text = self.template.execute(typed(name, data) if name else raw(data))
            except TemplateError:
                if not self.keep_raw:
                    raise
                text = self.template.execute(raw(data), missing_key_error=True)
        except TemplateError as problem:
            raise TemplateError(f"template parsing error: {problem}") from None
        self.parts.append(text + "\n")

    def _json(self, data: Any, name: str) -> str:
        if self.keep_raw or not name:
            return as_json(data)
        return dumps(typed(name, data))

    def text(self) -> str:
        """Everything printed, in order."""
        if self.template is not None:
            return "".join(self.parts) or "\n"
        if not self.parts:
            return "[]\n"
        whole = "[" + ",".join(self.parts) + "]"
        whole = whole if self.source == "json" else indented(whole)
        # What docker encodes itself is escaped for HTML; the daemon's own JSON is passed on.
        return (whole if self.keep_raw else escape_html(whole)) + "\n"


def as_json(data: Any) -> str:
    """JSON on one line, letters as they are."""
    return _separators(json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def indented(text: str) -> str:
    """encoding/json's Indent with four blanks: like Python's, empty objects and lists stay closed."""
    return _separators(json.dumps(json.loads(text), ensure_ascii=False, indent=INDENT))


def _separators(text: str) -> str:
    """Go escapes these two, which are line ends to JavaScript."""
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def inspect_all(names: list[str] | tuple[str, ...], source: str, type_name: str, fetch: Callable[[str], tuple[Any, str]],
                keep_raw: bool = True) -> tuple[Inspected, list[Any]]:  # fmt: skip
    """Inspect each name. `fetch` gives (JSON, type name) or raises LookupError with the text of the error."""
    found: list[Any] = []
    try:
        inspector = Inspector(source, type_name, keep_raw)
    except TemplateError as problem:
        return Inspected("", (str(problem),), 64), found
    errors: list[str] = []
    for name in names:
        try:
            data, its_type = fetch(name)
        except LookupError as problem:
            errors.append(str(problem.args[0]))
            continue
        found.append(data)
        try:
            inspector.add(data, its_type)
        except TemplateError as problem:
            errors.append(str(problem))
    return Inspected(inspector.text(), tuple(errors), 1 if errors else 0), found


__all__ = ["Inspected", "Inspector", "Value", "as_json", "indented", "inspect_all"]
