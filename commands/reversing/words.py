"""Flags and values as the words of a command line, and the units they are written in."""

from __future__ import annotations

from typing import Any

Words = list[str]
_UNITS = (("g", 1 << 30), ("m", 1 << 20), ("k", 1 << 10))
_TIMES = (("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000), ("ns", 1))


def pair(flag: str, value: object) -> Words:
    """A flag and its value; a value that would read as another flag's is joined with `=`."""
    return [flag, str(value)]


def each(flag: str, values: list[Any] | None) -> Words:
    """The flag once for every value."""
    return [word for value in values or [] for word in pair(flag, value)]


def given(flag: str, value: Any, unset: tuple[Any, ...] = (None, "", 0, False)) -> Words:
    """The flag where its value says something."""
    return [] if value in unset else pair(flag, value)


def switch(flag: str, value: Any) -> Words:
    """A switch that is on."""
    return [flag] if value else []


def size(count: int) -> str:
    """An amount of bytes in the largest whole unit."""
    if count < 0:
        return str(count)
    for unit, factor in _UNITS:
        if count and count % factor == 0:
            return f"{count // factor}{unit}"
    return str(count)


def duration(nanoseconds: int) -> str:
    """A duration in the largest whole unit."""
    for unit, factor in _TIMES:
        if nanoseconds % factor == 0:
            return f"{nanoseconds // factor}{unit}"
    return f"{nanoseconds}ns"


def csv(fields: list[str]) -> str:
    """Fields as one record of comma-separated values."""
    return ",".join('"' + field.replace('"', '""') + '"' if any(mark in field for mark in ',"\n') else field for field in fields)
