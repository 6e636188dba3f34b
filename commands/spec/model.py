"""The shapes of the reference: a flag, a command, a program."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag of a command.

    `type` is the type name that pflag reports; `facts` is the rest of what the reference
    knows (see the README of the reference for its keys), empty where nothing is special.
    """

    long: str
    short: str
    type: str
    default: Any
    default_text: str
    no_opt_default: str | None
    repeatable: bool
    comma_split: bool
    hidden: bool
    deprecated: str
    min_api: str
    in_judge: bool
    persistent: bool = False
    alias_of: str = ""
    component: str = ""
    facts: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def takes_value(self) -> bool:
        """True when the next word is its value: everything but booleans and optional values."""
        return self.no_opt_default is None

    @property
    def is_bool(self) -> bool:
        """True for switches."""
        return self.type == "bool"

    @property
    def display(self) -> str:
        """As docker names it in messages: `-m, --memory`, or `--rm`."""
        return f"-{self.short}, --{self.long}" if self.short else f"--{self.long}"


@dataclass(frozen=True)
class Command:
    """One command, under its canonical management path.

    `path` is `container run`, `key` is `container_run`; commands of plugins carry the
    plugin's name first (`compose up`, `buildx build`). `aliases` are all spellings that work.
    """

    path: str
    aliases: tuple[str, ...]
    usage: str
    args_pattern: str
    args_min: int
    args_max: int | None
    args_rule: str
    interspersed: bool
    has_subcommands: bool
    runnable: bool
    hidden: bool
    deprecated: str
    component: str
    program: str
    min_api: str
    swarm: str
    in_judge: bool
    flags: tuple[Flag, ...]
    facts: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def key(self) -> str:
        """The one name for the spec entry, note, executor and goldens."""
        return self.path.replace(" ", "_").replace("-", "_")

    @cached_property
    def by_long(self) -> dict[str, Flag]:
        """Flags by long name, other accepted spellings included."""
        table = {flag.long: flag for flag in self.flags}
        for spelling, long in self.facts.get("flag_spellings", {}).items():
            table.setdefault(spelling, table[long])
        return table

    @cached_property
    def by_short(self) -> dict[str, Flag]:
        """Flags by their one letter."""
        return {flag.short: flag for flag in self.flags if flag.short}

    def flag(self, long: str) -> Flag | None:
        """The flag of that long name, None where there is none."""
        return self.by_long.get(long)
