"""Further values behind the first: of a filter ("named api or worker"), of a flag that collects ("FOO=1 and BAR=2")."""

from __future__ import annotations

from collections.abc import Sequence

from commands.ask import cues, pairs, slots
from commands.ask.reading import Reading, Use, put
from commands.ask.tokens import Token
from commands.spec.model import Flag


def of_filter(reading: Reading, cue: cues.Cue, at: int) -> None:
    """Further values of a filter: "named api or worker", "labelled a=1 and b=2", "the busybox or the fedora image"."""
    test, tokens = pairs.filter_test(reading.command, cue.key), reading.tokens
    first = at
    while True:
        follow = _joined(tokens, at + 1, cue.key)
        if follow < 0 or test(tokens[follow]) is None or (cue.key == "label" and not tokens[follow].is_("pair")):
            break
        put(reading, Use("filter", cue.key, test(tokens[follow]), at + 1, follow + 1, follow))
        at = follow
    before = first - 1
    while before > 1 and tokens[before].low in ARTICLES:
        before -= 1
    if cue.key == "ancestor" and before > 0 and tokens[before].low == "or" and test(tokens[before - 1]) is not None:
        put(reading, Use("filter", cue.key, test(tokens[before - 1]), before - 1, first, before - 1))


ARTICLES = frozenset({"the", "a", "an", "as", "from", "on", "either"})


def _joined(tokens: Sequence[Token], at: int, key: str) -> int:
    """The place of the word that "or" (of labels also "and") ties to what stands before; -1 for none."""
    lows = [token.low for token in tokens[at : at + 3]]
    if lows == ["as", "well", "as"] and key == "label":
        at += 3
    elif lows and (lows[0] == "or" or (key == "label" and lows[0] in ("and", ",", "&"))):
        at += 1
        if key == "label" and at < len(tokens) and tokens[at].low == "and":
            at += 1
    else:
        return -1
    while at < len(tokens) and tokens[at].low in ARTICLES:
        at += 1
    return at if at < len(tokens) else -1


def of_flag(reading: Reading, flag: Flag, cue: cues.Cue, at: int) -> None:
    """Further values of a flag that collects: "FOO=1 and BAR=2"."""
    test, tokens = slots.accept(flag, cue.key), reading.tokens
    pair = "pair" in tokens[at].kinds
    while at + 2 < len(tokens) and tokens[at + 1].low in (",", "and", "&") and (tokens[at + 2].is_("pair") or not pair):
        value = test(tokens[at + 2])
        if value is None or tokens[at].kinds.isdisjoint(tokens[at + 2].kinds - {"word", "named", "quoted"}):
            return
        if cue.key == "publish" and value.isdigit():
            value = f"{value}:{value}"
        put(reading, Use(cue.kind, cue.key, value, at + 1, at + 3, at + 2))
        at += 2
