"""Go's types, as far as docker's templates meet them.

The named types are read from `gotypes.json`, which `scripts/make_go_types.py` takes out of the docker
program; unnamed ones (`[]string`, `map[string]int`, `*T`) are made from their spelling.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from typing import Any

INTS = ("int", "int8", "int16", "int32", "int64")
UINTS = ("uint", "uint8", "uint16", "uint32", "uint64", "uintptr")
FLOATS = ("float32", "float64")
SCALARS = ("bool", "string", *INTS, *UINTS, *FLOATS, "complex128", "error")
# Structs that JSON carries as one text.
_AS_TEXT = ("registry.NetIPNet",)
_TAG = re.compile(r'json:"((?:[^"\\]|\\.)*)"')
_ARRAY = re.compile(r"^\[(\d+)\](.*)$", re.S)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a struct: Go's name, the type's name, and what its tag says about JSON."""

    name: str
    type: str
    json: str
    omitempty: bool
    embedded: bool
    exported: bool
    skipped: bool = False
    quoted: bool = False


@dataclass(frozen=True)
class GoType:
    """A type: `kind` is reflect's word; `elem`, `key` and `length` belong to slices, arrays, maps and pointers."""

    name: str
    kind: str
    elem: str = ""
    key: str = ""
    length: int = 0
    fields: tuple[Field, ...] = ()
    methods: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    pointer_methods: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def paths(self) -> dict[str, tuple[str, ...]]:
        """Exported field → the embedded fields on the way to it, by Go's rule that the shallowest one is meant."""
        found: dict[str, tuple[str, ...]] = {}
        level: list[tuple[GoType, tuple[str, ...]]] = [(self, ())]
        while level:
            below: list[tuple[GoType, tuple[str, ...]]] = []
            for owner, lead in level:
                for one in owner.fields:
                    if one.exported:
                        found.setdefault(one.name, lead)
                    if one.embedded:
                        inner = type_of(one.type.removeprefix("*"))
                        below.append((inner, (*lead, one.name)))
            level = below
        return found

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """The struct's own fields."""
        return {one.name: one for one in self.fields}


@cache
def _table() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(resources.files("commands.formatter").joinpath("gotypes.json").read_text("utf-8"))
    return data


@cache
def type_of(name: str) -> GoType:
    """The type of that spelling; an unknown name is an interface (anything)."""
    if name in _AS_TEXT:
        return GoType(name, "string", pointer_methods={"String": "func() string"})
    row = _table().get(name)
    if row is not None:
        fields = tuple(_field(*one) for one in row.get("fields", ()))
        return GoType(
            name,
            row["kind"],
            row.get("elem", ""),
            row.get("key", ""),
            0,
            fields,
            row.get("methods", {}),
            row.get("pointer_methods", {}),
        )
    if name in SCALARS:
        return GoType(name, name)
    if name.startswith("*"):
        elem = type_of(name[1:])
        return GoType(name, "ptr", name[1:], methods={**elem.methods, **elem.pointer_methods})
    if name.startswith("[]"):
        return GoType(name, "slice", name[2:])
    array = _ARRAY.match(name)
    if array:
        return GoType(name, "array", array[2], length=int(array[1]))
    if name.startswith("map["):
        end = name.index("]")
        return GoType(name, "map", name[end + 1 :], name[4:end])
    return GoType(name, "interface" if not name.startswith("func(") else "func")


def _field(name: str, type_name: str, tag: str, embedded: int) -> Field:
    found = _TAG.search(tag)
    json_name, *options = (found[1] if found else "").split(",")
    return Field(
        name,
        type_name,
        json_name or name,
        "omitempty" in options,
        bool(embedded) and not json_name,
        name[:1].isupper(),
        json_name == "-",
        "string" in options,
    )


ANY = type_of("interface {}")
STRING = type_of("string")
INT = type_of("int")
BOOL = type_of("bool")
FLOAT64 = type_of("float64")
NUMBER = GoType("json.Number", "string", methods={"String": "func() string", "Float64": "", "Int64": ""})
MAP = type_of("map[string]interface {}")
LIST = type_of("[]interface {}")
ERROR = type_of("error")
