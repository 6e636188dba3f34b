"""Which words of a text are somebody's names, by their place and shape."""

from __future__ import annotations

from collections.abc import Sequence

from commands.ask import composing, concepts, slots, tables
from commands.ask.reading import Reading
from commands.ask.tokens import Token

NAMELIKE = tables.words("NAMELIKE")
IMAGES = tables.words("IMAGES")
NOUNS = {
    "CONTAINER": ("container",),
    "IMAGE": ("image",),
    "NETWORK": ("network",),
    "VOLUME": ("volume",),
    "SERVICE": ("service",),
    "NODE": ("node",),
    "STACK": ("stack",),
    "SECRET": ("secret",),
    "CONFIG": ("config",),
    "CONTEXT": ("context",),
    "PLUGIN": ("plugin",),
    "CHECKPOINT": ("checkpoint",),
    "BUILDER": ("builder", "instance"),
    "MANIFEST_LIST": ("manifest", "list"),
    "REPOSITORY": ("repository",),
    "TERM": (),
    "SERVER": ("registry",),
    "NAME": ("name", "signer", "key"),
    "TARGET": ("target",),
}
ROLES = frozenset({"worker", "workers", "manager", "managers"})
GENERIC = tables.words("GENERIC")


def names(reading: Reading) -> list[int]:
    """Places of words that can be names and that no flag took, in order."""
    last = len(reading.tokens) if reading.command in ("container run", "container create") else _spared(reading.tokens)
    return [i for i in range(last) if i not in reading.explained and i not in reading.narrowing and nameable(reading, i)]


def _spared(tokens: Sequence[Token]) -> int:
    """Where "except web", "but not web" begins: what stands behind it is not meant."""
    for i, token in enumerate(tokens):
        follow = tokens[i + 1].low if i + 1 < len(tokens) else ""
        barred = token.low == "but" and i and tokens[i - 1].base in concepts.THINGS and "all" in {one.low for one in tokens[:i]}
        if barred or token.low in ("except", "excepting", "excluding") or (token.low, follow) in SPARING:
            return i
    return len(tokens)


SPARING = frozenset(
    {
        ("but", "not"),
        ("other", "than"),
        ("apart", "from"),
        ("rather", "than"),
        ("instead", "of"),
        ("aside", "from"),
        ("and", "not"),
        ("all", "but"),
    }
)


def nameable(reading: Reading, i: int) -> bool:
    """True for a word that may be somebody's name for a thing, where it stands."""
    token = reading.tokens[i]
    if token.low in ROLES and not (token.quoted or token.own) and i and reading.tokens[i - 1].low in ("a", "an", "one"):
        return False
    if (
        token.text in ("-", "–", "->", "=>")
        or not (token.text.isascii() or token.quoted or token.own)
        or (i == 0 and _unknown_verb(reading.tokens))
    ):
        return False
    if (
        token.punct
        or token.low == "'s"
        or token.is_("flag", "template")
        or (token.quoted and " " in token.value and not token.is_("path"))
    ):
        return False
    if (
        i
        and reading.tokens[i - 1].base in concepts.THINGS
        and token.is_("word")
        and token.base not in tables.vocabulary()
        and token.low not in tables.everyday()
    ):
        return True
    said = composing.nameable(reading, i)
    if said is not None:
        return said
    looks = reading.command.split()[-1] in LOOKING
    if token.is_("word") and not (looks or token.quoted or token.own) and _in_relative_clause(reading.tokens, i):
        return False
    if slots.free(token):
        return not (token.is_("number", "size", "duration", "ranges", "port") and not token.quoted)
    if token.low in tables.fillers() or token.low in ("container", "image"):
        return False
    return (token.low in IMAGES and token.text.isascii()) or marked(reading.tokens, i) or _beside(reading, i)


LOOKING = frozenset({"ls", "ps", "search", "events", "inspect", "history", "stats", "logs", "top", "port", "diff"})


def _in_relative_clause(tokens: Sequence[Token], i: int) -> bool:
    """True for "Bob" in "the containers that Bob told me about": what is said of many things names none of them."""
    for j in range(i - 1, max(0, i - 7), -1):
        if tokens[j].punct or tokens[j].low in ("named", "called", "and", "or"):
            return False
        if tokens[j].low in ("that", "which") and tokens[j - 1].base in concepts.THINGS and tokens[j - 1].low != tokens[j - 1].base:
            return True
    return False


def _unknown_verb(tokens: Sequence[Token]) -> bool:
    """True for a plain first word in front of "the", "every", "all": an order that we do not know, nobody's name."""
    first, follow = tokens[0], tokens[1].low if len(tokens) > 1 else ""
    return first.low.isalpha() and not (first.quoted or first.own) and follow in DETERMINING


DETERMINING = frozenset({"the", "all", "every", "each", "my", "our", "your", "a", "an", "this", "that", "these", "those", "any"})


def _beside(reading: Reading, i: int) -> bool:
    """True for the second of two names: "api and worker"."""
    tokens = reading.tokens
    if i < 2 or not listed(tokens, i - 2, i) or not slots.free(tokens[i - 2]) or tokens[i].low in tables.fillers():
        return False
    return (
        (i + 1 >= len(tokens) or tokens[i + 1].punct or tokens[i + 1].base in concepts.THINGS)
        and tokens[i].is_("word")
        and tokens[i].base not in slots.REFUSED
        and tokens[i].low == tokens[i].base
    )


def marked(tokens: Sequence[Token], i: int) -> bool:
    """True behind "named", "called", or "container"/"image" with nothing but the name to follow."""
    token = tokens[i]
    if not i or not token.low.isalnum():
        return False
    before = tokens[i - 1].low
    if before in ("named", "called", "titled"):
        return token.low not in tables.fillers() and not (token.base in concepts.THINGS and token.low != token.base)
    after = tokens[i + 1].low if i + 1 < len(tokens) else "."
    plain = token.low not in tables.everyday() and (token.low == token.base) and token.low in ("test", "data", "proxy")
    return plain and (
        before in ("container", "volume", "network", "service", "image")
        or after in ("container", "volume", "network", "service", "'s")
    )


def kind_of(reading: Reading, i: int) -> str:
    """The placeholder whose noun stands beside a name: "container web", "web container"; "" for none."""
    tokens = reading.tokens
    before = tokens[i - 1].base if i else ""
    after = tokens[i + 1].base if i + 1 < len(tokens) else ""
    for beside in (before, after):
        if beside == "instance" and not reading.command.startswith("buildx"):
            return "CONTAINER"
        for placeholder, nouns in NOUNS.items():
            if beside and beside in nouns:
                return placeholder
    if i > 1 and tokens[i - 1].low in ("named", "called", "id", "name", ":", "with", "as"):
        near = {token.base for token in tokens[max(0, i - 4) : i - 1]}
        return next((placeholder for placeholder, nouns in NOUNS.items() if near & set(nouns)), "")
    return ""


def text_of(token: Token) -> str:
    """A name as it goes into the command."""
    return token.value or token.text


def generic(reading: Reading, nouns: Sequence[str]) -> bool:
    """True where the text speaks of one thing without naming it: "a container", "a specific service", "one or more nodes"."""
    tokens = reading.tokens
    for i, token in enumerate(tokens):
        if token.base not in nouns:
            continue
        back = [t.low for t in tokens[max(0, i - 4) : i]]
        if (
            i + 1 < len(tokens)
            and tokens[i + 1].base
            in (
                "stat",
                "statistics",
                "log",
                "list",
                "id",
                "name",
                "event",
                "port",
                "usage",
                "status",
                "prefix",
            )
            and not (back and back[-1] in ("specific", "particular", "certain", "given", "specified"))
        ):
            continue
        if token.low == token.base and back and set(back[-3:]) & GENERIC and not set(back[-2:]) & {"all", "every", "each", "any"}:
            return True
        if token.low != token.base and (
            "more" in back
            or {"specific", "particular", "certain", "given", "multiple", "several", "specified", "these", "those"} & set(back[-2:])
        ):
            return True
    return False


def listed(tokens: Sequence[Token], i: int, j: int) -> bool:
    """True where nothing but "and", commas and articles stands between two places."""
    low, high = min(i, j), max(i, j)
    return all(
        token.low in (",", "、", "and", "or", "&", "the", "together", "with", "plus", "both") or token.base in concepts.THINGS
        for token in tokens[low + 1 : high]
    )
