"""Dictionary forms, as far as the lexicon goes: `stopping` → `stop`, `processes` → `process`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from commands.ask import tables
from commands.ask.tokens import Token

IRREGULAR: dict[str, str] = {key: rest for _, key, _, rest in tables.rows("irregular")}


@lru_cache(maxsize=8192)
def base(low: str) -> str:
    """The dictionary form of a lower-case word, itself where the lexicon knows no shorter one."""
    known = IRREGULAR.get(low)
    if known:
        return known
    words = tables.vocabulary()
    if not low.isalpha() or len(low) < 4:
        return low
    for stem in _stems(low):
        if stem in words:
            return stem
    return low


def _stems(low: str) -> list[str]:
    if low.endswith("ies"):
        return [low[:-3] + "y"]
    if low.endswith("ied"):
        return [low[:-3] + "y"]
    if low.endswith("s") and not low.endswith("ss"):
        return [low[:-1], low[:-2]] if low.endswith("es") else [low[:-1]]
    for ending in ("ing", "ed"):
        if low.endswith(ending):
            stem = low[: -len(ending)]
            doubled = [stem[:-1]] if len(stem) > 2 and stem[-1] == stem[-2] else []
            return [stem, stem + "e", *doubled]
    if low.endswith("er") and low[:-2] in ("new", "old"):
        return [low]
    return []


def with_bases(tokens: Sequence[Token]) -> list[Token]:
    """The same words, each with its dictionary form."""
    return [token if token.quoted or token.punct else token.based(base(token.low)) for token in tokens]
