"""Shares of processors: `1.5`, `1/2`, `1e-1`.

Mirrors docker/cli opts/opts.go (NanoCPUs, ParseCPUs) and Go's big.Rat.SetString.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from commands.opts.gonum import GoNumberError, parse_int, parse_uint

_DECIMAL = re.compile(r"([+-]?)(\d[\d_]*)?(?:\.([\d_]*))?(?:([eEpP])([+-]?\d+))?\Z", re.ASCII)
_PREFIXED = re.compile(r"([+-]?)0([xXbBoO])([\da-fA-F_]*)(?:\.([\da-fA-F_]*))?(?:([pP])([+-]?\d+))?\Z", re.ASCII)
_BASES = {"x": 16, "b": 2, "o": 8}


def rational(text: str) -> Fraction | None:
    """The number, None where Go reads none."""
    try:
        if "/" in text:
            above, below = text.split("/", 1)
            divisor = parse_uint(below)
            return Fraction(parse_int(above, bits=4096), divisor) if divisor else None
        prefixed = _PREFIXED.match(text)
        if prefixed:
            return _prefixed(prefixed)
    except (GoNumberError, ValueError):
        return None
    found = _DECIMAL.match(text)
    if not found or not ((found[2] or "") + (found[3] or "")):
        return None
    whole, fraction = (found[2] or "").replace("_", ""), (found[3] or "").replace("_", "")
    exponent = int(found[5] or "0")
    if abs(exponent) > 10_000:
        return None
    value = Fraction(int(whole + fraction or "0"), 10 ** len(fraction))
    base = 2 if (found[4] or "").lower() == "p" else 10
    value *= Fraction(base) ** exponent
    return -value if found[1] == "-" else value


def _prefixed(found: re.Match[str]) -> Fraction | None:
    base = _BASES[found[2].lower()]
    whole, fraction = found[3].replace("_", ""), (found[4] or "").replace("_", "")
    if not whole + fraction:
        return None
    value = Fraction(int(whole + fraction, base), base ** len(fraction)) * Fraction(2) ** int(found[6] or "0")
    return -value if found[1] == "-" else value


@dataclass(frozen=True, slots=True)
class NanoCPUs:
    """`--cpus 1.5`: processors, counted in thousand millionths."""

    count: int = 0

    @classmethod
    def parse(cls, text: str) -> NanoCPUs:
        """Read a share of processors; ValueError with docker's text."""
        value = rational(text)
        if value is None:
            raise ValueError(f"failed to parse {text} as a rational number")
        nano = value * 1_000_000_000
        if nano.denominator != 1:
            raise ValueError("value is too precise")
        return cls(int(nano))

    def __str__(self) -> str:
        if self.count == 0:
            return ""
        sign, count = ("-", -self.count) if self.count < 0 else ("", self.count)
        whole, rest = divmod(count, 1_000_000_000)
        return f"{sign}{whole}.{rest:09d}".rstrip("0").rstrip(".") if rest else f"{sign}{whole}"
