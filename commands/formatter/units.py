"""Ages, sizes and widths in docker's words.

Mirrors docker/go-units duration.go, size.go and docker/cli formatter/displayutils.go.
"""

from __future__ import annotations

import math
import unicodedata

from commands.formatter import gotime

_DECIMAL = ("B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB")
_BINARY = ("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB")


def human_duration(seconds: float) -> str:
    """`About a minute`, `3 hours`: what docker puts before `ago`."""
    whole = int(seconds)
    if whole < 1:
        return "Less than a second"
    if whole == 1:
        return "1 second"
    if whole < 60:
        return f"{whole} seconds"
    minutes = int(seconds / 60)
    if minutes == 1:
        return "About a minute"
    if minutes < 60:
        return f"{minutes} minutes"
    hours = int(seconds / 3600 + 0.5)
    if hours == 1:
        return "About an hour"
    if hours < 48:
        return f"{hours} hours"
    if hours < 24 * 7 * 2:
        return f"{hours // 24} days"
    if hours < 24 * 30 * 2:
        return f"{hours // 24 // 7} weeks"
    if hours < 24 * 365 * 2:
        return f"{hours // 24 // 30} months"
    return f"{int(seconds / 3600) // 24 // 365} years"


def human_size(size: float, precision: int = 4) -> str:
    """A size in powers of 1000: `1.24MB`."""
    return _sized(size, 1000.0, _DECIMAL, precision)


def bytes_size(size: float) -> str:
    """A size in powers of 1024: `7.62GiB`."""
    return _sized(size, 1024.0, _BINARY, 4)


def _sized(size: float, base: float, names: tuple[str, ...], precision: int) -> str:
    place = 0
    while size >= base and place < len(names) - 1:
        size /= base
        place += 1
    return f"{size:.{precision}g}{names[place]}"


def ago(created: float, now: float) -> str:
    """`5 minutes ago`, from a time in Unix seconds."""
    # Go's durations end at 292 years: an older time is that old.
    return human_duration(min(now - created, (1 << 63) / 1e9)) + " ago"


def date(created: int) -> str:
    """A time in Unix seconds as Go prints it, in this machine's zone."""
    return gotime.show(gotime.of_unix(created))


def truncate_id(text: str) -> str:
    """Twelve characters of an id, the algorithm before it left out."""
    _, colon, rest = text.partition(":")
    return (rest if colon else text)[:12]


def width_of(text: str) -> int:
    """Columns on a terminal, as docker counts them: wide characters take two, every other one."""
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(char: str) -> int:
    # Python calls characters without a meaning fullwidth; Unicode reserves only the ideographic planes as wide.
    wide = unicodedata.east_asian_width(char) in "WF" and (unicodedata.category(char) != "Cn" or 0x20000 <= ord(char) < 0x3FFFE)
    return 2 if wide else 1


def ellipsis(text: str, width: int) -> str:
    """The text in at most so many columns, `…` last where it was cut; wide characters count twice."""
    if width <= 0:
        return ""
    if width == 1:
        return text[:1]
    if text.isascii():
        return text if len(text) <= width else text[: width - 1] + "…"
    sums, total = [], 0
    for char in text:
        total += _width(char)
        sums.append(total)
    if total <= width:
        return text
    for index, shown in enumerate(sums):
        if shown <= width - 1 and sums[index + 1] > width - 1:
            return text[: index + 1] + "…"
    return text


def go_float(number: float, digits: int) -> str:
    """Go's `%.Nf`, not-a-number included."""
    return f"{number:.{digits}f}" if math.isfinite(number) else "NaN" if math.isnan(number) else "+Inf"
