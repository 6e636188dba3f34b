"""Durations: `10s`, `1m30s`, `1.5h`.

Mirrors Go's time.ParseDuration and Duration.String, and docker/cli opts/duration.go (PositiveDurationOpt).
"""

from __future__ import annotations

import re
from dataclasses import dataclass


def quoted(text: str) -> str:
    """The text as Go's time package quotes it: bytes that are no ASCII become `\\xc3`."""
    out = []
    for char in text:
        if char < " " or char > "\x7f":
            out += [f"\\x{byte:02x}" for byte in char.encode("utf-8", "surrogateescape")]
        else:
            out.append("\\" + char if char in '"\\' else char)
    return '"' + "".join(out) + '"'


_UNITS = {
    "ns": 1, "us": 1_000, "µs": 1_000, "μs": 1_000, "ms": 1_000_000,
    "s": 1_000_000_000, "m": 60_000_000_000, "h": 3_600_000_000_000,
}  # fmt: skip
_PIECE = re.compile(r"(\d*)(?:(\.)(\d*))?([^\d.]*)", re.ASCII)
_LARGEST = (1 << 63) - 1


def nanoseconds(text: str) -> int:
    """The number of nanoseconds; ValueError with Go's text."""
    rest = text
    negative = False
    if rest[:1] in ("+", "-"):
        negative, rest = rest[0] == "-", rest[1:]
    if rest == "0":
        return 0
    if not rest:
        raise ValueError(f"time: invalid duration {quoted(text)}")
    total = 0
    while rest:
        found = _PIECE.match(rest)
        if found is None or not (found[1] or found[3]):
            raise ValueError(f"time: invalid duration {quoted(text)}")
        whole, fraction, unit = found[1].lstrip("0") or "0", (found[3] or "")[:18], found[4]
        if len(whole) > 19 or int(whole) > _LARGEST + 1:
            raise ValueError(f"time: invalid duration {quoted(text)}")
        if not unit:
            raise ValueError(f"time: missing unit in duration {quoted(text)}")
        factor = _UNITS.get(unit)
        if factor is None:
            raise ValueError(f"time: unknown unit {quoted(unit)} in duration {quoted(text)}")
        total += int(whole) * factor
        if fraction:
            total += int(fraction) * factor // 10 ** len(fraction)
        if total > _LARGEST + (1 if negative else 0):
            raise ValueError(f"time: invalid duration {quoted(text)}")
        rest = rest[found.end() :]
    return -total if negative else total


@dataclass(frozen=True, slots=True)
class Duration:
    """A span of time, in nanoseconds."""

    nanoseconds: int = 0

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read a duration; a unit is needed, but for `0`."""
        return cls(nanoseconds(text))

    @classmethod
    def parse_positive(cls, text: str) -> Duration:
        """Read a duration that may not be below zero."""
        found = cls(nanoseconds(text))
        if found.nanoseconds < 0:
            raise ValueError("duration cannot be negative")
        return found

    @property
    def seconds(self) -> float:
        """The same in seconds."""
        return self.nanoseconds / 1e9

    def __str__(self) -> str:
        rest = abs(self.nanoseconds)
        sign = "-" if self.nanoseconds < 0 else ""
        if rest == 0:
            return "0s"
        for unit, factor in (("ns", 1), ("µs", 1_000), ("ms", 1_000_000)):
            if rest < factor * 1000:
                return sign + _with_fraction(rest, factor) + unit
        minutes, rest = divmod(rest, _UNITS["m"])
        hours, minutes = divmod(minutes, 60)
        text = _with_fraction(rest, _UNITS["s"]) + "s"
        if hours:
            return f"{sign}{hours}h{minutes}m{text}"
        return f"{sign}{minutes}m{text}" if minutes else sign + text


def _with_fraction(amount: int, factor: int) -> str:
    whole, rest = divmod(amount, factor)
    if not rest:
        return str(whole)
    return f"{whole}.{rest:0{len(str(factor)) - 1}d}".rstrip("0")
