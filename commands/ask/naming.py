"""Names that are ordinary words, told by where they stand: "the volume data", "a job named build", 容器 test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from commands.ask import tables
from commands.ask.tokens import Token, has_chinese

DRIVERS = frozenset({"bridge", "host", "none", "overlay", "macvlan", "ipvlan"})
TAKING = tables.words("STEPS") - {"logs", "build", "run", "tag"}
SEEN_OF = frozenset({"use", "usage", "log", "stat", "process", "port", "memory", "cpu", "output"})
# What is done to containers and to nothing else that ORDINARY words may mean.
LIVING = frozenset({"stop", "start", "restart", "kill", "pause", "unpause", "bounce"})
DOING = tables.words("VERBS") | tables.words("LEADS")
THINGS = tables.words("THINGS")
KINDS = frozenset("container image volume network service node stack context secret config plugin builder checkpoint".split())
ORDINARY = tables.words("ORDINARY")
# What a thing has rather than what it is called: "the container logs", "the image build".
PARTS = {
    "container": frozenset({"logs", "image", "command", "port", "build", "cache", "token", "key"}),
    "image": frozenset(
        {"build", "cache", "store", "registry", "server", "repository", "key", "tag", "token", "data", "backup", "archive", "base"}
    ),
    "service": frozenset({"logs", "token", "key", "command"}),
    "volume": frozenset({"store", "backup", "cleanup"}),
    "network": frozenset({"gateway", "host", "none", "proxy"}),
    "node": frozenset({"token", "manager", "worker"}),
    "stack": frozenset({"logs"}),
    "builder": frozenset({"cache", "build"}),
    "plugin": frozenset({"store", "registry"}),
}
NEVER = frozenset(
    "metrics events event settings status health file files config archive view store log logs key keys cert certs".split()
)
REMOVING = frozenset({"remove", "delete", "drop", "erase"})
CALLING = frozenset({"named", "called", "titled"})
NO_NAME = tables.words("NO_NAME")
FOLLOWING = tables.words("FOLLOWING")
# What keeps logs and is nobody's name.
LOGGING = frozenset({"docker", "compose", "swarm", "daemon", "dockerd", "stdout", "stderr", "build", "json"})
HAN_PARTS = tables.words("HAN_PARTS")
STATED = frozenset({"paused", "running", "stopped", "existing"})
NOT_SERVICES = tables.words("NOT_SERVICES")
CONTEXTS = frozenset("staging prod production dev development test qa stage remote default lab backup local".split())
PLAIN_NAMES = frozenset({"app", "web", "job", "api", "db", "worker", "frontend", "backend", "gateway", "scheduler", "proxy"})
MANY = frozenset({"all", "every", "each", "any", "unused", "dangling", "old", "no", "more", "much"})
PLACES = frozenset({"folder", "directory", "user"})
OWNING = frozenset({"the", "my", "our", "your", "this"})
# Verbs and prepositions that want a name behind a kind, whatever the kind has as a part.
DIRECT = tables.words("DIRECT")
TECHNICAL = tables.words("TECHNICAL")


def marked(tokens: Sequence[Token]) -> list[Token]:
    """The same words; those that can only be somebody's names are marked as such."""
    chinese = any(has_chinese(token.text) for token in tokens)
    found = _chinese if chinese else _english
    return [_name(token) if _may(token) and found(tokens, i) else token for i, token in enumerate(tokens)]


def _may(token: Token) -> bool:
    return token.is_("word", "named") and not token.quoted and not token.is_("flag", "path") and token.text.isascii()


def _name(token: Token) -> Token:
    return replace(token, own=True, value=token.text)


def _english(tokens: Sequence[Token], i: int) -> bool:
    if not i:
        return False
    token, before = tokens[i], tokens[i - 1]
    if before.low in ("to", "as") and (i + 1 == len(tokens) or tokens[i + 1].punct) and token.low in ORDINARY:
        lows = {one.low for one in tokens[:i]}
        if before.low == "as" and {"run", "start", "spin", "launch", "fire"} & lows and "user" not in lows:
            return token.low not in ("root", "nobody", "daemon", "admin")
        return "rename" in lows or {"change", "name"} <= lows
    if before.low in CALLING and token.low in KINDS and i + 1 < len(tokens) and tokens[i + 1].low not in FOLLOWING:
        return False
    if before.low in CALLING:
        return token.low not in NO_NAME and not (token.base in KINDS and token.low != token.base)
    if before.is_("flag") and i + 1 == len(tokens) and tokens[0].base in TAKING | {"tail", "log", "follow", "stat", "top"}:
        return token.low in ORDINARY
    if before.base in ("make", "set") and [one.low for one in tokens[i + 2 : i + 4]] in (
        ["current", "context"],
        ["default", "context"],
    ):
        return token.low in ORDINARY
    if before.low == "let" and i + 1 < len(tokens):
        return token.low in ORDINARY
    if i == 1 and i + 1 < len(tokens) and tokens[2].low in ("off", "up", "down", "back", "out") and token.low not in NEVER:
        return token.low in ORDINARY
    if i + 1 < len(tokens) and tokens[i + 1].low in ("logged", "printed", "wrote") and token.low in ORDINARY:
        return True
    if (
        before.low == "inside"
        and token.low in ORDINARY
        and _ends(tokens, i)
        and {"run", "exec", "execute"} & {one.base for one in tokens[:i]}
    ):
        return True
    if before.low in ("it", "them") and i > 1 and tokens[i - 2].base in ("call", "name", "title", "label"):
        return token.low in ORDINARY
    if before.low == "is" and tokens[i - 2].low == "name":
        return token.low in ORDINARY
    if before.low == "of" and i > 1 and tokens[i - 2].base in ("log", "output", "stat", "process", "port", "event", "history"):
        return token.low in ORDINARY and token.low not in KINDS
    if before.low == "tag" and tokens[i + 1 : i + 2] and tokens[i + 1].low in ("as", "to") and token.low in ORDINARY:
        return True
    if before.low in ("of", "in", "inside") and token.low in PLAIN_NAMES and _ends(tokens, i):
        return True
    if (
        before.base in KINDS
        and before.low not in KINDS
        and token.low in ORDINARY
        and tokens[i + 1 : i + 2]
        and tokens[i + 1].low in ("and", ",")
    ):
        return bool(tokens[i + 2 : i + 3]) and tokens[i + 2].low in ORDINARY and token.low not in PARTS.get(before.base, ())
    if before.low in ("name", "alias") and i > 1 and tokens[i - 2].low in ("the", "a", "custom") and _ends(tokens, i):
        return token.low in ORDINARY
    if before.low == "repository" and i > 1 and tokens[i - 2].low in ("the", "of", "in"):
        return token.low in ORDINARY and _ends(tokens, i)
    if before.low == "user" and i > 1 and tokens[i - 2].low in ("the", "as") and _ends(tokens, i) and token.is_("word"):
        return token.low not in tables.fillers()
    if before.low in PLACES and i > 1 and tokens[i - 2].low in ("the", "as", "to", "user", "local", "with"):
        return token.low in ORDINARY or token.low in ("out", "dist", "nobody", "output", "results")
    if before.low in KINDS and not before.own:
        return _behind(tokens, i)
    after = tokens[i + 1].low if i + 1 < len(tokens) else ""
    if after == "service" and before.low in OWNING | STATED and token.low not in NOT_SERVICES and token.is_("word"):
        return _ends(tokens, i + 1) and not token.low.endswith(("ed", "ing"))
    if before.low in ("profile", "project") and i > 1 and tokens[i - 2].low in OWNING and token.low not in NO_NAME:
        return token.low.isalpha() and _ends(tokens, i) and token.low not in NOT_SERVICES
    if after == "context" and token.low in CONTEXTS and before.low not in ("build",):
        return True
    if (
        after in KINDS
        and before.low in OWNING
        and after not in ("builder", "config", "context", "image")
        and token.low not in ("default", "user")
    ):
        return token.low in ORDINARY and token.low not in ("new", "old", "build", "main") and _ends(tokens, i + 1)
    if before.low in ("and", ",", "or") and i > 1 and token.low in ORDINARY and _ends(tokens, i) and _unlisted(tokens[i - 2]):
        return True
    beside = i + 2 < len(tokens) and after in ("and", ",", "or") and _unlisted(tokens[i + 2]) and _ends(tokens, i + 2)
    if beside and token.low in ORDINARY and before.low not in ARTICLES:
        return True
    if _in_list_of_names(tokens, i):
        return True
    return before.low in ("and", ",") and i > 2 and token.low in ORDINARY and _ends(tokens, i) and _listed(tokens, i)


ARTICLES = frozenset({"the", "a", "an", "with", "their", "its", "of", "by", "no", "all", "my", "any"})


def _in_list_of_names(tokens: Sequence[Token], i: int) -> bool:
    """ "stop apple and lemon": beside a name stands a name, though the word means something to us elsewhere."""
    token, before = tokens[i], tokens[i - 1]
    if token.low in tables.fillers() or token.low != token.base or token.base in THINGS or not token.low.isalpha():
        return False
    after = tokens[i + 1].low if i + 1 < len(tokens) else ""
    if before.base in TAKING and after in ("and", ","):
        beside = tokens[i + 2] if i + 2 < len(tokens) else None
        both = beside is not None and {token.low, beside.low} <= ORDINARY and before.base in LIVING and _ends(tokens, i + 2)
        return beside is not None and (_unlisted(beside) or both)
    if before.low == "of" and after in ("and", ",") and i + 2 < len(tokens) and i > 1 and tokens[i - 2].base in SEEN_OF:
        return {token.low, tokens[i + 2].low} <= ORDINARY and _ends(tokens, i + 2)
    if before.low == "and" and i > 2 and {token.low, tokens[i - 2].low} <= ORDINARY:
        lead = tokens[i - 3]
        return (lead.base in LIVING or (lead.low == "of" and i > 3 and tokens[i - 4].base in SEEN_OF)) and _ends(tokens, i)
    listed = before.low in ("and", ",") and i > 2 and _unlisted(tokens[i - 2]) and _ends(tokens, i)
    return listed and any(one.base in TAKING for one in tokens[: i - 2]) and token.low not in DOING


def _unlisted(token: Token) -> bool:
    """True for a word that can only be somebody's name: the neighbour of one in a list."""
    from commands.ask import slots

    return slots.free(token) and token.is_("word", "named") and not token.is_("number", "path", "pair", "size", "duration", "image")


def _behind(tokens: Sequence[Token], i: int) -> bool:
    """A word behind "container", "volume" …: its name, unless a thing of that kind has such a part."""
    token, kind = tokens[i], tokens[i - 1].low
    if token.low not in ORDINARY or not _ends(tokens, i):
        return False
    if i > 1 and tokens[i - 2].low in MANY:
        return False
    if (kind == "config" and token.low in NEVER) or (kind == "context" and i > 1 and tokens[i - 2].low == "build"):
        return False
    owned = i > 1 and tokens[i - 2].low in OWNING
    if token.low in PARTS.get(kind, ()) or (token.low in NEVER and not (token.low == "logs" and kind in ("volume", "network"))):
        lead = tokens[i - 3].low if i > 2 else ""
        if kind in ("container", "image") and lead in REMOVING:
            return False
        return owned and (lead in DIRECT or (token.low in ("data", "build") and lead in ("of", "to", "from", "with")))
    return True


def _listed(tokens: Sequence[Token], i: int) -> bool:
    """True for the last of "volumes cache and logs"."""
    j = i - 2
    return tokens[j].low in ORDINARY and (tokens[j - 1].base in KINDS or tokens[j].own)


def _ends(tokens: Sequence[Token], i: int) -> bool:
    """True where a name may end: the next word is no noun that it could belong to."""
    follow = tokens[i + 1] if i + 1 < len(tokens) else None
    return follow is None or follow.punct or follow.low in FOLLOWING or follow.is_("path", "flag") or follow.low.endswith("ly")


def _chinese(tokens: Sequence[Token], i: int) -> bool:
    """A Latin word in a Chinese sentence is a name, unless it is a term that people leave in English."""
    token = tokens[i]
    if token.text != token.text.lower():
        return False
    before = tokens[i - 1] if i else None
    if before is not None and (before.low in KINDS | CALLING or before.base in KINDS) and has_chinese(before.text):
        return token.low not in HAN_PARTS
    after = tokens[i + 1] if i + 1 < len(tokens) and has_chinese(tokens[i + 1].text) else None
    if after is not None and after.low == "log" and token.low not in KINDS | HAN_PARTS | LOGGING:
        return True
    if after is not None and after.low in KINDS and token.low in ORDINARY - HAN_PARTS - TECHNICAL - DRIVERS:
        return True
    if after is not None and after.low == "service" and token.low in PLAIN_NAMES:
        return True
    return token.low in ORDINARY and token.low not in TECHNICAL
