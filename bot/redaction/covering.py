"""A text with places of it hidden, and which places those are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.redaction import PLACEHOLDER

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Covered:
    """`text` is what is shown; `hidden` are the places of the original text that it does not show, in order."""

    text: str
    hidden: tuple[Span, ...] = ()

    def after(self, earlier: Covered, original: str) -> Covered:
        """The same when what was covered is itself the text of an earlier covering of `original`."""
        if not self.hidden:
            return Covered(self.text, earlier.hidden)
        hidden = tuple(_merged([*earlier.hidden, *(earlier.origin(original, span) for span in self.hidden)]))
        ends = [0, *(end for _, end in hidden)]
        plain = [original[at:start] for at, (start, _) in zip(ends, hidden, strict=False)]
        return Covered(PLACEHOLDER.join([*plain, original[ends[-1] :]]), hidden)

    def origin(self, original: str, span: Span) -> Span:
        """Where a place of the shown text stands in the original; a place that touches a mark takes in all it hides."""
        start, end = span
        at = shown = 0
        found_start, found_end = None, None
        for hidden_start, hidden_end in (*self.hidden, (len(original), len(original))):
            plain = hidden_start - at
            if found_start is None and start < shown + plain:
                found_start = at + start - shown
            if found_end is None and end <= shown + plain:
                found_end = at + end - shown
                break
            shown += plain
            at = hidden_end
            mark = len(PLACEHOLDER)
            if found_start is None and start < shown + mark:
                found_start = hidden_start
            if found_end is None and end <= shown + mark:
                found_end = hidden_end
                break
            shown += mark
        return (len(original) if found_start is None else found_start, len(original) if found_end is None else found_end)


def _merged(places: Iterable[Span]) -> list[Span]:
    """Places that touch become one; empty ones are left out."""
    merged: list[Span] = []
    for start, end in sorted(places):
        if end <= start:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def cover(text: str, places: Iterable[Span]) -> Covered:
    """Hide each place; a line end at either end of one stays, and what is hidden already stays as it is."""
    merged = _merged(places)
    if not merged:
        return Covered(text)
    pieces: list[str] = []
    hidden: list[Span] = []
    at = 0
    for start, end in merged:
        inside = text[start:end]
        if inside == PLACEHOLDER or text[start - 1 : end + 1] == PLACEHOLDER or inside.strip() == PLACEHOLDER:
            continue
        lead = 1 if inside.startswith("\n") else 0
        tail = 1 if inside.endswith("\n") and len(inside) > 1 else 0
        pieces += [text[at : start + lead], PLACEHOLDER]
        hidden.append((start + lead, end - tail))
        at = end - tail
    return Covered("".join([*pieces, text[at:]]), tuple(hidden))
