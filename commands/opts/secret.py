"""Secrets and configs given to a service: a name, or `source=cert,target=tls.crt,mode=0400`.

Mirrors docker/cli opts/secret.go and opts/config.go.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypeVar

from commands.opts.csvline import read_record, write_record
from commands.opts.gonum import parse_uint

_Reference = TypeVar("_Reference", bound="SecretReference")


@dataclass(frozen=True, slots=True)
class SecretReference:
    """`--secret NAME`, or its long form; `mode` is the number of the file's permissions."""

    source: str
    target: str = ""
    uid: str = "0"
    gid: str = "0"
    mode: int = 0o444

    kind: ClassVar[str] = "secret"

    @classmethod
    def parse(cls: type[_Reference], text: str) -> _Reference:
        """Read either form; ValueError with docker's text."""
        fields = read_record(text)
        if len(fields) == 1 and "=" not in fields[0]:
            return cls(fields[0], fields[0])
        found: dict[str, str] = {}
        mode = 0o444
        for field in fields:
            key, equals, value = field.partition("=")
            if not equals or not key:
                raise ValueError(f"invalid field '{field}' must be a key=value pair")
            name = {"src": "source"}.get(key.lower(), key.lower())
            if name in ("source", "target", "uid", "gid"):
                found[name] = value
            elif name == "mode":
                try:
                    mode = parse_uint(value, 0, 32)
                except ValueError as error:
                    raise ValueError(f"invalid mode specified: {error}") from None
            else:
                raise ValueError(f"invalid field in {cls.kind} request: {key}")
        if not found.get("source"):
            raise ValueError("source is required")
        return cls(found["source"], found.get("target") or found["source"], found.get("uid", "0"), found.get("gid", "0"), mode)

    def __str__(self) -> str:
        if (self.target, self.uid, self.gid, self.mode) == (self.source, "0", "0", 0o444) and "=" not in self.source:
            return write_record([self.source])
        parts = [f"source={self.source}", f"target={self.target}", f"uid={self.uid}", f"gid={self.gid}", f"mode=0{self.mode:o}"]
        return write_record(parts)


@dataclass(frozen=True, slots=True)
class ConfigReference(SecretReference):
    """`--config NAME`, or its long form."""

    kind: ClassVar[str] = "config"
