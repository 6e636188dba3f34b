"""Shares of processors: `1.5`, `1/2`, `1e-1`.

Mirrors docker/cli opts/opts.go (NanoCPUs, ParseCPUs) and Go's big.Rat.SetString.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from commands.opts.gonum import GoNumberError, parse_int, parse_uint

_DECIMAL = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>\d[\d_]*)?(?:\.(?P<fraction>[\d_]*))?(?:(?P<mark>[eEpP])(?P<exponent>[+-]?\d+))?\Z", re.ASCII
)
_PREFIXED = re.compile(
    r"(?P<sign>[+-]?)0(?P<base>[xXbBoO])(?P<whole>[\da-fA-F_]*)(?:\.(?P<fraction>[\da-fA-F_]*))?"
    r"(?:(?P<mark>[pP])(?P<exponent>[+-]?\d+))?\Z",
    re.ASCII,
)
_BASES = {"x": 16, "b": 2, "o": 8}
_MOST_DIGITS = 1000


def rational(text: str) -> Fraction | None:
    """The number, None where Go reads none.

    Exponents beyond what matters to a count of CPUs are cut: the number stays as large, or as small, as it needs to be.
    """
    prefixed = _PREFIXED.match(text)
    if "/" in text:
        return _quotient(*text.split("/", 1))
    found = prefixed or _DECIMAL.match(text)
    if found is None:
        return None
    base = _BASES[found["base"].lower()] if prefixed else 10
    whole, fraction = (found["whole"] or "").replace("_", ""), (found["fraction"] or "").replace("_", "")
    if not whole + fraction:
        return None
    if len(whole + fraction) > _MOST_DIGITS:
        fraction = fraction.rstrip("0")
        whole, fraction = whole[-_MOST_DIGITS:], fraction[:_MOST_DIGITS]
    try:
        mantissa = Fraction(int(whole + fraction or "0", base), base ** len(fraction))
    except ValueError:
        return None
    value = _scaled(mantissa, found["mark"] or "e", found["exponent"] or "0")
    return -value if value is not None and found["sign"] == "-" else value


def _quotient(above: str, below: str) -> Fraction | None:
    if len(above) > _MOST_DIGITS or len(below) > _MOST_DIGITS:
        return Fraction(1, 3) if above.lstrip("+-").isdecimal() and below.isdecimal() else None
    try:
        divisor = parse_uint(below, bits=4 * _MOST_DIGITS)
        return Fraction(parse_int(above, bits=4 * _MOST_DIGITS), divisor) if divisor else None
    except GoNumberError:
        return None


def _scaled(mantissa: Fraction, mark: str, exponent: str) -> Fraction | None:
    base, most = (2, 10_000_000) if mark in "pP" else (10, 1_000_000)
    if mantissa == 0:
        return mantissa
    power = int(exponent) if len(exponent) <= 20 else most + 1
    if abs(power) > most:
        return None
    return mantissa * Fraction(base) ** max(-_MOST_DIGITS * 4, min(power, _MOST_DIGITS * 4))


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
        return cls((int(nano) + (1 << 63)) % (1 << 64) - (1 << 63))  # as Go cuts a large number to an int64

    def __str__(self) -> str:
        if self.count == 0:
            return ""
        sign, count = ("-", -self.count) if self.count < 0 else ("", self.count)
        whole, rest = divmod(count, 1_000_000_000)
        return f"{sign}{whole}.{rest:09d}".rstrip("0").rstrip(".") if rest else f"{sign}{whole}"
