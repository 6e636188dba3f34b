"""`docker images --tree`: images with the platforms they hold.

Mirrors docker/cli cli/command/image/tree.go, as it prints where there is no terminal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from commands.formatter import units

WIDTH = 80
_SPACING = 3
_COLUMNS = (("ID", 12, False), ("DISK USAGE", 10, True), ("CONTENT SIZE", 12, True), ("EXTRA", 5, False))
_WARNING = "WARNING: This is an experimental feature. The output may change and shouldn't be depended on."
_LEGEND = "Info ->  U In Use "
_BOLD, _PLAIN = "\x1b[39m\x1b[1m", "\x1b[0m"


@dataclass(slots=True)
class _Row:
    names: list[str]
    id: str
    disk: str
    content: str
    used: bool
    children: list[_Row] = field(default_factory=list)


def write(images: list[dict[str, Any]], all_images: bool) -> str:
    """The whole tree, its warning and legend included."""
    shown = [image for image in images if all_images or not _dangling(image)]
    shown.sort(key=lambda image: -(image.get("Created") or 0))
    rows = [_row(image) for image in shown]
    spaced = any(row.children for row in rows)
    # docker marks what is used only where the daemon knows it platform by platform.
    marks = any(child.used for row in rows for child in row.children)
    room = WIDTH - sum(width + _SPACING for _, width, _ in _COLUMNS)
    width = min(room, max([len("IMAGE"), *(len(name.encode()) for row in rows for name in _all_names(row))]))
    lines = [_WARNING, _LEGEND.rjust(WIDTH), "", _titles(width)]
    for row in rows:
        lines += row.names[:-1]
        lines.append(_line(row.names[-1], row, width, marks))
        for index, child in enumerate(row.children):
            lines.append(_line(_branch(index, len(row.children)) + child.names[0], child, width, marks))
        lines += [""] if spaced else []
    return "".join(line + "\n" for line in lines)


def _dangling(image: dict[str, Any]) -> bool:
    tags, digests = image.get("RepoTags") or [], image.get("RepoDigests") or []
    return (not tags and not digests) or (tags == ["<none>:<none>"] and digests == ["<none>@<none>"])


def _row(image: dict[str, Any]) -> _Row:
    children, content = [], 0
    for manifest in image.get("Manifests") or []:
        size, about = manifest.get("Size") or {}, manifest.get("ImageData") or {}
        content += size.get("Content") or 0
        if manifest.get("Kind") != "image":
            continue
        names, in_use = [_platform(about.get("Platform") or {})], bool(about.get("Containers"))
        children.append(_Row(names, manifest.get("ID", ""), _size(size.get("Total")), _size(size.get("Content")), in_use))
    used = (image.get("Containers") or 0) > 0 or any(child.used for child in children)
    names = list(image.get("RepoTags") or []) or ["<untagged>"]
    return _Row(names, image.get("Id", ""), _size(image.get("Size")), _size(content), used, children)


def _size(size: int | None) -> str:
    return units.human_size(float(size or 0), 3)


def _platform(platform: dict[str, Any]) -> str:
    return (
        "/".join(part for part in (platform.get("os"), platform.get("architecture"), platform.get("variant")) if part) or "unknown"
    )


def _branch(index: int, count: int) -> str:
    return "└─ " if index == count - 1 else "├─ "


def _all_names(row: _Row) -> list[str]:
    return [*row.names, *(_branch(index, len(row.children)) + child.names[0] for index, child in enumerate(row.children))]


def _titles(width: int) -> str:
    titles = [("IMAGE", width), *((title, wide) for title, wide, _ in _COLUMNS)]
    text = "".join(f"{_BOLD}{title}{_PLAIN}" + " " * (wide - len(title) + _SPACING) for title, wide in titles[:-1])
    return f"{text}{_BOLD}{titles[-1][0]}{_PLAIN}"


def _line(name: str, row: _Row, width: int, marks: bool) -> str:
    shown = units.ellipsis(name, width)
    cells = [shown + " " * (width - units.width_of(shown))]
    values = (units.truncate_id(row.id), row.disk, row.content, "U" if row.used and marks else "")
    for (_, wide, right), value in zip(_COLUMNS, values, strict=True):
        cells.append(value.rjust(wide) if right else value.ljust(wide))
    return (" " * _SPACING).join(cells)
