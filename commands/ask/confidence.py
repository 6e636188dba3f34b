"""How sure a reading is, as the share of such readings that are right."""

from __future__ import annotations

from collections.abc import Sequence

from commands.ask import slots, tables, understand
from commands.ask.reading import Reading


def of(kept: Sequence[Reading]) -> float:
    """Between 0.3 and 0.98: lower for words left over, for readings close behind, for values missing, for slight evidence."""
    best = kept[0]
    doubt = _unexplained(best) + _slight(best)
    rivals = [one for one in kept[1:] if one.text != best.text]
    if rivals:
        gap = best.score - rivals[0].score
        doubt += max(0.0, 0.3 - 0.2 * gap)
    doubt += 0.5 if "denied" in best.notes else 0.0
    doubt += 0.12 * len([need for need in best.needs if need == "VALUE"])
    doubt += max(0.0, (5.0 - best.score)) * 0.08
    return round(max(0.3, min(0.98, 0.98 - doubt)), 2)


def _unexplained(best: Reading) -> float:
    doubt = 0.0
    for i in understand.leftovers(best):
        token = best.tokens[i]
        if slots.free(token):
            doubt += 0.22 if token.is_("word") and not token.quoted else 0.35
        elif token.base in tables.vocabulary():
            doubt += 0.12
        else:
            doubt += 0.04
        doubt += 0.35 if _beside_operand(best, i) else 0.0
    return doubt


def _beside_operand(best: Reading, i: int) -> bool:
    """True for a word that "and" ties to a thing the command acts on: it may be one more of them."""
    taken = {at for at, _ in best.operand_words}
    return any(
        at in taken and min(at, i) + 1 < len(best.tokens) and abs(at - i) == 2 and best.tokens[(at + i) // 2].low in ("and", ",")
        for at in (i - 2, i + 2)
    )


def _slight(best: Reading) -> float:
    """What rests on little: a verb of many meanings, a value behind a mere preposition, a long text."""
    verb = best.intent.verb
    doubt = 0.0
    if verb is None:
        doubt += 0.0 if best.intent.asking else 0.04
    elif not any(verb.classes.values()):
        doubt += 0.05
    for use in best.uses:
        if use.end > use.start and all(best.tokens[i].low in slots.PREPOSITIONS for i in range(use.start, use.end)):
            doubt += 0.08
    sentences = sum(token.low in (".", ";") for token in best.tokens[:-1])
    return doubt + 0.02 * sentences + (0.03 if len(best.tokens) > 20 else 0.0)
