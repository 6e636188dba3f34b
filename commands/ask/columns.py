"""Columns, JSON and tables: what of a list is to be printed."""

from __future__ import annotations

from commands.ask import slots
from commands.ask.reading import Reading, Use
from commands.spec import load


def add(reading: Reading, key: str, value: str | None = None) -> None:
    if not reading.has(key):
        reading.uses.append(Use("flag", key, value, 0, 0))


def as_json(reading: Reading) -> None:
    """ "as JSON" is the format `json`."""
    lows = reading.low()
    if any(
        token.low == "json" and i and reading.tokens[i - 1].low in ("of", "not", "no", "than")
        for i, token in enumerate(reading.tokens)
    ):
        return
    if (
        {"json", "jsonl"} & lows
        and load.command(reading.command).flag("format")
        and not any(use.key == "format" and use.value for use in reading.uses)
    ):
        reading.drop("format")
        for i, token in enumerate(reading.tokens):
            if token.low in ("json", "jsonl", "format", "lines", "valid", "formatted", "streamed", "as", "output"):
                reading.explained.add(i)
        value = (
            "{{json .}}" if reading.command in ("system events", "container inspect", "inspect") or "template" in lows else "json"
        )
        reading.uses.append(Use("flag", "format", value, 0, 0))
    elif (
        "table" in lows
        and load.command(reading.command).flag("format")
        and not any(use.kind == "column" or (use.key == "format" and use.value) for use in reading.uses)
        and reading.has("format")
    ):
        reading.drop("format")
        reading.uses.append(Use("flag", "format", "table", 0, 0))


def to_format(reading: Reading) -> None:
    """Columns asked for become `--format`; a lone "name" or "id" beside a list is none."""
    from commands.ask import narrowing

    columns = [use for use in reading.uses if use.kind == "column"]
    reading.uses = [use for use in reading.uses if use.kind != "column"]
    sized = next((use for use in reading.uses if use.key == "size" and use.end > use.start), None)
    if columns and sized is not None and reading.command == "container ls":
        reading.drop("size")
        columns.append(Use("column", "Size", None, sized.start, sized.end))
    spelled = narrowing.format_in_quotes(reading) if any(token.quoted for token in reading.tokens) else None
    if spelled:
        reading.drop("format")
        reading.drop("quiet")
        reading.uses.append(Use("flag", "format", spelled, 0, 0))
    if not columns or (reading.has("format") and any(use.key == "format" and use.value for use in reading.uses)):
        return
    table = any(token.low == "table" for token in reading.tokens)
    as_json = any(token.low in ("json", "jsonl") for token in reading.tokens)
    fields = [f".{use.key}" for use in sorted(columns, key=lambda use: use.start)]
    fields = list(dict.fromkeys(fields))
    if as_json:
        return
    if not fields or (reading.command == "system df" and len(fields) < 2):
        return
    separator = "\\t"
    lows = [token.low for token in reading.tokens]
    for i, token in enumerate(reading.tokens):
        if token.low in ("colon", "comma", "commas", "tab", "pipe", "separated", "table", "semicolon", "dash"):
            reading.explained.add(i)
    for word, mark in (
        ("colon", ": "),
        ("comma", ","),
        ("pipe", " | "),
        ("space", " "),
        ("dash", " - "),
        ("tab", "\\t"),
        ("commas", ","),
        ("semicolon", ";"),
    ):
        if word in lows:
            separator = mark
    text = separator.join(f"{{{{{field}}}}}" for field in fields)
    if reading.has("quiet") and fields == [".ID"]:
        return
    if len(fields) > 1 or fields != [".ID"]:
        reading.drop("quiet")
    reading.drop("format")
    reading.uses.append(Use("flag", "format", ("table " if table else "") + text, columns[0].start, columns[-1].end))


CUTTING = ("truncat", "cut", "shorten", "trim", "abbreviat", "clip")


def keep_wanted(reading: Reading) -> None:
    """One column needs "only", or to be what is asked for ("names of …"): the list shows most of them anyway."""
    cut = [i for i, token in enumerate(reading.tokens) if token.low.startswith(CUTTING)]
    if cut and any(use.key == "no-trunc" for use in reading.uses):
        first = cut[0] - 5 if reading.tokens[cut[0] - 1].low == "not" else cut[0]
        reading.uses = [use for use in reading.uses if use.kind != "column" or not first < use.start < cut[0] + 8]
    columns = sorted((use for use in reading.uses if use.kind == "column"), key=lambda use: use.start)
    ids = any(use.key == "quiet" and use.end > use.start and reading.tokens[use.end - 1].base == "id" for use in reading.uses)
    several = len({use.key for use in columns} | ({"ID"} if ids else set())) > 1
    kept = [use for use in columns if _wanted(reading, use, several)]
    if several and not ids and len({use.key for use in kept}) == 1:
        kept = [use for use in kept if _wanted(reading, use, False)]
    reading.uses = [use for use in reading.uses if use.kind != "column" or use in kept]


def _wanted(reading: Reading, use: Use, several: bool) -> bool:
    tokens = reading.tokens
    before = [token.low for token in tokens[max(0, use.start - 4) : use.start]]
    after = [token.low for token in tokens[use.end : use.end + 3]]
    if (
        after[:1] and after[0] in ("before", "prior", "after", "since", "as", "set", "is", "=", "named", "called")
    ) or "as" in after[:1]:
        return False
    if (
        use.start
        and tokens[use.start].low != "container"
        and tokens[use.start - 1].low
        in (
            "a",
            "an",
            "exited",
            "running",
            "stopped",
            "paused",
            "same",
            "specific",
            "this",
            "that",
        )
    ):
        return False
    if use.end < len(tokens) and (tokens[use.end].is_("number") or tokens[use.end].quoted or slots.free(tokens[use.end])):
        return False
    if before[-1:] == ["by"]:
        return False
    alone = {"nothing", "alone"} & {token.low for token in tokens[use.end : use.end + 3]}
    if {"only", "just"} & set(before) or after[:1] == ["only"] or alone:
        return True
    if several:
        return bool(
            {",", "、", "and", "with", "their", "including", "showing", "columns", "along", "of", "or", "well", "next", "beside"}
            & {*before[-3:], *after[:2]}
        )
    head = (
        reading.intent.verb is not None and use.start - reading.intent.verb.end <= 3 and not {"with", "on", "in"} & set(before[-2:])
    )
    narrowed = any(use.kind == "filter" and use.value_at >= 0 for use in reading.uses)
    plural = tokens[use.start].low.endswith("s") or {"every", "each", "all"} & set(after[1:3])
    return head and not narrowed and after[:1] == ["of"] and bool(plural)


def whole_ids(reading: Reading) -> None:
    """ "the networks with their full ids": the list, not cut, and not the ids alone."""
    tokens = reading.tokens
    for use in reading.uses:
        ids = use.key == "no-trunc" and use.end > use.start and tokens[use.end - 1].low in ("ids", "identifiers")
        if ids and use.end < len(tokens) and tokens[use.end].low == "of" and not reading.has("quiet") and not reading.has("format"):
            reading.uses.append(Use("flag", "quiet", None, use.start, use.end))
            break
    if reading.command == "container ls" and not reading.has("quiet") and not reading.has("format") and _id_of_one(reading):
        reading.uses.append(Use("flag", "quiet", None, 0, 0))
    quiet = next((use for use in reading.uses if use.key == "quiet" and use.end > use.start), None)
    if quiet is None or not reading.has("no-trunc") or {"only", "just", "nothing", "solely"} & reading.low():
        return
    near = tokens[max(0, quiet.start - 5) : quiet.start]
    if {"with", "along", "including"} & {token.low for token in near} and not any(token.low in (";", ".") for token in near):
        reading.drop("quiet")


def _id_of_one(reading: Reading) -> bool:
    """True for "the ID of the container named web", where nothing else is asked for."""
    tokens, verb = reading.tokens, reading.intent.verb
    start = verb.end if verb is not None else 0
    for i in range(start, min(start + 4, len(tokens) - 1)):
        if tokens[i].low in ("id", "ids", "identifier", "identifiers") and tokens[i + 1].low == "of":
            return any(use.kind == "filter" and use.key != "id" for use in reading.uses)
        if tokens[i].low not in ("the", "me", "us", "container", "only", "just", "a", "full"):
            return False
    return False
