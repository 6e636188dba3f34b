"""The text without what changes nothing: address, politeness, Slack's typography; with the host it names set apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from commands.ask import casual
from commands.ask.tokens import Token, has_chinese

_FIXES = str.maketrans(
    {
        "\u00a0": " ",
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2013": "-",
        "\u200b": "",
        "\ufeff": "",
        "\u3000": " ",
    }
)
_ADDRESS = re.compile(
    r"^\s*(?:(?:dear|hey|hi|hello|ok|okay|yo|well|so|good (?:morning|afternoon|evening))[\s,]+)*"
    r"(?:(?:@?dockwise|docker)(?=\s*[,:!.])[\s,:!.]+)?",
    re.IGNORECASE,
)
_GREETED = re.compile(r"^\s*(?:dear|hey|hi|hello|ok|okay)[\s,]+docker\b[\s,:!.]*", re.IGNORECASE)
_HOST = re.compile(r"\s*\b(?:on|at)\s+(?:the\s+)?(?:host|server|machine)\s+([A-Za-z0-9][\w.-]*)\s*(?=[?.!,]*\s*$)", re.IGNORECASE)
_ALL_HOSTS = re.compile(
    r"\s*,?\s*\b(?:on|across|for)\s+(?:all|every|each)\s+(?:of\s+)?(?:(?:the|our|my)\s+)?(?:hosts?|servers?|machines?)\b|(?:在)?所有(?:主机|服务器|机器)(?:上)?的?",
    re.IGNORECASE,
)
_NAMED_HOST = re.compile(
    r"\s*,?\s*\bon\s+((?:prod|production|staging|stage|dev|test|qa|uat|ci|local|edge|host|server|srv|vm|node-host)(?:[-_.]?[\w.-]*\d[\w.-]*|[-_](?!(?:runner|net|network|db|api|web|worker|svc|service|app|proxy|cache|job)s?\b)[\w.-]+)|local)(?=[?.!,]*\s*$)",
    re.IGNORECASE,
)
_NAMED_HOST_ZH = re.compile(
    r"在?\s*((?:prod|production|staging|stage|dev|test|qa|uat|ci|edge|host|server|srv|vm)[-_.]?[\w.-]*)\s*(?:主机|服务器|机器)?(?:上的|上(?!下文))(?=[\u3400-\u9fff])",
    re.IGNORECASE,
)


# What somebody wants it for changes nothing.
_PURPOSE = re.compile(r",?\s+so (?:that )?(?:i|we) (?:can|may|could|might) [^.?!;]*", re.IGNORECASE)
# What goes on beside the request, and why: "for a sec while I look at the db", "so it re-reads its config".
_MEANWHILE = re.compile(
    r"\s+for (?:a|one) (?:sec|second|moment|bit|minute|while)(?=\s+(?:while|and i|so)\b|[,.;!?]|$)"
    r"|,?\s+while (?:i|we) [^,.;?!]*"
    r"|,?\s+so (?:that )?(?:it|they) (?:re-?reads?|reloads?|picks? up|notices?) [^,.;?!]*"
    r"|[,.;]\s*(?:i|we)(?:'ll| will) [^,.;?!]* (?:later|afterwards|tomorrow|myself)(?=[.!?]?\s*$)"
    r"|\s*[,.;-]+\s*(?:but |and )?(?:please )?(?:leave|keep|don't touch|dont touch|do not touch|not) (?:all )?"
    r"(?:the )?(?:rest|others?|other ones|everything else|anything else)"
    r"(?: alone| running| up| untouched| as (?:it|they) (?:is|are))?(?=[.!]*\s*$)"
    r"|[,;]\s*(?:it is|it's|its|they're|they are) [^,.;?!]*(?:ing|ed)\b (?:me|us|everyone|everybody|the team)\b[^,.;?!]*",
    re.IGNORECASE,
)
# What somebody says about themselves behind a request.
_CONFESSION = re.compile(
    r"(?<=\w)\s*[,.;?!]+\s*(?:sorry,?\s*)?(?:i|we) "
    r"(?:forgot|don't know|dont know|do not know|have no idea|am not sure|can't remember|cannot remember)\b[^.?!]*[.!]?\s*$",
    re.IGNORECASE,
)
# A comma of ASCII between a Latin word and a clause in Chinese.
_COMMA_ZH = re.compile(
    r"(?<=[\u3400-\u9fff])[,;](?=\S)|(?<![=\w][\w.-]),(?=[A-Za-z0-9][\w.-]*\s*[\u3400-\u9fff])|,(?=[\u3400-\u9fff])"
)
# A word of Latin letters that something in Chinese is called by: build 这个容器.
_OWN_ZH = re.compile(r"(?<![\w.:/=\"'`-])([A-Za-z][\w.-]*)\s*(?=(?:这个|那个)(?:容器|服务|数据卷|卷|网络|节点))")
# Patterns with several runs of blanks in them take cubic time over a long one; nobody means anything by it.
_LONG_RUN = re.compile(r"(\s{2})\s{3,}")
ASIDE = re.compile(r"\s*[(（](?![^()（）]*(?:compose|buildx|swarm|stack))[^()（）]{3,}[)）]", re.IGNORECASE)
_EXAMPLE = re.compile(r"\be\.g\.,?(?=\s)|\bi\.e\.,?(?=\s)|\betc\.(?=\s|$)", re.IGNORECASE)
_ASIDE = re.compile(r"\s*[(（](?:i\.e\.|e\.g\.|for example|such as|for instance|也就是|例如|比如|即)[^()（）]*[)）]", re.IGNORECASE)


@dataclass(frozen=True)
class Clean:
    """A text made ready: `chinese` where it is in Chinese, `host` the host it names ("*" for all)."""

    text: str
    chinese: bool
    host: str = ""

    def tokens(self) -> list[Token]:
        """Its words."""
        return list(self._tokens)

    @cached_property
    def _tokens(self) -> tuple[Token, ...]:
        from commands.ask import naming, references, spelling, understand, zh

        if self.chinese:
            return tuple(naming.marked(zh.tokens_of(self.text)))
        return tuple(references.with_ports(naming.marked(spelling.corrected(understand.tokens_of(self.text)))))


def clean(text: str) -> Clean:
    """Undo typography, take the address and the host away."""
    plain = re.sub(r"(?<=\s)—(?=\w)", "--", text.translate(_FIXES)).replace("—", " - ").strip()
    if plain.startswith("```") or (plain.startswith("`") and plain.endswith("`") and plain.count("`") == 2):
        plain = plain.strip("`").strip()
    plain = re.sub(r"^/docker\s+", "", plain)
    plain = re.sub(r"^ps(?=\s+(?:but|with|of|only|for|showing|in|on|sorted|filtered|-\w))", "docker ps", plain)
    if not _is_command(plain):
        plain = _LONG_RUN.sub(r"\1", plain)
    host = ""
    plain = _EXAMPLE.sub("", _ASIDE.sub("", plain))
    if not _is_command(plain):
        plain = _GREETED.sub("", plain, count=1)
        plain = _ADDRESS.sub("", plain, count=1)
        plain, host = _take_host(plain)
        plain = _MEANWHILE.sub("", plain)
        plain = casual.written_out(_CONFESSION.sub("", _PURPOSE.sub("", plain)))
        if has_chinese(plain):
            plain = _OWN_ZH.sub(r' "\1" ', _COMMA_ZH.sub("，", plain))
    return Clean(plain, has_chinese(plain), host)


def _take_host(text: str) -> tuple[str, str]:
    if _ALL_HOSTS.search(text):
        return _ALL_HOSTS.sub("", text, count=1), "*"
    for pattern in (_HOST, _NAMED_HOST, _NAMED_HOST_ZH):
        found = pattern.search(text)
        if found and len(text) > len(found[0]) + 2:
            return (text[: found.start()] + text[found.end() :]).strip(), found[1]
    return text, ""


def already_command(text: str) -> str | None:
    """The text where it is a docker command already, else None."""
    return text if _is_command(text) else None


_START = re.compile(r"^(?:sudo\s+)?docker(?:\s+|$)")
_PROSE = re.compile(r"\b(the|my|me|please|all of|how|what|which|i|is|are|an?)\b", re.IGNORECASE)


def _is_command(text: str) -> bool:
    """`docker ps -a`, but not "docker build fails with …" or "docker, show me …"."""
    if not _START.match(text) or has_chinese(text.split("'")[0].split('"')[0]):
        return False
    words = text.replace("sudo ", "", 1).split() if text.startswith("sudo ") else text.split()
    if len(words) == 1:
        return True
    second = words[1]
    if second.startswith("-"):
        return True
    from commands.spec import load

    names = load.children("")
    if second not in names:
        return (
            len(words) <= 3
            and "-" not in second
            and not _PROSE.search(" ".join(words[1:]))
            and second.isalpha()
            and second.islower()
            and _unknown_command(words)
        )
    if not any(word.startswith("-") for word in words[2:]) and _reads_as_prose(text, words):
        return False
    rest = [word for word in words[2:] if not word.startswith("-")]
    bare = re.sub(r"'[^']*'|\"[^\"]*\"", "", " ".join(words[2:]))
    return not (
        len(rest) >= 2 and _PROSE.search(bare) and not any(word.startswith("-") for word in words[2:])
    ) and not text.rstrip().endswith("?")


def _reads_as_prose(text: str, words: list[str]) -> bool:
    """`docker build fails with …`: docker refuses it, and what follows are everyday words."""
    from commands.ask import tables
    from commands.canonical import canonical_text

    plain = [word for word in words[2:] if word.lower().strip(".,?!") in tables.everyday() | tables.vocabulary()]
    return len(plain) >= 2 and canonical_text(text) is None


def _unknown_command(words: list[str]) -> bool:
    """`docker foo`: a mistyped command rather than words to docker."""
    from commands.ask import morph, tables

    return len(words) == 2 and morph.base(words[1]) not in tables.vocabulary() and words[1] not in tables.everyday()
