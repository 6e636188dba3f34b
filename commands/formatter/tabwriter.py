"""Go's text/tabwriter with docker's settings: cells at least 10 wide, 3 blanks between, wide characters counting twice.

Mirrors docker/cli cli/command/formatter/tabwriter/tabwriter.go, which is Go's with wider widths.
"""

from __future__ import annotations

from commands.budget import Exceeded, current
from commands.formatter.units import width_of

# Columns are aligned one inside the other.
MOST_COLUMNS = 200


def align(text: str, min_width: int = 10, padding: int = 3, pad_char: str = " ", tab_width: int = 1) -> str:
    """Align tab-separated cells. A cell ends with a tab; what follows the last one is not part of a column."""
    lines = text.split("\n")
    rows = [line.split("\t") for line in lines]
    if max(map(len, rows)) > MOST_COLUMNS:
        raise Exceeded(f"a table has {MOST_COLUMNS} columns at most here", "bytes")
    out = _Lines()
    _format(rows, 0, len(rows), [], out, min_width, padding, pad_char, tab_width)
    return "".join(out)[:-1]


class _Lines(list[str]):
    """The lines so far. What a line's padding takes is counted before it is made: one wide cell widens all rows."""

    def __init__(self) -> None:
        super().__init__()
        self._budget = current()

    def add(self, row: list[str], widths: list[int], pad_char: str, tab_width: int) -> None:
        """One row, aligned."""
        self._budget.spend(sum(widths) + sum(map(len, row)))
        self.append(_line(row, widths, pad_char, tab_width))


def _format(rows: list[list[str]], start: int, end: int, widths: list[int], out: _Lines,
            min_width: int, padding: int, pad_char: str, tab_width: int) -> None:  # fmt: skip
    column = len(widths)
    first = start
    this = start
    while this < end:
        if column >= len(rows[this]) - 1:
            this += 1
            continue
        for row in rows[first:this]:
            out.add(row, widths, pad_char, tab_width)
        first = this
        width = min_width
        discardable = True
        block = this
        while block < end and column < len(rows[block]) - 1:
            cell = rows[block][column]
            width = max(width, width_of(cell) + padding)
            if cell:
                discardable = False
            block += 1
        _format(
            rows, first, block, [*widths, 0 if discardable and padding < 0 else width], out, min_width, padding, pad_char, tab_width
        )
        first = this = block
    for row in rows[first:end]:
        out.add(row, widths, pad_char, tab_width)


def _line(row: list[str], widths: list[int], pad_char: str, tab_width: int) -> str:
    parts = []
    for index, cell in enumerate(row):
        width = widths[index] if index < len(widths) else 0
        if pad_char == "\t":
            # With tabs as padding a cell's width is rounded up to whole tabs.
            if index < len(widths) and index < len(row) - 1:
                whole = -(-width // tab_width) * tab_width
                parts.append(cell + "\t" * -(-(whole - width_of(cell)) // tab_width))
            else:
                parts.append(cell)
        else:
            parts.append(cell + " " * (width - width_of(cell)) if index < len(row) - 1 else cell)
    return "".join(parts) + "\n"
