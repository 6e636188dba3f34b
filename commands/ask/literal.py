"""Flags and filters that stand in a sentence as docker writes them, and spans of time."""

from __future__ import annotations

from commands.ask import pairs, programs, tables
from commands.ask.reading import Reading, Use, put
from commands.spec import load


def flags(reading: Reading) -> None:
    """`--no-trunc` typed in the middle of a sentence."""
    command = load.command(reading.command)
    for i, token in enumerate(reading.tokens):
        if (
            not token.is_("flag")
            or i in reading.explained
            or (i and reading.tokens[i - 1].low in programs.PROGRAMS and token.text[1] != "-")
        ):
            continue
        text = token.value or token.text
        name, equals, value = text.partition("=")
        if name.startswith("--"):
            flag = command.flag(name[2:])
            flags = [flag] if flag else []
        else:
            flags = [found for found in (command.by_short.get(letter) for letter in name[1:]) if found]
            if len(flags) != len(name) - 1:
                flags = []
        for flag in flags:
            if flag.is_bool:
                put(reading, Use("flag", flag.long, value if equals and value == "false" else None, i, i + 1))
            else:
                at = i + 1
                follow = reading.tokens[at] if at < len(reading.tokens) else None
                if equals:
                    put(reading, Use("flag", flag.long, value, i, i + 1))
                elif (
                    follow is not None
                    and not follow.punct
                    and not follow.is_("flag")
                    and (flag.type != "filter" or follow.is_("pair"))
                ):
                    put(reading, Use("flag", flag.long, follow.value or follow.text, i, i + 1, at))
        if flags:
            reading.explained.add(i)


def filters(reading: Reading) -> None:
    """`network=host` typed in the middle of a sentence, where the command has such a filter."""
    keys = {key for key, _, _ in tables.section("filters", reading.command)}
    for i, token in enumerate(reading.tokens):
        if (
            "label" in keys
            and token.is_("quoted", "domain")
            and "." in token.low
            and [t.low for t in reading.tokens[i + 1 : i + 3]] in (["set", "as"], ["set", "to"])
            and i + 3 < len(reading.tokens)
        ):
            if not (i and reading.tokens[i - 1].base == "label"):
                told = reading.tokens[i + 3]
                put(reading, Use("filter", "label", f"{token.value or token.text}={told.value or told.text}", i, i + 3, i + 3))
            continue
        if token.low in keys and i + 1 < len(reading.tokens) and reading.tokens[i + 1].base == "filter":
            _set_as(reading, i)
            continue
        if not token.is_("pair"):
            continue
        key, _, value = (token.value or token.text).partition("=")
        if key.lower() in keys and value:
            put(reading, Use("filter", key.lower(), value, i, i + 1, i))


LINKS = frozenset("set as to is of being equal equals with the a value at for = : by on".split())


def _set_as(reading: Reading, i: int) -> None:
    """ "the volume filter set as /data"."""
    tokens, at = reading.tokens, i + 2
    while at < len(tokens) and tokens[at].low in LINKS and not tokens[at].quoted:
        at += 1
    if at == i + 2 or at >= len(tokens) or at > i + 7:
        return
    value = pairs.filter_test(reading.command, tokens[i].low)(tokens[at])
    if value is None and tokens[at].quoted:
        value = tokens[at].value
    if value:
        put(reading, Use("filter", tokens[i].low, value, i, at + 1, at))
        reading.explained.update(range(i, at + 1))


def templates(reading: Reading) -> None:
    """A Go template in a sentence can only be a format."""
    tokens = reading.tokens
    if load.command(reading.command).flag("format") is None:
        return
    for i, token in enumerate(tokens):
        if token.is_("template") and i not in reading.explained:
            tabled = i and tokens[i - 1].low == "table" and not token.value.startswith("table")
            put(reading, Use("flag", "format", ("table " if tabled else "") + token.value, i - 1 if tabled else i, i + 1, i))
            return


def between(reading: Reading) -> None:
    """ "between A and B" is since A, until B."""
    command, tokens = load.command(reading.command), reading.tokens
    if command.flag("since") is None or command.flag("until") is None:
        return
    for i, token in enumerate(tokens[:-3]):
        at = i + 3 if tokens[i + 2].low == "ago" else i + 2
        if token.low in ("between", "from") and at + 1 < len(tokens) and tokens[at].low in ("and", "to", "until", "till"):
            first, second = tokens[i + 1], tokens[at + 1]
            if first.is_("time", "duration") and second.is_("time", "duration"):
                put(reading, Use("flag", "since", first.value, i, at, i + 1))
                put(reading, Use("flag", "until", second.value, at, at + 2, at + 1))
                reading.explained.update(k for k in range(i, min(at + 3, len(tokens))) if tokens[k].low == "ago")
