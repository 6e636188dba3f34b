"""Find the topic that answers a question: a pasted message by its pattern, an exit code by its number, the rest by words.

FTS5 gives the candidates; how much of the question a page's names cover, and how much of the name
the question covers, decides between them. Nothing fits: no topic, and the two nearest as suggestions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from math import exp

from commands.answer import Answer
from commands.topics import forms, text
from commands.topics.forms import Form
from commands.topics.index import Entry, Index, index
from commands.topics.pagefile import Topic, page

_CODES = "0|1|2|125|126|127|130|134|137|139|143"
_EXIT = re.compile(
    rf"(?:exit(?:s|ed|ing)?|return(?:s|ed|ing)?|code|status|退出码?|返回码?|状态码?|退出代码"
    rf"|代码)[^\d\n]{{0,14}}?\(?\b({_CODES}|\d{{1,3}})\b(?![.\d%]|\s*(?:gb|mb|kb|s|sec|min|times))"
    rf"|\b(12[5-7]|13[0479]|143)\b(?=.{{0,24}}(?:exit|code|status|退出|返回|错误码))"
    rf"|^\W*(?:what (?:does|is|means?)|why|error|什么是)?\W*\b(12[5-7]|13[0479]|143)\b(?:是?什么意思|是什么"
    rf"|\W*(?:mean(?:s|ing)?)?\W*)$"
    rf"|(?:died|ended|stopped|killed|quits?|crash\w*|terminat\w*|fail\w*|停止|结束|失败|挂|报错?|被杀)\D{{0,16}}\b(12[5-7]|13[0479]|143)\b",
    re.I,
)
_LIKED = {
    Form.COMPARE: ("comparison",),
    Form.WHY: ("concept",),
    Form.HOW: ("howto", "flag"),
    Form.WHAT: ("concept", "instruction", "flag"),
    Form.WHAT_IF: ("concept", "flag"),
}
# Questions about other things that share our words, unless they name something of ours too.
_FOREIGN = re.compile(
    r"\b(?:git|github|excel|spreadsheet|pandas|numpy|java|javascript|css|html|latex|photoshop|facebook|weather|recipe|bash alias"
    r"|http status|berlin|bicycle|car|phone|printer|tv|movie|song|book|team meeting|passport|tax(?:es)?)\b|天气|电影|菜"
    r"|数学|英语|火车|飞机",
    re.I,
)
_OURS = re.compile(
    r"(?i:docker|container|\bimages?\b|compose|registry|volume|\bhub\b|daemon|cgroup|namespace|entrypoint|swarm|buildx"
    r"|prune|exit code)"
    r"|(?i:restart polic|layers?\b|build|--\w)|\b(?:FROM|RUN|CMD|COPY|ADD|ENV|ARG|EXPOSE|WORKDIR|USER|LABEL|SHELL)\b"
    r"|容器|镜像|仓库|卷|命名空间|构建|退出码|守护进程"
)
# Tokens that tell of something going wrong.
_SYMPTOMS = frozenset(["neg", "error", "denied", "notfound", "conflict", "crash", "oom", "space", "lose"])
SURE, SOME, REQUESTED, DOUBTFUL = 0.97, 0.8, 0.6, 0.4
# Less than this is no answer: for a question that names something of ours, and for any other.
LEAST, LEAST_OTHERS = 0.05, 0.2
# The weight of a word that no page has, of the most that a word can have.
UNKNOWN, UNKNOWN_ZH = 0.5, 0.25
# Where the curve of confidence begins: strictly for what is to count as sure; below that loosely for a question that names
# something of ours, and less so for any other.
STRICT, LOOSE, MIDDLE = -11.0, -8.2, -9.7
# How a pattern begins that is only the frame of a message.
FRAME = "(?#frame)"
# What a name adds that says just what was asked.
EXACT = 0.1


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: a topic or None, how sure (0 to 1), and the nearest others.

    `confidence` of 0.8 and more is meant to be right nearly always; with no topic it is 0.
    """

    topic: Topic | None
    confidence: float
    suggestions: tuple[Topic, ...]
    lang: str = "en"
    form: Form = Form.NONE

    def answer(self, lang: str | None = None) -> Answer | None:
        """The page in that language (the question's own by default), None where nothing fits."""
        if self.topic is None:
            return None
        lang = lang or self.lang
        return self.topic.answer(lang, self.confidence, tuple(one.title_in(lang) for one in self.suggestions))


def language(question: str) -> str:
    """`zh` where there are Chinese characters, `en` otherwise."""
    return "zh" if text.CJK.search(question) else "en"


def find(question: str) -> Found:
    """The topic for a question in a person's words, English or Chinese, or for a pasted message."""
    question = question[:4000]
    lang, shape, book = language(question), forms.form(question), index()
    direct = _by_message(book, question) or _by_exit_code(book, question, shape)
    ranked = _ranked(book, question, shape)
    if direct is not None:
        entry, sure = direct
        others = [one.entry for one in ranked if one.entry is not entry][:2]
        return Found(page(entry.slug), sure, tuple(page(one.slug) for one in others), lang, shape)
    if not ranked:
        return Found(None, 0.0, (), lang, shape)
    ours = bool(_OURS.search(question))
    most = REQUESTED if shape is Form.REQUEST else DOUBTFUL if _FOREIGN.search(question) and not ours else 1.0
    confidence = min(_confidence(ranked, ours), most)
    if confidence < (LEAST if ours else LEAST_OTHERS):
        return Found(None, 0.0, tuple(page(one.entry.slug) for one in ranked[:2]), lang, shape)
    return Found(page(ranked[0].entry.slug), confidence, tuple(page(one.entry.slug) for one in ranked[1:3]), lang, shape)


def _by_message(book: Index, question: str) -> tuple[Entry, float] | None:
    """The page with the pattern that covers most of a pasted message."""
    flat = re.sub(r"\s+", " ", question.replace("’", "'").replace("“", '"').replace("”", '"'))
    low = flat.lower()
    best: tuple[bool, int, Entry] | None = None
    for _, pattern, entry in [row for row in book.messages if row[0] in low]:
        match = _compiled(pattern).search(flat)
        # The frame around another message counts only where nothing else is known.
        if match and (best is None or (not pattern.startswith(FRAME), len(match[0])) > best[:2]):
            best = (not pattern.startswith(FRAME), len(match[0]), entry)
    return (best[2], SURE) if best else None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.I)


def _by_exit_code(book: Index, question: str, shape: Form) -> tuple[Entry, float] | None:
    if re.search(r"\bhttp\b", question, re.I):
        return None
    numbers = [next(group for group in match.groups() if group) for match in _EXIT.finditer(question)]
    numbers = [number for number in numbers if int(number) < 256]
    known = [number for number in numbers if number in book.codes]
    if not numbers or shape is Form.REQUEST:
        return None
    overview = next((entry for entry in book.entries if entry.slug == "exit-codes"), None)
    if len(set(known)) == 1 and not (shape is Form.COMPARE and len(re.findall(rf"\b(?:{_CODES})\b", question)) > 1):
        return book.entries[book.codes[known[0]]], SURE
    return (overview, SOME) if overview else None


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A page and how well it fits: `score` decides the order; `close` is the best name, `cover` what of the question it knows."""

    entry: Entry
    score: float
    close: float
    cover: float
    subject: float


def _ranked(book: Index, question: str, shape: Form) -> list[_Ranked]:
    """The likeliest pages, best first."""
    asked = _known_tokens(book, text.tokens(question))
    if not asked:
        return []
    weights = {token: book.rarity.get(token, book.unknown * (UNKNOWN if token.isascii() else UNKNOWN_ZH)) for token in asked}
    query = " OR ".join('"' + token.replace('"', "") + '"' for token in asked)
    rows = book.table.execute(
        "SELECT rowid, bm25(page, 3.0, 2.0, 0.6) FROM page WHERE page MATCH ? ORDER BY 2 LIMIT 24", (query,)
    ).fetchall()
    if not rows:
        return []
    top = -rows[0][1] or 1.0
    return sorted((_fit(book, book.entries[n], weights, -rank / top, shape) for n, rank in rows), key=lambda one: -one.score)


def _fit(book: Index, entry: Entry, weights: dict[str, float], rank: float, shape: Form) -> _Ranked:
    total, fits, inside = sum(weights.values()), [], 0.0
    held: dict[int, float] = {}
    for token, weight in weights.items():
        for n in entry.places.get(token, ()):
            held[n] = held.get(n, 0.0) + weight
    for n, shared in held.items():
        recall, precision = shared / total, shared / entry.name_weights[n]
        fits.append(2 * recall * precision / (recall + precision))
        inside = max(inside, precision * min(1.0, 3 * recall))
    best = sorted(fits, reverse=True)[:3] or [0.0]
    names = sum(weight for token, weight in weights.items() if token in entry.all_names) / total
    body = sum(weight for token, weight in weights.items() if token in entry.all_names or token in entry.body) / total
    subject = sum(
        weight for token, weight in weights.items() if token in entry.all_names and (token in book.concepts or not token.isalpha())
    )
    score = (
        EXACT * (best[0] > 0.97) + 0.15 * best[0] + 0.2 * sum(best) / 3 + 0.13 * inside + 0.28 * names + 0.09 * body + 0.15 * rank
    )
    symptom = shape is Form.WHY or not _SYMPTOMS.isdisjoint(weights)
    return _Ranked(entry, score * _liking(entry.kind, shape, symptom), best[0], 0.7 * names + 0.3 * body, subject / total)


def _liking(kind: str, shape: Form, symptom: bool) -> float:
    """A comparison is liked where two things are compared, a cure where something goes wrong, and so on."""
    if kind in ("error", "problem", "exit"):
        return 1.04 if symptom else 0.93
    if shape is Form.COMPARE:
        return 1.1 if kind == "comparison" else 0.9
    if kind == "comparison":
        return 0.95
    return 1.06 if kind in _LIKED.get(shape, ()) else 1.0


def _confidence(ranked: list[_Ranked], ours: bool) -> float:
    """How sure: a logistic curve over what the best page knows of the question, how far it leads, and whether the subject is ours.

    Its weights were fitted on the tables of questions in tests/cases.
    """
    best = ranked[0]
    lead = min(best.score - ranked[1].score if len(ranked) > 1 else best.score, 0.25) * 4
    sign = 3.9 * best.close + 3.0 * best.cover + 4.0 * lead + 1.3 * best.subject + 3.3 * min(1.0, 2.5 * best.subject)
    sure, likely = (1 / (1 + exp(-(base + sign))) for base in (STRICT, LOOSE if ours else MIDDLE))
    return round(min(0.95, max(sure, min(likely, 0.79))), 3)


def _known_tokens(book: Index, tokens: list[str]) -> list[str]:
    """The tokens, once each, slips of the keyboard put right where a word of the pages is near."""
    found: dict[str, None] = {}
    for token in tokens:
        if token not in book.rarity and any(char.isdigit() or char == "_" for char in token):
            continue
        if token in book.rarity or len(token) < 6 or not token.isascii() or not token.isalpha():
            found[token] = None
        else:
            for one in _near(token):
                found[one] = None
    return list(found)


@lru_cache(maxsize=2048)
def _near(word: str) -> tuple[str, ...]:
    """What a misspelt word means; itself where nothing is near."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    known = index().vocabulary
    near = [other for other in known if other[0] == word[0] and abs(len(other) - len(word)) <= 2]
    hit = process.extractOne(word, near, scorer=OSA.normalized_similarity, score_cutoff=0.82)
    if hit is None:
        return (word,)
    return tuple(text.tokens(known[hit[0]])) or (word,)


def is_message(question: str) -> bool:
    """True where a pasted error message is recognised."""
    return _by_message(index(), question[:4000]) is not None
