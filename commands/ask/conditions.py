"""Conditions of lists whose values are anybody's words: "with the label tier set to web", "with worker in their name"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from commands.ask import slots, tables
from commands.ask.reading import Reading, Use, put
from commands.ask.tokens import Token

LINKS = tables.words("CONDITION_LINKS")
ANCHORS = tables.words("CONDITION_ANCHORS")
STRONG = frozenset({"set", "equal", "equals", "to", "is", "are", "being", "value", "=", "of", "as"})
NO_VALUE = tables.words("NO_CONDITION")
LINK, LONGEST_LINK = "~", 5


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a value: `last` where the phrase must end behind it, `sure` where only a quoted or shaped word counts."""

    name: str
    last: bool = False
    sure: bool = False
    plain: bool = False


Step = Slot | frozenset[str]
Pattern = tuple[Step, ...]


@cache
def _patterns(command: str) -> tuple[tuple[str, tuple[tuple[Pattern, tuple[frozenset[str], ...]], ...]], ...]:
    """Templates, their patterns, and the sets of words of which a text must hold one each."""
    return tuple(
        (key, tuple((made, _wanted(made)) for phrase in rest.split("|") for made in _spread(phrase.split())))
        for key, _, rest in tables.section("conditions", command)
    )


def _wanted(pattern: Pattern) -> tuple[frozenset[str], ...]:
    return tuple(step for step in pattern if not isinstance(step, Slot) and LINK not in step)


def _spread(words: list[str]) -> list[Pattern]:
    """A phrase with its optional words taken and left out."""
    out: list[Pattern] = [()]
    for word in words:
        if word.startswith("{"):
            mark = word[2:-1] if len(word) > 3 else ""
            out = [(*one, Slot(word[1], "." in mark, "!" in mark, "-" in mark)) for one in out]
            continue
        step = frozenset({LINK}) if word == LINK else frozenset(word.rstrip("?").split("/"))
        taken = [(*one, step) for one in out]
        out = taken + (out if word.endswith("?") else [])
    return out


def find(reading: Reading) -> None:
    """Put the filters that the patterns find; what they account for is explained."""
    taken: set[int] = set()
    words = {token.low for token in reading.tokens} | {token.base for token in reading.tokens}
    if ANCHORS.isdisjoint(words):
        return
    found = [
        (start, end, key, values)
        for key, patterns in _patterns(reading.command)
        for pattern, wanted in patterns
        if all(not step.isdisjoint(words) for step in wanted)
        for start in range(len(reading.tokens))
        for end, values in _match(pattern, reading.tokens, start)
    ]
    for start, end, key, values in sorted(found, key=lambda one: (-len(one[3]), one[0] - one[1], one[0])):
        span = set(range(start, end))
        if span & taken:
            continue
        taken |= span
        name, _, template = key.partition("=")
        value = template
        for letter, at in values.items():
            token = reading.tokens[at]
            value = value.replace(f"{{{letter}}}", token.value or token.text)
        put(reading, Use("filter", name, value, start, end, max(values.values())))
        if len(values) == 1 and end - 1 == values.get("k", -1):
            _or(reading, name, template, end)


def _or(reading: Reading, name: str, template: str, end: int) -> None:
    """Further values: "whose names contain api or worker"."""
    tokens = reading.tokens
    while end + 1 < len(tokens) and tokens[end].low == "or" and _fits(Slot("k"), tokens, end + 1):
        value = template.replace("{k}", tokens[end + 1].value or tokens[end + 1].text)
        put(reading, Use("filter", name, value, end, end + 2, end + 1))
        end += 2


def _match(pattern: Pattern, tokens: Sequence[Token], start: int) -> list[tuple[int, dict[str, int]]]:
    """The first way in which the pattern fits at a place: where it ends and where its values are."""
    states: list[tuple[int, dict[str, int]]] = [(start, {})]
    for number, step in enumerate(pattern):
        nexts: list[tuple[int, dict[str, int]]] = []
        for at, values in states:
            nexts += _step(step, tokens, at, values, number == 0)
        states = nexts
        if not states:
            return []
    return states[:1]


def _step(step: Step, tokens: Sequence[Token], at: int, values: dict[str, int], first: bool) -> list[tuple[int, dict[str, int]]]:
    if not first:
        while at < len(tokens) and tokens[at].low in ("the", "a", "an", "their", "its", "any", "both") and not tokens[at].quoted:
            at += 1
    if at >= len(tokens):
        return []
    token = tokens[at]
    if isinstance(step, Slot):
        return [(at + 1, {**values, step.name: at})] if _fits(step, tokens, at) else []
    if LINK in step:
        end = at
        while end < min(len(tokens), at + LONGEST_LINK) and tokens[end].low in LINKS and not tokens[end].quoted:
            end += 1
        linked = {tokens[i].low for i in range(at, end)}
        return [(end, values)] if linked & STRONG else []
    if token.quoted or token.own:
        return []
    return [(at + 1, values)] if token.low in step or token.base in step else []


def _fits(slot: Slot, tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if token.is_("flag") and len(token.text) > 3 and token.text[1].isalnum():
        return True
    if token.punct or token.is_("flag", "pair", "template") or token.low == "'s":
        return False
    if token.quoted or token.own:
        return " " not in token.value
    if slot.sure:
        return slots.free(token)
    if token.low in NO_VALUE or (slot.plain and not token.is_("named", "domain") and token.low != token.base):
        return False
    if slot.name == "k" and token.is_("number") and token.low.isdigit() and len(token.low) < 4:
        return False
    follow = tokens[at + 1] if at + 1 < len(tokens) else None
    return not slot.last or follow is None or follow.punct or follow.low in slots.ENDERS | LINKS | ENDING


ENDING = frozenset({"please", "whatever", "regardless", "that", "which", "are", "were", "was", "now", "only", "here", "there"})
