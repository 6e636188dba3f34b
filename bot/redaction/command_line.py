"""Secrets in a command line as it is echoed: values of variables and build arguments, wherever the words stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.redaction.names import bland, hides
from commands.words import Script, Word, read

Span = tuple[int, int]
_LONG = ("--env", "--build-arg", "--env-add")
_CLUSTER = re.compile(r"-[a-zA-Z]{0,8}?e")
_GLUED = re.compile(r"(?:--env|--env-add|--build-arg)=|-[a-zA-Z]{0,8}?e=?(?=[A-Za-z_]\w*=)")
_SETTINGS = ("DOCKER_", "BUILDKIT_", "COMPOSE_")
_MOST = 200_000


def variable_values(text: str, every: bool) -> Iterator[Span]:
    """The places of values of `-e`, `--env`, `--env-add` and `--build-arg`: `every` one, or those whose name looks secret.

    Assignments before a command (`TOKEN=x docker …`) are meant too.
    """
    if "=" not in text or len(text) > _MOST:
        return
    script = read(text)
    if not script.pipelines:
        yield from _of_broken(text, every)
        return
    yield from _of_script(script, every)


def _of_script(script: Script, every: bool) -> Iterator[Span]:
    for stage in script.stages():
        words = (*stage.prefix, *stage.words)
        for word in words:
            for inner in word.substitutions:
                yield from _of_script(inner.script, every)
        for word in stage.prefix:
            yield from _assigned(script.text, word, 0, every and stage.is_docker and not word.text.startswith(_SETTINGS))
        for before, word in pairwise(words):
            if before.text in _LONG or _CLUSTER.fullmatch(before.text):
                yield from _assigned(script.text, word, 0, every)
            elif glued := _GLUED.match(word.text):
                yield from _assigned(script.text, word, glued.end(), every)


def _assigned(text: str, word: Word, skip: int, every: bool) -> Iterator[Span]:
    """The value of `NAME=value` in a word, from its `=` to its end (a closing quote stays)."""
    name, equals, value = word.text[skip:].partition("=")
    if not equals or not value or value.startswith("[redacted]"):
        return
    if every or (hides(name, value) and not bland(value)):
        raw = text[word.start : word.end]
        at = raw.find("=", raw.find(name) + len(name)) + 1
        if at <= 0:
            at = raw.find("=") + 1
        closing = 1 if raw[-1:] in "\"'" and len(raw) > at else 0
        opening = 1 if raw[at : at + 1] in ("'", '"') and closing and len(raw) > at + 1 else 0
        yield word.start + at + opening, word.end - closing


_LOOSE = re.compile(
    r"(?:-[a-zA-Z]{0,8}e|--env|--env-add|--build-arg)[ =]\s{0,4}[\"']?([A-Za-z_][\w.]{0,100})=(\"[^\"\n]*\"?|'[^'\n]*'?|\S+)"
)


def _of_broken(text: str, every: bool) -> Iterator[Span]:
    """The same in a text that cannot be read as words (an open quote, say)."""
    for match in _LOOSE.finditer(text):
        value = match.group(2)
        if not value.startswith("[redacted]") and (every or hides(match.group(1), value)):
            yield match.span(2)
