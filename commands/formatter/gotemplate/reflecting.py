"""Values as Go's reflection sees them: no value at all, pointers and interfaces followed, what counts as true.

Mirrors helpers of Go's text/template/exec.go.
"""

from __future__ import annotations

from commands.formatter.govalues import Value


class Nothing:
    """Go's zero reflect.Value: no value at all, which is not nil."""


NOTHING = Nothing()
Maybe = Value | Nothing


def reflected(value: Maybe | None) -> str:
    """reflect.Value.String(): a string itself, `<T Value>` for anything else."""
    if not isinstance(value, Value):
        return "<invalid Value>"
    return str(value.data) if value.kind == "string" else f"<{value.type.name} Value>"


def given(value: Maybe) -> Value | None:
    """What a function gets: None for nil and for no value."""
    if isinstance(value, Nothing):
        return None
    return value


def indirect(value: Maybe) -> tuple[Maybe, bool]:
    """Through pointers and interfaces; True where a nil ended the way."""
    while isinstance(value, Value) and value.kind in ("ptr", "interface"):
        if value.methods is not None and value.kind == "ptr":
            return value, False  # a row of a list
        if value.data is None:
            return value, True
        held = value.elem()
        assert held is not None
        value = held
    return value, False


def indirect_interface(value: Maybe) -> Maybe:
    if isinstance(value, Value) and value.kind == "interface":
        return NOTHING if value.data is None else value.data
    return value


def truth(value: Maybe) -> bool:
    """Go's IsTrue: not the zero value; structs are always true."""
    if isinstance(value, Nothing):
        return False
    if value.kind in ("ptr", "interface", "func"):
        return value.data is not None
    return True if value.kind == "struct" else bool(value.data)
