"""Make `index.json` from the pages and the lexicon: `python -m commands.topics.build`.

A test fails where the stored index is not the one that these pages give.
"""

from __future__ import annotations

import hashlib
import json
from importlib import resources
from pathlib import Path
from typing import Any

from commands.topics import text
from commands.topics.pagefile import load


def digest() -> str:
    """A fingerprint of the pages and the lexicon: an index of other pages is stale."""
    whole = hashlib.sha256(resources.files("commands.topics").joinpath("lexicon.txt").read_bytes())
    for topic in load():
        whole.update(repr((topic, topic.body, topic.body_zh)).encode())
    return whole.hexdigest()


def build() -> dict[str, Any]:
    """The index as data, from the pages."""
    rows = []
    for topic in load():
        names = (topic.title, topic.title_zh, *topic.names, *topic.names_zh)
        sets = list(dict.fromkeys(" ".join(sorted(set(text.tokens(name)))) for name in names))
        body = sorted(set(text.tokens(topic.prose("en")) + text.tokens(topic.prose("zh"))))
        rows.append(
            {
                "slug": topic.slug,
                "kind": topic.kind,
                "title": topic.title,
                "title_zh": topic.title_zh,
                "code": topic.code,
                "patterns": list(topic.patterns),
                "names": [one for one in sets if one],
                "words": " ".join(text.tokens(topic.words)),
                "body": " ".join(body),
            }  # fmt: skip
        )
    return {"digest": digest(), "pages": rows}


def as_text(data: dict[str, Any]) -> str:
    """The file's text: a line a value, so that changes can be read."""
    return json.dumps(data, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


if __name__ == "__main__":
    Path(__file__).with_name("index.json").write_text(as_text(build()), "utf-8")
