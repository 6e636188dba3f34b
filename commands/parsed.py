"""What one docker command line says, after Docker's own grammar: flags, operands, and where each stands.

Made by `commands.parser`; everything else only reads it.
"""

from __future__ import annotations

from argparse import Namespace
from dataclasses import dataclass, field
from typing import Any

from commands.spec.model import Command, Flag
from commands.words import Word


@dataclass(frozen=True, slots=True)
class UsageError:
    """What docker prints on standard error, and ends with, when it refuses the words.

    `message` is the whole text without its last line end; `headline` its first line.
    `code` is our reason code (`unknown-flag`, `bad-value`, …), `span` the place.
    """

    code: str
    message: str
    exit_code: int
    span: tuple[int, int]
    suggestion: str | None = None

    @property
    def headline(self) -> str:
        """The first line: what docker says, without the usage that follows."""
        return self.message.split("\n", 1)[0]


@dataclass(frozen=True, slots=True)
class FlagUse:
    """One flag as it was typed.

    `spelling` is `-p` or `--publish` as typed (one letter of a cluster is `-t`); `span` covers
    just that; `value` is its text, with `value_span` None where it was not typed (a bare boolean).
    """

    flag: Flag
    spelling: str
    value: str
    span: tuple[int, int]
    value_span: tuple[int, int] | None = None

    @property
    def long(self) -> str:
        """The flag's name, other spellings of it resolved."""
        return self.flag.alias_of or self.flag.long

    @property
    def whole(self) -> tuple[int, int]:
        """From the start of the flag to the end of its value."""
        return (self.span[0], max(self.span[1], self.value_span[1] if self.value_span else 0))


@dataclass(frozen=True)
class ParsedCommand:
    """One docker command line, read.

    `words` are all its words (`docker` first); `command_words` those that name the command;
    `uses` the command's flags in order, `global_uses` those before the command; `args` the
    operands (for `run` and `exec`: image or container, then the words of its own command).
    `spec` is None where no such command exists. `usage_error` is the first thing docker refuses.
    `notices` are lines that docker prints on standard output before it goes on. `stdin` is what it reads on its
    standard input: a Dockerfile given as text along with a build, "" otherwise. `read` collects the flags that somebody asked
    for, so that one that nothing reads can stop a run.
    """

    text: str
    words: tuple[Word, ...]
    spec: Command | None
    command_words: tuple[Word, ...] = ()
    global_uses: tuple[FlagUse, ...] = ()
    uses: tuple[FlagUse, ...] = ()
    arg_words: tuple[Word, ...] = ()
    help: bool = False
    usage_error: UsageError | None = None
    notices: tuple[str, ...] = ()
    stdin: str = ""
    namespace: Namespace = field(default_factory=Namespace, compare=False, repr=False)
    read: set[str] = field(default_factory=set, compare=False, repr=False)

    @property
    def key(self) -> str:
        """`container_run`; empty where the command is unknown."""
        return self.spec.key if self.spec else ""

    @property
    def path(self) -> str:
        """`container run`; empty where the command is unknown."""
        return self.spec.path if self.spec else ""

    @property
    def typed_path(self) -> str:
        """The command as typed, aliases kept: `ps`, `image rmi`."""
        return " ".join(word.text for word in self.command_words)

    @property
    def args(self) -> tuple[str, ...]:
        """The operands' texts."""
        return tuple(word.text for word in self.arg_words)

    def uses_of(self, long: str) -> list[FlagUse]:
        """Every time that flag was typed, under any spelling."""
        self.read.add(long)
        return [use for use in self.uses if use.long == long]

    def given(self, long: str) -> bool:
        """True when the flag was typed (pflag's `Changed`)."""
        self.read.add(long)
        return any(use.long == long for use in self.uses)

    def value(self, long: str) -> Any:
        """The flag's value: bool, int, float or text; a tuple of texts where values collect; its default where not typed."""
        self.read.add(long)
        return getattr(self.namespace, long.replace("-", "_"), None)

    def values(self, long: str) -> tuple[str, ...]:
        """The texts typed for a flag, in order; comma-separated types split as docker does."""
        value = self.value(long)
        if value is None or value is False:
            return ()
        return tuple(value) if isinstance(value, (list, tuple)) else (str(value),)

    def span(self, long: str) -> tuple[int, int]:
        """Where the flag last stands, value included; the command's own place where it was not typed."""
        found = self.uses_of(long)
        if found:
            return found[-1].whole
        return (self.words[0].start, self.words[-1].end) if self.words else (0, 0)
