"""What a command printed: as much as there is room for, what was left out said, the whole as a file."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks.message import Builder, clip_units, units
from bot.blocks.parts import context, preformatted
from bot.blocks.words import clean

LINE_ROOM = 600
FRAME = 140  # JSON around a preformatted text


def json_units(text: str) -> int:
    """How many units a text takes inside JSON."""
    return units(text) + text.count("\n") + text.count('"') + text.count("\\") + text.count("\t")


def short_line(line: str, most: int = LINE_ROOM) -> str:
    """A line that is not endless, and says so where it was."""
    if len(line) <= most:
        return line
    return f"{line[: most - 30]}… +{len(line) - most + 30:,} characters"


def last_lines(lines: Sequence[str], room: int) -> list[str]:
    """As many lines from the end as fit."""
    kept: list[str] = []
    used = 0
    for line in reversed(lines):
        cost = json_units(line) + 2
        if used + cost > room:
            break
        kept.append(line)
        used += cost
    return kept[::-1]


def first_lines(lines: Sequence[str], room: int) -> list[str]:
    """As many lines from the start as fit."""
    return last_lines(lines[::-1], room)[::-1]


def add_text(builder: Builder, text: str, *, tail: bool = True, share: float = 1.0, label: str = "") -> bool:
    """Add printed text to the card; True when all of it is there, whole. `share` is the part of the room to take at most."""
    lines = clean(text).rstrip("\n").split("\n")
    short = [short_line(line) for line in lines]
    room = int((builder.room - FRAME - 300) * share)
    kept = (last_lines if tail else first_lines)(short, room)
    if not kept and short and room > 200:
        kept = [clip_units(short[-1] if tail else short[0], room // 2)]
    if not kept:
        builder.add(context(f"{label or 'output'}: {len(lines):,} lines, see the file"))
        return False
    left = len(lines) - len(kept)
    if label:
        builder.add(context(label))
    if left and tail:
        builder.add(context(f"the last {len(kept):,} of {len(lines):,} lines"))
    builder.add(preformatted("\n".join(kept)))
    if left and not tail:
        builder.add(context(f"the first {len(kept):,} of {len(lines):,} lines"))
    whole = not left and all(line == cut for line, cut in zip(lines, short, strict=True))
    if not left and not whole:
        builder.add(context("some lines are longer than fits here; the file has them whole"))
    return whole
