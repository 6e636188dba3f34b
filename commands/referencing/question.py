"""What a question asks of the reference: which command, which flags, and what about them.

A text counts as such a question only when nothing in it is left over: every word is a command, a flag,
or one of the words that people ask with. `show logs of web` is a request, because of `web`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from commands.spec.load import command, paths
from commands.spec.notes import table

_FLAG = re.compile(r"--?[A-Za-z][\w-]*(?:=\S*)?")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")
# Groups whose bare name is a subject to learn about, which topics answer.
_TOPICAL = frozenset(
    (
        "compose",
        "swarm",
        "buildx",
        "context",
        "volume",
        "network",
        "image",
        "container",
        "plugin",
        "secret",
        "service",
        "stack",
        "node",
    )
)
_AFTER = frozenset(("flags", "options", "usage", "syntax", "command", "help", "examples", "filters", "parameters", "arguments"))
_EDGES = "`'\"“”‘’,.!?？:;()，。！"  # what stands around words and is no part of them


@cache
def _words(kind: str) -> frozenset[str]:
    """Words that people ask with: `asking`, `filler`."""
    return frozenset(table("asking")[kind])


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: `kind` is flag, flags, filters, fields, values, default, examples, difference, help or what."""

    kind: str
    path: str
    typed: str
    flags: tuple[str, ...]
    lang: str = "en"
    value: str = ""


def read(text: str) -> Question | None:
    """The question in a text; None where it is none for the reference."""
    if len(text) > 300 or "\n" in text.strip():
        return None
    zh_kind, plain, lang = _chinese(text)
    asks = bool(zh_kind) or text.rstrip().endswith(("?", "？"))
    tokens = [_bare(token) for token in re.split(r"[\s，、]+|,\s+", plain)]
    tokens = [token for token in tokens if token]
    tokens, value = _without_value(tokens)
    flags = tuple(token.partition("=")[0] for token in tokens if _FLAG.fullmatch(token))
    words = [token for token in tokens if not _FLAG.fullmatch(token)]
    typed, rest = _command_in(words, bool(flags))
    low = [word.lower() for word in rest]
    if any(word not in _words("asking") and word not in _words("filler") for word in low):
        return None
    if zh_kind is None and _CJK.search(text):
        return None
    asks = asks or any(word in _words("asking") for word in low)
    kind = zh_kind or _kind(low, flags, typed, asks)
    if not kind:
        return None
    if flags == ("--help",) or (flags == ("-h",) and typed and typed not in {"run", "create"}):
        return Question("help", _canonical(typed), typed, (), lang) if typed else None
    question = _checked(kind, typed, flags, lang)
    return replace(question, value=value) if question and value else question


def _without_value(tokens: list[str]) -> tuple[list[str], str]:
    """The tokens without the value that follows the only flag, and that value: `-p 8080:80`, `--restart=always`."""
    places = [index for index, token in enumerate(tokens) if _FLAG.fullmatch(token)]
    if len(places) != 1:
        return tokens, ""
    at = places[0]
    if "=" in tokens[at]:
        return tokens, tokens[at].partition("=")[2]
    following = tokens[at + 1] if at + 1 < len(tokens) else ""
    low = following.lower()
    if not following or low in _words("asking") or low in _words("filler") or low == "docker":
        return tokens, ""
    if not at or not any(token.lower() in _words("asking") for token in tokens[:at]):
        return tokens, ""
    from commands.referencing.entries import takes_value

    if not takes_value(tokens[at]) or (len(tokens) > at + 2 and _command_in(tokens[at + 1 :], True)[0]):
        return tokens, ""
    return [*tokens[: at + 1], *tokens[at + 2 :]], following


def _bare(token: str) -> str:
    """A word without the marks around it."""
    while token and token[0] in _EDGES + "/":
        token = token[1:]
    while token and token[-1] in _EDGES:
        token = token[:-1]
    return token


def _chinese(text: str) -> tuple[str | None, str, str]:
    """The kind that Chinese words ask for, the text without them, and the language."""
    if not _CJK.search(text):
        return None, text, "en"
    kind = None
    for name, phrases in table("asking")["zh"].items():
        for phrase in phrases:
            if phrase in text:
                kind = kind or name
                text = text.replace(phrase, " ")
    for filler in table("asking")["zh_filler"]:
        text = text.replace(filler, " ")
    return (kind if not _CJK.search(text) else None), text, "zh"


def _command_in(words: list[str], with_flags: bool) -> tuple[str, list[str]]:
    """The longest command among the words, and the words that are left. A `docker` before it is taken away."""
    known = paths()
    low = [word.lower() for word in words]
    start = low.index("docker") + 1 if "docker" in low else 0
    if low[start : start + 1] == ["help"] and len(low) > start + 1:
        start += 1
    named = "docker" in low
    best: tuple[int, int] | None = None
    for at in range(start, len(low)):
        for end in range(min(len(low), at + 3), at, -1):
            path = " ".join(low[at:end])
            if (
                path in known
                and (named or with_flags or _is_clear(low, at, end))
                and (best is None or end - at > best[1] - best[0])
            ):
                best = (at, end)
        if named and best:
            break
    if best is None:
        return "", [word for word in words if word.lower() != "docker"]
    at, end = best
    return " ".join(low[at:end]), [word for index, word in enumerate(words) if not at <= index < end and word.lower() != "docker"]


def _is_clear(low: list[str], at: int, end: int) -> bool:
    """Without the word docker, a command counts after `help` or `of`, before `flags`, or alone with them."""
    before = low[at - 1] if at else ""
    after = low[end] if end < len(low) else ""
    return before in {"help", "of", "for", "man", "does"} or after in _AFTER


def _kind(low: list[str], flags: tuple[str, ...], typed: str, asks: bool) -> str:
    """What the words ask for; "" for no question."""
    words = set(low)
    if len(flags) == 2 and words & {"difference", "vs", "versus", "compare", "between"}:
        return "difference"
    if words & {"difference", "vs", "versus", "compare"}:
        return ""
    if flags:
        if not asks and flags not in {("--help",), ("-h",)}:
            return ""
        if words & {"default", "defaults"}:
            return "default"
        if words & {"values", "value"}:
            return "values"
        return "flag"
    if not typed:
        return ""
    if words & {"filters", "filter"} and asks:
        return "filters"
    if words & {"fields", "placeholders", "columns"} or ("format" in words and asks):
        return "fields"
    if words & {"flags", "options", "switches", "parameters", "params", "arguments", "args", "flag", "option", "parameter"}:
        return "flags"
    if words & {"example", "examples"}:
        return "examples"
    if words & {"help", "usage", "syntax", "manual", "man", "reference", "docs", "documentation", "how", "alias", "aliases"}:
        return "help"
    if words & {
        "what",
        "whats",
        "what's",
        "explain",
        "describe",
        "meaning",
        "mean",
        "means",
        "purpose",
        "does",
        "definition",
        "define",
    }:
        return "what"
    return ""


def _canonical(typed: str) -> str:
    return command(typed).path


def _checked(kind: str, typed: str, flags: tuple[str, ...], lang: str) -> Question | None:
    """The question, when command and flags exist; a bare group is a topic and not for the reference."""
    if typed and kind == "what" and not flags and typed in _TOPICAL:
        return None
    if kind == "what" and flags:
        kind = "flag"
    if kind in {"help", "examples"} and flags:
        kind = "flag"
    if kind in {"flags", "filters", "fields", "examples", "help", "what"} and not typed:
        return None
    if kind in {"flag", "default", "values", "difference"} and not flags:
        return None
    if kind == "help" and not typed:
        return None
    return Question(kind, _canonical(typed) if typed else "", typed, flags, lang)
