"""Words for people: values quoted where they need it, sizes and durations spelled out."""

from __future__ import annotations

import re

_UNITS = {"": 1, "b": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40, "p": 1 << 50}
_SIZE = re.compile(r"(-?[\d_]*\.?\d+(?:e\d+)?)\s*([bkmgtp]?)(?:i?b)?", re.IGNORECASE)
_DURATION = re.compile(r"(-?\d*\.?\d+)(ns|us|µs|ms|s|m|h)")
_SHOWN_MAX = 120
_LONGEST_NUMBER = 60


_SECRET = re.compile(r"pass(word|wd|phrase)?|secret|token|api_?key|private_?key|access_?key|credential|(?:^|_)auth$", re.IGNORECASE)
_LOGIN = re.compile(r"(://[^/\s:@]*:)[^/\s@]+@")


def looks_secret(name: str) -> bool:
    """True for a name whose value should not be repeated."""
    return bool(_SECRET.search(name))


def masked(value: str) -> str:
    """The value without what looks like a secret in it: a password in an address, the value of `…token=`."""
    if "@" in value and "://" in value:
        value = _LOGIN.sub(r"\1…@", value)
    name, equals, text = value.partition("=")
    return f"{name}=…" if equals and text and "," not in value and looks_secret(name) else value


def shown(value: str) -> str:
    """A value inside a sentence: in quotes where it is empty or has blanks, cut where it is long, secrets left out."""
    value = masked(value)
    if len(value) > _SHOWN_MAX:
        value = value[: _SHOWN_MAX - 1] + "…"
    if not value or any(char.isspace() for char in value) or (value[-1] in ".,;:" and value.strip("./")):
        return f'"{value}"'
    return value


def count(number: float, noun: str, plural: str = "") -> str:
    """`1 second`, `2 seconds`."""
    text = f"{number:,}" if isinstance(number, int) else f"{number:,.0f}" if number.is_integer() else f"{number:g}"
    return f"{text} {noun if number == 1 else plural or noun + 's'}"


def bytes_of(value: str) -> float | None:
    """The bytes of a docker size (`512m`, `1.5g`, `1GiB`); None where it is none."""
    found = _SIZE.fullmatch(value.strip()) if len(value) < _LONGEST_NUMBER else None
    return float(found.group(1).replace("_", "")) * _UNITS[found.group(2).lower()] if found else None


def size(value: str) -> str:
    """`1536m` → `1.5 GiB`; the value itself where it is no size."""
    number = bytes_of(value)
    if number is None:
        return shown(value)
    for unit, name in (("p", "PiB"), ("t", "TiB"), ("g", "GiB"), ("m", "MiB"), ("k", "KiB")):
        if abs(number) >= _UNITS[unit]:
            return f"{round(number / _UNITS[unit], 2):g} {name}"
    return count(number, "byte")


def seconds_of(value: str) -> float | None:
    """The seconds of a Go duration (`1m30s`); None where it is none."""
    text = value.strip().lstrip("+")
    if text == "0":
        return 0.0
    units = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
    pieces = _DURATION.findall(text) if len(text) < _LONGEST_NUMBER else []
    if not pieces or "".join(number + unit for number, unit in pieces) != text:
        return None
    return float(sum(float(number) * units[unit] for number, unit in pieces))


def span_of_time(total: float) -> str:
    """`90` → `1 minute 30 seconds`."""
    if 0 < abs(total) < 1:
        return count(total * 1000, "millisecond") if abs(total) >= 0.001 else f"{total * 1e6:g} microseconds"
    pieces = []
    for unit, name in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if total >= unit:
            pieces.append(count(total // unit, name))
            total %= unit
    if total or not pieces:
        pieces.append(count(round(total, 3), "second"))
    return " ".join(pieces)


def duration(value: str) -> str:
    """`1m30s` → `1 minute 30 seconds`; the value itself where it is no duration."""
    total = seconds_of(value)
    return shown(value) if total is None else span_of_time(total)


def listed(items: list[str], last: str = "and") -> str:
    """`a, b and c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""
