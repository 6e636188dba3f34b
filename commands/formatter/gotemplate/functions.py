"""The functions a template may call: Go's own, and docker's.

Mirrors Go's text/template/funcs.go and docker/cli templates/templates.go.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote_plus

from commands.formatter.gofmt import quoted, sprint, sprintf, sprintln, text_of, unwrap
from commands.formatter.gotypes import ANY, BOOL, FLOATS, INT, INTS, STRING, UINTS, GoType, type_of
from commands.formatter.govalues import Value, dumps, zero

STRINGS = type_of("[]string")
MAX_TEXT = 4_000_000


class FunctionError(Exception):
    """What a function returns as its error."""


@dataclass(frozen=True)
class Function:
    """A function: the types of its parameters, of further ones where it is variadic, and what it does.

    `call` gets a `Value` a parameter (None for nil) and returns a `Value`, or None for no value.
    """

    params: tuple[GoType, ...]
    call: Callable[..., Value | None]
    variadic: GoType | None = None
    builtin: bool = False


def _text(call: Callable[..., str], *params: GoType, variadic: GoType | None = None, builtin: bool = False) -> Function:
    return Function(params, lambda *args: Value(STRING, _bounded(call(*args))), variadic, builtin)


def _bounded(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise FunctionError("the text is too long")
    return text


# -- Go's own ---------------------------------------------------------------------------------------------------------


def _indirect(value: Value | None) -> Value | None:
    value = unwrap(value)
    while value is not None and value.kind == "ptr" and value.data is not None:
        value = value.elem()
    return value


def _number(value: Value | None) -> int:
    value = unwrap(value)
    if value is None:
        raise FunctionError("cannot index slice/array with nil")
    if value.kind not in INTS and value.kind not in UINTS:
        raise FunctionError(f"cannot index slice/array with type {value.type.name}")
    return int(value.data)


def _index(item: Value | None, *indexes: Value | None) -> Value | None:
    held = unwrap(item)
    if held is None:
        raise FunctionError("index of untyped nil")
    for index in indexes:
        target = _indirect(held)
        if target is None or (target.kind == "ptr" and target.data is None):
            raise FunctionError("index of nil pointer")
        if target.kind in ("slice", "array", "string"):
            size = len(target.data or ()) if target.kind != "string" else len(target.data.encode())
            at = _number(index)
            if not 0 <= at < size:
                raise FunctionError(f"index out of range: {at}")
            held = Value(type_of("uint8"), target.data.encode()[at]) if target.kind == "string" else target.item(at)
        elif target.kind == "map":
            key = _key(unwrap(index), type_of(target.type.key))
            if target.data and key in target.data:
                held = target.item(key)
            else:
                elem = type_of(target.type.elem)
                held = Value(elem, zero(elem))
        else:
            raise FunctionError(f"can't index item of type {target.type.name}")
        if len(indexes) > 1 and index is not indexes[-1]:
            held = unwrap(held) or Value(ANY, None)
            if held.kind == "interface":
                raise FunctionError("index of nil pointer")
    return held


def _key(index: Value | None, kind: GoType) -> Any:
    if index is None:
        raise FunctionError(f"value is nil; should be of type {kind.name}")
    if index.type.name != kind.name and not (index.kind in INTS and kind.kind in (*INTS, *UINTS)) and kind.kind != "interface":
        raise FunctionError(f"value has type {index.type.name}; should be {kind.name}")
    return index.data


def _slice(item: Value | None, *indexes: Value | None) -> Value:
    held = _indirect(item)
    if held is None:
        raise FunctionError("slice of untyped nil")
    if len(indexes) > 3:
        raise FunctionError(f"too many slice indexes: {len(indexes)}")
    if held.kind == "string":
        if len(indexes) == 3:
            raise FunctionError("cannot 3-index slice a string")
        content: Any = held.data.encode()
        room = len(content)
    elif held.kind in ("slice", "array"):
        content = held.data or []
        # A list that was read from JSON has room for the next power of two.
        room = len(content) if held.kind == "array" or len(content) < 2 else 1 << (len(content) - 1).bit_length()
    else:
        raise FunctionError(f"can't slice item of type {held.type.name}")
    bounds = [0, len(content), room]
    for place, index in enumerate(indexes):
        bounds[place] = _number(index)
        if not 0 <= bounds[place] <= room:
            raise FunctionError(f"index out of range: {bounds[place]}")
    for low, high in ((0, 1), (1, 2)) if len(indexes) == 3 else ((0, 1),):
        if bounds[low] > bounds[high]:
            raise FunctionError(f"invalid slice index: {bounds[low]} > {bounds[high]}")
    if held.kind == "string":
        return Value(held.type, content[bounds[0] : bounds[1]].decode("utf-8", "replace"))
    content = list(content) + [zero(type_of(held.type.elem))] * (bounds[1] - len(content))
    return Value(held.type if held.kind == "slice" else type_of("[]" + held.type.elem), content[bounds[0] : bounds[1]])


def _len(item: Value | None) -> Value:
    held = _indirect(item)
    if held is None:
        raise FunctionError("reflect: call of reflect.Value.Type on zero Value" if item is None else "len of nil pointer")
    if held.kind == "ptr" and held.data is None:
        raise FunctionError("len of nil pointer")
    if held.kind == "string":
        return Value(INT, len(held.data.encode("utf-8", "replace")))
    if held.kind in ("slice", "array", "map"):
        return Value(INT, len(held.data or ()))
    raise FunctionError(f"len of type {held.type.name}")


def _call(callee: Value, function: Value | None, *_: Value | None) -> Value:
    """No value of docker's is a function, so there is nothing that can be called."""
    held = unwrap(function)
    if held is None:
        raise FunctionError("call of nil")
    raise FunctionError(f"non-function {callee.data} of type {held.type.name}")


def _basic(value: Value) -> str:
    kind = value.kind
    if kind == "bool":
        return "bool"
    if kind in INTS:
        return "int"
    if kind in UINTS:
        return "uint"
    if kind in FLOATS:
        return "float"
    if kind in ("complex128", "string"):
        return kind
    raise FunctionError("invalid type for comparison")


def _comparable(value: Value) -> bool:
    if value.kind == "struct":
        return all(_comparable(Value(type_of(one.type), None)) for one in value.type.fields)
    if value.kind == "array":
        return _comparable(Value(type_of(value.type.elem), None))
    return value.kind not in ("slice", "map", "func")


def _kind_or_none(value: Value | None) -> str:
    try:
        return "" if value is None else _basic(value)
    except FunctionError:
        return ""


def _eq_value(first: Value | None, second: Value | None) -> bool:
    kinds = _kind_or_none(first), _kind_or_none(second)
    if kinds[0] != kinds[1]:
        if first is None or second is None:
            return False
        if set(kinds) == {"int", "uint"}:
            return bool(first.data == second.data)
        raise FunctionError("incompatible types for comparison")
    if kinds[0] and first is not None and second is not None:
        return bool(first.data == second.data)
    if first is not None and second is not None and first.kind != second.kind:
        shown = f"{text_of(first, 's')}: {first.type.name}, {second.type.name}: {sprint([second])}"
        raise FunctionError(f"non-comparable types {shown}")
    if _is_nil(first) or _is_nil(second):
        return _is_nil(first) == _is_nil(second)
    assert first is not None and second is not None
    if not _comparable(second):
        raise FunctionError(f"non-comparable type {text_of(second, 's')}: {second.type.name}")
    return first.type.name == second.type.name and first.data == second.data


def _is_nil(value: Value | None) -> bool:
    return value is None or (value.data is None and value.kind in ("ptr", "interface", "map", "slice", "func"))


def _eq(first: Value | None, *others: Value | None) -> Value:
    if not others:
        raise FunctionError("missing argument for comparison")
    one = unwrap(first)
    return Value(BOOL, any(_eq_value(one, unwrap(other)) for other in others))


def _ne(first: Value | None, second: Value | None) -> Value:
    return Value(BOOL, not _eq(first, second).data)


def _less(first: Value | None, second: Value | None) -> bool:
    one, two = unwrap(first), unwrap(second)
    if one is None or two is None:
        raise FunctionError("invalid type for comparison")
    kinds = (_basic(one), _basic(two))
    if kinds[0] != kinds[1] and set(kinds) != {"int", "uint"}:
        raise FunctionError("incompatible types for comparison")
    if kinds[0] in ("bool", "complex128"):
        raise FunctionError("invalid type for comparison")
    if kinds[0] == "string":
        return bool(one.data.encode() < two.data.encode())
    return bool(one.data < two.data)


def _le(first: Value | None, second: Value | None) -> Value:
    less = _less(first, second)
    return Value(BOOL, less or _eq(first, second).data)


def _not(value: Value | None) -> Value:
    from commands.formatter.gotemplate.execute import NOTHING, indirect_interface, truth

    return Value(BOOL, not truth(NOTHING if value is None else indirect_interface(value)))


_HTML = {"\0": "\ufffd", '"': "&#34;", "'": "&#39;", "&": "&amp;", "<": "&lt;", ">": "&gt;"}
_JS = {
    "\\": "\\\\", "'": "\\'", '"': '\\"', "<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "=": "\\u003D",
}  # fmt: skip


def _html(*values: Value | None) -> str:
    return "".join(_HTML.get(char, char) for char in _args(values))


def _js(*values: Value | None) -> str:
    out = []
    for char in _args(values):
        if char in _JS:
            out.append(_JS[char])
        elif char < " " or not char.isprintable():
            out.append(f"\\u{ord(char):04X}")
        else:
            out.append(char)
    return "".join(out)


def _urlquery(*values: Value | None) -> str:
    return quote_plus(_args(values), safe="-_.~").replace("~", "~")


def _args(values: tuple[Value | None, ...]) -> str:
    """What html, js and urlquery escape: one string as it is, anything else as `print` writes it."""
    none = Value(STRING, "<no value>")
    return sprint([none if unwrap(value) is None else _indirect(value) for value in values])


# -- docker's ---------------------------------------------------------------------------------------------------------


def _data(*values: Value | None) -> list[Any]:
    return [None if value is None else value.data for value in values]


def _json(value: Value | None) -> str:
    try:
        return dumps(value)
    except TypeError as problem:
        raise FunctionError(str(problem)) from None


def _split(text: Value, separator: Value) -> Value:
    body, mark = _data(text, separator)
    return Value(STRINGS, (list(body) if not mark else body.split(mark)) if body or mark else [])


def _join(parts: Value, separator: Value) -> str:
    items, mark = _data(parts, separator)
    return str(mark).join(items or ())


def _title(text: Value) -> str:
    out, previous = [], " "
    for char in text.data:
        out.append(char.title() if not (previous.isalnum() or previous == "_") and previous != "'" or previous.isspace() else char)
        previous = char
    return "".join(out)


def _pad(text: Value, before: Value, after: Value) -> str:
    body, left, right = _data(text, before, after)
    if left < 0 or right < 0:
        raise FunctionError("strings: negative Repeat count")
    return "" if not body else " " * min(left, MAX_TEXT + 1) + body + " " * min(right, MAX_TEXT + 1)


def _truncate(text: Value, size: Value) -> str:
    body, length = text.data.encode(), size.data
    if len(body) < length:
        return str(text.data)
    if length < 0:
        raise FunctionError(f"runtime error: slice bounds out of range [:{length}]")
    return body[:length].decode("utf-8", "replace")


@cache
def docker_functions() -> dict[str, Function]:
    """Every name that docker's templates know."""
    go = {
        "and": Function((ANY,), _not, ANY, True),
        "or": Function((ANY,), _not, ANY, True),
        "not": Function((ANY,), _not, None, True),
        "call": Function((ANY,), _call, ANY, True),
        "html": _text(_html, variadic=ANY, builtin=True),
        "js": _text(_js, variadic=ANY, builtin=True),
        "urlquery": _text(_urlquery, variadic=ANY, builtin=True),
        "index": Function((ANY,), _index, ANY, True),
        "slice": Function((ANY,), _slice, ANY, True),
        "len": Function((ANY,), _len, None, True),
        "print": _text(lambda *values: sprint(list(values)), variadic=ANY, builtin=True),
        "println": _text(lambda *values: sprintln(list(values)), variadic=ANY, builtin=True),
        "printf": _text(lambda form, *values: sprintf(form.data, list(values)), STRING, variadic=ANY, builtin=True),
        "eq": Function((ANY,), _eq, ANY, True),
        "ne": Function((ANY, ANY), _ne, None, True),
        "lt": Function((ANY, ANY), lambda a, b: Value(BOOL, _less(a, b)), None, True),
        "le": Function((ANY, ANY), _le, None, True),
        "gt": Function((ANY, ANY), lambda a, b: Value(BOOL, not _le(a, b).data), None, True),
        "ge": Function((ANY, ANY), lambda a, b: Value(BOOL, not _less(a, b)), None, True),
    }
    docker = {
        "json": _text(_json, ANY),
        "split": Function((STRING, STRING), _split),
        "join": _text(_join, STRINGS, STRING),
        "title": _text(_title, STRING),
        "lower": _text(lambda text: str(text.data).lower(), STRING),
        "upper": _text(lambda text: str(text.data).upper(), STRING),
        "pad": _text(_pad, STRING, INT, INT),
        "truncate": _text(_truncate, STRING, INT),
    }
    return {**go, **docker}


@cache
def header_functions() -> dict[str, Function]:
    """The same names over a table's titles: they leave a title as it is."""
    same = _text(lambda text, *_: str(text.data), STRING)
    return {
        **docker_functions(),
        **dict.fromkeys(("json", "title", "lower", "upper"), same),
        "split": _text(lambda text, _: str(text.data), STRING, STRING),
        "join": _text(lambda text, _: str(text.data), STRING, STRING),
        "truncate": _text(lambda text, _: str(text.data), STRING, INT),
    }


__all__ = ["Function", "FunctionError", "docker_functions", "header_functions", "html", "quoted"]
