"""Mounts in the long form: `type=bind,source=/srv,target=/data,readonly`.

Mirrors docker/cli opts/mount.go (MountOpt.Set).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from commands.opts.csvline import read_record, write_record
from commands.opts.gonum import GoNumberError, parse_bool, parse_uint
from commands.opts.memory import ram_in_bytes

FLAGS = ("readonly", "ro", "volume-nocopy", "bind-nonrecursive")
_RECURSIVE = ("enabled", "disabled", "writable", "readonly")
_NAMES = {"src": "source", "dst": "target", "destination": "target", "ro": "readonly"}
_TEXTS = frozenset(
    ("source", "target", "volume-subpath", "volume-driver", "image-subpath", "type", "consistency", "bind-propagation")
)  # fmt: skip
_LOWERED = frozenset(("type", "consistency", "bind-propagation"))
_MAPS = frozenset(("volume-label", "volume-opt"))


@dataclass(frozen=True, slots=True)
class Mount:
    """`--mount type=volume,source=data,target=/data`.

    `options` are the further keys as (name, value) in their order, under their full names.
    """

    type: str = "volume"
    source: str = ""
    target: str = ""
    readonly: bool = False
    options: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, text: str) -> Mount:
        """Read a mount; ValueError with docker's text."""
        found: dict[str, Any] = {"type": "volume", "source": "", "target": "", "readonly": False}
        options: list[tuple[str, str]] = []
        for field in read_record(text):
            name, value = _key_and_value(field)
            if name in found:
                found[name] = value
            else:
                options.append((name, str(value)))
        mount = cls(found["type"], found["source"], found["target"], found["readonly"], tuple(options))
        mount._check()
        return mount

    def option(self, name: str) -> str | None:
        """The last value of a further key, None where it was not given."""
        return next((value for key, value in reversed(self.options) if key == name), None)

    def _check(self) -> None:
        if not self.type:
            raise ValueError("type is required")
        if not self.target:
            raise ValueError("target is required")
        groups = {name.split("-", 1)[0] for name, value in self.options if name not in _MAPS or value.partition("=")[0] or True}
        for group in ("volume", "image", "bind", "tmpfs"):
            if group in groups and group != self.type:
                raise ValueError(f"cannot mix '{group}-*' options with mount type '{self.type}'")
        recursive = {value for name, value in self.options if name == "bind-recursive"}
        for mode in ("writable", "readonly"):
            if mode in recursive and not self.readonly:
                raise ValueError(f"option 'bind-recursive={mode}' requires 'readonly' to be specified in conjunction")
        if "readonly" in recursive and self.option("bind-propagation") != "rprivate":
            raise ValueError("option 'bind-recursive=readonly' requires 'bind-propagation=rprivate' to be specified in conjunction")

    def __str__(self) -> str:
        parts = [f"type={self.type}"]
        if self.source:
            parts.append(f"source={self.source}")
        parts.append(f"target={self.target}")
        if self.readonly:
            parts.append("readonly")
        parts += [f"{name}={value}" for name, value in self.options]
        return write_record(parts)


def _key_and_value(field: str) -> tuple[str, Any]:
    """One field under its full name, its value read; ValueError with docker's text."""
    typed, equals, value = field.partition("=")
    key = typed.lower()
    name = _NAMES.get(key, key)
    if not equals:
        if key not in FLAGS:
            raise ValueError(f"invalid field '{field}' must be a key=value pair")
        return name, True
    if name in _TEXTS:
        return name, value.lower() if name in _LOWERED else value
    if name in _MAPS:
        return name, value
    try:
        if name in FLAGS:
            return name, parse_bool(value)
        if name == "tmpfs-size":
            return name, ram_in_bytes(value)
        if name == "tmpfs-mode":
            return name, f"{parse_uint(value, 8, 32):o}"
    except (GoNumberError, ValueError):
        raise ValueError(f"invalid value for {key}: {value}") from None
    if name == "bind-recursive":
        if value not in _RECURSIVE:
            raise ValueError(f'invalid value for {key}: {value} (must be "enabled", "disabled", "writable", or "readonly")')
        return name, value
    raise ValueError(f"unexpected key '{key}' in '{field}'")
