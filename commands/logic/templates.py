"""`--format` templates that docker's client refuses before it asks the daemon.

Mirrors docker/cli cli/command/inspect/inspector.go, cli/command/container/list.go and cli/command/system/events.go.
The template language itself is the formatter's; it is loaded when a template is first seen.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from commands.logic.base import Refusal, last, switched
from commands.parsed import ParsedCommand

if TYPE_CHECKING:
    from commands.formatter.gotemplate import Template
    from commands.formatter.govalues import Value

WHOLE = ("", "json")


def parsed_format(parsed: ParsedCommand, status: int = 64, name: str = "") -> None:
    """Refuse a template that cannot be read; `json` and nothing are none."""
    text = last(parsed, "format")
    if text in WHOLE or "{{" not in text:
        return
    from commands.formatter.gotemplate import TemplateError, parse

    try:
        parse(text, name)
    except TemplateError as error:
        raise Refusal(f"template parsing error: {error}", status, flag="format", code="bad-template") from None


def executed(parsed: ParsedCommand) -> None:
    """Refuse a template of `ps` that cannot be read, or that asks for what a container has not."""
    text = last(parsed, "format")
    if "{{" not in text:
        return
    from commands.formatter.gotemplate import TemplateError, parse

    try:
        template = parse(text)
    except TemplateError as error:
        raise Refusal(f"failed to parse template: {error}", flag="format", code="bad-template") from None
    from commands.formatter.containers import row

    _run(template, row({}, False, time.time()), "failed to execute template: ", 1)


def of_events(parsed: ParsedCommand) -> None:
    """Refuse a template of `events` that cannot be read, or that asks for what an event has not."""
    text = last(parsed, "format")
    if text in WHOLE or "{{" not in text:
        return
    from commands.formatter.gotemplate import TemplateError, parse

    try:
        template = parse(text)
    except TemplateError as error:
        raise Refusal(f"Error parsing format: {error}", 64, flag="format", code="bad-template") from None
    from commands.formatter.govalues import typed

    _run(template, typed("*events.Message", {}), "Error parsing format: ", 64)


def of_context(parsed: ParsedCommand) -> None:
    """Refuse a template of `context inspect`: what it asks for must be a part of a context."""
    from commands.formatter.govalues import typed

    template = _local(last(parsed, "format"), 64)
    if template:
        _run(template, typed("context.contextWithTLSListing", {}), "template parsing error: ", 1)


def of_contexts(parsed: ParsedCommand) -> None:
    """Refuse a template of `context ls`: what it asks for must be a column."""
    from commands.formatter.gotypes import type_of
    from commands.formatter.listing import context

    text = last(parsed, "format")
    if text.startswith("table"):
        text = text.removeprefix("table").strip(" ").replace("\\t", "\t").replace("\\n", "\n")
    template = None if switched(parsed, "quiet") else _local(text, 1)
    if template:
        kind = "formatter.clientContextContext"
        columns = {name: _no_text for name in type_of("*" + kind).methods if name != "MarshalJSON"}
        _run(template, context(kind, columns), "template parsing error: ", 1)


def _no_text(*_: object) -> str:
    return ""


def _local(text: str, status: int) -> Template | None:
    if text in WHOLE or "{{" not in text:
        return None
    from commands.formatter.gotemplate import TemplateError, parse

    try:
        return parse(text)
    except TemplateError as error:
        raise Refusal(f"template parsing error: {error}", status, flag="format", code="bad-template") from None


def _run(template: Template, empty: Value, before: str, status: int) -> None:
    from commands.formatter.gotemplate import TemplateError
    from commands.formatter.gotypes import type_of
    from commands.formatter.govalues import zero

    of_row = type_of(empty.type.elem if empty.kind == "ptr" else empty.type.name)
    if not empty.data:
        empty.data = zero(of_row)
    try:
        template.execute(empty)
    except TemplateError as error:
        raise Refusal(f"{before}{error}", status, flag="format", code="bad-template") from None
