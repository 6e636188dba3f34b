"""eq, ne, lt, le: comparing two values.

Mirrors Go's text/template/funcs.go.
"""

from __future__ import annotations

from commands.formatter.gofmt import text_of, unwrap
from commands.formatter.gotemplate.function import FunctionError
from commands.formatter.gotypes import BOOL, FLOATS, INTS, UINTS, type_of
from commands.formatter.govalues import Value


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
        shown = f"{text_of(first, 's')}: {first.type.name}, {second.type.name}: {text_of(second)}"
        raise FunctionError(f"non-comparable types {shown}")
    if _is_nil(first) or _is_nil(second):
        return _is_nil(first) == _is_nil(second)
    assert first is not None and second is not None
    if not _comparable(second):
        raise FunctionError(f"non-comparable type {text_of(second, 's')}: {second.type.name}")
    return first.type.name == second.type.name and first.data == second.data


def _is_nil(value: Value | None) -> bool:
    return value is None or (value.data is None and value.kind in ("ptr", "interface", "map", "slice", "func"))


def eq(first: Value | None, *others: Value | None) -> Value:
    if not others:
        raise FunctionError("missing argument for comparison")
    one = unwrap(first)
    return Value(BOOL, any(_eq_value(one, unwrap(other)) for other in others))


def ne(first: Value | None, second: Value | None) -> Value:
    return Value(BOOL, not eq(first, second).data)


def less(first: Value | None, second: Value | None) -> bool:
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


def le(first: Value | None, second: Value | None) -> Value:
    smaller = less(first, second)
    return Value(BOOL, smaller or eq(first, second).data)
