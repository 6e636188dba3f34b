"""`--since` and `--until`: durations, dates and Unix times → what the Engine takes.

Mirrors moby/moby api/types/time/timestamp.go and the errors of Go's time.Parse.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from commands.formatter import gotime
from commands.formatter.gofmt import quoted
from commands.opts.duration import nanoseconds

_PIECES = {"2006": 4, "01": 2, "02": 2, "15": 2, "04": 2, "05": 2}
_TOKENS = re.compile(r"2006|01|02|15|04|05|\.999999999|Z07:00|.")
_RANGES = {"01": ("month", 1, 12), "02": ("day", 1, 31), "15": ("hour", 0, 23), "04": ("minute", 0, 59), "05": ("second", 0, 59)}
_UNIX = re.compile(r"[+-]?\d+(?:\.\d*)?")


def timestamp(value: str, now: float) -> str:
    """Seconds since 1970 as text, with nanoseconds where a date was given; ValueError with docker's words."""
    try:
        if value != "0":
            return str(int((now * 1e9 - nanoseconds(value)) // 1e9))
    except ValueError:
        pass
    local = not any(char in value for char in "zZ+") and value.count("-") != 3
    try:
        moment = _parsed(_layout(value, local), value, local, now)
    except ValueError:
        if "-" in value:
            raise
        if not _UNIX.fullmatch(value):
            raise ValueError(f"failed to parse value as time or duration: {quoted(value)}") from None
        return value
    return f"{moment.seconds}.{moment.nanos:09d}"


def _layout(value: str, local: bool) -> str:
    zone = "" if local else "Z07:00"
    if "." in value:
        return "2006-01-02T15:04:05.999999999" + zone
    if "T" not in value:
        return "2006-01-02" + zone
    colons = value.count(":")
    if not local and not any(char in value for char in "zZ") and colons > 0:
        colons -= 1
    return ("2006-01-02T15", "2006-01-02T15:04", "2006-01-02T15:04:05")[min(colons, 2)] + zone


def _parsed(layout: str, value: str, local: bool, now: float) -> gotime.Moment:
    """time.Parse for the layouts above."""
    rest = value
    got = {"2006": 1, "01": 1, "02": 1, "15": 0, "04": 0, "05": 0}
    nanos, offset, zulu = 0, 0, False
    for token in _TOKENS.findall(layout):
        if token in _PIECES:
            digits = rest[: _PIECES[token]]
            if len(digits) < _PIECES[token] or not digits.isdigit() or not digits.isascii():
                raise ValueError(
                    f"parsing time {quoted(value)} as {quoted(layout)}: cannot parse {quoted(rest)} as {quoted(token)}"
                )
            got[token], rest = int(digits), rest[_PIECES[token] :]
            low_high = _RANGES.get(token)
            if low_high and not low_high[1] <= got[token] <= low_high[2]:
                raise ValueError(f"parsing time {quoted(value)}: {low_high[0]} out of range")
            # Go takes a fraction after the seconds even where the layout has none.
            fraction = re.match(r"[.,]\d+", rest) if token == "05" else None
            if fraction:
                nanos, rest = int(fraction[0][1:].ljust(9, "0")[:9]), rest[fraction.end() :]
        elif token == "Z07:00":
            found = re.match(r"Z|[+-]\d\d:\d\d", rest)
            if not found:
                raise ValueError(
                    f"parsing time {quoted(value)} as {quoted(layout)}: cannot parse {quoted(rest)} as {quoted(token)}"
                )
            zulu, rest = found[0] == "Z", rest[found.end() :]
            if not zulu:
                offset = (int(found[0][1:3]) * 60 + int(found[0][4:6])) * (-60 if found[0][0] == "-" else 60)
        elif token[0] != "." or len(token) == 1:
            if not rest.startswith(token):
                raise ValueError(
                    f"parsing time {quoted(value)} as {quoted(layout)}: cannot parse {quoted(rest)} as {quoted(token)}"
                )
            rest = rest[1:]
    if rest:
        raise ValueError(f"parsing time {quoted(value)}: extra text: {quoted(rest)}")
    try:
        moment = datetime(got["2006"], got["01"], got["02"], got["15"], got["04"], got["05"])
    except ValueError:
        raise ValueError(f"parsing time {quoted(value)}: day out of range") from None
    if local:
        offset = int((datetime.fromtimestamp(now).astimezone().utcoffset() or timedelta()).total_seconds())
    since = moment - datetime(1970, 1, 1)
    return gotime.Moment(since.days * 86400 + since.seconds - offset, nanos, offset, zulu)
