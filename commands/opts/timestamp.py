"""Points in time: `10m` ago, `2024-01-01T12:00:00`, a number of seconds.

Mirrors moby/moby api/types/time/timestamp.go (GetTimestamp) and, for messages, Go's time.Parse.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

from commands.opts.duration import nanoseconds
from commands.opts.gonum import GoNumberError, parse_int, quoted

_DATE, _ZONE = "2006-01-02", "Z07:00"
_DIGITS = {"2006": (4, "year"), "01": (2, "month"), "02": (2, "day"), "15": (2, "hour"), "04": (2, "minute"), "05": (2, "second")}
_LAYOUT_PART = re.compile(r"2006|01|02|15|04|05|\.9+|Z07:00|.", re.DOTALL)
_MOST = {"01": 12, "15": 23, "04": 59, "05": 59}


@dataclass(frozen=True, slots=True)
class Timestamp:
    """`--since 10m`: the text, known to be a time that docker takes."""

    text: str

    @classmethod
    def parse(cls, text: str) -> Timestamp:
        """Read a time; ValueError with docker's text."""
        try:
            nanoseconds(text)
            if text != "0":
                return cls(text)
        except ValueError:
            pass
        try:
            _read(text, _layout(text))
        except ValueError:
            if "-" in text:
                raise
            _seconds(text)
        return cls(text)

    def __str__(self) -> str:
        return self.text


def _layout(text: str) -> str:
    """The one of Go's layouts that docker tries for such a text."""
    local = not any(char in text for char in "zZ+") and text.count("-") != 3
    zone = "" if local else _ZONE
    if "." in text:
        return f"{_DATE}T15:04:05.999999999{zone}"
    if "T" in text:
        colons = text.count(":")
        if not local and not any(char in text for char in "zZ") and colons > 0:
            colons -= 1
        return f"{_DATE}T15{('', ':04')[min(colons, 1)]}{':05' if colons > 1 else ''}{zone}"
    return f"{_DATE}{zone}"


def _seconds(text: str) -> None:
    whole, dot, fraction = text.partition(".")
    try:
        parse_int(whole, 10)
        if dot:
            parse_int(fraction, 10)
    except GoNumberError:
        raise ValueError(f"failed to parse value as time or duration: {quoted(text)}") from None


def _read(text: str, layout: str) -> None:
    """Read a text by a layout; ValueError in Go's words."""
    rest = text
    found: dict[str, int] = {}
    parts = _LAYOUT_PART.findall(layout)
    for index, part in enumerate(parts):
        if part in _DIGITS:
            size, name = _DIGITS[part]
            digits = rest[:size]
            if part == "15" and re.match(r"\d(?!\d)", rest, re.ASCII):
                digits = rest[:1]
            if not re.fullmatch(rf"\d{{{len(digits) or size}}}", digits, re.ASCII) or (len(digits) < size and part != "15"):
                raise _cannot(text, layout, rest, part)
            value, rest = int(digits), rest[len(digits) :]
            if value > _MOST.get(part, 9999) or (part == "01" and value == 0):
                raise ValueError(f"parsing time {quoted(text)}: {name} out of range")
            found[part] = value
            follows = parts[index + 1] if index + 1 < len(parts) else ""
            if part == "05" and not follows.startswith(".") and re.match(r"[.,]\d", rest):
                rest = re.sub(r"\A[.,]\d+", "", rest, flags=re.ASCII)
        elif part.startswith(".9"):
            rest = re.sub(r"\A[.,]\d{1,9}(?!\d)", "", rest, flags=re.ASCII) if re.match(r"[.,]\d", rest) else rest
        elif part == _ZONE:
            rest = _zone(text, layout, rest)
        elif rest.startswith(part):
            rest = rest[len(part) :]
        else:
            raise _cannot(text, layout, rest, part)
    if rest:
        raise ValueError(f"parsing time {quoted(text)}: extra text: {quoted(rest)}")
    day = found.get("02", 1)
    if not 1 <= day <= calendar.monthrange(found["2006"] or 2000, found["01"])[1]:
        raise ValueError(f"parsing time {quoted(text)}: day out of range")


def _zone(text: str, layout: str, rest: str) -> str:
    if rest.startswith("Z"):
        return rest[1:]
    sign = re.match(r"[+-]\d\d:\d\d", rest, re.ASCII)
    if sign is None:
        raise _cannot(text, layout, rest, _ZONE)
    if int(rest[1:3]) > 24 or int(rest[4:6]) > 60:
        name = "time zone offset hour" if int(rest[1:3]) > 24 else "time zone offset minute"
        raise ValueError(f"parsing time {quoted(text)}: {name} out of range")
    return rest[6:]


def _cannot(text: str, layout: str, rest: str, part: str) -> ValueError:
    return ValueError(f"parsing time {quoted(text)} as {quoted(layout)}: cannot parse {quoted(rest)} as {quoted(part)}")
