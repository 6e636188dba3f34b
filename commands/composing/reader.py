"""A compose file as plain data with the place of every value. PyYAML's safe loader, bounded.

Aliases are followed, but not without end: what a file grows to is counted before anything is built.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

MAX_CHARACTERS, MAX_NODES, MAX_DEPTH = 50_000, 20_000, 60
LONGEST_NUMBER = 100
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Read:
    """The data, where each value (and each key) stands, and what is wrong with the YAML itself: (message, span)."""

    text: str
    data: Any = None
    places: dict[Path, tuple[int, int]] = field(default_factory=dict, repr=False)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict, repr=False)
    faults: tuple[tuple[str, tuple[int, int]], ...] = ()

    def place(self, *path: str | int) -> tuple[int, int]:
        """The characters of a key (or of a value in a list); of what is nearest above it otherwise."""
        for size in range(len(path), 0, -1):
            found = self.keys.get(path[:size]) or self.places.get(path[:size])
            if found is not None:
                return found
        return 0, min(len(self.text), 1)


class _TooMuchError(ValueError):
    """The file is larger, deeper or grows further than a compose file does."""


def read(text: str) -> Read:
    """Read the YAML. Never raises for what somebody wrote."""
    import yaml

    if len(text) > MAX_CHARACTERS:
        return Read(text, faults=((f"the file has more than {MAX_CHARACTERS:,} characters", (0, 1)),))
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = min(mark.index, max(len(text) - 1, 0)) if mark else 0
        return Read(text, faults=((_said(error), (at, min(at + 1, len(text)))),))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        return Read(
            text,
            faults=((f"not YAML: {str(error).splitlines()[0] if str(error) else type(error).__name__}", (0, min(1, len(text)))),),
        )
    if node is None:
        return Read(text)
    builder = _Builder(text)
    try:
        data = builder.build(node, (), 0)
    except (_TooMuchError, RecursionError) as error:
        return Read(text, faults=((str(error) or "nested too deep", (0, 1)),))
    return Read(text, data, builder.places, builder.keys, tuple(builder.faults))


def _said(error: Any) -> str:
    problem = str(error.problem or error.context or "not YAML")
    if "tab" in problem or "\\t" in problem:
        return "a tab stands where YAML wants blanks: indent with blanks"
    return problem


class _Builder:
    """Turns nodes into data, and counts."""

    def __init__(self, text: str) -> None:
        import yaml

        self.text = text
        self.places: dict[Path, tuple[int, int]] = {}
        self.keys: dict[Path, tuple[int, int]] = {}
        self.faults: list[tuple[str, tuple[int, int]]] = []
        self.count = 0
        self.scalars = yaml.SafeLoader("")
        self.active: set[int] = set()

    def build(self, node: Any, path: Path, depth: int) -> Any:
        self.count += 1
        if self.count > MAX_NODES:
            raise _TooMuchError(f"the file grows to more than {MAX_NODES:,} values (aliases that repeat each other?)")
        if depth > MAX_DEPTH or id(node) in self.active:
            raise _TooMuchError("nested too deep, or an alias that contains itself")
        self.places[path] = (node.start_mark.index, node.end_mark.index)
        self.active.add(id(node))
        try:
            kind = type(node).__name__
            if kind == "MappingNode":
                return dict(self._pairs(node, path, depth))
            if kind == "SequenceNode":
                return [self.build(child, (*path, n), depth + 1) for n, child in enumerate(node.value)]
            return self._scalar(node)
        finally:
            self.active.discard(id(node))

    def _pairs(self, node: Any, path: Path, depth: int) -> Iterator[tuple[str, Any]]:
        seen: set[str] = set()
        merged: dict[str, Any] = {}
        own: list[tuple[str, Any]] = []
        for key_node, value_node in node.value:
            span = (key_node.start_mark.index, key_node.end_mark.index)
            if key_node.tag == "tag:yaml.org,2002:merge":
                sources = value_node.value if type(value_node).__name__ == "SequenceNode" else [value_node]
                for source in sources:
                    value = self.build(source, (*path, "<<"), depth + 1)
                    if isinstance(value, dict):
                        merged = {**value, **merged}
                continue
            key = str(self._scalar(key_node)) if type(key_node).__name__ == "ScalarNode" else "?"
            if key in seen:
                self.faults.append((f"the key `{key}` stands here twice", span))
            seen.add(key)
            self.keys[(*path, key)] = span
            own.append((key, self.build(value_node, (*path, key), depth + 1)))
        yield from merged.items()
        yield from own

    def _scalar(self, node: Any) -> Any:
        tag = node.tag if node.tag.startswith("tag:yaml.org,2002:") else "tag:yaml.org,2002:str"
        short = tag.rsplit(":", 1)[1] if len(node.value) <= LONGEST_NUMBER else "str"
        try:
            if short == "int" and ":" in node.value:
                return Sexagesimal(self.scalars.construct_yaml_int(node), node.value)
            if short in ("int", "float", "bool", "null"):
                return getattr(self.scalars, f"construct_yaml_{short}")(node)
        except (ValueError, TypeError, LookupError):  # `!!int` and `!!bool` of nothing are the last
            return node.value
        return node.value


class Sexagesimal(int):
    """A number that YAML 1.1 read in base 60 (`22:22`), with what was written. Compose reads it as text."""

    written: str

    def __new__(cls, value: int, written: str) -> Sexagesimal:
        made = super().__new__(cls, value)
        made.written = written
        return made
