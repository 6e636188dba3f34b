"""A person's words, cut: names, numbers and sizes keep their shape, quotes keep what is in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from commands.ask import shapes


@dataclass(frozen=True, slots=True)
class Token:
    """One word. `low` is what phrases are matched with, `base` its dictionary form, `value` what would stand in a command;
    `own` marks an ordinary word that is somebody's name here."""

    text: str
    low: str
    base: str
    start: int
    end: int
    kinds: frozenset[str]
    quoted: bool = False
    value: str = ""
    own: bool = False

    def __hash__(self) -> int:
        return hash((self.text, self.start))

    @property
    def punct(self) -> bool:
        """A mark, not a word."""
        return "punct" in self.kinds

    def based(self, base: str) -> Token:
        """The same word with this dictionary form."""
        return Token(self.text, self.low, base, self.start, self.end, self.kinds, self.quoted, self.value, self.own)

    def is_(self, *kinds: str) -> bool:
        """True when it looks like one of these."""
        return not self.kinds.isdisjoint(kinds)


PUNCT = frozenset({"punct"})
_QUOTES = {'"': '"', "'": "'", "`": "`", "“": "”", "「": "」", "『": "』", "《": "》"}
_CONTRACTIONS = {
    "don't": "not",
    "dont": "not",
    "doesn't": "not",
    "didn't": "not",
    "isn't": "not",
    "aren't": "not",
    "won't": "not",
    "can't": "not",
    "cannot": "not",
    "shouldn't": "not",
    "haven't": "not",
    "hasn't": "not",
    "wasn't": "not",
    "couldn't": "could",
    "wouldn't": "would",
    "what's": "what is",
    "which's": "which is",
    "who's": "who is",
    "where's": "where is",
    "how's": "how is",
    "that's": "that is",
    "it's": "it is",
    "there's": "there is",
    "i'd": "i would",
    "i'm": "i am",
    "i've": "i have",
    "let's": "let us",
    "we're": "we are",
    "they're": "they are",
    "you're": "you are",
    "i'll": "i will",
    "we'd": "we would",
    "whats": "what is",
    "we've": "we have",
    "they've": "they have",
    "you'd": "you would",
    "pls": "please",
    "plz": "please",
    "w/o": "without",
    "w/": "with",
    "&": "and",
    "+": "and",
    "runing": "running",
    "stoped": "stopped",
    "exitted": "exited",
    "taged": "tagged",
    "em": "them",
    "incl": "including",
    "tho": "though",
}
_WORD = re.compile(
    r"""[^\s,;?!()（）“”"`，。；？！、：|]+(?:,[^\s,;?!()（）“”"`，。；？！、：|]+)*|\||[,;?!():（），。；？！、：]""",
    re.VERBOSE,
)
# Words that people put in quotes and that are nobody's names all the same.
TERMS = frozenset(
    "stdin stdout stderr tar json yaml dockerfile uid gid uid/gid tty cmd env expose entrypoint workdir healthcheck".split()
)
# A Go template: pieces in braces, with marks between them and no words, unless a block stands open.
_PIECE = r"\{\{[^{}\n]{1,200}\}\}"
_TEMPLATE = re.compile(
    r"\{\{-? ?(?:range|with|if)\b[^{}\n]{1,200}\}\}[^\n]{0,300}\{\{-? ?end ?-?\}\}"
    rf"|{_PIECE}(?:(?:\\[tn]|[^\w\n{{}}]){{0,8}}{_PIECE}){{0,20}}"
)
# Behind these "a second" counts things, no time.
ORDINAL = frozenset(
    "tag alias name network volume container image label port service node copy instance replica one time terminal".split()
)
TEMPLATE = frozenset({"template", "quoted"})
_TRAIL = re.compile(r"[.:;…'’]+$")
_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


def cut(text: str) -> list[Token]:
    """The words of a text, in order."""
    out: list[Token] = []
    i, n = 0, len(text)
    while i < n:
        char = text[i]
        if char.isspace():
            i += 1
            continue
        template = _TEMPLATE.match(text, i) if char == "{" else None
        if template:
            out.append(Token(template[0], template[0], template[0], i, template.end(), TEMPLATE, True, template[0]))
            i = template.end()
            continue
        close = _QUOTES.get(char)
        if close and (i == 0 or not text[i - 1].isalnum() or char not in "'"):
            end = _closing(text, i, close)
            if end > 0:
                out += _quoted(text, i, end)
                i = end + 1
                continue
        match = _WORD.match(text, i)
        if not match:
            i += 1
            continue
        if match[0] == "." and i and not text[i - 1].isspace():
            out.append(Token(".", ".", ".", i, i + 1, PUNCT))
        else:
            out += _word(match[0], i)
        i = match.end()
    return _units(out)


def _closing(text: str, i: int, close: str) -> int:
    """Where a quote ends, or -1: a `'` inside a word is an apostrophe."""
    end = text.find(close, i + 1)
    while end > 0 and close == "'" and end + 1 < len(text) and text[end + 1].isalnum():
        end = text.find(close, end + 1)
    return end if end > i + 1 else -1


def _quoted(text: str, i: int, end: int) -> list[Token]:
    inner = text[i + 1 : end].strip().rstrip(",")
    if not inner:
        return []
    if inner.startswith("--") or (inner.startswith("-") and " " not in inner):
        return [
            _token(word, i + 1 + match.start(), word) for match in re.finditer(r"\S+", text[i + 1 : end]) for word in [match[0]]
        ]
    if (len(inner) == 1 and inner.isalpha()) or inner.lower() in TERMS:
        return [_token(inner, i + 1, inner)]
    kinds = shapes.kinds(inner) | {"quoted"}
    return [Token(text[i : end + 1], inner.lower(), inner.lower(), i, end + 1, kinds, True, inner)]


def _word(raw: str, at: int) -> list[Token]:
    if raw == "+":
        return [_token("and", at, "and")]
    if len(raw) == 1 and not raw.isalnum() and raw not in ".~-=*":
        return [Token(raw, raw, raw, at, at + 1, PUNCT)]
    low = raw.replace("’", "'").lower().rstrip(".")
    if low in _CONTRACTIONS:
        return [replace(_token(word, at, word), end=at + len(raw)) for word in _CONTRACTIONS[low].split()]
    tail: list[Token] = []
    trail = _TRAIL.search(raw) if raw not in (".", "..") else None
    if trail and trail.start():
        mark = trail[0]
        if not (mark == "." and raw.lower() in ("e.g.", "i.e.", "etc.", "vs.")):
            raw = raw[: trail.start()]
        if mark[0] in ".:;":
            tail = [Token(mark[0], mark[0], mark[0], at + len(raw), at + len(raw) + 1, PUNCT)]
    for ending in ("'s", "’s"):
        if raw.endswith(ending) and len(raw) > 2:
            head = raw[: -len(ending)]
            return [_token(head, at, head), Token(ending, "'s", "'s", at + len(head), at + len(raw), frozenset({"word"})), *tail]
    if "," in raw and all(part.isalpha() for part in raw.split(",")):
        out: list[Token] = []
        place = at
        for part in raw.split(","):
            out += [_token(part, place, part), Token(",", ",", ",", place + len(part), place + len(part) + 1, PUNCT)]
            place += len(part) + 1
        return [*out[:-1], *tail]
    return [_token(raw, at, raw), *tail]


def _token(text: str, at: int, value: str) -> Token:
    return Token(text, text.lower(), text.lower(), at, at + len(text), shapes.kinds(text), False, value)


def _units(tokens: list[Token]) -> list[Token]:
    """`512 MB` and `two hours` become one word each: `512m`, `2h`."""
    out: list[Token] = []
    i = 0
    tokens = _halves(tokens)
    while i < len(tokens):
        token, step = tokens[i], 1
        number = (
            token.value if token.is_("number") else str(shapes.NUMBER_WORDS[token.low]) if token.low in shapes.NUMBER_WORDS else ""
        )
        if (
            token.low in ("a", "an")
            and i + 1 < len(tokens)
            and tokens[i + 1].low
            in (
                "minute",
                "hour",
                "day",
                "second",
                "week",
                "month",
                "gigabyte",
                "gig",
                "gb",
                "megabyte",
                "terabyte",
                "hundred",
                "thousand",
            )
        ):
            number = "1"
        follow = tokens[i + 1].low if i + 1 < len(tokens) else ""
        if token.low == "a" and follow == "second" and i + 2 < len(tokens) and tokens[i + 2].low in ORDINAL:
            out.append(token)
            i += 1
            continue
        if token.low in ("last", "past", "previous", "this") and follow in ("minute", "hour", "day", "week", "month"):
            out += [token, _joined(tokens[i + 1], tokens[i + 1], shapes.duration("1", follow), "duration")]
            i += 2
            continue
        if token.low == "yesterday":
            out.append(_joined(token, token, "24h", "duration"))
            i += 1
            continue
        if token.low == "half" and [t.low for t in tokens[i + 1 : i + 3]] == ["an", "hour"]:
            out.append(_joined(token, tokens[i + 2], "30m", "duration"))
            i += 3
            continue
        if number and i + 1 < len(tokens) and not tokens[i + 1].quoted:
            unit = tokens[i + 1].low.removesuffix("/s").removesuffix("/sec")
            multi = {"hundred": 100, "thousand": 1000}.get(unit)
            if multi and (token.low in shapes.NUMBER_WORDS or token.low in ("a", "an")) and number.isdigit():
                number, step = str(int(number) * multi), 2
                token = replace(_joined(token, tokens[i + 1], number, "number"), low=number, base=number)
                unit = tokens[i + 2].low if i + 2 < len(tokens) else ""
            is_time = unit in shapes.TIME_UNITS and (len(unit) > 1 or unit in "sh")
            is_size = unit in shapes.SIZE_UNITS and (len(unit) > 1 or unit in "mgkt")
            if is_time or is_size:
                kind = "duration" if is_time else "size"
                value = shapes.duration(number, unit) if is_time else shapes.size(number, unit)
                out.append(_joined(token, tokens[i + step], value, kind))
                i += step + 1
                continue
        out.append(token)
        i += step
    return out


def _halves(tokens: list[Token]) -> list[Token]:
    """ "one and a half" is 1.5, "half a gigabyte" 512m."""
    if not any(token.low in ("half", "quarter") for token in tokens):
        return tokens
    out: list[Token] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        behind = [one.low for one in tokens[i + 1 : i + 4]]
        number = token.value if token.is_("number") else str(shapes.NUMBER_WORDS.get(token.low, ""))
        if number.isdigit() and behind == ["and", "a", "half"]:
            out.append(replace(_joined(token, tokens[i + 3], f"{number}.5", "number"), text=f"{number}.5"))
            i += 4
            continue
        unit = next((k for k in range(i + 1, min(i + 4, len(tokens))) if tokens[k].low not in ("a", "an", "of")), 0)
        size = shapes.SIZE_UNITS.get(tokens[unit].low, "") if unit else ""
        if token.low in ("half", "quarter") and unit > i + 1 and size in ("g", "t") and len(tokens[unit].low) > 1:
            if out and out[-1].low == "a":
                out.pop()
            share = 512 if token.low == "half" else 256
            out.append(_joined(token, tokens[unit], f"{share}{'m' if size == 'g' else 'g'}", "size"))
            i = unit + 1
            continue
        out.append(token)
        i += 1
    return out


def _joined(first: Token, last: Token, value: str, kind: str) -> Token:
    return Token(f"{first.text} {last.text}", value, value, first.start, last.end, frozenset({kind}), False, value)


def has_chinese(text: str) -> bool:
    """True when Chinese characters stand in it."""
    return bool(_CJK.search(text))
