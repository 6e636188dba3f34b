"""The lexicon's files, read once: `key: phrase | phrase`, in sections; and phrases found in a text by their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import product
from typing import Any

from commands.ask.tokens import Token

Node = dict[str, Any]
SKIPPED = frozenset(
    {"the", "a", "an", "my", "your", "its", "their", "our", "docker", "any", "of", "these", "those", "this", "that", "some"}
)


def rows(name: str) -> Iterator[tuple[str, str, str, str]]:
    """Every row of a file: section ("" before the first), key, `:` or `=`, the rest."""
    text = resources.files("commands.ask").joinpath("lexicon", f"{name}.txt").read_text("utf-8")
    section = ""
    for line in text.splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            section = line.strip("[]")
            continue
        colon, equal = line.find(": "), line.find(" = ")
        if equal > 0 and (colon < 0 or equal < colon):
            yield section, line[:equal].strip(), "=", line[equal + 3 :]
        elif line.endswith(":") and colon < 0:
            yield section, line[:-1], ":", ""
        elif colon > 0:
            yield section, line[:colon].strip(), ":", line[colon + 2 :]


@cache
def words(name: str) -> frozenset[str]:
    """One set of `words.txt`."""
    return _word_sets()[name]


def pairs(name: str) -> dict[str, str]:
    """One set of `words.txt` whose words say what they mean: `died=die`."""
    return dict(word.split("=", 1) for word in sorted(words(name)))


@cache
def _word_sets() -> dict[str, frozenset[str]]:
    return {key: frozenset(rest.split()) for _, key, _, rest in rows("words")}


@cache
def section(name: str, wanted: str) -> tuple[tuple[str, str, str], ...]:
    """The rows of one section of a file; a heading may name several."""
    return _sections(name).get(wanted, ())


@cache
def _sections(name: str) -> dict[str, tuple[tuple[str, str, str], ...]]:
    table: dict[str, list[tuple[str, str, str]]] = {}
    for heading, key, kind, rest in rows(name):
        for one in heading.split(", "):
            table.setdefault(one, []).append((key, kind, rest))
    return {heading: tuple(found) for heading, found in table.items()}


def spread(phrase: str) -> Iterator[tuple[str, ...]]:
    """All the word rows that a phrase stands for: `a/b` is either, `word?` may be missing."""
    choices: list[tuple[str, ...]] = []
    for word in phrase.replace("'s ", " 's ").split():
        if word.startswith(("<", "/", ".")):
            choices.append((word,))
            continue
        parts = word.split("/")
        if parts[-1] == "?":
            choices.append((*parts[:-1], ""))
        elif word.endswith("?"):
            choices.append((*word[:-1].split("/"), ""))
        else:
            choices.append(tuple(parts))
    for combination in product(*choices):
        words = tuple(word for word in combination if word)
        if words:
            yield words


class Phrases:
    """Phrases by their words, each with something to say about it."""

    def __init__(self) -> None:
        self.root: Node = {}

    def add(self, phrase: str, payload: Any) -> None:
        """Add one phrase; the hyphenated spelling of its words counts as well."""
        for words in spread(phrase):
            self._add(words, payload)
            if 1 < len(words) < 4 and all(word.isalpha() for word in words):
                self._add(("-".join(words),), payload)

    def _add(self, words: Sequence[str], payload: Any) -> None:
        node = self.root
        for word in words:
            node = node.setdefault(word, {})
        node.setdefault("", []).append(payload)

    def scan(self, tokens: Sequence[Token]) -> list[tuple[int, int, Any]]:
        """Every phrase in the text: first word, word after the last, payload."""
        found: list[tuple[int, int, Any]] = []
        root = self.root
        for i, token in enumerate(tokens):
            if token.low in root or token.base in root:
                self._walk(tokens, i, i, root, found)
        return found

    def _walk(self, tokens: Sequence[Token], start: int, at: int, node: Node, found: list[tuple[int, int, Any]]) -> None:
        if at >= len(tokens):
            return
        token = tokens[at]
        if token.quoted or token.own:
            return
        for word in (token.low, token.base) if token.low != token.base else (token.low,):
            child = node.get(word)
            if child is not None:
                for payload in child.get("", ()):
                    found.append((start, at + 1, payload))
                self._walk(tokens, start, at + 1, child, found)
        if at > start and token.low in SKIPPED:
            self._walk(tokens, start, at + 1, node, found)


@cache
def vocabulary() -> frozenset[str]:
    """Every word that the lexicon uses in its phrases."""
    words: set[str] = set()
    for name in ("verbs", "concepts", "flags", "filters", "columns"):
        for _, _, _, rest in rows(name):
            for phrase in rest.replace("||", "|").split("|"):
                for word in phrase.split("=")[0].replace("/", " ").replace("?", " ").replace("!", " ").split():
                    words.add(word)
    words.update({"docker", "container", "image"})
    return frozenset(words)


@cache
def fillers() -> frozenset[str]:
    """Words that change nothing."""
    return _common()[0]


@cache
def everyday() -> frozenset[str]:
    """Words that nobody names a container by, fillers included."""
    return _common()[1]


@cache
def _common() -> tuple[frozenset[str], frozenset[str]]:
    text = resources.files("commands.ask").joinpath("lexicon", "common.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    cut = lines.index("---")
    first = frozenset(" ".join(lines[:cut]).split())
    return first, first | frozenset(" ".join(lines[cut + 1 :]).split())
