"""What people tell before they ask: "the disk is full again, remove the stopped containers"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from commands.ask import clean, orders, slots, tables, verbs
from commands.ask.tokens import Token

ENDS = frozenset({",", ".", ";", "!", "?", ":", "-", "–", "…"})
# A clause with one of these behind its first word tells how things are.
TELLING = tables.words("TELLING")
# What is said to somebody rather than about something.
SAID = tables.words("SAID")
COPULAS = frozenset({"is", "are", "was", "were", "isn't", "aren't"})
# Who is told of in a clause behind a request, and what they did.
TELLERS = frozenset({"somebody", "someone", "it", "they", "he", "she", "we", "i", "nobody", "everybody", "people"})
PAST = frozenset({"shut", "did", "made", "put", "left", "took", "ate", "eats", "uses", "does", "makes", "throws", "blocks", "will"})
OVER = frozenset({"done", "over", "finished", "down", "dead", "full", "broken", "back", "out", "gone", "stuck"})
QUESTIONS = frozenset({"what", "which", "who", "whether", "how", "that", "if"})
# How a clause behind a request begins that only gives a reason, and one that says what somebody is about to do.
REASONS = tables.words("REASONS")
GIVEN = ("pair", "path", "ports", "size", "duration", "number", "image")
WISHING = frozenset({"need", "gotta", "needed", "wanna", "i", "we"})
DETERMINERS = frozenset({"the", "a", "an", "our", "my", "this", "that", "these", "those", "some"})
# Words by which a clause gives something its name, or a value.
NAMING = frozenset({"called", "named", "name", "names", "should", "must", "only", "not", "no", "never", "without", "port", "tag"})
# A clause that begins so belongs to what follows it.
BOUND = tables.words("BOUND")
LEADING = tables.words("LEADING")
_IT = re.compile(r"\b(?:it|them|that one|this one|both)\b", re.IGNORECASE)
ITS = re.compile(r"\b(?:its|their)\b", re.IGNORECASE)
_ZH_CLAUSE = re.compile(r"^([^，,。！!？?；;]{2,40})[，,。！!？?；;]\s*(?=\S)")
# A text that asks is taken as a whole: "… 是什么状态，在跑还是停了".
_ZH_ASKS = re.compile(r"还是|什么状态|[吗么]\s*[?？]?$")
# What a clause that tells how things are ends in; behind a request, without names and values.
_ZH_OVER = re.compile(r"(?:了|有\s?bug|有问题|不行|不住|不动|受不了)[啊呀呢吧]?$", re.IGNORECASE)
_ZH_TAIL = re.compile(r"[，,。；;]\s*([\u3400-\u9fff]{2,12}(?:了|不行|不住|不动)[啊呀呢]?)[。！!]?\s*$")
IT_ZH = re.compile(r"它们?|这个容器|该容器")


def rest(prepared: clean.Clean, tokens: Sequence[Token], loose: bool = False) -> tuple[str, list[str]]:
    """The text behind what is only told, with "it" replaced by the one name that was told of, and the words that are
    left out with it; "" where nothing is only told. `loose`: what follows need not begin like an order."""
    if prepared.chinese:
        return _rest_zh(prepared.text, loose), []
    cut = _cut(tokens, loose)
    if cut < 0:
        cut = _asked_of(tokens)
    if cut < 0:
        return _without_tail(prepared.text, tokens)
    text = prepared.text[tokens[cut].end :].strip(" ,.;:!-–…")
    names = [token.value or token.text for token in tokens[:cut] if _nameable(token)]
    subject = [token.value or token.text for i, token in enumerate(tokens[:cut]) if _nameable(token) and _subject(tokens, i)]
    last = [name for name in names if not name.endswith("ing")]
    return _filled(text, [name for name in names if _shaped(name)] or subject or last), names


def _without_tail(text: str, tokens: Sequence[Token]) -> tuple[str, list[str]]:
    """ "start hub, somebody shut it down over the weekend": the last clause only tells why."""
    for i in range(len(tokens) - 3, 0, -1):
        if tokens[i].low not in ENDS:
            continue
        tail = tokens[i + 1 :]
        if tail[-1].punct:
            tail = tail[:-1]
        told = bool((COPULAS | TELLING | PAST) & {token.low for token in tail[1:]})
        if orders.asking(tail) or not (told if tail and tail[0].low in TELLERS else _explains(tail)) or not _begins(tokens[:i]):
            return "", []
        return text[: tokens[i].start].strip(), [token.value or token.text for token in tail if _nameable(token)]
    return "", []


def _explains(tail: Sequence[Token]) -> bool:
    """True for a clause behind a request that gives a reason and no part of it: "disk is at 93%", "setting up a box"."""
    lows = [token.low for token in tail]
    if len(tail) < 2 or lows[0] in BOUND | {"and", "then", "plus", "also", "but", "or"} or NAMING & set(lows):
        return False
    if any(token.quoted or token.own or token.is_(*GIVEN) for token in tail):
        return False
    if lows[0] in REASONS or (lows[0] == "its" and lows[1].endswith("ing")):
        return True
    if lows[0] in WISHING:
        wished = 2 if lows[0] in ("i", "we") and lows[1] in orders.WISHES else 1
        return not verbs.find(tuple(tail[wished:]))[0] and not any(token.base in orders.THINGS for token in tail)
    stranger = any(
        token.low.endswith("s") and token.base not in tables.vocabulary() and not token.low.endswith(("ss", "'s"))
        for token in tail[2:5]
    )
    return _tells(tail) or (lows[0] in DETERMINERS and stranger)


def _asked_of(tokens: Sequence[Token]) -> int:
    """ "did etl-7 fail? give me its exit code": where the question ends that the order behind it speaks of; -1 for none."""
    at = next((i for i, token in enumerate(tokens) if token.low == "?"), -1)
    after = tokens[at + 1 :]
    if at < 2 or len(after) < 3 or not {"its", "it", "their", "them"} & {token.low for token in after}:
        return -1
    shaped = [token for token in tokens[:at] if _nameable(token) and _shaped(token.text)]
    return at if len(shaped) == 1 and orders.asking(tokens[:at]) and _begins(after) else -1


def _subject(tokens: Sequence[Token], i: int) -> bool:
    """True for the first word of a clause, articles apart."""
    return i == 0 or tokens[i - 1].low in ENDS or (tokens[i - 1].low in ("the", "my", "our", "container") and i < 3)


def _filled(text: str, names: list[str]) -> str:
    """ "rename it to web-live" with the name that was told before."""
    if len(names) == 1 and names[0] not in text:
        return ITS.sub(f"{names[0]}'s", _IT.sub(names[0], text, count=1), count=1)
    return text


def _shaped(name: str) -> bool:
    """True for `web-green`: a name by its shape, where a plain word may be anything."""
    return not name.isalpha() and not name.endswith("ing")


def _nameable(token: Token) -> bool:
    return slots.free(token) and not token.punct and not token.is_("number", "size", "duration", "port")


def _cut(tokens: Sequence[Token], loose: bool) -> int:
    """Where the last of the clauses that only tell something ends; -1 for none."""
    found, start = -1, 0
    for i, token in enumerate(tokens[:-1]):
        so = token.low == "so" and i and tokens[i + 1].low != "that"
        if token.text[:1] not in ENDS and token.low not in ENDS and not so:
            continue
        clause = tokens[start:i]
        if not clause or not _tells(clause):
            break
        if loose or _begins(tokens[i + 1 :]):
            found = i
        start = i + 1
    return found


def _tells(clause: Sequence[Token]) -> bool:
    """True for a clause that says how things are, or greets; not for a condition, a question or an order."""
    lows = [token.low for token in clause]
    if lows[0] in BOUND or any(token.is_("flag", "pair", "template", "path") for token in clause):
        return False
    if SAID & set(lows) and (set(lows) <= SAID | tables.fillers() or lows[0] in SAID):
        return True
    if "'s" in lows and OVER & set(lows[lows.index("'s") + 1 :][:1]):
        return True
    if COPULAS & set(lows[1:6]) and not QUESTIONS & set(lows):
        return True
    if verbs.known(clause[0].base) and lows[0] not in ("i", "we"):
        return False
    if orders.asking(clause) or "how" in lows:
        return False
    if any(verb.start == 0 and any(verb.classes.values()) and verb.weight >= 0.9 for verb in verbs.find(tuple(clause))[0]):
        return False
    return (bool(TELLING & set(lows[1:])) and lows[0] not in ("i", "we")) or (lows[:1] == ["i"] and bool(TELLING & set(lows[1:3])))


def _begins(after: Sequence[Token]) -> bool:
    """True where an order or a question begins."""
    i = 0
    while i < len(after) and (after[i].low in LEADING or after[i].punct):
        i += 1
    if i >= len(after):
        return False
    if after[i].low in orders.ASKING or after[i].low == "how":
        return True
    found, asking = verbs.find(tuple(after[i:]))
    if i + 1 < len(after) and after[i + 1].low in ("may", "should", "must", "can") and _nameable(after[i]):
        return bool(found)
    return asking or any(verb.start == 0 and verb.weight >= 0.9 for verb in found)


def _rest_zh(text: str, loose: bool) -> str:
    from commands.ask import zh

    found = _ZH_CLAUSE.match(text)
    if not found:
        return ""
    tail = _ZH_TAIL.search(text)
    if tail and (not verbs.find(tuple(zh.tokens_of(tail[1])))[0] or _ZH_OVER.search(tail[1])):
        return text[: tail.start()]
    if _ZH_ASKS.search(text):
        return ""
    head = zh.tokens_of(found[1])
    if _ZH_OVER.search(found[1]) and not any(token.base in orders.THINGS for token in head):
        loose = True
    ordering = text[found.end() :].startswith(("先", "把", "请", "帮", "麻烦", "给我", "看", "查"))
    over = loose and bool(_ZH_OVER.search(found[1]))
    if (verbs.find(tuple(head))[0] and not (loose and ordering) and not over) or any(
        token.is_("pair", "path", "size", "duration", "ports") for token in head
    ):
        return ""
    names = [token.value or token.text for token in head if token.text.isascii() and _nameable(token)]
    behind = text[found.end() :]
    if len(names) != 1 or names[0] in behind:
        return behind
    if not IT_ZH.search(behind) and not re.search(r"[A-Za-z]{2}", behind):
        return f"{names[0]} 的{behind}"
    return IT_ZH.sub(names[0], behind, count=1)
