"""The functions a template may call: Go's own, and docker's.

Mirrors Go's text/template/funcs.go and docker/cli templates/templates.go.
"""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import quote_plus

from commands.budget import ITEM, current
from commands.formatter.gofmt import sprint, sprintln, unwrap
from commands.formatter.goprintf import sprintf
from commands.formatter.gotemplate.comparing import eq, le, less, ne
from commands.formatter.gotemplate.function import Function, FunctionError, text_function, too_long_for_one
from commands.formatter.gotypes import ANY, BOOL, INT, INTS, STRING, UINTS, GoType, type_of
from commands.formatter.govalues import Value, dumps, zero

STRINGS = type_of("[]string")

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
                # Go lets the length itself pass, and reflection stops there.
                raise FunctionError(f"reflect: {target.kind} index out of range" if at == size else f"index out of range: {at}")
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
    held = unwrap(item)
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


def _not(value: Value | None) -> Value:
    from commands.formatter.gotemplate.reflecting import NOTHING, indirect_interface, truth

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
    current().memory(ITEM * (body.count(mark) + 1 if mark else len(body)))
    return Value(STRINGS, (list(body) if not mark else body.split(mark)) if body or mark else [])


def _join(parts: Value, separator: Value) -> str:
    items, mark = _data(parts, separator)
    held = items or ()
    too_long_for_one(sum(map(len, held)) + len(mark) * max(len(held) - 1, 0))
    return str(mark).join(held)


def _title(text: Value) -> str:
    """strings.Title: a capital after every separator."""
    out, previous = [], " "
    for char in text.data:
        out.append(char.title() if _separates(previous) else char)
        previous = char
    return "".join(out)


def _separates(char: str) -> bool:
    return not (char.isalnum() or char == "_") if char.isascii() else char.isspace()


def _pad(text: Value, before: Value, after: Value) -> str:
    body, left, right = _data(text, before, after)
    if left < 0 or right < 0:
        raise FunctionError("strings: negative Repeat count")
    too_long_for_one(len(body) + left + right if body else 0)
    return "" if not body else " " * left + body + " " * right


def _truncate(text: Value, size: Value) -> str:
    body, length = text.data.encode(), size.data
    if len(body) < length:
        return str(text.data)
    if length < 0:
        raise FunctionError(f"runtime error: slice bounds out of range [:{length}]")
    return str(body[:length].decode("utf-8", "replace"))


@cache
def docker_functions() -> dict[str, Function]:
    """Every name that docker's templates know."""
    go = {
        "and": Function((ANY,), _not, ANY, True),
        "or": Function((ANY,), _not, ANY, True),
        "not": Function((ANY,), _not, None, True),
        "call": Function((ANY,), _call, ANY, True),
        "html": text_function(_html, variadic=ANY, builtin=True),
        "js": text_function(_js, variadic=ANY, builtin=True),
        "urlquery": text_function(_urlquery, variadic=ANY, builtin=True),
        "index": Function((ANY,), _index, ANY, True),
        "slice": Function((ANY,), _slice, ANY, True),
        "len": Function((ANY,), _len, None, True),
        "print": text_function(lambda *values: sprint(list(values)), variadic=ANY, builtin=True),
        "println": text_function(lambda *values: sprintln(list(values)), variadic=ANY, builtin=True),
        "printf": text_function(lambda form, *values: sprintf(form.data, list(values)), STRING, variadic=ANY, builtin=True),
        "eq": Function((ANY,), eq, ANY, True),
        "ne": Function((ANY, ANY), ne, None, True),
        "lt": Function((ANY, ANY), lambda a, b: Value(BOOL, less(a, b)), None, True),
        "le": Function((ANY, ANY), le, None, True),
        "gt": Function((ANY, ANY), lambda a, b: Value(BOOL, not le(a, b).data), None, True),
        "ge": Function((ANY, ANY), lambda a, b: Value(BOOL, not less(a, b)), None, True),
    }
    docker = {
        "json": text_function(_json, ANY),
        "split": Function((STRING, STRING), _split),
        "join": text_function(_join, STRINGS, STRING),
        "title": text_function(_title, STRING),
        "lower": text_function(lambda text: str(text.data).lower(), STRING),
        "upper": text_function(lambda text: str(text.data).upper(), STRING),
        "pad": text_function(_pad, STRING, INT, INT),
        "truncate": text_function(_truncate, STRING, INT),
    }
    return {**go, **docker}


@cache
def header_functions() -> dict[str, Function]:
    """The same names over a table's titles: they leave a title as it is."""
    same = text_function(lambda text, *_: str(text.data), STRING)
    return {
        **docker_functions(),
        **dict.fromkeys(("json", "title", "lower", "upper"), same),
        "split": text_function(lambda text, _: str(text.data), STRING, STRING),
        "join": text_function(lambda text, _: str(text.data), STRING, STRING),
        "truncate": text_function(lambda text, _: str(text.data), STRING, INT),
    }


__all__ = ["Function", "FunctionError", "docker_functions", "header_functions"]
