"""Go's own reading of booleans, integers and floating-point numbers, with Go's error texts.

Mirrors Go's strconv (ParseBool, ParseInt, ParseUint, ParseFloat) as pflag calls them.
"""

from __future__ import annotations

import re
import struct

from commands.go_text import quote as quoted

__all__ = ["FALSE", "TRUE", "GoNumberError", "atoi", "parse_bool", "parse_float", "parse_int", "parse_uint", "quoted"]

TRUE = frozenset(("1", "t", "T", "TRUE", "true", "True"))
FALSE = frozenset(("0", "f", "F", "FALSE", "false", "False"))

_MOST_DIGITS = 1000  # a longer number is out of every range
_DIGITS = {2: "01", 8: "01234567", 10: "0123456789", 16: "0123456789abcdefABCDEF"}
_FLOAT = re.compile(r"[+-]?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?\Z", re.ASCII)
_HEX_FLOAT = re.compile(r"[+-]?0[xX](?:[\da-fA-F_]+\.?[\da-fA-F_]*|\.[\da-fA-F_]+)[pP][+-]?\d[\d_]*\Z", re.ASCII)
_SPECIAL = re.compile(r"(?:[+-]?inf(?:inity)?|nan)\Z", re.IGNORECASE | re.ASCII)


class GoNumberError(ValueError):
    """A number that Go refuses; `cause` is `invalid syntax` or `value out of range`."""

    def __init__(self, function: str, text: str, cause: str) -> None:
        super().__init__(f"strconv.{function}: parsing {quoted(text)}: {cause}")
        self.cause = cause


def parse_bool(text: str) -> bool:
    """`1 t T TRUE true True` and their opposites; nothing else."""
    if text in TRUE:
        return True
    if text in FALSE:
        return False
    raise GoNumberError("ParseBool", text, "invalid syntax")


def _underscores_fit(digits: str, prefixed: bool) -> bool:
    """Underscores stand between digits only; one may follow a base prefix."""
    before_is_digit = prefixed
    for index, char in enumerate(digits):
        if char == "_":
            if not before_is_digit or index + 1 == len(digits) or digits[index + 1] == "_":
                return False
            before_is_digit = False
        else:
            before_is_digit = True
    return True


def _magnitude(text: str, base: int) -> int | None:
    """The number without a sign, None where the text is none."""
    digits, underscores = text, False
    if base == 0:
        base, prefixed = 10, False
        if text[:1] == "0":
            mark = text[1:2].lower()
            if len(text) >= 3 and mark in ("x", "b", "o") and mark:
                base, digits, prefixed = {"x": 16, "b": 2, "o": 8}[mark], text[2:], True
            else:
                base, digits, prefixed = 8, text[1:], True
                if not digits:
                    return 0
        underscores = "_" in digits
        if underscores and not _underscores_fit(digits, prefixed):
            return None
    plain = digits.replace("_", "") if underscores else digits
    allowed = _DIGITS[base]
    if not plain or any(char not in allowed for char in plain):
        return None
    plain = plain.lstrip("0") or "0"
    return int(plain, base) if len(plain) <= _MOST_DIGITS else 1 << 8 * _MOST_DIGITS


def parse_uint(text: str, base: int = 0, bits: int = 64) -> int:
    """An integer from 0, as Go's ParseUint reads it (base 0: prefixes and underscores count)."""
    value = _magnitude(text, base)
    if value is None:
        raise GoNumberError("ParseUint", text, "invalid syntax")
    if value >= 1 << bits:
        raise GoNumberError("ParseUint", text, "value out of range")
    return value


def parse_int(text: str, base: int = 0, bits: int = 64, function: str = "ParseInt") -> int:
    """A signed integer, as Go's ParseInt reads it."""
    negative = text[:1] == "-"
    value = _magnitude(text[1:] if text[:1] in ("+", "-") else text, base)
    if value is None:
        raise GoNumberError(function, text, "invalid syntax")
    value = -value if negative else value
    if not -(1 << (bits - 1)) <= value < 1 << (bits - 1):
        raise GoNumberError(function, text, "value out of range")
    return value


def atoi(text: str) -> int:
    """A decimal integer, as Go's Atoi reads it."""
    return parse_int(text, 10, 64, "Atoi")


def parse_float(text: str, bits: int = 64) -> float:
    """A floating-point number, as Go's ParseFloat reads it (hexadecimal, `inf` and `nan` too)."""
    if _SPECIAL.match(text):
        return float(text)
    if _HEX_FLOAT.match(text):
        value = _hex_float(text)
    elif _FLOAT.match(text) and _underscores_of_float_fit(text):
        value = float(text.replace("_", ""))
    else:
        raise GoNumberError("ParseFloat", text, "invalid syntax")
    if value in (float("inf"), float("-inf")) or (bits == 32 and not _fits_32(value)):
        raise GoNumberError("ParseFloat", text, "value out of range")
    return value


def _underscores_of_float_fit(text: str) -> bool:
    if "_" not in text:
        return True
    return all(_underscores_fit(part, False) for part in re.split(r"[.eE+-]", text) if part)


def _hex_float(text: str) -> float:
    mantissa = re.split(r"[pP]", text, maxsplit=1)[0].lstrip("+-")[2:]
    parts = [part for part in mantissa.split(".") if part]
    if not parts or not all(_underscores_fit(part, index == 0) for index, part in enumerate(parts)):
        raise GoNumberError("ParseFloat", text, "invalid syntax")
    try:
        return float.fromhex(text.replace("_", ""))
    except OverflowError:
        raise GoNumberError("ParseFloat", text, "value out of range") from None


def _fits_32(value: float) -> bool:
    try:
        struct.pack("<f", value)
    except OverflowError:
        return False
    return True
