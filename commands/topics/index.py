"""What the finder needs to know of every page, prepared once: `index.json`, made by `python -m commands.topics.build`.

A page is a row of an FTS5 table in memory (names, other names, body), and a set of tokens for each of its names.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass
from functools import cache
from math import log
from typing import Any

from commands.topics import text

# How much of its weight a concept keeps that says little about the subject, and a word that is no concept.
GENERIC, PLAIN = 0.4, 0.6


@dataclass(frozen=True, slots=True)
class Entry:
    """One page as the finder sees it. `names` are sets of tokens, one a name, `name_weights` what each
    weighs; `patterns` come with a text that every match holds;
    `all_names` is their union, with `words`; `places` says in which names a token is."""

    slug: str
    kind: str
    title: str
    title_zh: str
    names: tuple[frozenset[str], ...]
    name_weights: tuple[float, ...]
    all_names: frozenset[str]
    body: frozenset[str]
    patterns: tuple[tuple[str, str], ...]
    code: str
    places: dict[str, tuple[int, ...]]


@dataclass(frozen=True)
class Index:
    """All pages, how rare each token is, and the full-text table.

    `unknown` is the weight of a word that no page has; `concepts` are the lexicon's tokens that name a subject;
    `vocabulary` are stems of all known words, for slips of the keyboard.
    """

    entries: tuple[Entry, ...]
    rarity: dict[str, float]
    unknown: float
    concepts: frozenset[str]
    table: sqlite3.Connection
    messages: tuple[tuple[str, str, Entry], ...]
    codes: dict[str, int]
    vocabulary: dict[str, str]


@cache
def index() -> Index:
    """The index, ready to ask."""
    stored = text.stored_index()
    if stored is None:
        raise FileNotFoundError("commands/topics/index.json is missing: run python -m commands.topics.build")
    rows = stored["pages"]
    rarity, concepts = _rarity(rows)
    entries = tuple(_entry(row, rarity) for row in rows)
    table = sqlite3.connect(":memory:", check_same_thread=False)
    table.execute("CREATE VIRTUAL TABLE page USING fts5(title, names, body, tokenize=\"unicode61 tokenchars '-_.'\")")
    table.executemany(
        "INSERT INTO page(rowid, title, names, body) VALUES (?, ?, ?, ?)",
        ((n, row["names"][0], " ".join(row["names"]) + " " + row["words"], row["body"]) for n, row in enumerate(rows)),
    )
    words = {word for key in text.lexicon().english for word in key} | set(rarity)
    vocabulary = {text.stem(word): word for word in sorted(words) if len(word) >= 5 and word.isascii()}
    codes = {entry.code: n for n, entry in enumerate(entries) if entry.code}
    messages = tuple((literal, pattern, entry) for entry in entries for literal, pattern in entry.patterns)
    return Index(entries, rarity, log(1 + len(rows)), concepts, table, messages, codes, vocabulary)


def _rarity(rows: list[dict[str, Any]]) -> tuple[dict[str, float], frozenset[str]]:
    """What each token weighs, by how few pages have it, and which tokens name a subject."""
    book, total = text.lexicon(), len(rows)
    counts: Counter[str] = Counter()
    bodies: Counter[str] = Counter()
    for row in rows:
        named = set(" ".join(row["names"]).split()) | set(row["words"].split())
        counts.update(named)
        bodies.update(set(row["body"].split()) - named)
    concepts = {token for tokens in (*book.english.values(), *book.chinese.values()) for token in tokens}
    concepts -= book.generic

    def weight(token: str) -> float:
        plain = token.isalpha() and token.isascii() and token not in concepts
        factor = GENERIC if token in book.generic else PLAIN if plain else 1.0
        return log(1 + total / (counts[token] + bodies[token] / 4)) * factor

    return {token: weight(token) for token in counts | bodies}, frozenset(concepts)


def _entry(row: dict[str, Any], rarity: dict[str, float]) -> Entry:
    names = tuple(frozenset(name.split()) for name in row["names"])
    places: dict[str, tuple[int, ...]] = {}
    for n, name in enumerate(names):
        for token in name:
            places[token] = (*places.get(token, ()), n)
    union = frozenset().union(*names) | frozenset(row["words"].split())
    return Entry(
        slug=row["slug"],
        kind=row["kind"],
        title=row["title"],
        title_zh=row["title_zh"],
        names=names,
        name_weights=tuple(sum(rarity[token] for token in name) for name in names),
        all_names=union,
        body=frozenset(row["body"].split()),
        patterns=tuple((literal, pattern) for literal, pattern in row["patterns"]),
        code=row["code"],
        places=places,
    )
