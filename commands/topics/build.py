"""Make `index.json` from the pages and the lexicon: `python -m commands.topics.build`.

A test fails where the stored index is not the one that these pages give.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from importlib import resources
from pathlib import Path
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from commands.topics import text
from commands.topics.pagefile import Topic, load

# On so many pages a word is common.
COMMON = 12


def digest() -> str:
    """A fingerprint of the pages and the lexicon: an index of other pages is stale."""
    whole = hashlib.sha256(resources.files("commands.topics").joinpath("lexicon.txt").read_bytes())
    for topic in load():
        whole.update(repr((topic, topic.body, topic.body_zh)).encode())
    return whole.hexdigest()


def build() -> dict[str, Any]:
    """The index as data, from the pages and the lexicon's own file."""
    text.BUILDING = True
    text.stored_index.cache_clear()
    text.lexicon.cache_clear()
    try:
        return _build()
    finally:
        text.BUILDING = False
        text.stored_index.cache_clear()
        text.lexicon.cache_clear()


def _build() -> dict[str, Any]:
    topics = load()
    said = {topic.slug: Counter(_said(name) for name in _names(topic)) for topic in topics}
    most: Counter[str] = Counter()
    for counts in said.values():
        for name, count in counts.items():
            most[name] = max(most[name], count)
    pages = Counter(token for counts in said.values() for token in set(" ".join(counts).split()))
    rows = []
    for topic in topics:
        title = set(text.tokens(topic.title))
        # What several pages are called belongs to the page that is called so most often.
        kept = [name for name, count in said[topic.slug].items() if name and count == most[name]]
        # A name that comes down to one common word says nothing, unless the title says it too.
        kept = [name for name in kept if " " in name or pages[name] < COMMON or name in title]
        body = sorted(set(text.tokens(topic.prose("en")) + text.tokens(topic.prose("zh"))))
        rows.append(
            {
                "slug": topic.slug,
                "kind": topic.kind,
                "title": topic.title,
                "title_zh": topic.title_zh,
                "code": topic.code,
                "patterns": [[literal(one), one] for one in topic.patterns],
                "names": kept,
                "words": " ".join(text.tokens(topic.words)),
                "body": " ".join(body),
            }
        )
    return {"digest": digest(), "lexicon": lexicon_rows(), "pages": rows}


def _names(topic: Topic) -> tuple[str, ...]:
    return (topic.title, topic.title_zh, *topic.names, *topic.names_zh)


def _said(name: str) -> str:
    """A name as its tokens, in one order."""
    return " ".join(sorted(set(text.tokens(name))))


def literal(pattern: str) -> str:
    """The longest text, in small letters, that every match of a pattern holds; "" where that is too short to help."""
    runs = [""]
    for kind, value in _parser.parse(pattern, re.I):
        if str(kind) == "LITERAL":
            runs[-1] += chr(value).lower()
        else:
            runs.append("")
    best = max(runs, key=len)
    return best if len(best) >= 4 else ""


def lexicon_rows() -> dict[str, Any]:
    """The lexicon as the index keeps it, so that `lexicon.txt` need not be read again."""
    book = text.read_lexicon()
    return {
        "english": {" ".join(key): " ".join(tokens) for key, tokens in book.english.items()},
        "chinese": {key: " ".join(tokens) for key, tokens in book.chinese.items()},
        "generic": sorted(book.generic),
        "commands": sorted(book.commands),
    }


def as_text(data: dict[str, Any]) -> str:
    """The file's text: a line a value, so that changes can be read."""
    return json.dumps(data, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


if __name__ == "__main__":
    Path(__file__).with_name("index.json").write_text(as_text(build()), "utf-8")
