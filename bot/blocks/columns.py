"""docker's tables, read back: columns by where their headings stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEADING = re.compile(r"\S+(?: \S+)*")
_CAPITALS = re.compile(r"^[A-Z%][A-Z0-9 %/()._#-]*$")


@dataclass(frozen=True)
class Columns:
    """A table: headings, and rows with as many cells."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def index(self, heading: str) -> int:
        """Where a heading stands; -1 where there is none."""
        return self.headings.index(heading) if heading in self.headings else -1

    def cell(self, row: tuple[str, ...], *headings: str) -> str:
        """The cell under the first of these headings that exists."""
        for heading in headings:
            at = self.index(heading)
            if at >= 0:
                return row[at]
        return ""


def read_columns(text: str) -> Columns | None:
    """The table in a command's output, None where the output is none."""
    lines = text.rstrip("\n").split("\n")
    if not lines or not _CAPITALS.match(lines[0].strip() or "-"):
        return None
    # docker pads columns with three blanks; ps(1) in `docker top` may use fewer.
    found = list(_HEADING.finditer(lines[0]))
    if not found:
        return None
    starts = [match.start() for match in found]
    headings = tuple(match[0] for match in found)
    if len(set(headings)) != len(headings):
        return None
    rows = tuple(_cells(line, starts) for line in lines[1:] if line.strip())
    return Columns(headings, rows)


def _cells(line: str, starts: list[int]) -> tuple[str, ...]:
    ends = [*starts[1:], len(line) + 1]
    return tuple(line[start:end].strip() for start, end in zip(starts, ends, strict=True))
