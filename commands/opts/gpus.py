"""Requests for GPUs: `all`, `2`, `device=0`.

Mirrors docker/cli opts/gpus.go (GpuOpts.Set).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from commands.opts.csvline import CsvError, read_record, write_record
from commands.opts.gonum import GoNumberError, atoi


@dataclass(frozen=True, slots=True)
class GpuRequest:
    """`--gpus REQUEST`; a count of -1 is all of them."""

    count: int = 0
    driver: str = ""
    devices: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()
    options: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> GpuRequest:
        """Read a request; ValueError with docker's text."""
        found: dict[str, Any] = {}
        seen: set[str] = set()
        for field in read_record(text):
            key, equals, value = field.partition("=")
            if key in seen:
                raise ValueError(f"gpu request key '{key}' can be specified only once")
            seen.add(key)
            if not equals:
                seen.add("count")
                found["count"] = _count(key)
            elif key == "count":
                found["count"] = _count(value)
            elif key == "driver":
                found["driver"] = value
            elif key == "device":
                found["devices"] = tuple(value.split(","))
            elif key == "capabilities":
                found["capabilities"] = tuple(value.split(","))
            elif key == "options":
                try:
                    found["options"] = tuple(read_record(value))
                except CsvError as error:
                    raise ValueError(f"failed to read gpu options: {error}") from None
            else:
                raise ValueError(f"unexpected key '{key}' in '{field}'")
        if "count" not in seen and "devices" not in found:
            found["count"] = 1
        return cls(**found)

    def __str__(self) -> str:
        parts = [f"count={'all' if self.count == -1 else self.count}"] if self.count or not self.devices else []
        if self.driver:
            parts.append(f"driver={self.driver}")
        if self.options:
            parts.append(f"options={write_record(list(self.options))}")
        named = (("device", self.devices), ("capabilities", self.capabilities))
        parts += [f"{name}={','.join(values)}" for name, values in named if values]
        return write_record(parts)


def _count(text: str) -> int:
    if text == "all":
        return -1
    try:
        return atoi(text)
    except GoNumberError as error:
        raise ValueError(f'invalid count ({text}): value must be either "all" or an integer: {error.cause}') from None
