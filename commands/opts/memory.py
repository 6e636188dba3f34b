"""Amounts of bytes: `512m`, `1.5g`, `1 GiB`.

Mirrors docker/cli opts/opts.go (MemBytes, MemSwapBytes) and docker/go-units size.go (RAMInBytes).
"""

from __future__ import annotations

from dataclasses import dataclass

from commands.opts.gonum import parse_float

_UNITS = {"k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40, "p": 1 << 50}
_NAMES = ("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB")


def ram_in_bytes(text: str) -> int:
    """The number of bytes; binary units whatever the suffix says (`1k`, `1kb` and `1KiB` are 1024)."""
    place = max(text.rfind(char) for char in "0123456789. ")
    if place == -1:
        raise ValueError(f"invalid size: '{text}'")
    suffix = text[place + 1 :]
    size = parse_float(text[:place] if text[place] == " " else text[: place + 1])
    if size < 0:
        raise ValueError(f"invalid size: '{text}'")
    if not suffix:
        return _whole(size)
    if len(suffix.encode("utf-8", "surrogateescape")) > 3:
        raise ValueError(f"invalid suffix: '{suffix}'")
    suffix = suffix.lower()
    if suffix == "b":
        return _whole(size)
    factor = _UNITS.get(suffix[0])
    if factor is None or suffix[1:] not in ("", "b", "ib"):
        raise ValueError(f"invalid suffix: '{suffix}'")
    return _whole(size * factor)


def _whole(size: float) -> int:
    """As Go turns a float into an int64: what does not fit becomes the smallest number."""
    if size != size or size >= 1 << 63:
        return -(1 << 63)
    return int(size)


def bytes_size(size: float) -> str:
    """The number of bytes as docker prints it: four digits and a binary unit."""
    index = 0
    while size >= 1024.0 and index < len(_NAMES) - 1:
        size /= 1024.0
        index += 1
    return f"{size:.4g}{_NAMES[index]}"


@dataclass(frozen=True, slots=True)
class MemBytes:
    """`--memory 512m`: an amount of bytes."""

    count: int = 0

    @classmethod
    def parse(cls, text: str) -> MemBytes:
        """Read an amount; ValueError with docker's text."""
        return cls(ram_in_bytes(text))

    def __str__(self) -> str:
        if self.count < 0:
            return "8192p"  # what fits no int64
        for unit, factor in reversed(_UNITS.items()):
            if self.count and self.count % factor == 0:
                return f"{self.count // factor}{unit}"
        return str(self.count)


@dataclass(frozen=True, slots=True)
class MemSwapBytes:
    """`--memory-swap 1g`: an amount of bytes, or -1 for no limit."""

    count: int = 0

    @classmethod
    def parse(cls, text: str) -> MemSwapBytes:
        """Read an amount or `-1`; ValueError with docker's text."""
        return cls(-1 if text == "-1" else ram_in_bytes(text))

    def __str__(self) -> str:
        return "-1" if self.count == -1 else str(MemBytes(self.count))
