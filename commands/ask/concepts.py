"""Which things a text speaks of, and how much each is what it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from commands.ask import programs, tables
from commands.ask.tokens import Token

DEMOTING = tables.words("DEMOTING")
THINGS = tables.words("THINGS")
# Before "which images": a question inside a sentence.
WONDERED = frozenset({"see", "know", "show", "tell", "list", "check", "find", "display", "me", "us", "wonder", "wondering", "out"})
IMAGES = tables.words("IMAGES")
COLUMNS = frozenset({"image", "network", "volume", "port", "node"})
PROGRAMS = tables.words("PROGRAMS")
COMPOSE_FILE = re.compile(r"(?:[\w./-]*/)?(?:docker-)?compose[\w.-]*\.ya?ml")
LOOSE = frozenset({"ones", "anything", "whatever", "everything", "something", "any", "things"})
STATES = tables.words("LOOSE_STATES")
# Names that say what they are: `my_container`, `app-volume`, `myservice`.
SPOKEN_NAME = re.compile(r"(container|volume|secret)s?\d*$|^my[-_]?(service)\d*$")
SIGNALS = tables.words("SIGNALS")
# What people call the machines of a swarm.
NODE_NAME = re.compile(r"(?:node|worker|manager|master)[-_.]?\d+")
Found = dict[str, tuple[float, int, int]]


@cache
def _phrases() -> tables.Phrases:
    found = tables.Phrases()
    for _, name, _, rest in tables.rows("concepts"):
        for phrase in rest.split("|"):
            if phrase.strip() and not phrase.strip().startswith("<"):
                found.add(phrase.strip(), name)
    return found


# What was done, in the past, and the word that its events have.
DEEDS = tables.pairs("DEEDS")


def _happened(tokens: Sequence[Token], found: Found) -> None:
    """ "which containers died in the last hour": a deed and a span of time."""
    spans = [
        i
        for i, token in enumerate(tokens)
        if token.is_("duration") and {"last", "past"} & {one.low for one in tokens[max(0, i - 3) : i]}
    ]
    deeds = [i for i, token in enumerate(tokens) if token.low in DEEDS and not token.own]
    if spans and deeds and not {"log", "stat"} & found.keys():
        found["happenedword"] = (1.0, deeds[0], deeds[0] + 1)


def find(tokens: Sequence[Token]) -> Found:
    """Concept → (weight, first word, word after the last): 2 what the text is about, 1 beside it, 0.5 behind a preposition."""
    hits = _phrases().scan(tokens)
    longest: dict[tuple[str, int], int] = {}
    for start, end, name in hits:
        longest[name, start] = max(end, longest.get((name, start), 0))
    covered = {name: [(s, e) for (n, s), e in longest.items() if n == name] for name in {name for name, _ in longest}}
    found: Found = {}
    heads = 0
    for (name, start), end in sorted(longest.items(), key=lambda item: (item[0][1], -item[1])):
        inside = any(s <= start and end <= e and (s, e) != (start, end) for s, e in covered[name])
        if inside or (
            name == "log"
            and end < len(tokens)
            and tokens[end].low in ("in", "into", "out", "off", "on", "onto")
            and end - start == 1
            and tokens[start].low != "logs"
            and not {"last", "past"} & {token.low for token in tokens[end : end + 3]}
        ):
            continue
        weight = 0.5 if _demoted(tokens, start) or (name in COLUMNS and _enumerated(tokens, start, end)) else 1.0
        if name in THINGS and weight == 1.0:
            weight = 2.0 if heads == 0 else 1.0
            heads += 1
        if name not in found or weight > found[name][0]:
            found[name] = (weight, start, end)
    if not any(name in found and found[name][0] >= 1.0 for name in (*THINGS, "disk", "compose")):
        lows = [token.low for token in tokens]
        loose = LOOSE & set(lows) or lows[:2] in (["what", "is"], ["what", "are"], ["who", "is"])
        if loose and STATES & set(lows) and "container" not in found:
            found["container"] = (1.0, 0, 0)
        for i, token in enumerate(tokens):
            said = SPOKEN_NAME.search(token.low) if token.is_("named") or token.quoted else None
            if said:
                found.setdefault(said[1] or said[2], (1.0, i, i))
        if lows[:2] == ["who", "is"] and {"on", "in"} & set(lows):
            found["container"] = (1.0, 0, 0)
        for i, token in enumerate(tokens):
            if NODE_NAME.fullmatch(token.low):
                found["node"] = (0.5, i, i)
    _happened(tokens, found)
    for i, token in enumerate(tokens):
        if i + 1 < len(tokens) and token.base in ("run", "execute", "exec") and tokens[i + 1].low in PROGRAMS:
            found.setdefault("program", (1.0, i + 1, i + 2))
        if token.base in ("execute", "exec") and i + 1 < len(tokens) and tokens[i + 1].quoted and " " in tokens[i + 1].value:
            found.setdefault("program", (1.0, i + 1, i + 2))
        if token.base in ("run", "execute", "exec") and "program" not in found and (words := programs.unlisted(tokens, i + 1)):
            found["program"] = (1.0, words[0], words[-1] + 1)
        if COMPOSE_FILE.fullmatch(token.low):
            found.setdefault("compose", (1.0, i, i + 1))
        if token.low in ("in", "on") and "inside" not in found and _owned(tokens, i + 1):
            found["inside"] = (1.0, i, i + 1)
        if token.is_("port") and "/" in token.text and token.text[0].isdigit():
            found.setdefault("port", (1.0, i, i))
        if token.low.endswith((".tar", ".tar.gz", ".tgz")):
            found.setdefault("archive", (1.0, i, i))
        if token.low in IMAGES or (token.is_("image") and ":" in token.text and not token.is_("path", "ports", "ip6")):
            found.setdefault("imagename", (0.5, i, i))
            if i > 1 and tokens[i - 1].low in ("from", "of", "off", "using") and tokens[i - 2].low in ("container", "instance"):
                found.setdefault("fromimage", (1.0, i - 1, i))
        if token.low == "new" and any(after.low == "container" for after in tokens[i + 1 : i + 3]):
            found.setdefault("newcontainer", (1.0, i, i + 1))
        if (
            token.is_("named")
            and "network" not in found
            and token.low.endswith(("-net", "_net", "-network", "_network", "_nw", "-nw"))
        ):
            found["network"] = (1.0, i, i)
        if token.text.startswith("sha256:") or (token.quoted and token.value.startswith("sha256:")):
            found["shaid"] = (1.0, i, i)
    if "composish" in found:
        found.setdefault("compose", found["composish"])
    if "task" in found and "service" not in found:
        _tasks_of(tokens, found)
    last = len(tokens) - 1
    if last >= 0 and tokens[last].punct:
        last -= 1
    if (
        last >= 0
        and "network" not in found
        and tokens[last].is_("named")
        and tokens[last].low.endswith(("-net", "_net", "-network", "_network", "_nw", "-nw"))
    ):
        found["network"] = (1.0, last, last)
    several = {name for name in ("container", "image", "volume", "network") if name in found}
    if len(several) >= 3 and "or" not in {token.low for token in tokens}:
        found["everything"] = (2.0, *found["container" if "container" in several else "image"][1:])
    elif (
        len(several) >= 2
        and "or" in {token.low for token in tokens}
        and all(tokens[found[name][1]].low == name for name in several)
    ):
        found["object"] = (2.0, *found[min(several)][1:])
    _of_condition(found)
    refs = [
        i
        for i, token in enumerate(tokens)
        if token.is_("image") and not token.is_("path", "ports", "port", "platform", "bound", "url", "cidr")
    ]
    if len(refs) == 2 and any(":" in tokens[i].text for i in refs):
        found["tworefs"] = (1.0, refs[0], refs[0])
    if "signalname" not in found and any(token.base in ("signal", "send") for token in tokens):
        at = next((i for i, token in enumerate(tokens) if token.text in SIGNALS), -1)
        if at >= 0:
            found["signalname"] = (1.0, at, at + 1)
    for name, kinds in (
        ("pathlike", ("path", "bound")),
        ("signalname", ("signal",)),
        ("sizelike", ("size",)),
        ("imageref", ("image",)),
    ):
        for i, token in enumerate(tokens):
            if (
                token.is_(*kinds)
                and name not in found
                and (name != "imageref" or ((":" in token.text or "/" in token.text) and not token.is_("platform")))
            ):
                found[name] = (1.0, i, i + 1)
    return found


def _of_condition(found: Found) -> None:
    """In "images that no container uses" the container belongs to the condition."""
    if "unused" in found and "container" in found and any(name in found for name in ("image", "volume", "network")):
        _, start, end = found["unused"]
        if start <= found["container"][1] < end:
            del found["container"]


def _tasks_of(tokens: Sequence[Token], found: Found) -> None:
    """ "the tasks of web": a service's."""
    from commands.ask import slots

    at = found["task"][2]
    if at + 1 < len(tokens) and tokens[at].low == "of" and slots.free(tokens[at + 1]):
        found["service"] = (1.0, at, at + 1)


def _owned(tokens: Sequence[Token], at: int) -> bool:
    """True where a name, or "the container", follows: "in web"."""
    from commands.ask import slots

    for token in tokens[at : at + 3]:
        if token.base == "container" or slots.free(token):
            return True
        if token.low not in ("the", "a", "my", "running", "this", "that"):
            return False
    return False


def _demoted(tokens: Sequence[Token], start: int) -> bool:
    """True in "… from the nginx image", "with their images": the thing belongs to another."""
    for j in range(start - 1, max(-1, start - 5), -1):
        token = tokens[j]
        if token.punct:
            return False
        if token.low in ("which", "what") and (j == 0 or tokens[j - 1].base in WONDERED or tokens[j - 1].punct):
            return False
        if token.low in ("whose", "having") or (token.low in ("that", "which") and j < start - 1):
            return True
        if token.low in DEMOTING:
            return not (token.low == "with" and j and tokens[j - 1].low in ("me", "us", "provide", "supply", "furnish", "along"))
        if token.base in ("show", "list", "display", "see", "view", "all", "remove", "delete", "of"):
            return False
    return False


def _enumerated(tokens: Sequence[Token], start: int, end: int) -> bool:
    """True inside "names, images and status": one of several columns."""
    before = tokens[start - 1].low if start else ""
    after = tokens[end].low if end < len(tokens) else ""
    columns = {"name", "names", "status", "id", "ids", "ports", "size", "tag", "command"}
    near = {token.low for token in tokens[max(0, start - 4) : end + 4]}
    return (before in (",", "and") or after in (",", "and")) and bool(near & columns)
