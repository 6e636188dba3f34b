"""One topic: a Markdown file with a small head."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from commands.answer import Answer

KINDS = ("concept", "howto", "comparison", "instruction", "flag", "problem", "exit", "error")
_FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```[ \t]*$\n?", re.M | re.S)


@dataclass(frozen=True)
class Topic:
    """A page of `pages/`: its head, and a body a language.

    `slug` is the file's name. `names` and `names_zh` are other ways to ask for it, `words` more that
    it should be found by. `patterns` recognise a pasted message, `code` an exit code.
    """

    slug: str
    title: str
    title_zh: str
    kind: str
    names: tuple[str, ...] = ()
    names_zh: tuple[str, ...] = ()
    words: str = ""
    commands: tuple[str, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    patterns: tuple[str, ...] = ()
    code: str = ""
    body: str = field(default="", repr=False)
    body_zh: str = field(default="", repr=False)

    def title_in(self, lang: str) -> str:
        """The title in `en` or `zh`."""
        return self.title_zh if lang == "zh" else self.title

    @property
    def blocks(self) -> tuple[tuple[str, str], ...]:
        """Its fenced blocks: (language, text)."""
        return tuple((match[1], match[2]) for match in _FENCE.finditer(self.body))

    @property
    def examples(self) -> tuple[str, ...]:
        """Its docker commands, a line each."""
        lines = (line.strip() for language, text in self.blocks if language == "sh" for line in text.splitlines())
        return tuple(line for line in lines if "docker" in line.split())

    def prose(self, lang: str = "en") -> str:
        """The sentences without the examples."""
        return _FENCE.sub("", self.body_zh if lang == "zh" else self.body).strip()

    def text(self, lang: str = "en") -> str:
        """The sentences, then the examples, as Markdown."""
        fences = "\n".join(f"```{language}\n{block}```" for language, block in self.blocks)
        return f"{self.prose(lang)}\n\n{fences}" if fences else self.prose(lang)

    def answer(self, lang: str = "en", confidence: float = 1.0, related: tuple[str, ...] = ()) -> Answer:
        """The page as an answer in that language."""
        examples = tuple(line for line in self.examples if line.startswith("docker "))
        return Answer(
            title=self.title_in(lang),
            text=self.text(lang),
            sources=tuple(f"{name} – {address}" for name, address in self.sources),
            command=examples[0] if examples else None,
            related=related or tuple(f"docker {path}" for path in self.commands),
            confidence=confidence,
            examples=examples,
        )


def parse(slug: str, text: str) -> Topic:
    """Read a page; ValueError says what its head lacks."""
    _, head, body = re.split(r"^---$\n", text, maxsplit=2, flags=re.M)
    rows: dict[str, list[str]] = {}
    for line in head.splitlines():
        key, colon, value = line.partition(": ")
        if not colon:
            raise ValueError(f"{slug}: not a line of a head: {line!r}")
        rows.setdefault(key, []).append(value.strip())
    unknown = set(rows) - {"title", "title_zh", "kind", "also", "also_zh", "words", "commands", "source", "pattern", "code"}
    if unknown or rows["kind"][0] not in KINDS:
        raise ValueError(f"{slug}: unknown in its head: {sorted(unknown) or rows['kind'][0]}")
    english, _, chinese = body.partition("\n## zh\n")
    return Topic(
        slug=slug,
        title=rows["title"][0],
        title_zh=rows["title_zh"][0],
        kind=rows["kind"][0],
        names=_several(rows.get("also", [])),
        names_zh=_several(rows.get("also_zh", [])),
        words=" ".join(rows.get("words", [])),
        commands=tuple(part.strip() for row in rows.get("commands", []) for part in row.split(",") if part.strip()),
        sources=tuple(_source(row) for row in rows.get("source", [])),
        patterns=tuple(rows.get("pattern", [])),
        code=rows.get("code", [""])[0],
        body=english.strip() + "\n",
        body_zh=chinese.strip() + "\n",
    )


def _several(rows: list[str]) -> tuple[str, ...]:
    return tuple(part.strip() for row in rows for part in row.split("|") if part.strip())


def _source(row: str) -> tuple[str, str]:
    name, _, address = row.partition(" | ")
    return name.strip(), address.strip()


def folder() -> Traversable:
    """Where the pages are."""
    return resources.files("commands.topics").joinpath("pages")


@cache
def page(slug: str) -> Topic:
    """One topic by its file's name; KeyError where there is none."""
    file = folder().joinpath(f"{slug}.md")
    if not re.fullmatch(r"[a-z0-9-]+", slug) or not file.is_file():
        raise KeyError(slug)
    return parse(slug, file.read_text("utf-8"))


@cache
def load() -> tuple[Topic, ...]:
    """Every topic, by name of its file."""
    names = sorted(item.name.removesuffix(".md") for item in folder().iterdir() if item.name.endswith(".md"))
    return tuple(page(name) for name in names)
