"""The small part of awk that people use on docker's tables: `[CONDITION] {print …}` with -F."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from commands.budget import ITEM, current
from commands.filters_grep import to_re2
from commands.result import Result
from commands.text_filters import Growing, NotHere, lines_of, no_files, of_lines, options, words_of
from commands.words import Stage, Word

_PROGRAM = re.compile(r"\s*(?P<when>[^{}]*?)\s*(?:\{\s*print\s*(?P<what>[^{}]*?)\s*;?\s*\})?\s*")
_WHEN = re.compile(r"(?P<left>NR|NF|\$\d+|\$NF)\s*(?P<op>==|!=|>=|<=|>|<|~|!~)\s*(?P<right>\d+|\"[^\"]*\"|/[^/]*/)")
_PIECE = re.compile(r'\s*(\$\d+|\$NF|\$\(NF-\d+\)|NR|NF|"(?:[^"\\]|\\.)*"|\d+)\s*(,?)')
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
    ">=": lambda a, b: a >= b,
    "<=": lambda a, b: a <= b,
}
LONG_FOR_A_PATTERN = 1_000
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
Test = Callable[[int, str, list[str]], bool]
Ready = Callable[[str], Result]


def awk(stage: Stage) -> Ready:
    """Read the program once; the returned function filters."""
    found, operands = options(stage.words, "", "F", {"field-separator": "F"})
    if not operands:
        raise NotHere(stage.words[0], "awk needs a program such as '{print $1}'")
    no_files(operands[1:], "awk")
    word = operands[0]
    program = _PROGRAM.fullmatch(word.text)
    if not program or not word.text.strip():
        raise NotHere(word, "of awk only CONDITION {print FIELDS} is evaluated here, as in '{print $1}' or 'NR>1 {print $2}'")
    test = _test(program.group("when"), word)
    printed = _printed(program.group("what"), word)
    separator = next((value for letter, value, _ in found if letter == "F"), None)
    split = _splitter(separator, word)

    def filtered(text: str) -> Result:
        out = Growing()
        for row, line in enumerate(lines_of(text), 1):
            fields = split(line)
            if test(row, line, fields):
                out.add(printed(row, line, fields))
        return of_lines(out)

    return filtered


def _splitter(separator: str | None, word: Word) -> Callable[[str], list[str]]:
    if separator is None or separator == " ":
        return words_of
    if separator in {"t", "\\t"}:
        separator = "\t"
    if len(separator) == 1:
        return lambda line: words_of(line, separator) if line else []
    regex = _compiled(separator, word)

    def split(line: str) -> list[str]:
        if len(line) > LONG_FOR_A_PATTERN:
            current().memory(ITEM * sum(1 for _ in regex.finditer(line)))
        return list(regex.split(line)) if line else []

    return split


def _compiled(pattern: str, word: Word) -> Any:
    import re2

    settings = re2.Options()
    settings.log_errors = False
    try:
        return re2.compile(to_re2(pattern, True, word), settings)
    except re2.error:
        raise NotHere(word, "this pattern of awk cannot be read") from None


def _test(text: str, word: Word) -> Test:
    """The condition before the braces; joined by && or ||."""
    if not text:
        return lambda row, line, fields: True
    for sign, combine in (("||", any), ("&&", all)):
        if sign in text:
            tests = [_test(piece.strip(), word) for piece in text.split(sign)]
            return lambda row, line, fields: combine(test(row, line, fields) for test in tests)
    if text.startswith("!/") and text.endswith("/"):
        regex = _compiled(text[2:-1], word)
        return lambda row, line, fields: regex.search(line) is None
    if len(text) > 1 and text.startswith("/") and text.endswith("/"):
        regex = _compiled(text[1:-1], word)
        return lambda row, line, fields: regex.search(line) is not None
    found = _WHEN.fullmatch(text)
    if not found:
        raise NotHere(word, f"the condition {text[:40]!r} of awk is not evaluated here")
    left, sign, right = found.group("left"), found.group("op"), found.group("right")
    if sign in {"~", "!~"}:
        regex = _compiled(right.strip('/"'), word)
        return lambda row, line, fields: (regex.search(_read(left, row, line, fields)) is not None) == (sign == "~")
    compare = _COMPARE[sign]
    if right.startswith('"'):
        wanted = right[1:-1]
        return lambda row, line, fields: compare(_read(left, row, line, fields), wanted)
    return lambda row, line, fields: _compared(compare, _read(left, row, line, fields), right)


def _compared(compare: Callable[[Any, Any], bool], value: str, limit: str) -> bool:
    """A field that looks like a number is compared as one, any other as text: awk's own rule."""
    if _NUMBER.fullmatch(value.strip()):
        return compare(float(value), float(limit))
    return compare(value, limit)


def _read(name: str, row: int, line: str, fields: list[str]) -> str:
    if name == "NR":
        return str(row)
    if name == "NF":
        return str(len(fields))
    if name.startswith("$("):
        at = len(fields) - int(name[5:-1])
    else:
        at = len(fields) if name == "$NF" else int(name[1:])
    if at == 0:
        return line
    return fields[at - 1] if 0 < at <= len(fields) else ""


def _printed(text: str | None, word: Word) -> Callable[[int, str, list[str]], list[str]]:
    """What `print` puts together for a line, piece by piece."""
    if not text:
        return lambda row, line, fields: [line]
    pieces: list[tuple[str, bool]] = []
    at = 0
    while at < len(text):
        found = _PIECE.match(text, at)
        if not found:
            raise NotHere(word, f"print {text[:40]} of awk is not evaluated here")
        pieces.append((_literal(found.group(1)), found.group(2) == ","))
        at = found.end()

    def printed(row: int, line: str, fields: list[str]) -> list[str]:
        out = []
        for piece, comma in pieces:
            if piece.startswith('"'):
                out.append(piece[1:])
            elif piece[0].isdigit():
                out.append(piece)
            else:
                out.append(_read(piece, row, line, fields))
            if comma:
                out.append(" ")
        return out

    return printed


def _literal(piece: str) -> str:
    """A text in quotes with its escapes undone, behind one quote that says what it is; any other piece as it is."""
    if not piece.startswith('"'):
        return piece
    return '"' + piece[1:-1].replace('\\"', '"').replace("\\t", "\t").replace("\\\\", "\\")
