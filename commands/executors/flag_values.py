"""The flags of a command by name, each value read by its own type."""

from __future__ import annotations

from typing import Any

from commands.opts.registry import reader
from commands.opts.slices import string_slice
from commands.parsed import ParsedCommand


class FlagValues:
    """What was typed for each flag; the default of its kind where nothing was."""

    def __init__(self, parsed: ParsedCommand) -> None:
        self.parsed = parsed

    def given(self, long: str) -> bool:
        """True when the flag was typed."""
        return self.parsed.given(long)

    def on(self, long: str) -> bool:
        """A switch."""
        return bool(self.parsed.value(long))

    def text(self, long: str, default: str = "") -> str:
        """A text; the last one typed."""
        value = self.parsed.value(long)
        return default if value is None else str(value)

    def number(self, long: str, default: int = 0) -> int:
        """A number; the last one typed."""
        found = self.typed(long)
        return int(found[-1]) if found else default

    def texts(self, long: str) -> list[str]:
        """Every text typed, in order, in the normal form of its type; those that docker splits at commas split."""
        return [str(one) for value in self.typed(long) for one in (value if isinstance(value, tuple) else (value,))]

    def raw(self, long: str) -> list[str]:
        """Every text typed, in order, as it was typed; those that docker splits at commas split."""
        found: list[str] = []
        for use in self.parsed.uses_of(long):
            found += string_slice(use.value) if use.flag.type == "stringSlice" else (use.value,)
        return found

    def typed(self, long: str) -> list[Any]:
        """Every value typed, in order, as its own type."""
        path = self.parsed.path
        return [reader(path, use.long, use.flag.type)(use.value) for use in self.parsed.uses_of(long)]

    def last(self, long: str) -> Any:
        """The last value typed, as its own type; None where there is none."""
        found = self.typed(long)
        return found[-1] if found else None

    def amount(self, long: str) -> int:
        """An amount of bytes, or of thousand millionths of a processor."""
        value = self.last(long)
        return int(value.count) if value is not None else 0

    def nanoseconds(self, long: str) -> int:
        """A duration."""
        value = self.last(long)
        return int(value.nanoseconds) if value is not None else 0


def mapping(pairs: list[str]) -> dict[str, str]:
    """`KEY=VALUE` texts as an object; the last of a key counts, a bare key has an empty value."""
    return {key: value for key, _, value in (pair.partition("=") for pair in pairs)}
