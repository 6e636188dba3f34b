"""The text programs that people put behind a pipe, evaluated in this process on text that is at hand.

`grep head tail wc sort uniq cut awk '{print …}'`, as the GNU programs do it in the C.UTF-8 locale. Patterns are
matched by RE2, whose time is linear in the text, so that no pattern can hang.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from commands.budget import ITEM, current
from commands.findings import Finding, Severity
from commands.result import Result
from commands.words import Stage, Word

MAX_PATTERN = 2_000


class NotHere(Exception):
    """Something that is not evaluated here; `finding` says what and where."""

    def __init__(self, word: Word | None, message: str, suggestion: str | None = None) -> None:
        super().__init__(message)
        span = word.span if word else (0, 0)
        self.finding = Finding("not-evaluated", Severity.ERROR, message, span, suggestion)


# What one word, with what it printed in its place, may be long: Linux takes no longer one either.
MAX_WORD = 131_072
# The longest line that is split without counting first.
_SHORT = 1_000
_WORD = re.compile(r"\S+")

Filter = Callable[[Stage], Callable[[str], Result]]


def prepare(stage: Stage) -> Callable[[str], Result]:
    """A function from input to result for one stage; NotHere where it is not one of those that are evaluated."""
    name = stage.program
    from commands import filters_awk, filters_grep, filters_lines

    table: dict[str, Filter] = {
        "grep": filters_grep.grep,
        "egrep": filters_grep.grep,
        "fgrep": filters_grep.grep,
        "head": filters_lines.head,
        "tail": filters_lines.tail,
        "wc": filters_lines.wc,
        "sort": filters_lines.sort,
        "uniq": filters_lines.uniq,
        "cut": filters_lines.cut,
        "cat": filters_lines.cat,
        "awk": filters_awk.awk,
    }
    if name not in table:
        known = ", ".join(sorted(set(table) - {"egrep", "fgrep", "cat"}))
        raise NotHere(
            stage.words[0] if stage.words else None,
            f"{name[:40]!r} is not evaluated here; behind a pipe there can be {known} and xargs docker",
        )
    if stage.redirects:
        raise NotHere(stage.redirects[0], "output cannot be sent to a file here")
    ready = table[name](stage)

    def filtered(text: str) -> Result:
        budget = current()
        budget.in_time()
        budget.text(len(text))
        budget.memory(len(text) + ITEM * text.count("\n"))
        passed = ready(text)
        budget.text(len(passed.stdout))
        return passed

    return filtered


def words_of(line: str, separator: str | None = None) -> list[str]:
    """The line split at a separator, or at blanks; Exceeded before a list is made that takes too much memory."""
    if len(line) > _SHORT:
        count = line.count(separator) if separator else sum(1 for _ in _WORD.finditer(line))
        current().memory(ITEM * count)
    return line.split(separator)


class Growing(list[str]):
    """Lines of output; what one is made of is counted before it is put together."""

    def __init__(self) -> None:
        super().__init__()
        self._budget = current()
        self._size = 0

    def add(self, pieces: Sequence[str], joint: str = "") -> None:
        """One line, from pieces with something in between."""
        self._size += sum(map(len, pieces)) + len(joint) * max(len(pieces) - 1, 0) + 1
        self._budget.text(self._size)
        self._budget.tick()
        self.append(joint.join(pieces))
        self._budget.memory(self._size + ITEM * len(self))


def options(
    words: Sequence[Word], flags: str, valued: str, longs: dict[str, str]
) -> tuple[list[tuple[str, str, Word]], list[Word]]:
    """Read GNU-style options: `flags` and `valued` are one-letter names; `longs` maps long names to letters.

    Returns (letter, value, word) triples in order and the operands; NotHere for any other option.
    """
    found: list[tuple[str, str, Word]] = []
    operands: list[Word] = []
    at = 1
    while at < len(words):
        word = words[at]
        text = word.text
        at += 1
        if text == "--":
            operands += words[at:]
            break
        if text.startswith("--"):
            name, equals, value = text[2:].partition("=")
            letter = longs.get(name)
            if letter is None:
                raise NotHere(word, f"{words[0].text} {text[:40]} is not evaluated here")
            if letter in valued and not equals:
                if at >= len(words):
                    raise NotHere(word, f"{text} needs a value")
                value, at = words[at].text, at + 1
            found.append((letter, value, word))
        elif len(text) > 1 and text[0] == "-":
            rest = text[1:]
            while rest:
                letter, rest = rest[0], rest[1:]
                if letter in flags:
                    found.append((letter, "", word))
                elif letter in valued:
                    if not rest:
                        if at >= len(words):
                            raise NotHere(word, f"-{letter} of {words[0].text} needs a value")
                        rest, at = words[at].text, at + 1
                    found.append((letter, rest, word))
                    rest = ""
                else:
                    raise NotHere(word, f"{words[0].text} -{letter} is not evaluated here")
        else:
            operands.append(word)
    return found, operands


def lines_of(text: str) -> list[str]:
    """Lines without their ends; a last line end makes no further line."""
    lines = text.split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    return lines


def of_lines(lines: Sequence[str], exit_code: int = 0) -> Result:
    """A result from lines."""
    return Result.of_lines(lines, exit_code=exit_code)


def no_files(operands: Sequence[Word], program: str) -> None:
    """Refuse operands that would be files of this machine."""
    for word in operands:
        if word.text != "-":
            raise NotHere(word, f"{program} reads what the pipe gives here, never a file: {word.text[:60]}")


def number(word: Word, text: str, least: int = 0) -> int:
    """A whole number in an option."""
    try:
        value = int(text)
    except ValueError:
        raise NotHere(word, f"{text[:40]!r} is not a number") from None
    if value < least:
        raise NotHere(word, f"{value} is too small")
    return value
