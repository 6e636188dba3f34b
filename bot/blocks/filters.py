"""Filters on what is at hand: lines by word, level and time; rows by word, columns and order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from bot.blocks.columns import Columns
from bot.blocks.shown import View

LEVELS = ("error", "warning", "info")
_LEVEL_WORDS = {
    "error": re.compile(
        r"\b(?:error|err|errors|fatal|panic|crit|critical|alert|emerg|emergency|severe|exception|traceback|failed|failure)\b"
        r"|\bE\d{4}\b|[\[\"' ](?:ERR|ERROR|FTL)[\]\"' ]|\b(?:level|severity|lvl)[\"']?[=:]\s*[\"']?(?:error|fatal|[5-9]0\b)",
        re.IGNORECASE,
    ),
    "warning": re.compile(r"\b(?:warn|warning|wrn)\b|\bW\d{4}\b", re.IGNORECASE),
}
_CONTINUED = re.compile(r"^(?:\s+\S|Caused by:|\.\.\. \d+ more|\S*(?:Error|Exception)\b)")
_STAMP = re.compile(r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)")
_SPAN = re.compile(r"^(\d+)\s*([smhd])$")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_SIZE = re.compile(r"^~?(-?\d+(?:\.\d+)?)\s*([kKMGTP]?i?)B?\b")
_POWERS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4, "p": 5}
_AGE = re.compile(r"(\d+|About an?|Less than a)\s+(second|minute|hour|day|week|month|year)")
_AGE_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 2592000, "year": 31536000}


def level_of(line: str) -> str:
    """`error`, `warning` or `info`, by the words that programs use."""
    for level, words in _LEVEL_WORDS.items():
        if words.search(line):
            return level
    return "info"


def matcher(pattern: str) -> re.Pattern[str] | None:
    """A person's grep: words as they are, any case. Not a regular expression, which could run for ever."""
    return re.compile(re.escape(pattern), re.IGNORECASE) if pattern.strip() else None


def stamp_of(line: str) -> datetime | None:
    """The time at the start of a line (`docker logs -t`), None where there is none."""
    found = _STAMP.match(line)
    return datetime.fromisoformat(found[1] + found[2].replace("Z", "+00:00")) if found else None


def has_stamps(lines: Sequence[str]) -> bool:
    """True when the lines carry times, so that `since` needs no new run."""
    sample = [line for line in lines[:20] if line.strip()]
    return bool(sample) and all(stamp_of(line) for line in sample[:5])


def span_of(text: str) -> timedelta | None:
    """`10m` → ten minutes."""
    found = _SPAN.match(text.strip())
    return timedelta(seconds=int(found[1]) * _SECONDS[found[2]]) if found else None


def filtered_lines(lines: Iterable[str], view: View, now: datetime | None = None) -> list[str]:
    """The lines that the view wants. A line that goes on an error (a trace's) stays with it."""
    kept: list[str] = []
    words = matcher(view.grep)
    span = span_of(view.since) if view.since else None
    earliest = (now or datetime.now(UTC)) - span if span else None
    wanted = {"error": {"error"}, "warning": {"error", "warning"}}.get(view.level)
    inside = False
    for line in lines:
        if earliest is not None and (stamp := stamp_of(line)) is not None and stamp < earliest:
            continue
        if wanted is not None:
            inside = level_of(line) in wanted or (inside and bool(_CONTINUED.match(line)))
            if not inside:
                continue
        if words and not words.search(line):
            continue
        kept.append(line)
    return kept


def _sort_key(cell: str) -> tuple[int, float, str]:
    """Sizes, ages and percentages by what they mean, everything else by its letters."""
    age = _AGE.search(cell)
    if age:
        count = 1.0 if not age[1].isdigit() else float(age[1])
        return (0, count * _AGE_SECONDS[age[2]], "")
    size = _SIZE.match(cell)
    if size:
        return (0, float(size[1]) * 1024.0 ** _POWERS[size[2].lower().rstrip("i")], "")
    return (1, 0.0, cell.casefold())


def filtered_rows(table: Columns, view: View) -> Columns:
    """The rows that the view wants, in its order; columns are chosen when they are drawn."""
    words = matcher(view.grep)
    rows = [row for row in table.rows if not words or any(words.search(cell) for cell in row)]
    name = view.sort.lstrip("-")
    at = table.index(name)
    if at >= 0:
        rows.sort(key=lambda row: _sort_key(row[at]), reverse=view.sort.startswith("-"))
    return Columns(table.headings, tuple(rows))


def chosen_columns(table: Columns, view: View, usual: Sequence[str]) -> list[int]:
    """Which columns to draw: the person's choice, or the usual ones that are there, or all."""
    wanted = view.columns or tuple(usual)
    found = [table.index(name) for name in wanted if table.index(name) >= 0]
    return found or list(range(len(table.headings)))


def filter_words(view: View) -> str:
    """The filters that hold, in words."""
    said = []
    if view.grep:
        said.append(f"lines with “{view.grep}”")
    if view.level:
        said.append({"error": "errors only", "warning": "errors and warnings"}.get(view.level, view.level))
    if view.since:
        said.append(f"since {view.since}")
    if view.columns:
        said.append("columns " + ", ".join(view.columns))
    if view.sort:
        said.append(f"by {view.sort.lstrip('-')}" + (" (down)" if view.sort.startswith("-") else ""))
    return ", ".join(said)
