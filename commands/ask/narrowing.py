"""What narrows a list and needs more than a pattern: port ranges and protocols, versions and tags of images, formats in quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from commands.ask import operands, slots, tables
from commands.ask.pairs import PROTOCOLS
from commands.ask.reading import STATES, Reading, Use, put
from commands.ask.tokens import Token

PORT_WORDS = frozenset({"port", "publish", "expose", "published", "exposed", "publishing", "exposing", "publishes", "exposes"})
AROUND = PORT_WORDS | frozenset(
    {"ports", "range", "between", "from", "within", "in", "any", "over", "on", "via", "the", "a", "with"}
)
_RANGE = re.compile(r"\d{1,5}-\d{1,5}(?:/\w+)?")
_PIECE = re.compile(r"[A-Za-z][A-Za-z ]*[A-Za-z]")


def container_ls(reading: Reading) -> None:
    """Before the cues are read: ports, and images named by an adjective ("busybox-based")."""
    _ports(reading)
    for i, token in enumerate(reading.tokens):
        name = token.low.removesuffix("-based")
        if name != token.low and i not in reading.explained and name not in tables.everyday():
            put(reading, Use("filter", "ancestor", name, i, i + 1, i))
        elif _stated(reading, i):
            put(reading, Use("filter", "status", token.value.lower(), i, i + 1, i))
        elif token.is_("image") and ":" in token.text and _of_image(reading, i):
            put(reading, Use("filter", "ancestor", token.value or token.text, i - 1, i + 1, i))


def between(reading: Reading) -> None:
    """ "created between A and B": since the one, before the other."""
    tokens = reading.tokens
    for i, token in enumerate(tokens[:-5]):
        nouns = [tokens[i + n].low for n in (1, 2, 5, 6)] if i + 7 < len(tokens) else []
        if token.low == "between" and tokens[i + 4].low == "and" and nouns in (["the", "container"] * 2, ["the", "image"] * 2):
            for key, at in (("since", i + 3), ("before", i + 7)):
                put(reading, Use("filter", key, tokens[at].value or tokens[at].text, at - 3, at + 1, at))
    for i, token in enumerate(tokens[:-3]):
        first, second = tokens[i + 1], tokens[i + 3]
        if token.low != "between" or tokens[i + 2].low != "and" or not (_thing(first) and _thing(second)):
            continue
        put(reading, Use("filter", "since", first.value or first.text, i, i + 2, i + 1))
        put(reading, Use("filter", "before", second.value or second.text, i + 2, i + 4, i + 3))


def _thing(token: Token) -> bool:
    """True for an id, an image or a name; not for numbers and times."""
    return (token.quoted or token.is_("id", "image", "named")) and not token.is_("number", "port", "time", "duration", "size")


def _stated(reading: Reading, i: int) -> bool:
    """True for a state in quotes beside the word: "with 'paused' as their status"."""
    near = {token.low for token in reading.tokens[max(0, i - 4) : i + 5]}
    token = reading.tokens[i]
    return token.quoted and token.value.lower() in STATES and bool({"status", "state"} & near) and i not in reading.explained


def _of_image(reading: Reading, i: int) -> bool:
    """True for "running containers from redis:7"."""
    tokens = reading.tokens
    free = i and i not in reading.explained and not tokens[i].is_("path", "ports", "ip6", "url", "pair", "bound")
    return bool(free) and tokens[i - 1].low in ("from", "of", "off") and tokens[i - 2].base in ("container", "run", "start")


def _ports(reading: Reading) -> None:
    """ "ports from 8000 to 8080", "80 over UDP": a range or a protocol makes one value of several words."""
    tokens = reading.tokens
    lows = {token.low for token in tokens} | {token.base for token in tokens}
    if not lows & (PORT_WORDS | {"ports"}):
        return
    key = "expose" if "expose" in lows and "publish" not in lows else "publish"
    numbers = [i for i, token in enumerate(tokens) if i not in reading.explained and _portlike(tokens, i)]
    while numbers:
        i = numbers.pop(0)
        text, end = tokens[i].text, i + 1
        if numbers and numbers[0] == i + 2 and _spans(tokens, i):
            end = numbers.pop(0) + 1
            text = f"{text}-{tokens[end - 1].text}"
        near = range(max(0, i - 3), min(len(tokens), end + 3))
        protocol = next((j for j in near if tokens[j].low in PROTOCOLS), -1)
        if protocol >= 0 and "/" not in text:
            text = f"{text}/{tokens[protocol].low}"
        if protocol < 0 and "-" not in text and "/" not in text:
            continue
        put(reading, Use("filter", key, text, i, end, i))
        if protocol >= 0:
            reading.explained.add(protocol)
        reading.explained.update(j for j in near if tokens[j].low in AROUND or tokens[j].base in PORT_WORDS)


def _portlike(tokens: Sequence[Token], i: int) -> bool:
    text = tokens[i].text
    if tokens[i].quoted or not (text.split("/")[0].isdigit() or _RANGE.fullmatch(text)):
        return False
    follow = tokens[i + 1].base if i + 1 < len(tokens) else ""
    return follow not in ("container", "image", "line") and tokens[max(0, i - 1)].low not in ("last", "code", "status")


def _spans(tokens: Sequence[Token], i: int) -> bool:
    """True for "8000 to 8080" and "between 8000 and 8080"."""
    link = tokens[i + 1].low
    before = {token.low for token in tokens[max(0, i - 3) : i]}
    return link in ("to", "through", "-", "until") or (link == "and" and "between" in before)


def versions(reading: Reading) -> None:
    """ "based on ubuntu version 24.04" is `ancestor=ubuntu:24.04`."""
    tokens = reading.tokens
    for use in reading.uses:
        if use.kind != "filter" or use.key != "ancestor" or not use.value or {":", "@"} & set(use.value) or use.value_at < 0:
            continue
        at = use.value_at + 1
        said = False
        while at < len(tokens) and tokens[at].low in ("version", "tag", "with", "the", "tagged", "release", "as"):
            said = said or tokens[at].low in ("version", "tag", "tagged", "release")
            at += 1
        if at < len(tokens) and (tokens[at].is_("number") or (said and slots.free(tokens[at]))):
            if tokens[at].is_("number") and not said and at + 1 < len(tokens) and tokens[at + 1].base in ("container", "image"):
                continue
            use.value += f":{tokens[at].value or tokens[at].text}"
            reading.explained.update(range(use.value_at, at + 1))


def image_ls(reading: Reading) -> None:
    """A tag beside a repository is one reference; two patterns, of the name and of the tag, are one pattern."""
    if reading.has("all") and not any("truncat" in token.low for token in reading.tokens):
        reading.uses = [
            use
            for use in reading.uses
            if not (
                use.key == "no-trunc" and use.end > use.start and reading.tokens[use.start].low in ("complete", "full", "entire")
            )
        ]
    if reading.intent.asking and "tag" in {token.base for token in reading.tokens[:3]}:
        reading.uses = [use for use in reading.uses if use.kind != "column"]
    found = [use for use in reading.uses if use.kind == "filter" and use.key == "reference" and use.value]
    tags = [use for use in found if str(use.value).startswith("*:")]
    names = [use for use in found if ":" not in str(use.value)]
    if len(tags) != 1:
        return
    tag = str(tags[0].value).removeprefix("*:")
    if len(names) == 1:
        names[0].value = f"{names[0].value}:{tag}"
        reading.uses.remove(tags[0])
    elif "*" not in tag and any(not reading.tokens[i].is_("number", "path") for i in operands.names(reading)):
        reading.uses.remove(tags[0])
        reading.notes.append(f"tag:{tag}")


def format_in_quotes(reading: Reading) -> str | None:
    """`in the form "ID: command"`: the template that the quoted words spell; None where they are no columns."""
    fields = {
        phrase.strip().lower(): key
        for key, _, rest in tables.section("columns", reading.command)
        for phrase in rest.split("|")
        if "/" not in phrase
    }
    for i, token in enumerate(reading.tokens):
        if not token.quoted or i in reading.explained or "{{" in token.value:
            continue
        pieces = _PIECE.findall(token.value)
        if len(pieces) > 1 and all(piece.lower() in fields for piece in pieces):
            reading.explained.add(i)
            return _PIECE.sub(lambda found: f"{{{{.{fields[found[0].lower()]}}}}}", token.value)
    return None


def denied(reading: Reading) -> None:
    """ "not based on nginx": docker has no filter for what a list shall not hold, and the opposite would be wrong."""
    for use in list(reading.uses):
        if (
            use.kind == "filter"
            and use.value is None
            and ORDERED & {t.low for t in reading.tokens[max(0, use.start - 2) : use.start + 1]}
        ):
            reading.uses.remove(use)
            continue
        if use.kind != "filter" or use.key not in DENIABLE or use.value is None or use.end <= use.start:
            continue
        before = [token.low for token in reading.tokens[max(0, use.start - 2) : use.start]]
        if {"not", "without", "except", "excluding", "excepting"} & set(before) or before == ["other", "than"]:
            reading.uses.remove(use)
            reading.explained.difference_update(range(use.start, max(use.end, use.value_at + 1)))
            reading.notes.append("denied")


ORDERED = frozenset({"sorted", "sort", "ordered", "order", "sorting", "ordering"})
DENIABLE = frozenset({"ancestor", "network", "name", "label", "volume", "publish", "expose", "reference", "driver", "id"})
