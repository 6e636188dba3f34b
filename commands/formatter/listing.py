"""A list under a format: `table`, `json`, `raw` or a template of the person's own.

Mirrors docker/cli cli/command/formatter/formatter.go, reflect.go and custom.go.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from commands.budget import Budget, current
from commands.formatter.gotemplate import Template, TemplateError, parse
from commands.formatter.gotemplate.nodes import ActionNode, FieldNode, TextNode
from commands.formatter.gotypes import STRING, GoType, type_of
from commands.formatter.govalues import Value, decode, dumps, escape_html, quote
from commands.formatter.tabwriter import align

JSON_FORMAT = "{{json .}}"
_HEADERS = GoType("formatter.SubHeaderContext", "map", "string", "string", methods={"Label": "func(string) string"})
_NOT_SHOWN = ("FullHeader", "MarshalJSON")

Column = Callable[..., Any]


class Row(Value):
    """A row of a list: its columns are methods; the fields behind them are read only where `{{.}}` asks for them."""

    __slots__ = ("_fields",)

    def __init__(self, kind: GoType, methods: Mapping[str, Column], fields: Callable[[], dict[str, Any]]) -> None:
        self._fields = fields
        super().__init__(kind, None, methods)

    @property
    def data(self) -> Any:
        """What docker keeps of the row, by Go's names."""
        kind = type_of(self.type.elem)
        given = self._fields()
        header = {"HeaderContext": {"Header": None}}
        return header | {
            one.name: decode(type_of(one.type), given[one.name]) if isinstance(given.get(one.name), dict) else given.get(one.name)
            for one in kind.fields
            if one.name not in header
        }

    @data.setter
    def data(self, value: Any) -> None:
        """Nothing is kept."""


def context(type_name: str, columns: Mapping[str, Column], fields: Callable[[], dict[str, Any]] = dict) -> Value:
    """One row: docker's type of that name, each column computed when it is asked for; `fields` are what it is made from."""
    methods = dict(columns)
    kind = type_of("*" + type_name)
    methods["MarshalJSON"] = lambda: _row_as_json(kind, columns)
    return Row(kind, methods, fields)


def _row_as_json(kind: GoType, columns: Mapping[str, Column]) -> str:
    pairs = []
    for name in sorted(columns):
        signature = kind.methods.get(name, "func() string")
        if name in _NOT_SHOWN or not signature.startswith("func() "):
            continue
        value = columns[name]()
        text = dumps(value) if isinstance(value, Value) else quote(value) if isinstance(value, str) else json.dumps(value)
        pairs.append(f"{quote(name)}:{text}")
    return escape_html("{" + ",".join(pairs) + "}")


def write(source: str, rows: Iterable[Value], headers: Mapping[str, str]) -> str:
    """The whole list as text; TemplateError, in docker's words, where the format is refused or fails."""
    table = source.startswith("table")
    form = source[len("table") :] if table else JSON_FORMAT if source == "json" else source
    form = form.strip(" ").replace("\\t", "\t").replace("\\n", "\n")
    try:
        template = parse(form)
        plain = _plain_columns(template)
        budget = current()
        lines = [_line(row, plain, template, budget) + "\n" for row in rows]
    except TemplateError as problem:
        raise TemplateError(f"template parsing error: {problem}") from None
    if not table:
        return "".join(lines)
    title = template.execute(Value(_HEADERS, dict(headers), {"Label": _label_title}), header=True)
    return align(title + "\n" + "".join(lines))


def _plain_columns(template: Template) -> list[tuple[str, str]] | None:
    """(text, column) in turn, for a template that is nothing but texts and columns; None for any other."""
    parts: list[tuple[str, str]] = []
    if len(template.trees) != 1:
        return None
    for node in template.trees[template.name].nodes:
        if isinstance(node, TextNode):
            parts.append((node.text, ""))
            continue
        commands = node.pipe.commands if isinstance(node, ActionNode) and not node.pipe.decl else []
        first = commands[0].args[0] if len(commands) == 1 and len(commands[0].args) == 1 else None
        if not isinstance(first, FieldNode) or len(first.idents) != 1:
            return None
        parts.append(("", first.idents[0]))
    return parts


def _line(row: Value, plain: list[tuple[str, str]] | None, template: Template, budget: Budget) -> str:
    """One row's text; the template runs in full where a column is unknown, takes words, or is no text."""
    columns = row.methods
    if plain is None or columns is None:
        return template.execute(row)
    parts = []
    for text, name in plain:
        column = columns.get(name) if name else None
        if name and (column is None or not row.type.methods.get(name, "").startswith("func() string")):
            return template.execute(row)
        parts.append(str(column()) if column is not None else text)
        budget.spend(len(parts[-1]))
    return "".join(parts)


def _label_title(name: str) -> str:
    """The title of `{{.Label "com.example.some-name"}}`: its last part."""
    return name.split(".")[-1].replace("-", " ").replace("_", " ")


def joined_labels(labels: Mapping[str, str] | None) -> str:
    """`k=v,k=v`, sorted."""
    return ",".join(sorted(f"{key}={value}" for key, value in (labels or {}).items()))


__all__ = ["JSON_FORMAT", "STRING", "Column", "context", "joined_labels", "write"]
