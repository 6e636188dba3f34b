"""Resources that an operator names: `gpu=2`.

Mirrors docker/cli cli/command/service/generic_resource_opts.go and moby/swarmkit api/genericresource/parse.go.
"""

from __future__ import annotations

from dataclasses import dataclass

from commands.opts.gonum import GoNumberError, parse_int

_LEAD = "invalid generic resource specification: could not parse GenericResource: "


@dataclass(frozen=True, slots=True)
class GenericResource:
    """`--generic-resource KIND=NUMBER`."""

    kind: str
    value: str

    @classmethod
    def parse(cls, text: str) -> GenericResource:
        """Read an entry; ValueError with docker's text."""
        kind, equals, value = text.partition("=")
        if not equals:
            raise ValueError(f"invalid generic-resource format `{text}` expected `name=value`")
        return cls(kind, value)

    def __str__(self) -> str:
        return f"{self.kind}={self.value}"


def discrete(entries: list[str]) -> None:
    """Check all entries together: numbers only, each kind once; ValueError with docker's text."""
    kinds: dict[str, list[str]] = {}
    for entry in entries:
        parts = entry.split("=")
        if len(parts) != 2:
            raise ValueError(f"{_LEAD}incorrect term {entry}, missing '=' or malformed expression")
        kinds.setdefault(parts[0].strip(), []).append(parts[1].strip())
    for kind, values in kinds.items():
        numbers = [_is_number(value) for value in values]
        if len(values) > 1 and any(numbers):
            raise ValueError(f"{_LEAD}mixed discrete and named resources in expression '{kind}=[{' '.join(values)}]'")
        if len(values) == 1 and numbers[0] and int(values[0]) < 0:
            raise ValueError(f"{_LEAD}cannot ask for negative resource {kind}")
        if not any(numbers):
            raise ValueError(
                f"invalid generic-resource request `{kind}={values[0]}`, "
                "Named Generic Resources is not supported for service create or update"
            )


def _is_number(text: str) -> bool:
    try:
        parse_int(text, 10)
    except GoNumberError:
        return False
    return True
