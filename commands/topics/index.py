"""What the finder needs to know of every page, prepared once: `index.json`, made by `python -m commands.topics.build`.

A page is a row of an FTS5 table in memory (names, other names, body), and a set of tokens for each of its names.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import log
from typing import Any

from commands.topics import text


# How much of its weight a concept keeps that says little about the subject.
GENERIC = 0.45


@dataclass(frozen=True, slots=True)
class Entry:
    """One page as the finder sees it. `names` are sets of tokens, one a name; `all_names` their union, with `words`."""

    slug: str
    kind: str
    title: str
    title_zh: str
    names: tuple[frozenset[str], ...]
    all_names: frozenset[str]
    body: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]
    code: str


@dataclass(frozen=True)
class Index:
    """All pages, how rare each token is, and the full-text table.

    `unknown` is the weight of a word that no page has; `concepts` are the lexicon's tokens that name a subject.
    """

    entries: tuple[Entry, ...]
    rarity: dict[str, float]
    unknown: float
    concepts: frozenset[str]
    table: sqlite3.Connection
    codes: dict[str, int]
    vocabulary: tuple[str, ...]


@cache
def index() -> Index:
    """The index, ready to ask."""
    stored = resources.files("commands.topics").joinpath("index.json")
    rows = json.loads(stored.read_text("utf-8"))["pages"]
    entries = tuple(_entry(row) for row in rows)
    table = sqlite3.connect(":memory:", check_same_thread=False)
    table.execute("CREATE VIRTUAL TABLE page USING fts5(title, names, body, tokenize=\"unicode61 tokenchars '-_.'\")")
    table.executemany(
        "INSERT INTO page(rowid, title, names, body) VALUES (?, ?, ?, ?)",
        ((n, row["names"][0], " ".join(row["names"]) + " " + row["words"], row["body"]) for n, row in enumerate(rows)),
    )
    counts = Counter(token for entry in entries for token in entry.all_names)
    bodies = Counter(token for entry in entries for token in entry.body - entry.all_names)
    total = len(entries)
    book = text.lexicon()
    rarity = {
        token: log(1 + total / (counts[token] + bodies[token] / 4)) * (GENERIC if token in book.generic else 1)
        for token in counts | bodies
    }
    concepts = frozenset(
        token for tokens in (*book.english.values(), *book.chinese.values()) for token in tokens if token not in book.generic
    )
    codes = {entry.code: n for n, entry in enumerate(entries) if entry.code}
    vocabulary = tuple(
        {*(t for t in rarity if len(t) >= 5 and t.isascii()), *(w for key in text.lexicon().english for w in key if len(w) >= 5)}
    )
    return Index(entries, rarity, log(1 + total), concepts, table, codes, vocabulary)


def _entry(row: dict[str, Any]) -> Entry:
    names = tuple(frozenset(name.split()) for name in row["names"])
    union = frozenset().union(*names) | frozenset(row["words"].split())
    patterns = tuple(re.compile(pattern, re.I) for pattern in row["patterns"])
    return Entry(
        row["slug"], row["kind"], row["title"], row["title_zh"], names, union, frozenset(row["body"].split()), patterns, row["code"]
    )
