"""Values as Go sees them: a type and plain data; from the Engine's JSON, and back to Go's JSON.

Data by kind: numbers, texts and booleans are Python's; a slice or array is a list or None; a map a dict or
None; a struct a dict from Go's field name to data; a pointer the data it points to, or None; an interface a
`Value` or None. `time.Time` is kept as its RFC 3339 text.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

from commands.formatter.gotypes import ANY, BOOL, FLOATS, INTS, LIST, MAP, NUMBER, STRING, UINTS, GoType, type_of

ZERO_TIME = "0001-01-01T00:00:00Z"


class Value:
    """One value; `methods` are bound functions for what docker computes (a column of a list)."""

    __slots__ = ("data", "methods", "type")

    def __init__(self, type: GoType, data: Any, methods: Mapping[str, Callable[..., Any]] | None = None) -> None:
        self.type = type
        self.data = data
        self.methods = methods

    @property
    def kind(self) -> str:
        return self.type.kind

    def elem(self) -> Value | None:
        """What a pointer or an interface holds; None where that is nil."""
        if self.data is None:
            return None
        if self.type.kind == "interface":
            held: Value = self.data
            return held
        return Value(type_of(self.type.elem), self.data, self.methods)

    def item(self, index: Any) -> Value:
        """An element of a slice, array or map."""
        data = self.data[index]
        if isinstance(data, Value) and self.type.elem[:1] == "*":
            return data  # a row that docker computes
        return Value(type_of(self.type.elem), data)

    def field(self, name: str) -> Value | None:
        """A field of a struct, embedded ones followed; None where a nil pointer lies on the way."""
        value: Value | None = self
        for step in (*self.type.paths[name], name):
            if value is not None and value.kind == "ptr":
                value = value.elem()
            if value is None:
                return None
            value = Value(type_of(value.type.by_name[step].type), value.data.get(step))
        return value

    def __repr__(self) -> str:
        return f"Value({self.type.name}, {self.data!r})"


def zero(kind: GoType) -> Any:
    """The data of a type's zero value."""
    if kind.name == "time.Time":
        return ZERO_TIME
    if kind.kind == "struct":
        return {one.name: zero(type_of(one.type)) for one in kind.fields}
    if kind.kind == "array":
        return [zero(type_of(kind.elem)) for _ in range(kind.length)]
    if kind.kind == "bool":
        return False
    if kind.kind == "string":
        return ""
    return None if kind.kind in ("slice", "map", "ptr", "interface", "func") else 0.0 if kind.kind in FLOATS else 0


def raw(data: Any) -> Value:
    """JSON decoded without a type, numbers kept as they are written (`json.Number`)."""
    if isinstance(data, dict):
        return Value(MAP, {str(key): None if item is None else raw(item) for key, item in data.items()})
    if isinstance(data, list):
        return Value(LIST, [None if item is None else raw(item) for item in data])
    if isinstance(data, bool):
        return Value(BOOL, data)
    if isinstance(data, (int, float)):
        return Value(NUMBER, number_text(data))
    return Value(ANY, None) if data is None else Value(STRING, str(data))


def number_text(number: float) -> str:
    """A JSON number as Go writes it."""
    if isinstance(number, int):
        return str(number)
    size = abs(number)
    if size and (size < 1e-6 or size >= 1e21):
        mantissa, _, exponent = repr(number).partition("e")
        if not exponent:
            mantissa, _, exponent = f"{number:e}".partition("e")
        sign, digits = exponent[:1], exponent.lstrip("+-").lstrip("0")
        return f"{mantissa}e{sign if sign in '+-' else '+'}{digits}" if sign == "-" else f"{mantissa}e+{digits.zfill(2)}"
    text = repr(number)
    if "e" in text:
        from decimal import Decimal

        text = format(Decimal(text), "f")
    return text[:-2] if text.endswith(".0") else text


def decode(kind: GoType, data: Any) -> Any:
    """JSON → data of that type, by encoding/json's rules (names match in any case, null leaves the zero value)."""
    if kind.kind == "ptr":
        return None if data is None else decode(type_of(kind.elem), data)
    if kind.kind == "interface":
        return None if data is None else raw(data)
    if data is None:
        return zero(kind)
    if kind.name == "time.Time":
        return str(data) or ZERO_TIME
    if kind.kind == "struct":
        return _struct(kind, data) if isinstance(data, dict) else zero(kind)
    if kind.kind == "map":
        elem = type_of(kind.elem)
        return {str(key): decode(elem, item) for key, item in data.items()} if isinstance(data, dict) else None
    if kind.kind in ("slice", "array"):
        return _sequence(kind, data)
    if kind.kind == "string":
        return data if isinstance(data, str) else ""
    if kind.kind == "bool":
        return bool(data)
    if kind.kind in FLOATS:
        return float(data) if isinstance(data, (int, float)) else 0.0
    return int(data) if isinstance(data, (int, float)) else 0


def _sequence(kind: GoType, data: Any) -> Any:
    if kind.elem == "uint8" and isinstance(data, str):
        return list(base64.b64decode(data))
    if kind.name == "strslice.StrSlice" and isinstance(data, str):
        return [data]
    if not isinstance(data, list):
        return zero(kind)
    items = [decode(type_of(kind.elem), item) for item in data]
    if kind.kind == "array":
        items = (items + zero(kind))[: kind.length]
    return items


def _struct(kind: GoType, data: dict[str, Any]) -> dict[str, Any]:
    folded: dict[str, Any] | None = None
    out: dict[str, Any] = {}
    for one in kind.fields:
        inner = type_of(one.type)
        if one.embedded:
            out[one.name] = decode(inner, data)
        elif one.skipped or not one.exported:
            out[one.name] = zero(inner)
        elif one.json in data:
            out[one.name] = decode(inner, data[one.json])
        else:
            if folded is None:
                folded = {key.lower(): item for key, item in data.items()}
            out[one.name] = decode(inner, folded[one.json.lower()]) if one.json.lower() in folded else zero(inner)
    return out


def typed(name: str, data: Any) -> Value:
    """The Engine's JSON as a value of one of docker's types."""
    kind = type_of(name)
    return Value(kind, decode(kind, data))


def dumps(value: Value | None, html: bool = False) -> str:
    """encoding/json's text of a value, on one line."""
    return escape_html(_encode(value)) if html else _encode(value)


def escape_html(text: str) -> str:
    """JSON as encoding/json leaves it where it escapes for HTML."""
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def quote(text: str) -> str:
    """A JSON string as Go writes it without escaping for HTML."""
    out = json.dumps(text, ensure_ascii=False)
    return out.replace("\x7f", "\x7f").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _encode(value: Value | None) -> str:
    while value is not None and value.kind in ("ptr", "interface") and not (value.methods and "MarshalJSON" in value.methods):
        value = value.elem()
    if value is None:
        return "null"
    if value.methods and "MarshalJSON" in value.methods:
        return str(value.methods["MarshalJSON"]())
    kind, data = value.type, value.data
    if kind.kind == "string":
        return (data or "0") if kind is NUMBER else quote(data)
    if kind.name == "time.Time":
        return quote(data)
    if kind.kind == "bool":
        return "true" if data else "false"
    if kind.kind in INTS or kind.kind in UINTS or kind.kind in FLOATS:
        return number_text(data)
    if kind.kind == "struct":
        text = "{" + ",".join(_members(value)) + "}"
        return _through_a_map(text) if kind.name == "registry.ServiceConfig" else text
    if kind.kind == "complex128":
        raise TypeError("json: unsupported type: complex128")
    if data is None:
        return "null"
    if kind.kind == "map":
        return "{" + ",".join(f"{quote(str(key))}:{_encode(value.item(key))}" for key in sorted(data)) + "}"
    if kind.kind == "slice" and kind.elem == "uint8":
        return quote(base64.b64encode(bytes(data)).decode())
    return "[" + ",".join(_encode(value.item(index)) for index in range(len(data))) + "]"


def _through_a_map(text: str) -> str:
    """JSON that docker decodes and encodes once more on its way: all its keys are sorted then."""
    return json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _members(value: Value) -> list[str]:
    out: list[str] = []
    for one in value.type.fields:
        inner = Value(type_of(one.type), value.data.get(one.name))
        if one.embedded:
            held = inner.elem() if inner.kind == "ptr" else inner
            if held is not None:
                out += _members(held)
        elif one.exported and not one.skipped and not (one.omitempty and empty(inner)):
            out.append(f"{quote(one.json)}:{_encode(inner)}")
    return out


def empty(value: Value) -> bool:
    """encoding/json's `omitempty`: structs are never empty."""
    if value.kind in ("ptr", "interface"):
        return value.data is None
    return value.kind != "struct" and not value.data
