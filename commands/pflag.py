"""Docker's flag grammar: words to flags with values and places, in the order docker reads them.

Mirrors spf13/pflag flag.go (parseArgs, parseLongArg, parseSingleShortArg): the first error ends the
reading, and its text is docker's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from commands.go_text import quote, quote_rune
from commands.parsed import FlagUse
from commands.spec.model import Flag
from commands.words import Word

HELP = Flag(
    long="help",
    short="h",
    type="bool",
    default=False,
    default_text="false",
    no_opt_default="true",
    repeatable=False,
    comma_split=False,
    hidden=True,
    deprecated="",
    min_api="",
    in_judge=True,
    persistent=True,
)

Check = Callable[[Flag, str], object]


@dataclass(frozen=True, slots=True)
class FlagError:
    """The first thing that pflag refuses: a reason code, docker's headline, the place, and the spelling or flag meant."""

    code: str
    message: str
    span: tuple[int, int]
    spelling: str = ""
    flag: Flag | None = None


@dataclass(slots=True)
class Reading:
    """What the words said: flags in order, operands, and where the first error was.

    `dash` is the number of operands before `--`, None where there was none; `rest` are words after an error.
    """

    uses: list[FlagUse] = field(default_factory=list)
    operands: list[Word] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    help: bool = False
    dash: int | None = None
    error: FlagError | None = None
    rest: Sequence[Word] = ()


def read_flags(
    words: Sequence[Word],
    longs: Mapping[str, Flag],
    shorts: Mapping[str, Flag],
    check: Check,
    interspersed: bool = True,
) -> Reading:
    """Read all words of one command (its name is not among them).

    `check(flag, text)` raises ValueError with docker's own reason when a value is bad.
    """
    return _Reader(words, longs, shorts, check, interspersed).read()


class _Stop(Exception):
    """The first error; carries it."""

    def __init__(self, error: FlagError) -> None:
        super().__init__(error.message)
        self.error = error


class _Reader:
    def __init__(
        self, words: Sequence[Word], longs: Mapping[str, Flag], shorts: Mapping[str, Flag], check: Check, interspersed: bool
    ) -> None:
        self.words, self.longs, self.shorts, self.check, self.interspersed = words, longs, shorts, check, interspersed
        self.at = 0
        self.out = Reading()

    def read(self) -> Reading:
        out = self.out
        try:
            while self.at < len(self.words):
                word = self.words[self.at]
                text = word.text
                self.at += 1
                if len(text) < 2 or text[0] != "-":
                    out.operands.append(word)
                    if not self.interspersed:
                        out.operands.extend(self.words[self.at :])
                        break
                elif text == "--":
                    out.dash = len(out.operands)
                    out.operands.extend(self.words[self.at :])
                    break
                elif text[1] == "-":
                    self._long(word)
                else:
                    self._shorts(word)
        except _Stop as stop:
            out.error = stop.error
            out.rest = self.words[self.at :]
        return out

    def _next(self) -> Word | None:
        if self.at >= len(self.words):
            return None
        self.at += 1
        return self.words[self.at - 1]

    def _long(self, word: Word) -> None:
        name = word.text[2:]
        if name[0] in "-=":
            raise _Stop(FlagError("bad-flag-syntax", f"bad flag syntax: {word.text}", word.span, word.text))
        name, equals, value = name.partition("=")
        spelling = "--" + name
        place = part(word, 0, len(spelling))
        flag = self.longs.get(name) or (HELP if name == "help" else None)
        if flag is None or not flag.in_judge:
            raise _Stop(FlagError("unknown-flag", f"unknown flag: --{name}", place, spelling, flag))
        value_place: tuple[int, int] | None
        if equals:
            value_place = part(word, len(spelling) + 1, len(word.text))
        elif flag.no_opt_default is not None:
            value, value_place = flag.no_opt_default, None
        else:
            following = self._next()
            if following is None:
                raise _Stop(FlagError("missing-value", f"flag needs an argument: --{name}", place, spelling, flag))
            value, value_place = following.text, following.span
        self._take(flag, spelling, value, place, value_place)

    def _shorts(self, word: Word) -> None:
        letters = word.text[1:]
        at = 1
        while letters:
            letter = letters[0]
            place = part(word, at, at + 1) if at > 1 else part(word, 0, 2)
            flag = self.shorts.get(letter) or (HELP if letter == "h" else None)
            if flag is None or not flag.in_judge:
                byte = chr(letter.encode("utf-8", "surrogateescape")[0])
                raise _Stop(
                    FlagError(
                        "unknown-flag", f"unknown shorthand flag: {quote_rune(byte)} in -{letters}", place, "-" + letter, flag
                    )
                )
            value_place: tuple[int, int] | None
            if len(letters) > 2 and letters[1] == "=":
                value, value_place, letters = letters[2:], part(word, at + 2, len(word.text)), ""
            elif flag.no_opt_default is not None:
                value, value_place, letters = flag.no_opt_default, None, letters[1:]
            elif len(letters) > 1:
                value, value_place, letters = letters[1:], part(word, at + 1, len(word.text)), ""
            else:
                following = self._next()
                if following is None:
                    raise _Stop(
                        FlagError(
                            "missing-value",
                            f"flag needs an argument: {quote_rune(letter)} in -{letters}",
                            place,
                            "-" + letter,
                            flag,
                        )
                    )
                value, value_place, letters = following.text, following.span, ""
            at += 1
            if flag.long == "help":
                self.out.notices.append("Flag shorthand -h has been deprecated, use --help")
            self._take(flag, "-" + letter, value, place, value_place)

    def _take(self, flag: Flag, spelling: str, value: str, place: tuple[int, int], value_place: tuple[int, int] | None) -> None:
        use = FlagUse(flag, spelling, value, place, value_place)
        try:
            self.check(flag, value)
        except ValueError as reason:
            message = f"invalid argument {quote(value)} for {quote(named(flag))} flag: {reason}"
            raise _Stop(FlagError("bad-value", message, value_place or place, spelling, flag)) from None
        if flag.long == "help":
            self.out.help = value in {"1", "t", "T", "TRUE", "true", "True"}
        elif flag.alias_of and flag.deprecated:
            self.out.notices.append(f"Flag --{flag.long} has been deprecated, use --{flag.alias_of} instead")
        self.out.uses.append(use)


def named(flag: Flag) -> str:
    """The flag as docker's messages name it."""
    return "--help" if flag.long == "help" else flag.display


def part(word: Word, start: int, end: int) -> tuple[int, int]:
    """The place of some characters of a word's text; from there to the word's end where quotes or escapes shift them."""
    if word.end - word.start == len(word.text):
        return (word.start + start, word.start + end)
    if word.raw.startswith(word.text[:end]):
        return (word.start + start, word.start + end)
    if word.raw.startswith(word.text[:start]):
        return (word.start + start, word.end)
    return word.span
