"""One record of comma-separated values, as Go reads it.

Mirrors Go's encoding/csv (Reader.Read with its defaults): quotes only around whole fields.
"""

from __future__ import annotations


class CsvError(ValueError):
    """A record that Go refuses, with Go's text."""


def read_record(text: str) -> list[str]:
    """The fields of the first record; CsvError with Go's text where there is none."""
    if '"' not in text and "\n" not in text and "\r" not in text:
        if not text:
            raise CsvError("EOF")
        return text.split(",")
    lines = [line + "\n" for line in text.split("\n")]
    if not text.endswith("\n"):
        lines[-1] = lines[-1][:-1]
    lines = [line for line in lines if line]
    number = 0
    while number < len(lines) and lines[number] in ("\n", "\r\n"):
        number += 1
    if number == len(lines):
        raise CsvError("EOF")
    return _fields(lines, number)


def quoted_field(text: str) -> str:
    """A field as it may stand in a record: in quotes where it must."""
    if not text or any(char in text for char in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def write_record(fields: list[str]) -> str:
    """The fields as one record."""
    return ",".join(quoted_field(field) for field in fields)


def _without_end(line: str) -> str:
    if line.endswith("\n"):
        line = line[:-1]
        return line[:-1] if line.endswith("\r") else line
    return line


def _fields(lines: list[str], start: int) -> list[str]:
    fields: list[str] = []
    number = start
    rest = _normal(lines[number], number == len(lines) - 1)
    column = 1
    while True:
        if not rest.startswith('"'):
            field, comma, after = rest.partition(",")
            plain = field if comma else _without_end(field)
            if '"' in plain:
                place = column + len(plain[: plain.index('"')].encode("utf-8", "surrogateescape"))
                raise CsvError(f'parse error on line {number + 1}, column {place}: bare " in non-quoted-field')
            fields.append(plain)
            if not comma:
                return fields
            column += len((field + ",").encode("utf-8", "surrogateescape"))
            rest = after
            continue
        value, number, rest, column, ended = _quoted(lines, start, number, rest[1:], column + 1)
        fields.append(value)
        if ended:
            return fields


def _normal(line: str, last: bool) -> str:
    """Line ends as Go's reader gives them: `\\r\\n` becomes `\\n`, and a lone `\\r` at the very end goes."""
    if line.endswith("\r\n"):
        return line[:-2] + "\n"
    if last and line.endswith("\r"):
        return line[:-1]
    return line


def _quoted(lines: list[str], start: int, number: int, rest: str, column: int) -> tuple[str, int, str, int, bool]:
    """The rest of a quoted field: its value, where reading goes on, and whether the record ended."""
    value = ""
    while True:
        inside, quote, after = rest.partition('"')
        if quote:
            value += inside
            column += len(inside.encode("utf-8", "surrogateescape")) + 1
            if after.startswith('"'):
                value, rest, column = value + '"', after[1:], column + 1
            elif after.startswith(","):
                return value, number, after[1:], column + 1, False
            elif _without_end(after) == "":
                return value, number, "", column, True
            else:
                raise CsvError(f'{_where(start, number)}, column {column - 1}: extraneous or missing " in quoted-field')
        elif number + 1 < len(lines):
            value += inside
            number += 1
            rest, column = _normal(lines[number], number == len(lines) - 1), 1
        else:
            if inside:
                column += len(inside.encode("utf-8", "surrogateescape"))
            raise CsvError(f'{_where(start, number)}, column {column}: extraneous or missing " in quoted-field')


def _where(start: int, number: int) -> str:
    if start != number:
        return f"record on line {start + 1}; parse error on line {number + 1}"
    return f"parse error on line {number + 1}"
