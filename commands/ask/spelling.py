"""Typing mistakes, put right against our own vocabulary only; names and quoted words are never touched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache

from commands.ask import morph, slots, tables
from commands.ask.tokens import Token

# The words worth correcting to: verbs, things, states, and what flags are called by.
TARGETS = tables.words("TARGETS")
MARKS = tables.words("MARKS")


# What makes a name of a verb: `importer`, `exporters`.
AGENTS = frozenset({"er", "or", "ers", "ors"})
KINDS = frozenset({"stack", "service", "container", "network", "volume", "node", "secret", "config", "context", "project"})


def corrected(tokens: Sequence[Token]) -> list[Token]:
    """The same words, mistyped ones replaced."""
    out = list(tokens)
    for i, token in enumerate(tokens):
        if token.quoted or not token.low.isalpha() or len(token.low) < 4 or not token.is_("word"):
            continue
        if not slots.free(token) and not _dull(token):
            continue
        if (token.text != token.low and i) or (i and tokens[i - 1].low in ("value", "=")):
            continue
        if i > 1 and tokens[i - 1].low in ("and", ",") and slots.free(tokens[i - 2]) and tokens[i - 2].is_("word", "named"):
            continue
        low = _close(token.low, _limit(tokens, i))
        if low:
            out[i] = replace(token, low=low, base=morph.base(low))
    return out


def _dull(token: Token) -> bool:
    """True for "stoped" and "runing": words that could be forms of a verb, and of none that we know."""
    if not token.low.endswith(("ed", "ing")):
        return False
    return not any(word in tables.vocabulary() or word in tables.everyday() for word in (token.low, token.base))


def _limit(tokens: Sequence[Token], i: int) -> int:
    """Where a name is likely only a swap of letters counts as a mistake."""
    before = tokens[i - 1].low if i else ""
    after = tokens[i + 1].low if i + 1 < len(tokens) else ""
    if after in KINDS and before in ("the", "my", "our", "in", "of", "from"):
        return 1
    return 1 if before in MARKS else 2


@lru_cache(maxsize=2048)
def _close(low: str, limit: int) -> str:
    from rapidfuzz.distance import OSA

    allowed = min(limit, 1 if len(low) < 7 else 2)
    best, least = "", allowed + 1
    for word in _by_length(len(low), allowed):
        if word[0] != low[0] and word[1:2] != low[0]:
            continue
        distance = OSA.distance(low, word, score_cutoff=allowed)
        if distance == 2 and word[:2] != low[:2]:
            continue
        if distance < least:
            best, least = word, distance
    if low.startswith(best) and low.removeprefix(best) in AGENTS:
        return ""
    if not best or (limit == 1 and sorted(best) != sorted(low) and len(low) < 6):
        return ""
    return best


@cache
def _by_length(length: int, allowed: int) -> tuple[str, ...]:
    return tuple(sorted(word for word in TARGETS if abs(len(word) - length) <= allowed))
