"""docker's tables as Slack tables that can be read on a phone: few columns, real words, bars where there are percentages."""

from __future__ import annotations

from bot.blocks.columns import Columns
from bot.blocks.filters import chosen_columns, filter_words, filtered_rows
from bot.blocks.message import Builder, clip_units, units, weight
from bot.blocks.parts import add_turning, context, table
from bot.blocks.scene import Scene
from bot.blocks.shown import Shown, View
from bot.blocks.words import escaped, one_line

MOST_ROWS = 60
CELL = 90
TABLE_ROOM = 9_000
# Which columns matter on a narrow screen; the others are a filter away.
USUAL: dict[str, tuple[str, ...]] = {
    "image ls": ("REPOSITORY", "TAG", "SIZE", "CREATED", "IMAGE", "DISK USAGE"),
    "network ls": ("NAME", "DRIVER", "SCOPE"),
    "volume ls": ("VOLUME NAME", "DRIVER"),
    "container stats": ("NAME", "CPU %", "MEM %", "MEM USAGE / LIMIT"),
    "container top": ("PID", "USER", "%CPU", "CPU", "TIME", "CMD", "COMMAND"),
    "system df": ("TYPE", "TOTAL", "ACTIVE", "SIZE", "RECLAIMABLE"),
    "image history": ("CREATED", "CREATED BY", "SIZE"),
    "search": ("NAME", "STARS", "OFFICIAL", "DESCRIPTION"),
    "compose ps": ("NAME", "SERVICE", "STATUS", "PORTS"),
}
TABLES = (
    *USUAL,
    "context ls",
    "plugin ls",
    "node ls",
    "service ls",
    "service ps",
    "stack ls",
    "stack ps",
    "stack services",
    "secret ls",
    "config ls",
)


def bar(percent: float, width: int = 8) -> str:
    """`▰▰▰▱▱▱▱▱`."""
    full = max(0, min(width, round(percent / 100 * width)))
    if percent > 0 and full == 0:
        full = 1 if percent >= 1 else 0
    return "▰" * full + "▱" * (width - full)


def _percent(cell: str) -> float | None:
    try:
        return float(cell.strip().rstrip("%"))
    except ValueError:
        return None


def _drawn(heading: str, cell: str) -> str:
    """A cell as it is drawn: percentages with a bar."""
    if heading in ("CPU %", "MEM %", "%CPU", "%MEM") and (percent := _percent(cell)) is not None:
        return f"{bar(percent)} {percent:g}%"
    if heading == "RECLAIMABLE" and "(" in cell and (percent := _percent(cell.rpartition("(")[2].rstrip(")"))) is not None:
        return f"{cell} {bar(percent, 5)}"
    return cell


def add_table(builder: Builder, card: Shown, view: View, scene: Scene, data: Columns) -> bool:
    """Add the table; True when every row and every character of the chosen columns is there."""
    rows = filtered_rows(data, view)
    columns = chosen_columns(data, view, USUAL.get(card.path, ()))
    headings = [data.headings[index] for index in columns]
    if view.filtered:
        builder.add(context(f"{escaped(filter_words(view))}: {len(rows.rows):,} of {len(data.rows):,}"))
    if not rows.rows:
        builder.add(context("nothing in this list" if not data.rows else "nothing matches"))
        return True
    drawn = [[title.capitalize() for title in headings][:20]]
    whole = True
    used = sum(units(cell) for cell in drawn[0])
    weighed = weight(table(drawn))
    start = max(0, view.page) if view.page < len(rows.rows) else 0
    for row in rows.rows[start : start + MOST_ROWS]:
        cells = [_drawn(title, one_line(row[index])) for title, index in zip(headings, columns, strict=True)][:20]
        whole = whole and all(units(cell) <= CELL for cell in cells)
        cells = [clip_units(cell, CELL) for cell in cells]
        used += sum(units(cell) for cell in cells)
        weighed += sum(weight({"type": "raw_text", "text": cell}) + 1 for cell in cells) + 3
        if used > TABLE_ROOM or weighed > builder.room - 900:
            break
        drawn.append(cells)
    if len(drawn) == 1:
        builder.add(context(f"{len(rows.rows):,} rows, see the file"))
        return False
    builder.add(table(drawn))
    shown = len(drawn) - 1
    add_turning(builder, scene, start, shown, len(rows.rows), MOST_ROWS)
    whole = whole and shown == len(rows.rows)
    hidden = [title.lower() for title in data.headings if title not in headings]
    if hidden:
        builder.add(context(escaped(f"also there, under Filter: {', '.join(hidden)}")))
    return whole
