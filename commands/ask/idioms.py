"""Commands that want names, asked about many things at once: docker's own idioms for it."""

from __future__ import annotations

from itertools import pairwise

from commands.ask import operands, render, slots, tables
from commands.ask.reading import Reading, Use, put
from commands.spec import load

MANY = frozenset({"whatever", "all", "every", "each", "everything", "any", "both"})
LISTS = {
    "CONTAINER": ("container ls", "container"),
    "IMAGE": ("image ls", "image"),
    "VOLUME": ("volume ls", "volume"),
    "NETWORK": ("network ls", "network"),
    "SERVICE": ("service ls", "service"),
    "NODE": ("node ls", "node"),
    "SECRET": ("secret ls", "secret"),
    "CONFIG": ("config ls", "config"),
}
TAKING_MANY = frozenset(
    [
        "container stop",
        "container start",
        "container restart",
        "container kill",
        "container rm",
        "container pause",
        "container unpause",
        "container inspect",
        "container wait",
        "container update",
        "image rm",
        "image inspect",
        "volume rm",
        "volume inspect",
        "network rm",
        "network inspect",
        "service rm",
        "service inspect",
        "node inspect",
        "node rm",
        "image save",
        "secret rm",
        "config rm",
    ]
)


def apply(reading: Reading) -> None:
    """Replace a missing name by the list of all that are meant, where the text speaks of many."""
    if _bare_inspect(reading):
        return
    described = _described(reading)
    if (
        reading.command not in TAKING_MANY
        or len(reading.operands) != 1
        or reading.operands[0] not in LISTS
        or reading.operand_words
    ):
        return
    placeholder = reading.operands[0]
    path, noun = LISTS[placeholder]
    if not described and not _plural(reading, noun) and not (placeholder == "CONTAINER" and _by_port(reading)):
        return
    inner = _inner(reading, path)
    if inner is None or (" --filter " not in inner and _narrowed(reading)) or _unsaid(reading, inner):
        return
    reading.operands = [f"$({inner})"]
    reading.needs = [need for need in reading.needs if need != placeholder]
    reading.notes.append("idiom")
    # A prune takes created and dead containers too: right for "stopped" ones, too much where "exited" was said.
    if reading.command == "container rm" and inner == "docker ps --filter status=exited -q" and "exited" not in reading.low():
        reading.notes.append("whole")


def _bare_inspect(reading: Reading) -> bool:
    """True for "show all containers": a list, however many there are to inspect."""
    verb = reading.intent.verb
    return reading.command.endswith("inspect") and not (verb is not None and verb.classes.get("inspect"))


def _described(reading: Reading) -> bool:
    """ "delete the containers with tmp in their name": no name of one, but a condition on many."""
    from commands.ask import conditions
    from commands.ask.intents import Intent

    group, _, action = reading.command.rpartition(" ")
    if reading.command not in TAKING_MANY or len(reading.operand_words) != 1 or action in ("update", "save"):
        return False
    at, placeholder = reading.operand_words[0]
    if LISTS.get(placeholder, ("", ""))[0] != f"{group} ls":
        return False
    probe = Reading(f"{group} ls", reading.tokens, reading.found, Intent(f"{group} ls", 0.0, None, frozenset()))
    conditions.find(probe)
    if not any(use.key == "name" and use.value_at == at for use in probe.uses):
        return False
    reading.operands, reading.operand_words = [placeholder], []
    reading.needs.append(placeholder)
    return True


def narrow(reading: Reading) -> None:
    """ "all volumes that start with tmp": the values of the list's conditions are nobody's names."""
    if reading.command not in TAKING_MANY or _bare_inspect(reading):
        return
    placeholder = next((word for word in LISTS if LISTS[word][0].split()[0] == reading.command.split()[0]), "")
    if not placeholder or not _of_many(reading) or not _plural(reading, LISTS[placeholder][1]):
        return
    inner = _list_of(reading, LISTS[placeholder][0])
    reading.narrowing = {use.value_at for use in inner.uses if use.kind == "filter" and use.value_at >= 0}
    if inner.command == "image ls":
        from commands.ask import filling

        filling.fill(inner)
        reading.narrowing |= {i for i, _ in inner.operand_words}


def _of_many(reading: Reading) -> bool:
    """True for "all", "every", "any"; "any more" counts nothing."""
    follows = [token.low for token in reading.tokens[1:]] + [""]
    return any(
        token.low in MANY - {"both"} and not (token.low == "any" and follow in ("more", "longer"))
        for token, follow in zip(reading.tokens, follows, strict=True)
    )


def _list_of(reading: Reading, path: str) -> Reading:
    """The same text read as a list, with the filters that it names."""
    from commands.ask import reading as readings
    from commands.ask.intents import Intent

    inner = Reading(path, reading.tokens, reading.found, Intent(path, 0.0, None, reading.intent.used))
    inner.explained |= reading.explained & reading.intent.used
    readings.gather(inner)
    _of_image(inner)
    return inner


def _of_image(inner: Reading) -> None:
    """ "all nginx containers" are those of an image, "all web containers" those with the word in their names."""
    tokens = inner.tokens
    if inner.command != "container ls":
        return
    for i, token in enumerate(tokens[:-1]):
        if i in inner.explained or tokens[i + 1].low != "containers":
            continue
        image = token.low in operands.IMAGES or (token.is_("image") and ":" in token.text)
        ordinary = token.low in tables.words("ORDINARY") - AGES and i > 0 and tokens[i - 1].low in MANY | {"the", "my", "our"}
        if image or ((token.own or slots.free(token)) and not token.is_("number")) or ordinary:
            put(inner, Use("filter", "ancestor" if image else "name", operands.text_of(token), i, i + 1, i))


AGES = frozenset({"old", "new", "default", "build", "tools"})
NOUNS = frozenset(noun + ending for _, noun in LISTS.values() for ending in ("", "s"))
PLAIN = tables.words("BEFORE_MANY")


def _unsaid(reading: Reading, inner: str) -> bool:
    """True where a word that can only be a name has no part in the command: the list would hold too much."""
    said = " ".join([inner, *(use.value or "" for use in reading.uses)]).lower()
    lows = [token.low for token in reading.tokens]
    many = next((i for i, low in enumerate(lows) if low in MANY), -1)
    noun = next((i for i in range(many + 1, min(len(lows), many + 6)) if lows[i] in NOUNS), -1)
    if 0 <= many < noun and any(low not in PLAIN and low not in said for low in lows[many + 1 : noun] if low.isascii()):
        return True
    return any(
        (token.own or slots.free(token)) and not token.punct and (token.value or token.text).lower() not in said
        for i, token in enumerate(reading.tokens)
        if i not in reading.intent.used and not token.is_("number", "duration", "size", "time", "signal")
    )


def _narrowed(reading: Reading) -> bool:
    """True where the text says which of them are meant and nothing here understood it: then it is not all of them."""
    from commands.ask import understand

    left = {reading.tokens[i].low for i in understand.leftovers(reading)}
    lows = [
        token.low for i, token in enumerate(reading.tokens) if not (token.low == "not" and i and reading.tokens[i - 1].low == "or")
    ]
    return bool(NARROWING & set(lows)) and bool(left - MANY - {"running", "them"})


NARROWING = frozenset("that which whose who with without except but not older newer other no unless only".split())


def _plural(reading: Reading, noun: str) -> bool:
    lows = [token.low for token in reading.tokens]
    if ("more" in lows and "one" in lows) or {"specific", "given", "certain", "particular", "multiple", "several"} & set(lows):
        return False
    plural = [token for token in reading.tokens if token.base == noun and token.low == noun + "s"]
    each = any(token.low == noun and MANY & set(lows[max(0, i - 3) : i]) for i, token in enumerate(reading.tokens))
    loose = (
        noun == "container"
        and {"ones", "whatever", "anything", "things"} & set(lows)
        and not NOUNS & {t.base for t in reading.tokens}
    )
    return bool(plural) or each or bool(loose) or (noun == "container" and "everything" in lows[:2])


def _by_port(reading: Reading) -> bool:
    """ "kill the container on port 8080": named by its port."""
    tokens = reading.tokens
    return any(a.base == "port" and b.is_("number") for a, b in pairwise(tokens))


def _inner(reading: Reading, path: str) -> str | None:
    """The list command inside, with the filters that the text names."""
    from commands.ask import lists

    own = {(use.start, use.end) for use in reading.uses}
    inner = _list_of(reading, path)
    inner.uses = [use for use in inner.uses if use.kind == "filter" and (use.start, use.end) not in own]
    if path == "image ls":
        from commands.ask import filling

        filling.fill(inner)
        inner.needs.clear()
    if path == "container ls":
        lists.container_ls(inner)
        inner.uses = [use for use in inner.uses if use.kind == "filter" or use.key in ("all", "latest", "last")]
        wide = reading.command in ("container rm", "container start", "container inspect", "container wait", "container restart")
        if (
            not any(use.kind == "filter" and use.key in ("status", "exited") for use in inner.uses)
            and "running" not in inner.notes
            and wide
        ):
            if not inner.has("all"):
                inner.uses.append(Use("flag", "all", None, 0, 0))
        elif reading.command in ("container stop", "container kill", "container pause") and not inner.has("status", "filter"):
            inner.drop("all")
        if reading.command == "container unpause" and not inner.has("status", "filter"):
            inner.uses.append(Use("filter", "status", "paused", 0, 0))
    filtered = any(use.kind == "filter" for use in inner.uses) or "running" in inner.notes
    if not MANY & reading.low() and not filtered and not _by_port(reading):
        return None
    inner.uses.append(Use("flag", "quiet", None, 0, 0))
    if load.command(path).flag("quiet") is None:
        return None
    reading.explained |= inner.explained
    for use in inner.uses:
        if use.value is None and use.kind == "filter":
            return None
    return render.command(inner).replace("--quiet", "-q").replace("--all", "-a").replace("-a -q", "-aq")
