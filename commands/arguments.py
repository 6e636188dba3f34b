"""argparse over unambiguous words: typed values of a command's flags, by their long names.

`pflag` has read docker's grammar by then, so that argparse sees only `--name=value` words, then
`--` and the operands.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import cache
from typing import Any, NoReturn

from commands.parsed import FlagUse
from commands.spec.load import command
from commands.spec.model import Flag

# argparse takes a time that grows with the square of the words, so they are given to it in pieces.
AT_ONCE = 100
_TRUE = frozenset({"1", "t", "T", "TRUE", "true", "True"})


class Arguments(argparse.ArgumentParser):
    """A parser that never prints and never exits: pflag has refused already what could be wrong."""

    def error(self, message: str) -> NoReturn:
        """Only a difference between `pflag` and this table can come here."""
        raise AssertionError(message)


def _integer(text: str) -> Any:
    try:
        return (
            int(text, 0)
            if not text.lstrip("+-").startswith("0") or len(text.lstrip("+-")) < 2 or not text.lstrip("+-")[1].isdigit()
            else int(text, 8)
        )
    except ValueError:
        return text


def _number(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text


def _boolean(text: str) -> bool:
    return text in _TRUE


_TYPES: dict[str, Any] = {"bool": _boolean, "float": _number, "float32": _number, "float64": _number}
_TYPES.update(dict.fromkeys(("int", "int64", "uint", "uint16", "uint32", "uint64"), _integer))


@cache
def parser_for(path: str) -> tuple[Arguments, tuple[tuple[str, Any], ...]]:
    """The argparse parser of one command, with the defaults of flags that collect."""
    parser = Arguments(prog=f"docker {path}", add_help=False, allow_abbrev=False, argument_default=None)
    seen: dict[str, Any] = {}
    for flag in command(path).flags:
        dest = destination(flag)
        seen.setdefault(dest, default_of(flag))
        if flag.repeatable:
            parser.add_argument(f"--{flag.long}", dest=dest, action="append")
        else:
            parser.add_argument(f"--{flag.long}", dest=dest, type=_TYPES.get(flag.type, str))
    parser.add_argument("operands", nargs="*")
    parser.set_defaults(**dict.fromkeys(seen))
    return parser, tuple(seen.items())


def destination(flag: Flag) -> str:
    """The attribute that a flag's value has, other spellings of it resolved."""
    return (flag.alias_of or flag.long).replace("-", "_")


def default_of(flag: Flag) -> Any:
    """The value when the flag is not typed, in the type the value would have."""
    if flag.repeatable:
        return tuple(flag.default) if isinstance(flag.default, list) else ()
    if flag.is_bool:
        return bool(flag.default)
    if flag.default is None and flag.type == "string":
        return ""
    return flag.default


def namespace(path: str, uses: Sequence[FlagUse], operands: Sequence[str]) -> argparse.Namespace:
    """Typed values: bool, int, float or text; a tuple where values collect; comma-separated ones split."""
    parser, defaults = parser_for(path)
    words = [f"--{use.flag.long}={use.value}" for use in uses if use.flag.long != "help"]
    found = parser.parse_args([*words[-AT_ONCE:], "--", *operands])
    for at in range(len(words) - AT_ONCE, 0, -AT_ONCE):
        _merge(found, parser.parse_args([*words[max(0, at - AT_ONCE) : at], "--"]), defaults)
    for dest, default in defaults:
        value = getattr(found, dest)
        if value is None:
            setattr(found, dest, default)
        elif isinstance(value, list):
            setattr(found, dest, tuple(value))
    for dest in {destination(use.flag) for use in uses if use.flag.comma_split}:
        setattr(found, dest, tuple(item for text in getattr(found, dest) for item in split_commas(text)))
    return found


def _merge(found: argparse.Namespace, earlier: argparse.Namespace, defaults: Sequence[tuple[str, Any]]) -> None:
    """Put what stood earlier before: lists in front, scalars only where nothing later was said."""
    for dest, _ in defaults:
        before, later = getattr(earlier, dest), getattr(found, dest)
        if isinstance(before, list):
            setattr(found, dest, before + (later or []))
        elif later is None:
            setattr(found, dest, before)


def split_commas(text: str) -> list[str]:
    """One value of pflag's stringSlice: comma-separated, by the rules of CSV."""
    if '"' not in text:
        return text.split(",") if text else []
    import csv

    return next(iter(csv.reader([text])), [])
