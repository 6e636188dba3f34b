"""Which words of a text are what the person wants done, and which only describe things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from commands.ask import orders, tables
from commands.ask.tokens import Token

# Words that lead up to the real verb: "I want to stop …", "help me remove …".
LEADS = tables.words("LEADS")
PARTICLES = frozenset({"into", "inside", "up", "down", "off", "out", "back", "on"})
# "a list of the containers created before web": what is wanted is the list.
WISHED = frozenset({"need", "want", "like"})
LISTED = frozenset({"list", "listing", "overview", "table", "summary", "look", "view"})
LISTS = frozenset("list listing overview table summary number count ids id names name sizes status".split())
LOOKING = frozenset("see show list check view find watch know get display inspect print look tell read".split())
MADE_TO = frozenset({"run", "leave", "join", "stop", "start", "restart", "unpause", "pause"})
OWNERS = frozenset({"the", "this", "that", "my", "our", "a", "it"})
LOOSE = tables.words("LOOSE")
SEEING = tables.words("SEEING")
HELPING = tables.words("HELPING")
LINKS = tables.words("LINKS")


# Verbs of these classes are no orders behind "not" and "never".
CHANGING = tables.words("CHANGING")


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb in the text: where, its classes (`True`: it means that on its own), and how sure it is an order (0–1)."""

    start: int
    end: int
    classes: dict[str, bool]
    weight: float
    word: str
    joined: bool = False


@cache
def _phrases() -> tables.Phrases:
    found = tables.Phrases()
    for _, name, _, rest in tables.rows("verbs"):
        strong, _, weak = rest.partition("||")
        for group, alone in ((strong, True), (weak, False)):
            for phrase in group.split("|"):
                if phrase.strip():
                    found.add(phrase.strip(), (name, alone))
    return found


def known(word: str) -> bool:
    """True for the first word of a verb in the lexicon, in its base form."""
    return word in _phrases().root


def find(tokens: Sequence[Token]) -> tuple[list[Verb], bool]:
    """The verbs, the one that counts first; and whether the text is a question about how things are."""
    return _find(tuple(tokens))


@lru_cache(maxsize=64)
def _find(tokens: tuple[Token, ...]) -> tuple[list[Verb], bool]:
    spans: dict[int, dict[int, dict[str, bool]]] = {}
    for start, end, (name, alone) in _phrases().scan(tokens):
        classes = spans.setdefault(start, {}).setdefault(end, {})
        classes[name] = classes.get(name, False) or alone
    _particles(tokens, spans)
    verbs: list[Verb] = []
    for start in sorted(spans):
        weight = orders.weight(tokens, start)
        longest = max(spans[start])
        if longest - start >= 3 or (longest - start == 2 and tokens[start + 1].low in PARTICLES):
            spans[start] = {longest: spans[start][longest]}
        for end, classes in sorted(spans[start].items(), reverse=True):
            verbs.append(
                Verb(
                    start,
                    end,
                    classes,
                    weight - (0.05 if end < max(spans[start]) else 0),
                    tokens[start].base,
                    _joined(tokens, start),
                )
            )
    verbs = [
        verb
        for verb in verbs
        if not (verb.start and tokens[verb.start - 1].low in ("not", "never") and not CHANGING.isdisjoint(verb.classes))
        and not _unwanted(tokens, verb.start)
    ]
    for verb in verbs:
        _only_seeing(verb, tokens)
        if (
            verb.word in ("give", "provide", "grant")
            and verb.end < len(tokens)
            and tokens[verb.end].low not in ("me", "us")
            and (verb.weight >= 2.0 or any(token.low in ("container", "build") for token in tokens[verb.end : verb.end + 3]))
            and verb.classes.get("show")
        ):
            verb.classes.pop("show")
    for verb in verbs:
        _in_need(verb, tokens)
        if verb.weight >= 2.0 and verb.word not in LOOKING:
            verb.classes.setdefault("set", False)
    verbs = [verb for verb in verbs if not (verb.word in ("can", "could") and verb.start and tokens[verb.start - 1].low == "how")]
    granting = [verb for verb in verbs if _granting(verb, verbs, tokens)]
    if granting:
        verbs = [replace(verb, weight=max(verb.weight, 1.0)) for verb in verbs if verb.start > granting[0].start]
    verbs += [] if granting else _unlisted(tokens, verbs)
    verbs.sort(key=lambda verb: verb.start)
    asking = orders.asking(tokens)
    if asking:
        verbs = [verb for verb in verbs if verb.weight >= 2.0]
    verbs = [verb for verb in verbs if verb.weight > 0]
    lead = _without_leads(verbs, tokens)
    return lead, asking


def _granting(verb: Verb, verbs: list[Verb], tokens: Sequence[Token]) -> bool:
    """ "give web 45 seconds to shut down, then stop it": the time is granted to what follows."""
    later = any(one.start > verb.end and {"stop", "kill", "restart"} & one.classes.keys() for one in verbs)
    near = tokens[verb.end : verb.end + 4]
    return (
        later
        and verb.weight < 2.0
        and verb.word in ("give", "allow", "grant", "leave")
        and any(token.is_("duration") for token in near)
    )


def _unlisted(tokens: Sequence[Token], verbs: list[Verb]) -> list[Verb]:
    """ "how can I have …", "how do I rotate …": behind "how" and somebody stands an order, be it in no list of ours."""
    for i, token in enumerate(tokens[:-2]):
        if token.low == "how" and tokens[i + 2].low in orders.SUBJECTS:
            at = i + 3
            while at < len(tokens) and (tokens[at].low.endswith("ly") or tokens[at].low in ("always", "also", "just", "best")):
                at += 1
            if at < len(tokens) and tokens[at].is_("word") and not any(verb.start == at for verb in verbs):
                return [Verb(at, at + 1, {"set": False}, 2.0, tokens[at].base)]
            return []
    return []


def _particles(tokens: Sequence[Token], spans: dict[int, dict[int, dict[str, bool]]]) -> None:
    """ "roll the service back", "bring it down": the verb and its particle, apart."""
    for start in range(len(tokens)):
        node = _phrases().root.get(tokens[start].base, {})
        for j in range(start + 2, min(len(tokens), start + 8)):
            word = tokens[j].low
            if word not in ("up", "down", "off", "back", "out"):
                continue
            follow = tokens[j + 1] if j + 1 < len(tokens) else None
            payload = node.get(word, {}).get("", ())
            if payload and (
                follow is None
                or follow.punct
                or word in ("off", "out")
                or follow.low in ("and", "to", "up", "again", "with", "now", "please", "including", "but", "using", "without", "in")
            ):
                classes = spans.setdefault(start, {}).setdefault(start + 1, {})
                classes.clear()
                for name, alone in payload:
                    classes[name] = classes.get(name, False) or alone
            break


def _only_seeing(verb: Verb, tokens: Sequence[Token]) -> None:
    """ "show …" and "give me …" look at things and do nothing else; "get", "give", "need" alone may mean more."""
    told = (verb.end < len(tokens) and tokens[verb.end].low in ("me", "us")) or tokens[verb.end - 1].low in ("me", "us")
    if verb.classes.get("show") and (told or verb.word not in LOOSE):
        for name in [name for name in verb.classes if name not in SEEING]:
            del verb.classes[name]


def _in_need(verb: Verb, tokens: Sequence[Token]) -> None:
    """ "I need a volume named …" asks for a new one."""
    lows = [token.low for token in tokens[verb.end : verb.end + 5]]
    if verb.word in WISHED and lows[:1] in (["a"], ["the"], ["an"]) and LISTED & set(lows[1:4]):
        for name in [name for name in verb.classes if name not in SEEING]:
            del verb.classes[name]
    if verb.word in ("need", "want") and lows[:1] in (["a"], ["an"]) and {"named", "called"} & set(lows):
        verb.classes.pop("show", None)


def _unwanted(tokens: Sequence[Token], start: int) -> bool:
    """ "I do not want to see progress": what is not wished for."""
    lows = [token.low for token in tokens[max(0, start - 3) : start]]
    return lows in (["not", "want", "to"], ["not", "need", "to"], ["not", "wish", "to"], ["no", "need", "to"])


def _joined(tokens: Sequence[Token], start: int) -> bool:
    """True for "find and delete": the second of two orders."""
    return start > 0 and tokens[start - 1].low in ("and", "then", "&")


def _without_leads(verbs: list[Verb], tokens: Sequence[Token]) -> list[Verb]:
    """Order by place; a lead ("want", "help") gives way to the verb that follows "to", "you to" or "me"."""
    out = [verb for verb in verbs if verb.weight >= 0.5] or [verb for verb in verbs if verb.weight >= 0.3]
    sure = {verb.start for verb in out if verb.weight >= 1.5}
    firm = [verb for verb in out if verb.start in sure]
    if firm and firm[0].word not in LEADS and not any(verb.start < firm[0].start and verb.word not in LEADS for verb in out):
        return firm + [verb for verb in out if verb not in firm and verb.start > firm[0].start]
    for verb in out:
        told = verb.weight >= 0.6 and any(alone and name != "show" for name, alone in verb.classes.items())
        if (
            told
            and verb.start
            and out[0].word in WISHED
            and tokens[verb.end : verb.end + 1]
            and tokens[verb.end].low in ("it", "them")
        ):
            return [one for one in out if one.start >= verb.start]
    result = list(out)
    while len({verb.start for verb in result}) > 1:
        first = result[0]
        later = [verb for verb in result if verb.start >= first.end]
        if not later or not (first.word in LEADS or tokens[first.start].low in LEADS):
            break
        gap = [token.low for token in tokens[first.end : later[0].start]]
        form = tokens[later[0].start].low
        passive = later[0].word != form and (form.endswith("ed") or form == "known")
        if passive and LISTS & set(gap):
            break
        linked = not gap or gap[-1] in LINKS or gap[0] in ("to", "sure") or passive
        made = (
            first.word in ("make", "let", "have")
            and 0 < len(gap) <= 4
            and (gap[0] in OWNERS or tokens[later[0].start - 1].is_("named", "image"))
            and later[0].word == tokens[later[0].start].low
        )
        if made and MADE_TO & {name for name, alone in later[0].classes.items() if alone}:
            linked = True
        helped = first.word in HELPING
        if helped and linked and len(gap) <= (9 if passive else 6):
            result = [verb for verb in result if verb.start >= later[0].start]
            continue
        break
    return result
