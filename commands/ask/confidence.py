"""How sure a reading is, as the share of such readings that are right."""

from __future__ import annotations

from collections.abc import Sequence

from commands.ask import slots, tables, understand
from commands.ask.reading import Reading


def of(kept: Sequence[Reading]) -> float:
    """Between 0.3 and 0.98: lower for words left over, for readings close behind, for values missing."""
    best = kept[0]
    doubt = 0.0
    for i in understand.leftovers(best):
        token = best.tokens[i]
        if slots.free(token):
            doubt += 0.22 if token.is_("word") and not token.quoted else 0.35
        elif token.base in tables.vocabulary():
            doubt += 0.09
        else:
            doubt += 0.03
    rivals = [one for one in kept[1:] if one.text != best.text]
    if rivals:
        gap = best.score - rivals[0].score
        doubt += max(0.0, 0.3 - 0.2 * gap)
    doubt += 0.12 * len([need for need in best.needs if need == "VALUE"])
    doubt += max(0.0, (5.0 - best.score)) * 0.08
    return round(max(0.3, min(0.98, 0.98 - doubt)), 2)
