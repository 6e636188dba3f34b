"""Go's times and durations: reading RFC 3339, `Format` layouts, `String()` forms.

Mirrors time/format.go and time/time.go.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_RFC3339 = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(Z|[+-]\d\d:\d\d)$")
_EPOCH = datetime(1970, 1, 1)
_LAYOUT = re.compile(
    r"January|Jan|Monday|Mon|MST|2006|__2|002|-07:00:00|-070000|-07:00|-0700|-07|Z07:00:00|Z070000|Z07:00|Z0700|Z07|"
    r"[.,]0+(?!\d)|[.,]9+(?!\d)|01|02|03|04|05|06|15|_2006|_2|PM|pm|1|2|3|4|5"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time: whole seconds since 1970 in UTC, nanoseconds, and the offset it was written with."""

    seconds: int
    nanos: int
    offset: int
    zulu: bool

    @property
    def local(self) -> datetime:
        """Its calendar fields, where it was written."""
        return _EPOCH + timedelta(seconds=self.seconds + self.offset)

    @property
    def key(self) -> int:
        return self.seconds * 10**9 + self.nanos


def read(text: str) -> Moment:
    """A time as JSON carries it; the zero time where the text is none."""
    found = _RFC3339.match(text)
    if not found:
        return read("0001-01-01T00:00:00Z")
    year, month, day, hour, minute, second = (int(found[i]) for i in range(1, 7))
    zone = found[8]
    offset = 0 if zone == "Z" else (int(zone[1:3]) * 60 + int(zone[4:6])) * (-60 if zone[0] == "-" else 60)
    moment = datetime(year, month, day, hour, minute, min(second, 59))
    since = moment - _EPOCH
    return Moment(since.days * 86400 + since.seconds - offset, int((found[7] or "0").ljust(9, "0")[:9]), offset, zone == "Z")


def of_unix(seconds: int, nanos: int = 0, local: bool = True) -> Moment:
    """`time.Unix`, in the zone of this machine (or UTC)."""
    if not local:
        return Moment(seconds, nanos, 0, True)
    try:
        offset = datetime.fromtimestamp(seconds).astimezone().utcoffset() or timedelta()
    except (OverflowError, ValueError, OSError):
        offset = timedelta()
    return Moment(seconds, nanos, int(offset.total_seconds()), False)


def zone_name(moment: Moment) -> str:
    """The zone's short name: `UTC`, this machine's, or the offset again."""
    if moment.zulu:
        return "UTC"
    try:
        here = datetime.fromtimestamp(moment.seconds, UTC).astimezone()
    except (OverflowError, ValueError, OSError):
        return _offset(moment.offset, "")
    if here.utcoffset() == timedelta(seconds=moment.offset):
        return here.tzname() or _offset(moment.offset, "")
    return _offset(moment.offset, "")


def time_text(text: str) -> str:
    """`Time.String()`."""
    return show(read(text))


def show(moment: Moment) -> str:
    """`2006-01-02 15:04:05.999999999 -0700 MST`."""
    return layout(moment, "2006-01-02 15:04:05.999999999 -0700 MST")


def formatted(text: str, form: str) -> str:
    """`Time.Format`."""
    return layout(read(text), form)


def _offset(offset: int, colon: str) -> str:
    hours, minutes = divmod(abs(offset) // 60, 60)
    return f"{'-' if offset < 0 else '+'}{hours:02d}{colon}{minutes:02d}"


def layout(moment: Moment, form: str) -> str:
    """One moment under one of Go's layouts."""
    at = moment.local
    hour12 = at.hour % 12 or 12
    plain = {
        "January": MONTHS[at.month - 1],
        "Jan": MONTHS[at.month - 1][:3],
        "Monday": DAYS[at.isoweekday() % 7],
        "Mon": DAYS[at.isoweekday() % 7][:3],
        "2006": f"{at.year:04d}",
        "06": f"{at.year % 100:02d}",
        "01": f"{at.month:02d}",
        "1": str(at.month),
        "02": f"{at.day:02d}",
        "_2": f"{at.day:2d}",
        "2": str(at.day),
        "15": f"{at.hour:02d}",
        "03": f"{hour12:02d}",
        "3": str(hour12),
        "04": f"{at.minute:02d}",
        "4": str(at.minute),
        "05": f"{at.second:02d}",
        "5": str(at.second),
        "PM": "PM" if at.hour >= 12 else "AM",
        "pm": "pm" if at.hour >= 12 else "am",
        "002": f"{at.timetuple().tm_yday:03d}",
        "__2": f"{at.timetuple().tm_yday:3d}",
        "_2006": f"_{at.year:04d}",
    }

    def one(match: re.Match[str]) -> str:
        part = match[0]
        if part in plain:
            return plain[part]
        if part == "MST":
            return zone_name(moment)
        if part[0] in ".,":
            digits = f"{moment.nanos:09d}"[: len(part) - 1]
            if part[1] == "0":
                return part[0] + digits
            digits = digits.rstrip("0")
            return part[0] + digits if digits else ""
        if part[0] == "Z" and moment.offset == 0:
            return "Z"
        return _zone(part, moment.offset)

    return _LAYOUT.sub(one, form)


def _zone(part: str, offset: int) -> str:
    if part in ("-07", "Z07"):
        return _offset(offset, "")[:3]
    text = _offset(offset, ":" if ":" in part else "")
    if part.endswith((":00:00", "0000")) and len(part) > 6:
        text += ":00" if ":" in part else "00"
    return text


def rfc3339(moment: Moment) -> str:
    """RFC 3339 with as many fractional digits as needed (what JSON carries)."""
    return layout(moment, "2006-01-02T15:04:05.999999999Z07:00")


def utc(text: str) -> str:
    moment = read(text)
    return rfc3339(Moment(moment.seconds, moment.nanos, 0, True))


def local(text: str) -> str:
    moment = read(text)
    return rfc3339(of_unix(moment.seconds, moment.nanos))


def added(text: str, nanos: int) -> str:
    moment = read(text)
    seconds, rest = divmod(moment.key + nanos, 10**9)
    return rfc3339(Moment(seconds, rest, moment.offset, moment.zulu))


def duration_text(nanos: int) -> str:
    """`Duration.String()`: `1h2m3.5s`, `1.5ms`, `0s`."""
    if nanos == 0:
        return "0s"
    sign, size = ("-" if nanos < 0 else ""), abs(nanos)
    for unit, scale in (("ns", 1), ("µs", 1000), ("ms", 10**6)):
        if size < scale * 1000:
            return f"{sign}{_fraction(size, scale)}{unit}"
    minutes, rest = divmod(size, 60 * 10**9)
    seconds = _fraction(rest, 10**9) + "s"
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{sign}{hours}h{minutes}m{seconds}"
    return f"{sign}{minutes}m{seconds}" if minutes else sign + seconds


def _fraction(size: int, scale: int) -> str:
    whole, rest = divmod(size, scale)
    digits = str(rest).zfill(len(str(scale)) - 1).rstrip("0") if rest else ""
    return f"{whole}.{digits}" if digits else str(whole)


def file_mode(mode: int) -> str:
    """`FileMode.String()`: `-rw-r--r--`."""
    lead = "".join(letter for bit, letter in enumerate("dalTLDpSugct?") if mode & 1 << (31 - bit)) or "-"
    return lead + "".join(letter if mode & 1 << (8 - place) else "-" for place, letter in enumerate("rwxrwxrwx"))
