"""`grep` on text at hand: basic, extended and fixed patterns, as GNU grep."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from commands.budget import current
from commands.result import Result
from commands.text_filters import MAX_PATTERN, Growing, NotHere, lines_of, no_files, number, of_lines, options
from commands.words import Stage, Word

_NAMES = """
ignore-case i invert-match v extended-regexp E fixed-strings F count c word-regexp w line-regexp x line-number n
only-matching o quiet q silent q regexp e max-count m after-context A before-context B context C basic-regexp G perl-regexp P
no-messages s no-filename h
""".split()
_LONGS = dict(zip(_NAMES[::2], _NAMES[1::2], strict=True))


@dataclass(frozen=True, slots=True)
class _Wanted:
    match: Callable[[str], bool]
    pieces: Callable[[str], Iterator[str]]
    letters: frozenset[str]
    most: int | None
    before: int
    after: int


def grep(stage: Stage) -> Callable[[str], Result]:
    """Read grep's options once; the returned function filters."""
    found, operands = options(stage.words, "ivEFcwxnoqGPhs", "emABC", _LONGS)
    letters = {letter for letter, _, _ in found}
    if stage.program == "egrep":
        letters.add("E")
    if stage.program == "fgrep":
        letters.add("F")
    patterns = [(value, word) for letter, value, word in found if letter == "e"]
    if not patterns:
        if not operands:
            raise NotHere(stage.words[0], "grep needs a pattern")
        patterns = [(operands[0].text, operands[0])]
        operands = operands[1:]
    no_files(operands, "grep")
    numbers = {letter: number(word, value) for letter, value, word in found if letter in "mABC"}
    around = numbers.get("C", 0)
    regex = _regex(patterns, letters)
    wanted = _Wanted(
        match=lambda line: regex.search(line) is not None,
        pieces=lambda line: (piece.group() for piece in regex.finditer(line) if piece.group()),
        letters=frozenset(letters),
        most=numbers.get("m"),
        before=numbers.get("B", around),
        after=numbers.get("A", around),
    )
    return lambda text: _filter(lines_of(text), wanted)


def _regex(patterns: list[tuple[str, Word]], letters: set[str]) -> Any:
    import re2

    extended = bool(letters & {"E", "P"})
    parts: list[str] = []
    for pattern, word in patterns:
        if len(pattern) > MAX_PATTERN:
            raise NotHere(word, f"a pattern can have {MAX_PATTERN} characters here")
        for one in pattern.split("\n"):
            parts.append(re2.escape(one) if "F" in letters else to_re2(one, extended, word))
    joined = "|".join(f"(?:{part})" for part in parts)
    if "x" in letters:
        joined = f"^(?:{joined})$"
    elif "w" in letters:
        joined = rf"(?:\b(?:{joined})\b)"
    settings = re2.Options()
    settings.longest_match = True
    settings.log_errors = False
    settings.case_sensitive = "i" not in letters
    settings.max_mem = 8 << 20
    try:
        return re2.compile(joined, settings)
    except re2.error as error:
        raise NotHere(patterns[0][1], f"this pattern cannot be read: {_reason(error)}") from None


def _reason(error: Exception) -> str:
    text = error.args[0] if error.args else ""
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)


def to_re2(pattern: str, extended: bool, word: Word) -> str:
    """A basic or extended POSIX pattern in RE2's syntax; NotHere for back-references."""
    out: list[str] = []
    at = 0
    begin = True
    while at < len(pattern):
        char = pattern[at]
        if char == "[":
            stop = _bracket_end(pattern, at, word)
            out.append(_bracket(pattern[at + 1 : stop]))
            at, begin = stop + 1, False
            continue
        if char == "\\":
            after = pattern[at + 1 : at + 2]
            at += 2
            begin = _escaped(out, after, extended, begin, word)
            continue
        at += 1
        if not extended and char in "+?{}|()":
            out.append("\\" + char)
        elif char == "*" and begin:
            out.append("\\*")
        elif not extended and char == "^" and not begin:
            out.append("\\^")
        elif not extended and char == "$" and at < len(pattern) and pattern[at : at + 2] not in {"\\)", "\\|"}:
            out.append("\\$")
        else:
            out.append(char)
        begin = char == "^" or (extended and char in "(|")
    return "".join(out)


def _escaped(out: list[str], after: str, extended: bool, begin: bool, word: Word) -> bool:
    """One backslash and what follows; whether a new alternative begins after it."""
    if after.isdigit() and after != "0":
        raise NotHere(word, "back-references in a pattern are not evaluated here")
    if after in "wWsSbB" and after:
        out.append("\\" + after)
    elif after in "<>" and after:
        out.append("\\b")
    elif after in "+?{}|()" and after:
        out.append("\\" + after if extended else after)
        return not extended and after in "(|"
    elif after.isalnum() and after:
        out.append(after)
    else:
        out.append("\\" + (after or "\\"))
    return False


def _bracket_end(pattern: str, at: int, word: Word) -> int:
    stop = at + 1
    if pattern[stop : stop + 1] == "^":
        stop += 1
    if pattern[stop : stop + 1] == "]":
        stop += 1
    while stop < len(pattern) and pattern[stop] != "]":
        if pattern.startswith(("[:", "[.", "[="), stop):
            inner = pattern.find(pattern[stop + 1] + "]", stop + 2)
            stop = inner + 1 if inner > 0 else stop
        stop += 1
    if stop >= len(pattern):
        raise NotHere(word, "this pattern has a [ that is never closed")
    return stop


def _bracket(inside: str) -> str:
    """The inside of `[…]`: a backslash is itself there."""
    lead = "^" if inside.startswith("^") else ""
    body = inside[len(lead) :]
    if body.startswith("]"):
        body = "\\]" + body[1:].replace("\\", "\\\\")
    else:
        body = body.replace("\\", "\\\\")
    out: list[str] = []
    at = 0
    while at < len(body):
        if body.startswith("[:", at) and (stop := body.find(":]", at)) > 0:
            out.append(body[at : stop + 2])
            at = stop + 2
        elif body[at] == "[":
            out.append("\\[")
            at += 1
        else:
            out.append(body[at])
            at += 1
    return f"[{lead}{''.join(out)}]"


def _filter(lines: list[str], wanted: _Wanted) -> Result:
    letters = wanted.letters
    inverted = "v" in letters
    hits: list[int] = []
    budget = current()
    for index, line in enumerate(lines):
        budget.tick()
        if wanted.most is not None and len(hits) >= wanted.most:
            break
        if wanted.match(line) != inverted:
            hits.append(index)
    status = 0 if hits else 1
    if "q" in letters:
        return Result(exit_code=status)
    if "c" in letters:
        return of_lines([str(len(hits))], status)
    if "o" in letters:
        return of_lines(_pieces(lines, hits, wanted), status)
    return of_lines(_context(lines, hits, wanted), status)


def _pieces(lines: list[str], hits: list[int], wanted: _Wanted) -> list[str]:
    if "v" in wanted.letters:
        return []
    lead = "n" in wanted.letters
    out = Growing()
    for index in hits:
        for piece in wanted.pieces(lines[index]):
            out.add((f"{index + 1}:", piece) if lead else (piece,))
    return out


def _context(lines: list[str], hits: list[int], wanted: _Wanted) -> list[str]:
    numbered, around = "n" in wanted.letters, bool({"A", "B", "C"} & wanted.letters)
    out = Growing()
    at = 0  # the first line that is not shown yet
    for place, index in enumerate(hits):
        start = max(at, index - wanted.before)
        if around and place and start > at:
            out.add(("--",))
        following = hits[place + 1] if place + 1 < len(hits) else len(lines)
        end = max(index + 1, min(following, index + wanted.after + 1))
        for row in range(start, end):
            line = lines[row]
            out.add((f"{row + 1}{':' if row == index else '-'}", line) if numbered else (line,))
        at = end
    return out
