"""Why JSON does not fit one of docker's types, in the words of encoding/json; asked when something went wrong with an answer.

Mirrors Go's encoding/json/decode.go (UnmarshalTypeError).
"""

from __future__ import annotations

import re
from typing import Any

from commands.formatter.gotypes import FLOATS, INTS, UINTS, Field, GoType, type_of

# Answers whose own types no template meets, so that the types taken out of the docker program lack them.
_MADE = {
    "volume.ListResponse": (("Volumes", "[]*volume.Volume"), ("Warnings", "[]string")),
    "types.DiskUsage": (
        ("LayersSize", "int64"),
        ("Images", "[]*image.Summary"),
        ("Containers", "[]*container.Summary"),
        ("Volumes", "[]*volume.Volume"),
        ("BuildCache", "[]*build.CacheRecord"),
    ),
    "container.TopResponse": (("Processes", "[][]string"), ("Titles", "[]string")),
    "container.CreateResponse": (("Id", "string"), ("Warnings", "[]string")),
}
# Paths of answers (without the version) → docker's type of them.
_PATHS = tuple(
    (re.compile(rf"\A{path}\Z"), name)
    for path, name in (
        ("/containers/json", "[]container.Summary"),
        ("/images/json", "[]image.Summary"),
        ("/images/search", "[]registry.SearchResult"),
        ("/images/.+/history", "[]image.HistoryResponseItem"),
        ("/networks", "[]network.Inspect"),
        ("/volumes", "volume.ListResponse"),
        ("/(services|nodes|tasks|secrets|configs)", "[]swarm.{}"),
        ("/plugins", "[]*types.Plugin"),
        ("/info", "system.Info"),
        ("/version", "types.Version"),
        ("/system/df", "types.DiskUsage"),
        ("/containers/create", "container.CreateResponse"),
        ("/containers/[^/]+/json", "container.InspectResponse"),
        ("/containers/[^/]+/top", "container.TopResponse"),
        ("/containers/[^/]+/changes", "[]container.FilesystemChange"),
        ("/images/.+/json", "image.InspectResponse"),
        ("/networks/[^/]+", "network.Inspect"),
        ("/volumes/[^/]+", "volume.Volume"),
        ("/(service|node|task|secret|config)s/[^/]+", "swarm.{}"),
        ("/plugins/.+/json", "types.Plugin"),
    )
)


def misfit(path: str, data: Any) -> str:
    """What is wrong with the answer to `GET path`; "" where it is as it should be, or nothing is known of it."""
    for pattern, name in _PATHS:
        found = pattern.match(path)
        if found:
            kind = found[1].rstrip("s").capitalize() if found.groups() else ""
            return mismatch(_type(name.format(kind)), data)
    return ""


def _type(name: str) -> GoType:
    fields = _MADE.get(name)
    if fields is None:
        return type_of(name)
    return GoType(name, "struct", fields=tuple(Field(one, kind, one, False, False, True) for one, kind in fields))


def mismatch(kind: GoType, data: Any, owner: str = "", path: str = "") -> str:
    """The first thing that does not fit; "" where all does."""
    if data is None or kind.kind in ("interface", "func"):
        return ""
    if kind.kind == "ptr":
        return mismatch(_type(kind.elem), data, owner, path)
    if {"UnmarshalJSON", "UnmarshalText"} & {*kind.methods, *kind.pointer_methods} or kind.name == "time.Time":
        return ""
    if kind.kind == "struct":
        return _struct(kind, data, owner, path) if isinstance(data, dict) else _said(kind, data, owner, path)
    if kind.kind == "map":
        if not isinstance(data, dict):
            return _said(kind, data, owner, path)
        return _first(_type(kind.elem), data.values(), owner, path)
    if kind.kind in ("slice", "array"):
        if isinstance(data, str) and (kind.elem == "uint8" or kind.name == "strslice.StrSlice"):
            return ""
        return _first(_type(kind.elem), data, owner, path) if isinstance(data, list) else _said(kind, data, owner, path)
    return "" if _scalar_fits(kind.kind, data) else _said(kind, data, owner, path)


def _first(kind: GoType, items: Any, owner: str, path: str) -> str:
    return next((said for item in items if (said := mismatch(kind, item, owner, path))), "")


def _scalar_fits(kind: str, data: Any) -> bool:
    if kind == "string":
        return isinstance(data, str)
    if kind == "bool":
        return isinstance(data, bool)
    if kind in FLOATS:
        return isinstance(data, (int, float)) and not isinstance(data, bool)
    if kind in INTS or kind in UINTS:
        return isinstance(data, int) and not isinstance(data, bool) and (data >= 0 or kind in INTS)
    return True


def _struct(kind: GoType, data: dict[str, Any], owner: str, path: str) -> str:
    name = kind.name.rpartition(".")[2]
    folded = {str(key).lower(): item for key, item in data.items()}
    for one in kind.fields:
        if one.skipped or not one.exported:
            continue
        if one.embedded:
            said = mismatch(type_of(one.type.removeprefix("*")), data, name, f"{path}{one.name}.")
        else:
            said = mismatch(_type(one.type), data.get(one.json, folded.get(one.json.lower())), name, f"{path}{one.json}.")
        if said:
            return said
    return ""


def _said(kind: GoType, data: Any, owner: str, path: str) -> str:
    what = {dict: "object", list: "array", str: "string", bool: "bool"}.get(type(data), "number")
    if isinstance(data, float) and kind.kind in INTS + UINTS:
        what = f"number {data:g}"
    where = f"Go struct field {owner}.{path.rstrip('.')}" if path else "Go value"
    return f"json: cannot unmarshal {what} into {where} of type {kind.name}"
