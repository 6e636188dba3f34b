"""argparse over unambiguous words: typed values of a command's flags, by their long names.

`pflag` has read docker's grammar by then, so that argparse sees only `--name=value` words, then
`--` and the operands.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import cache
from typing import Any, NoReturn

from commands.opts.csvline import CsvError, read_record
from commands.parsed import FlagUse
from commands.spec.load import command
from commands.spec.model import Flag

# argparse takes a time that grows with the square of the words, so they are given to it in pieces.
AT_ONCE = 100
_TRUE = frozenset({"1", "t", "T", "TRUE", "true", "True"})


class _Fixed(argparse.HelpFormatter):
    """A formatter that asks no terminal for its width: argparse makes one for every flag it is given."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=80)


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
def parser_for(path: str) -> tuple[Arguments, dict[str, Any]]:
    """The argparse parser of one command, and the value of each flag that is not typed."""
    parser = Arguments(
        prog=f"docker {path}", add_help=False, allow_abbrev=False, argument_default=argparse.SUPPRESS, formatter_class=_Fixed
    )
    unset: dict[str, Any] = {}
    for flag in command(path).flags:
        dest = destination(flag)
        unset.setdefault(dest, default_of(flag))
        if flag.repeatable:
            parser.add_argument(f"--{flag.long}", dest=dest, action="append")
        else:
            parser.add_argument(f"--{flag.long}", dest=dest, type=_TYPES.get(flag.type, str))
    parser.add_argument("operands", nargs="*")
    return parser, unset


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
    parser, unset = parser_for(path)
    words = [f"--{use.flag.long}={use.value}" for use in uses if use.flag.long != "help"]
    values: dict[str, Any] = vars(parser.parse_args([*words[-AT_ONCE:], "--", *operands]))
    for at in range(len(words) - AT_ONCE, 0, -AT_ONCE):
        _merge(values, vars(parser.parse_args([*words[max(0, at - AT_ONCE) : at], "--"])))
    found = argparse.Namespace()
    found.__dict__.update(unset)
    found.__dict__.update((dest, tuple(value) if isinstance(value, list) else value) for dest, value in values.items())
    for use in uses:
        if use.flag.comma_split and '"' not in use.value and "," not in use.value and use.value:
            continue
        if use.flag.comma_split:
            dest = destination(use.flag)
            setattr(found, dest, tuple(item for text in values[dest] for item in split_commas(text)))
    return found


def _merge(later: dict[str, Any], earlier: dict[str, Any]) -> None:
    """Put what stood earlier before: lists in front, scalars only where nothing later was said."""
    for dest, before in earlier.items():
        if dest == "operands":
            continue
        later[dest] = [*before, *later.get(dest, ())] if isinstance(before, list) else later.get(dest, before)


def split_commas(text: str) -> list[str]:
    """One value of pflag's stringSlice: comma-separated, by the rules of CSV; nothing where docker refuses it."""
    try:
        return read_record(text) if text else []
    except CsvError:
        return []
