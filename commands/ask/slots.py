"""The value that belongs to a flag: which word beside it, and how docker writes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from commands.ask import shapes, tables
from commands.ask.tokens import Token
from commands.spec.model import Flag

Accept = Callable[[Token], str | None]
ENDERS = tables.words("ENDERS")
PREPOSITIONS = tables.words("PREPOSITIONS")
LINKING = tables.words("LINKING")
DRIVERS = frozenset({"local", "bridge", "host", "none", "overlay", "macvlan", "ipvlan", "null"})
NOUNS = frozenset({"service", "container", "node", "network", "volume", "stack"})
SIGNALS = tables.words("SIGNALS")
REFUSED = tables.words("REFUSED")
CONNECT = tables.words("CONNECT")
SENTENCES = tables.words("SENTENCES")
TIGHT = frozenset(["the", "a", "an", "official", "image", "docker", "my", "our", "local", "latest"])
DULL = (
    "ly",
    "tion",
    "tions",
    "ment",
    "ments",
    "ness",
    "ance",
    "ence",
    "ible",
    "ious",
    "ful",
    "ively",
    "sion",
    "ity",
    "ously",
    "ed",
)
# Endings of adjectives made of two words: "space-separated", "already-running", "human-readable".
COMPOUND = (
    "-separated",
    "-delimited",
    "-running",
    "-readable",
    "-friendly",
    "-wide",
    "-specific",
    "-related",
    "-based",
    "-only",
    "-existing",
    "-scoped",
    "-defined",
    "-level",
    "-created",
    "-pick",
    "-like",
    "-free",
    "-style",
    "-known",
    "-formatted",
    "-needed",
    "-named",
    "-stopped",
)
NAMING = frozenset({"named", "called", "to", "as", "=", "name", "titled"})
SIZE_FLAGS = frozenset({"bytes"})
INTS = frozenset({"int", "int64", "uint", "uint64", "uint16", "uint32"})
SECONDS = frozenset({"timeout", "time", "stop-timeout", "wait-timeout"})
# What values of these flags look like, where their type alone does not tell.
LOOKS: dict[str, tuple[str, ...]] = {key: tuple(rest.split()) for _, key, _, rest in tables.rows("looks")}
FILES = frozenset({"output", "input", "env-file", "cidfile"})
STRICT_LOOK = tables.words("STRICT_LOOK")
# Of these even a quoted word is no value unless it looks like one.
TYPED_LOOK = tables.words("TYPED_LOOK")
ANYWHERE = tables.words("ANYWHERE")
ARCH = {
    "arm64": "linux/arm64",
    "amd64": "linux/amd64",
    "x86": "linux/amd64",
    "x86_64": "linux/amd64",
    "arm": "linux/arm64",
    "aarch64": "linux/arm64",
}


def free(token: Token) -> bool:
    """True for a word that can be somebody's own: quoted, shaped like a name, or in no dictionary of ours."""
    if token.quoted or token.own:
        return True
    if token.punct or token.is_("flag", "placeholder", "han") or token.low == "'s":
        return False
    if token.low.endswith(COMPOUND) and not token.low.startswith(("my-", "my_")):
        return False
    if token.is_(
        "named",
        "id",
        "image",
        "path",
        "bound",
        "domain",
        "pair",
        "url",
        "ports",
        "port",
        "ip",
        "cidr",
        "glob",
        "size",
        "duration",
        "number",
        "time",
        "signal",
    ):
        return token.low not in tables.fillers() and not (token.low in tables.vocabulary() and token.is_("named"))
    if token.low in tables.everyday() or token.low in tables.vocabulary() or token.low in shapes.NUMBER_WORDS:
        return False
    if "-" in token.low or "_" in token.low:
        return True
    if token.text.isupper() and len(token.text) > 2 and token.low not in tables.everyday() and token.low not in tables.vocabulary():
        return True
    if (
        token.is_("word")
        and token.text == token.low
        and token.low.endswith(DULL)
        and token.low not in tables.words("IMAGES")
        and len(token.low) > (4 if token.low.endswith("ed") else 6)
    ):
        return False
    return (
        bool(token.low)
        and token.base not in tables.vocabulary()
        and token.low not in tables.everyday()
        and token.base not in tables.everyday()
        and token.low not in tables.vocabulary()
    )


def accept(flag: Flag, key: str, loose: bool = False) -> Accept:
    """A test for words: the value as docker writes it, or None where the word is no value of that flag."""
    closed = frozenset(str(value).lower() for value in flag.facts.get("values", {}).get("set", ()) if value)

    def test(token: Token) -> str | None:
        if token.punct or token.is_("flag"):
            return None
        text = token.value or token.text
        if key in ("format", "file") and token.low in ("json", "table", "jsonl", "yaml"):
            return None
        if token.low in closed and key not in ("gpus", "mount", "publish", "secret", "config", "security-opt", "output"):
            return token.low
        if flag.type in INTS:
            return _whole(token, text, key)
        if key == "memory-swap" and token.low == "unlimited":
            return "-1"
        if flag.type == "bytes":
            return shapes.plain_size(text) if token.is_("size") else text if token.is_("number") else None
        if flag.type in ("decimal", "float"):
            return _decimal(token, text)
        if flag.type == "duration":
            return text if token.is_("duration") else f"{text}s" if token.is_("number") else None
        return _text(token, text, key, loose)

    return test


def _whole(token: Token, text: str, key: str) -> str | None:
    if token.is_("number"):
        return text
    if key in SECONDS and token.is_("duration"):
        return shapes.seconds(text)
    if key.startswith("cpu-") and token.is_("duration"):
        return shapes.microseconds(text)
    if token.low in shapes.NUMBER_WORDS and token.low != "one":
        return str(shapes.NUMBER_WORDS[token.low])
    return None


def _decimal(token: Token, text: str) -> str | None:
    if token.is_("number"):
        return text
    if token.is_("percent"):
        return f"{float(text[:-1]) / 100:g}"
    if token.low in shapes.NUMBER_WORDS:
        return str(shapes.NUMBER_WORDS[token.low])
    return None


def _text(token: Token, text: str, key: str, loose: bool) -> str | None:
    looks = LOOKS.get(key)
    if key == "tag" and token.low == "context":
        return None
    if key in ("target", "tag") and token.low.startswith("dockerfile"):
        return None
    if key == "driver" and token.low in DRIVERS:
        return token.low
    if key == "file" and token.low in (
        "docker-compose.yml",
        "docker-compose.yaml",
        "compose.yml",
        "compose.yaml",
        "docker-compose",
    ):
        return None
    if key in ("signal", "stop-signal") and token.is_("upper") and not token.is_("signal") and token.text not in SIGNALS:
        return None
    if key == "file" and token.low in tables.everyday() and not token.quoted:
        return None
    if key == "file" and token.is_("image") and ":" in text and not token.quoted:
        return None
    if key == "username" and token.is_("domain") and not token.quoted:
        return None
    if token.low in tables.fillers() and not (token.quoted or token.own) and not token.is_("number", "upper", "path"):
        return None
    if token.quoted and " " in text and key not in SENTENCES:
        return None
    if looks:
        if key == "platform" and token.low in ARCH:
            return ARCH[token.low]
        if token.is_(*looks) and not (token.is_("word") and "word" in looks and not free(token)):
            return _written(key, text, token)
        if key in ("tail", "limit", "stars", "exited") and token.low in shapes.NUMBER_WORDS and token.low != "single":
            return str(shapes.NUMBER_WORDS[token.low])
        if key in STRICT_LOOK and (not token.quoted or key in TYPED_LOOK):
            return None
    if token.quoted or free(token):
        return _written(key, text, token)
    if loose and plain(token):
        return _written(key, text, token)
    return None


def _written(key: str, text: str, token: Token) -> str:
    if key in ("cap-add", "cap-drop"):
        return text.upper().removeprefix("CAP_")
    if key in ("signal", "stop-signal"):
        return text.upper()
    if key in ("shm-size",):
        return shapes.plain_size(text)
    return text


def after(
    tokens: Sequence[Token], at: int, test: Accept, stop: set[int], loose_test: Accept | None = None, tight: bool = False
) -> int:
    """The place of a value behind a cue, past words like "of", "set to"; -1 for none."""
    for k in range(at, min(len(tokens), at + 7)):
        token = tokens[k]
        if k in stop:
            if token.low in CONNECT and k > at - 1:
                continue
            return -1
        if test(token) is not None:
            return _later(tokens, at, k, test, stop)
        if k == at and loose_test is not None and not tight and _ends(tokens, k) and plain(token) and loose_test(token) is not None:
            return k
        if loose_test is not None and k > at and tokens[k - 1].low in NAMING and _ends(tokens, k) and loose_test(token) is not None:
            return k
        behind = {one.low for one in tokens[at:k]}
        if (
            k > at
            and free(token)
            and (tokens[k - 1].low in ("of", "for") or (behind & {"of", "for"} and tokens[k - 1].base in NOUNS))
        ):
            continue
        if k > at and token.low in ("and", ",") and behind & {"of", "for"} and free(tokens[k - 1]):
            continue
        if token.low == "," and tokens[at - 1].base == "username":
            continue
        if token.low not in (TIGHT if tight else CONNECT) and (tight or token.base not in CONNECT):
            return -1
    return -1


def _later(tokens: Sequence[Token], at: int, k: int, test: Accept, stop: set[int]) -> int:
    """ "the image of service api to api:2": the value is what "to" leads to, not the name behind "of"."""
    between = {token.low for token in tokens[at:k]}
    if (
        {"of", "for", "'s"} & between
        and k + 2 < len(tokens)
        and tokens[k + 1].low in ("to", "as")
        and k + 2 not in stop
        and test(tokens[k + 2]) is not None
    ):
        return k + 2
    return k


def _ends(tokens: Sequence[Token], k: int) -> bool:
    """True where a phrase ends behind a word: "the label color."."""
    follow = tokens[k + 1] if k + 1 < len(tokens) else None
    return follow is None or follow.punct or follow.low in ENDERS


def plain(token: Token) -> bool:
    return (
        token.is_("word") and token.low not in tables.fillers() | CONNECT and token.low == token.base and token.base not in REFUSED
    )


def before(tokens: Sequence[Token], start: int, test: Accept, stop: set[int]) -> int:
    """The place of a value in front of a cue: "/app as the working directory", "512m memory"; -1 for none."""
    for k in range(start - 1, max(-1, start - 5), -1):
        token = tokens[k]
        if k in stop:
            return -1
        if test(token) is not None:
            return k
        if token.low not in LINKING:
            return -1
    return -1
