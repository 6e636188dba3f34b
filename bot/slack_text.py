"""What Slack made of the words → the words as they were meant.

Slack escapes `& < >`, turns addresses into links, and keyboards turn quotes and dashes into
typography; all of it would break a command line. Source: Slack's "Formatting text for app surfaces".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_TOKEN = re.compile(r"<([^<>\n]*)>")
_ENTITY = re.compile(r"&(amp|lt|gt);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}
_FENCE = re.compile(r"```(.*?)```", re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_QUOTES = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "‟": '"', "＂": '"',
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "＇": "'",
        "…": "...", "‐": "-", "‑": "-", "−": "-", "﹣": "-", "－": "-",
    }
)  # fmt: skip
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_JOINER = re.compile("(?<![^\\x00-\\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\\x00-\\x7f])")
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\u0085]")
_DASH_AT_START = re.compile(r"(?<!\S)(-?[—–―][-—–―]?)([A-Za-z][\w-]*)?")
_BOLD = re.compile(r"(?<![^\s(\[*_~])([*_~])(?<!\1\1)(?=\S)((?:(?!\1)[^\n`'\"]){1,300})(?<=\S)\1(?!\1)(?![^\s.,;:!?)\]*_~])")
_DOCKER_LINE = re.compile(r"^\s*(?:[$#>%]\s+)?(?:sudo\s+)?(docker(?:-compose)?\s.*)$", re.DOTALL)
_LANGUAGE = re.compile(r"^(?:bash|sh|shell|console|zsh|text|dockerfile|docker|ya?ml)[ \t]*\n", re.IGNORECASE)


@lru_cache(maxsize=1)
def _long_flags() -> frozenset[str]:
    """Names of every long flag of the docker program and its plugins."""
    from commands.spec.load import PLUGINS, raw

    rows = [row for program in ("docker", *PLUGINS) for row in raw(program)["commands"].values()]
    return frozenset(flag["long"] for row in rows for flag in row["flags"])


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text in order, code marks taken off; True with what stood in code, where nothing else is a mark."""
    at = 0
    for fence in _FENCE.finditer(text):
        yield from _inline(text[at : fence.start()])
        yield _around_fence(text, fence), True
        at = fence.end()
    yield from _inline(text[at:])


def _around_fence(text: str, fence: re.Match[str]) -> str:
    """A fence's content, on lines of its own where words stand beside it on the same line."""
    inside = _LANGUAGE.sub("", fence[1]).strip("\n")
    before = text[: fence.start()]
    after = text[fence.end() :]
    start = "\n" if before.strip(" ") and not before.rstrip(" ").endswith("\n") and "\n" in inside else ""
    end = "\n" if after.strip(" ") and not after.lstrip(" ").startswith("\n") and "\n" in inside else ""
    return start + inside + end


def _inline(text: str) -> Iterator[tuple[str, bool]]:
    at = 0
    for code in _CODE.finditer(text):
        yield text[at : code.start()], False
        yield code[1], True
        at = code.end()
    yield text[at:], False


def _token(match: re.Match[str]) -> str:
    """One `<…>` of Slack's: a link, a mention, a channel, a group, a date."""
    body = match[1]
    target, bar, label = body.partition("|")
    if target.startswith("@"):
        return "@" + (label.lstrip("@") if bar and label else target[1:])
    if target.startswith("#"):
        return "#" + (label.lstrip("#") if bar and label else target[1:])
    if target.startswith("!"):
        if bar and label:
            return label
        return "@" + target[1:].split("^")[0]
    if bar and label:
        return label
    for scheme in ("mailto:", "tel:"):
        if target.startswith(scheme):
            return target[len(scheme) :]
    return target


def _dash(match: re.Match[str]) -> str:
    """A long dash at the start of a word: `--name`, but `-it` where no flag has that name."""
    name = match[2] or ""
    if not name or len(match[1]) > 1:
        return "--" + name
    if name in _long_flags():
        return "--" + name
    return ("-" if len(name) <= 3 else "--") + name


def _typography(text: str) -> str:
    text = _INVISIBLE.sub("", _SPACES.sub(" ", _LINE_ENDS.sub("\n", text)))
    text = _JOINER.sub("", text).translate(_QUOTES)
    text = _DASH_AT_START.sub(_dash, text)
    return text.replace("—", "--").replace("―", "--").replace("–", "-")


def _unmarked(text: str) -> str:
    """Bold, italic and struck marks taken off, from the outside in; marks inside words are the person's own."""
    while True:
        stripped = _BOLD.sub(lambda found: found[2], text)
        if stripped == text:
            return text
        text = stripped


def _words(piece: str, code: bool) -> str:
    text = piece if code else _unmarked(piece)
    text = _TOKEN.sub(_token, text)
    text = _ENTITY.sub(lambda found: _ENTITIES[found[1]], text)
    return _typography(text)


def plain_text(text: str, *, bot_user: str = "") -> str:
    """The words a person meant, from the text that Slack delivered; the bot's own mention is left out."""
    if bot_user:
        text = re.sub(rf"<@{re.escape(bot_user)}(?:\|[^<>]*)?>[\s,:]*", "", text)
    return "".join(_words(piece, code) for piece, code in _pieces(text)).strip()


def entities_undone(text: str) -> str:
    """Only the escapes undone: what the person sees in Slack's own message box."""
    return _ENTITY.sub(lambda found: _ENTITIES[found[1]], text).strip()


def changed(raw: str, plain: str) -> bool:
    """True when more than escapes, marks and blanks had to be undone, so that people should see what was read."""
    seen = re.sub(r"[`*_~\s]+", "", _ENTITY.sub(lambda found: _ENTITIES[found[1]], re.sub(r"<@[^<>]*>", "", raw)))
    return seen != re.sub(r"[`*_~\s]+", "", plain)


def _joined_lines(text: str) -> Iterator[str]:
    """Lines, with those that end in a backslash kept together with the next."""
    held = ""
    for line in text.split("\n"):
        held = f"{held}\n{line}" if held else line
        if line.rstrip().endswith("\\") and not line.rstrip().endswith("\\\\"):
            continue
        yield held
        held = ""
    if held:
        yield held


def commands_in(text: str, limit: int = 10) -> list[str]:
    """Every docker command of a message, in order: in fences, in code marks, or on lines of their own."""
    found: list[str] = []
    for piece, code in _pieces(text):
        plain = _words(piece, code)
        for line in _joined_lines(plain):
            match = _DOCKER_LINE.match(line)
            if not match and not code and (inside := re.search(r"(?<!\S)(?:sudo\s+)?(docker\s+[a-z].*)$", line, re.DOTALL)):
                match = inside
            if match and (command := match[1].strip()) not in found:
                found.append(command)
    return found[:limit]
