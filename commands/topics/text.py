"""A person's words → the tokens that topics are found by: one concept, one token, in either language.

`lexicon.txt` names the concepts; what it does know is stemmed lightly (English) or cut into
pairs of characters (Chinese). Pages and questions go through the same function.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

# True while `build` makes the index: then the lexicon is read from its own file.
BUILDING = False
CJK = re.compile(r"[㐀-鿿]")
_WORD = re.compile(r"(?<![A-Za-z0-9_-])-[A-Za-z]{1,3}(?![A-Za-z0-9_-])|&&|<none>|\d+(?:\.\d+)*|[a-z0-9]+|[㐀-鿿]+")
_LONG_FLAG = re.compile(r"(?<![A-Za-z0-9_-])--([a-z][a-z0-9-]+)")
_INSTRUCTION = re.compile(
    r"(?<![A-Z_<-])(FROM|RUN|CMD|ENTRYPOINT|COPY|ADD|ENV|ARG|EXPOSE|WORKDIR|USER|VOLUME|LABEL|HEALTHCHECK|SHELL"
    r"|STOPSIGNAL|ONBUILD|MAINTAINER)(?![A-Z_])"
)
_MAYBE = re.compile("有没有|能不能|是不是|会不会|可不可以|要不要|需不需要|能否|是否")
# Words that say nothing about the subject. The form of a question is read elsewhere (`forms`).
_STOP = """
    a able about actual actually after again ago also always am an and any anybody anyone anything anyway are as ask
    at basically be because been being best bit briefly but by can correct could day days define definition describe
    description did different differently do docker does doing done even ever everyone exactly explain explained
    explaining explains for from gb get gets getting give given go going good got had happen happened happens has have
    hello help hey hi hour hours how however i idea if im in into is isnt it its itself ive just kb keep keeps know
    last learn let lets like little lot may maybe mb me mentioned might mine minute minutes much my need needs night
    no normally not now of off on once one only or other our out own people please possible proper properly put
    question quick quickly really relate related right s same say second seconds seem seems seen short should simply
    single so some somebody someone something sort still stuff such sure t take tell tells than thank thanks that the
    their them then there these they thing things this those through to today tomorrow too try trying turn typical
    understand up us usual usually very via want wants was way we week well were what whats when where whether which
    while why will with within without wont work working works would yes yesterday you your
"""
STOP = frozenset(_STOP.split())
_ZH_STOP = re.compile(
    "到底|究竟|东西|其实|真的|具体|简单|详细|怎么用|使用方法|用法|有啥|为啥|啥|咋|情况|办法|方法|方式|命令|新手|老是|老"
    "|哪种|哪一种|哪一个|关系|总|优势|优点|好处|关于|起到|起|昨天|刚刚|刚|现在|目前|正确|通过|比|跟|什么时候|为什么"
    "|有什么|是什么|什么是|什么|怎么样|怎么办|怎么|怎样|如何|为何|哪些|哪个|哪里|多少|是否|可以|能不能|能否|可不可以|请问"
    "|请|一下|一个|这个|那个|我的|我们|你们|他们"
    "|应该|需要|想要|必须|如果|的时候|时候|时|之后|之间|之前|以后|然后|因为|所以|但是|而且|或者|或|还是|并且|并|有没有"
    "|没有|没|有|会不会|会|要|想|把|被|给|让|对|从|到|在|里面|里|中|上面|上|下面|下|和|与|跟|及|以及"
    "|的|了|是|我|你|它|他|吗|呢|吧|啊|呀|着|过|就|都|也|还|又|再|很|更|最|不|个|只|这|那|哪|几|能|得|地|一|用来|用于"
    "|关于|介绍|解释|说明|讲讲|讲解|告诉|知道|帮我|帮|来|去|时侯|呗|嘛|谁|自己|总是|一直|出现|进行|不能|不了|不到|不同的"
    "|某个|才|该|将"
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Concepts by English words (a tuple of them) and by Chinese ones; `heads`: the longest phrase that starts with a word.

    `generic` are concepts that say little about the subject; `commands` are docker's words after `docker`.
    """

    english: dict[tuple[str, ...], tuple[str, ...]]
    heads: dict[str, int]
    chinese: dict[str, tuple[str, ...]]
    longest: int
    generic: frozenset[str]
    commands: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The concepts, from the stored index; from `lexicon.txt` while the index is made."""
    stored = stored_index()
    if stored is None:
        return read_lexicon()
    rows = stored["lexicon"]
    english = {tuple(key.split(" ")): tuple(tokens.split()) for key, tokens in rows["english"].items()}
    chinese = {key: tuple(tokens.split()) for key, tokens in rows["chinese"].items()}
    return _lexicon(english, chinese, frozenset(rows["generic"]), frozenset(rows["commands"]))


@cache
def stored_index() -> dict[str, Any] | None:
    """`index.json`; None while it is being made."""
    file = resources.files("commands.topics").joinpath("index.json")
    if BUILDING or not file.is_file():
        return None
    rows: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return rows


def read_lexicon() -> Lexicon:
    """The concepts of `lexicon.txt`."""
    english: dict[tuple[str, ...], tuple[str, ...]] = {}
    chinese: dict[str, tuple[str, ...]] = {}
    generic: set[str] = set()
    verbs: frozenset[str] = frozenset()
    for line in resources.files("commands.topics").joinpath("lexicon.txt").read_text("utf-8").splitlines():
        concept, colon, words = line.partition(": ")
        if not colon or line.startswith("#"):
            continue
        if concept == "commands":
            verbs = frozenset(words.split())
            continue
        tokens = tuple(concept.lstrip("~").split())
        if concept.startswith("~"):
            generic.update(tokens)
        left, _, right = words.partition("|")
        for phrase in left.split(","):
            key = tuple(raw_words(normalise(phrase)))
            if key:
                english.setdefault(key, tokens)
        for word in right.split(","):
            if word.strip():
                chinese[normalise(word.strip())] = tokens
    return _lexicon(english, chinese, frozenset(generic), verbs)


def _lexicon(
    english: dict[tuple[str, ...], tuple[str, ...]],
    chinese: dict[str, tuple[str, ...]],
    generic: frozenset[str],
    verbs: frozenset[str],
) -> Lexicon:
    heads: dict[str, int] = {}
    for key in english:
        heads[key[0]] = max(heads.get(key[0], 0), len(key))
    return Lexicon(english, heads, chinese, max(map(len, chinese)), generic, verbs)


def normalise(text: str) -> str:
    """Lower case (short flags keep theirs), one form of characters, no apostrophes."""
    text = unicodedata.normalize("NFKC", text).replace("’", "'")
    text = re.sub(r"(?<![A-Za-z0-9_-])-([A-Z])(?![A-Za-z0-9_-])", lambda m: f"-{ord(m[1])}cap", text).lower()
    text = re.sub(r"(\w)'s\b", r"\1", text)
    text = re.sub(r"\b(i|you|we|they|he|she)'(?:d|ll|ve|re)\b", r"\1", text)
    text = _MAYBE.sub(" ", re.sub(r"(\w)'(\w)", r"\1\2", text))
    return re.sub(r"(?<=[㐀-鿿])[ \t]+(?=[a-z0-9])|(?<=[a-z0-9])[ \t]+(?=[㐀-鿿])", "", text)


def raw_words(text: str) -> list[str]:
    """The words of a normalised text: numbers, short flags, words; long flags lose their dashes."""
    return _WORD.findall(_LONG_FLAG.sub(r" \1 ", text).replace("-80cap", " flagcapitalp "))


def stem(word: str) -> str:
    """A light stem: plurals and the commonest endings."""
    if len(word) > 4:
        for ending, put in (
            ("ies", "y"),
            ("sses", "ss"),
            ("fully", "ful"),
            ("ing", ""),
            ("ed", ""),
            ("ly", ""),
            ("es", "e"),
            ("s", ""),
        ):
            if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
                return word[: -len(ending)] + put
    return word


def tokens(text: str) -> list[str]:
    """The tokens of a text, in order, repeated ones kept."""
    found = [f"instruction_{name.lower()}" for name in _INSTRUCTION.findall(text)]
    text = normalise(text)
    found += [f"--{name}" for name in _LONG_FLAG.findall(text)]
    for piece, concept in _chinese(text):
        found += concept if concept else _english(piece)
    return found


def _chinese(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Cut out the Chinese words that the lexicon knows; the rest stays text."""
    if not CJK.search(text):
        return [(text, ())]
    book, pieces, start, at = lexicon(), [], 0, 0
    while at < len(text):
        for size in range(min(book.longest, len(text) - at), 0, -1):
            concept = book.chinese.get(text[at : at + size])
            if concept:
                pieces += [(text[start:at], ()), ("", concept)]
                at = start = at + size
                break
        else:
            at += 1
    return [*pieces, (text[start:], ())]


def _english(text: str) -> list[str]:
    book, found = lexicon(), []
    words = raw_words(text)
    at = 0
    while at < len(words):
        word = words[at]
        if word == "docker" and at + 1 < len(words) and words[at + 1] in book.commands:
            found.append(f"docker_{words[at + 1]}")
        if CJK.match(word):
            found += _pairs(word)
            at += 1
            continue
        for size in range(min(book.heads.get(word, 0), len(words) - at), 0, -1):
            concept = book.english.get(tuple(words[at : at + size]))
            if concept:
                found += concept
                at += size
                break
        else:
            if word not in STOP:
                found.append(stem(word))
            at += 1
    return found


def _pairs(run: str) -> list[str]:
    found: list[str] = []
    for part in _ZH_STOP.split(run):
        found += [part[i : i + 2] for i in range(len(part) - 1)] if len(part) > 1 else [part] if part else []
    return found
