"""Two orders in one text: "stop web and remove it", "Pull nginx. Then run it in the background."."""

from __future__ import annotations

import re
from collections.abc import Sequence

from commands.ask import clean, slots, tables, verbs
from commands.ask.tokens import Token

# Verbs whose commands act on a thing by its name: only these make a second step.
STEPS = tables.words("STEPS")
LOOKED_AT = frozenset({"log", "logs", "stat", "process", "port"})
_ITS = re.compile(r"\bits\b", re.IGNORECASE)
TRAIT = frozenset({"when", "after", "once", "afterwards", "automatically"})
_IT = re.compile(r"\b(?:it|them|that|this one)\b|它们?", re.IGNORECASE)


def split(prepared: clean.Clean, tokens: Sequence[Token]) -> tuple[str, str] | None:
    """The two parts, where the second begins with an order of its own and the first names what it acts on."""
    if prepared.chinese or len(tokens) < 4 or any(token.low in ("compose", "docker-compose", "how") for token in tokens):
        return None
    orders, asking = verbs.find(tokens)
    if asking or len(orders) < 2 or not _strong(orders[0]):
        return None
    for order in orders[1:]:
        at = order.start
        if order.word in ("restart", "pull") and {"always", "unless", "failure", "missing", "newer"} & {t.low for t in tokens[at:]}:
            continue
        if any(token.low == "if" for token in tokens[max(0, order.start - 12) : order.start]):
            continue
        if _one_run(orders[0], order, tokens) or TRAIT & {token.low for token in tokens[order.end :]}:
            continue
        if (
            at <= orders[0].end
            or not (_strong(order) or _looks(order, tokens))
            or (order.word == orders[0].word and not _names(tokens, at, len(tokens)))
        ):
            continue
        joint = tokens[at - 1]
        while at and joint.low in ("then", "also", "afterwards", "please", "and", ","):
            at -= 1
            joint = tokens[at - 1]
        if at == order.start and not joint.punct:
            continue
        if not _names(tokens, orders[0].end, at) or not (
            _names(tokens, order.end, len(tokens)) or _says_it(tokens, order.end) or _looks(order, tokens)
        ):
            continue
        cut = tokens[at].start if not joint.punct else joint.start
        first, second = prepared.text[:cut].rstrip(" ,.;"), prepared.text[tokens[order.start].start :]
        return (first, second) if first and second else None
    return None


def _one_run(first: verbs.Verb, second: verbs.Verb, tokens: Sequence[Token]) -> bool:
    """True where the second order is a trait of the container that the first one runs: it goes at its end, a program in it."""
    if "run" not in first.classes:
        return False
    imaged = any((token.is_("image") and ":" in token.text) or token.low in tables.words("IMAGES") for token in tokens)
    if "container" not in {token.base for token in tokens} and not imaged:
        return False
    removed = "remove" in second.classes and _says_it(tokens, second.end)
    inside = [token.low for token in tokens[second.end :] if not token.punct][-2:]
    return removed or ("run" in second.classes and inside in (["in", "it"], ["inside", "it"]))


def filled(text: str, command: str) -> str:
    """The second part with "it" replaced by what the first part acted on."""
    from commands.ask.memory import objects_of

    objects = objects_of(command)
    if not objects or not (_IT.search(text) or _ITS.search(text)):
        return text
    kind, name = objects[0]
    text = _ITS.sub(f"{name}'s", text, count=1)
    return _IT.sub(name if kind == "container" else f"the {kind} {name}", text, count=1)


def _strong(order: verbs.Verb) -> bool:
    return any(alone and name in STEPS for name, alone in order.classes.items())


def _looks(order: verbs.Verb, tokens: Sequence[Token]) -> bool:
    """True for "… and show its logs": a look at what the first step acted on."""
    its = any(token.low == "its" for token in tokens[order.end :])
    return its and bool(order.classes.get("show")) and bool(LOOKED_AT & {token.base for token in tokens[order.end : order.end + 4]})


def _names(tokens: Sequence[Token], start: int, end: int) -> bool:
    return any(slots.free(token) for token in tokens[start:end])


def _says_it(tokens: Sequence[Token], start: int) -> bool:
    return any(token.low in ("it", "them") for token in tokens[start:])
