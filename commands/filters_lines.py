"""`head tail wc sort uniq cut cat` on text at hand, as GNU coreutils."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby, islice

from commands.budget import ITEM, current
from commands.result import Result
from commands.text_filters import Growing, NotHere, lines_of, no_files, number, of_lines, options, words_of
from commands.words import Stage, Word

Ready = Callable[[str], Result]


def cat(stage: Stage) -> Ready:
    """`cat` without files: the same text."""
    _, operands = options(stage.words, "", "", {})
    no_files(operands, "cat")
    return Result


def _count_option(stage: Stage) -> tuple[str, str, Word]:
    """`-n N`, `-N`, `-c N`: (letter, value, word); ten lines where none is given."""
    words = [_modern(word, stage.words[index - 1].text if index else "") for index, word in enumerate(stage.words)]
    found, operands = options(words, "qv", "nc", {"lines": "n", "bytes": "c", "quiet": "q"})
    no_files(operands, stage.program)
    given = [item for item in found if item[0] in "nc"]
    return given[-1] if given else ("n", "10", stage.words[0])


def _modern(word: Word, before: str) -> Word:
    """The old `-5` as `-n5`, where it is not the value of the option before it."""
    if before in {"-n", "-c", "--lines", "--bytes"}:
        return word
    if re.fullmatch(r"-\d+", word.text):
        return Word("-n" + word.text[1:], word.start, word.end)
    if re.fullmatch(r"\+\d+", word.text):
        return Word("-n" + word.text, word.start, word.end)
    return word


def head(stage: Stage) -> Ready:
    """The first lines (or bytes); a negative number leaves out the last ones."""
    letter, value, word = _count_option(stage)
    count = number(word, value, least=-(10**9))

    def filtered(text: str) -> Result:
        if letter == "c":
            return Result(text.encode("utf-8", "surrogatepass")[:count].decode("utf-8", "replace"))
        lines = re.findall(r"[^\n]*\n|[^\n]+", text)
        return Result("".join(lines[:count]))

    return filtered


def tail(stage: Stage) -> Ready:
    """The last lines (or bytes); `+N` begins at line N."""
    letter, value, word = _count_option(stage)
    from_start = value.startswith("+")
    count = abs(number(word, value, least=-(10**9)))

    def filtered(text: str) -> Result:
        if letter == "c":
            raw = text.encode("utf-8", "surrogatepass")
            cut = raw[max(count - 1, 0) :] if from_start else raw[-count:] if count else b""
            return Result(cut.decode("utf-8", "replace"))
        lines = re.findall(r"[^\n]*\n|[^\n]+", text)
        return Result("".join(lines[max(count - 1, 0) :] if from_start else lines[-count:] if count else []))

    return filtered


def wc(stage: Stage) -> Ready:
    """Lines, words, bytes or characters."""
    found, operands = options(
        stage.words, "lwcmL", "", {"lines": "l", "words": "w", "bytes": "c", "chars": "m", "max-line-length": "L"}
    )
    no_files(operands, "wc")
    chosen = [letter for letter in "lwmcL" if letter in {item[0] for item in found}] or ["l", "w", "c"]

    def counted(text: str) -> Result:
        values = {
            "l": text.count("\n"),
            "w": sum(1 for _ in re.finditer(r"\S+", text)) if "w" in chosen else 0,
            "c": len(text.encode("utf-8", "surrogatepass")),
            "m": len(text),
            "L": max((len(line) for line in text.split("\n")), default=0),
        }
        numbers = [values[letter] for letter in chosen]
        if len(numbers) == 1:
            return of_lines([str(numbers[0])])
        return of_lines(["".join(f"{value:7d}" if not index else f" {value:7d}" for index, value in enumerate(numbers))])

    return counted


def uniq(stage: Stage) -> Ready:
    """Runs of equal lines."""
    found, operands = options(stage.words, "cdui", "", {"count": "c", "repeated": "d", "unique": "u", "ignore-case": "i"})
    no_files(operands, "uniq")
    letters = {item[0] for item in found}

    def filtered(text: str) -> Result:
        out = []
        for _, run in groupby(lines_of(text), key=str.lower if "i" in letters else None):
            count, first = 0, ""
            for line in run:
                count, first = count + 1, first if count else line
            if ("d" in letters and count < 2) or ("u" in letters and count > 1):
                continue
            out.append(f"{count:7d} {first}" if "c" in letters else first)
        return of_lines(out)

    return filtered


def cut(stage: Stage) -> Ready:
    """Fields or characters of each line."""
    longs = {
        "delimiter": "d",
        "fields": "f",
        "characters": "c",
        "bytes": "b",
        "only-delimited": "s",
        "output-delimiter": "O",
        "complement": "C",
    }
    found, operands = options(stage.words, "sC", "dfcbO", longs)
    no_files(operands, "cut")
    values = {letter: (value, word) for letter, value, word in found}
    kind = next((letter for letter in "fcb" if letter in values), None)
    if kind is None:
        raise NotHere(stage.words[0], "cut needs -f or -c with a list of fields")
    wanted = _ranges(*values[kind])
    delimiter = values["d"][0] if "d" in values else "\t"
    if len(delimiter) != 1:
        raise NotHere(values["d"][1], "the delimiter of cut is one character")
    joint = values["O"][0] if "O" in values else delimiter if kind == "f" else ""
    rest, only = "C" in values, "s" in values

    wanted = _others(wanted) if rest else _merged(wanted)

    def filtered(text: str) -> Result:
        out = Growing()
        for line in lines_of(text):
            if kind != "f":
                out.add([line[low - 1 : high] for low, high in wanted if low <= len(line)], joint)
            elif delimiter not in line:
                if not only:
                    out.add((line,))
            else:
                items = words_of(line, delimiter)
                out.add([item for low, high in wanted if low <= len(items) for item in items[low - 1 : high]], joint)
        return of_lines(out)

    return filtered


def _ranges(text: str, word: Word) -> list[tuple[int, int]]:
    out = []
    for piece in text.replace(" ", ",").split(","):
        low, dash, high = piece.partition("-")
        try:
            first = int(low) if low else 1
            out.append((first, int(high) if high else 10**9 if dash else first))
        except ValueError:
            raise NotHere(word, f"{text[:40]!r} is not a list of fields") from None
        if first < 1 or (not low and not high):
            raise NotHere(word, "fields are numbered from 1")
    return out


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges in order, those that overlap made one; as GNU cut, neighbours stay two."""
    out: list[tuple[int, int]] = []
    for low, high in sorted(one for one in ranges if one[0] <= one[1]):
        if out and low <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], high))
        else:
            out.append((low, high))
    return out


def _others(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """All that the ranges leave out."""
    out, start = [], 1
    for low, high in _merged(ranges):
        if start < low:
            out.append((start, low - 1))
        start = high + 1
    return [*out, (start, 10**9)] if start < 10**9 else out


_SIZE = {"": 0, "K": 1, "k": 1, "M": 2, "G": 3, "T": 4, "P": 5, "E": 6}


def sort(stage: Stage) -> Ready:
    """Sort lines: whole, or by keys; as text, numbers (-n), sizes (-h) or versions (-V)."""
    longs = {
        "reverse": "r",
        "numeric-sort": "n",
        "unique": "u",
        "key": "k",
        "field-separator": "t",
        "ignore-case": "f",
        "human-numeric-sort": "h",
        "version-sort": "V",
        "stable": "s",
    }
    found, operands = options(stage.words, "rnufhVbgs", "kt", longs)
    no_files(operands, "sort")
    letters = {item[0] for item in found}
    separator = next((value for letter, value, _ in found if letter == "t"), None)
    keys = [_key(value, word) for letter, value, word in found if letter == "k"]

    def sorted_text(text: str) -> Result:
        lines = lines_of(text)
        shared = letters & set("nhVfbg")
        if "s" not in letters and "u" not in letters:
            lines.sort(reverse="r" in letters)
        plans = [(first, last, own or shared, ("r" in own) if own else "r" in letters) for first, last, own in keys] or [
            (1, 0, shared, "r" in letters)
        ]
        seen: set[tuple[object, ...]] = set()
        budget = current()
        # A key takes a number and a tuple beside the field; versions are as many pairs as a line has digits.
        versions = any("V" in how for _, _, how, _ in plans)
        pieces = sum(1 for _ in re.finditer(r"\d+|\D+", text)) if versions else 0
        budget.memory(len(text) + 2 * ITEM * (len(lines) + pieces))
        for first, last, how, backwards in reversed(plans):
            budget.in_time()
            lines.sort(key=lambda line, a=first, b=last, h=how: _value(_field(line, a, b, separator), h), reverse=backwards)  # type: ignore[misc]
        if "u" in letters:
            kept = []
            for line in lines:
                mark = tuple(_value(_field(line, first, last, separator), how) for first, last, how, _ in plans)
                if mark not in seen:
                    seen.add(mark)
                    kept.append(line)
            lines = kept
        return of_lines(lines)

    return sorted_text


def _key(text: str, word: Word) -> tuple[int, int, set[str]]:
    """`-k 3`, `-k2,2nr`: first and last field (0 is the end of the line), and its own letters."""
    found = re.fullmatch(r"(\d+)([a-zA-Z]*)(?:,(\d+)([a-zA-Z]*))?", text)
    if not found or int(found.group(1)) < 1:
        raise NotHere(word, f"the key {text[:40]!r} is not evaluated here; write -k N or -k N,N")
    letters = set((found.group(2) or "") + (found.group(4) or ""))
    return int(found.group(1)), int(found.group(3) or 0), letters


def _field(line: str, first: int, last: int, separator: str | None) -> str:
    if first == 1 and last == 0:
        return line
    if separator:
        parts = words_of(line, separator)
        return separator.join(parts[first - 1 : last or None])
    found = re.finditer(r"\s*\S+", line)
    return "".join(part.group() for part in islice(found, first - 1, last or None))


def _value(text: str, how: set[str]) -> tuple[object, ...]:
    if how & {"n", "g"}:
        found = re.match(r"\s*(-?\d*\.?\d*)", text)
        try:
            return (float(found.group(1)) if found and found.group(1) else 0.0,)
        except ValueError:
            return (0.0,)
    if "h" in how:
        found = re.match(r"\s*(-?\d*\.?\d+)([KkMGTPE]?)", text)
        if not found:
            return (0, 0.0)
        size, amount = _SIZE[found.group(2)], float(found.group(1))
        return (size if amount >= 0 else -size, amount)
    if "V" in how:
        return tuple((letters, int(digits or -1)) for letters, digits in re.findall(r"(\D*)(\d*)", text))
    if "b" in how:
        text = text.lstrip()
    return (text.upper() if "f" in how else text,)
