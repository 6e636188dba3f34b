"""`docker cp`: which of two places is the container's, and which way the copy goes."""

from __future__ import annotations

from commands.ask import operands
from commands.ask.reading import Reading

# What a copy is of, from and to, in general words.
PLACES = frozenset({"file", "directory", "folder", "filesystem", "service", "container", "host", "machine"})


def copy(reading: Reading, optional: bool) -> None:
    """`cp` needs two places, one of them `container:path`; the order is where it comes from and where it goes."""
    tokens = reading.tokens
    holder = "SERVICE" if reading.command.startswith("compose") else "CONTAINER"
    free = operands.names(reading)
    bound = [i for i in free if tokens[i].is_("bound") and not operands.text_of(tokens[i]).startswith(("/", ".", "~"))]
    paths = [
        i
        for i in free
        if tokens[i].is_("path", "quoted", "named")
        and i not in bound
        and (tokens[i].is_("path") or "/" in tokens[i].text or "." in tokens[i].text)
    ]
    owners = [i for i in free if i not in bound and i not in paths and tokens[i].low not in ("uid/gid", "uid:gid", "uid", "gid")]
    lows = [token.low for token in tokens]
    placed_in = [
        i
        for i in owners
        if i and (lows[i - 1] in ("from", "of", "off", "in", "into", "inside", "container") or lows[i - 1] == "to")
    ]
    owners = placed_in + [i for i in owners if i not in placed_in]
    verb = reading.intent.verb
    placed = verb is not None and verb.word in ("put", "place", "push", "upload", "send", "drop") and "from" not in lows
    out = not placed and _from_container(reading, owners, lows)
    owner = operands.text_of(tokens[owners[0]]) if owners else holder
    if bound:
        inside = operands.text_of(tokens[bound[0]])
        outside = [operands.text_of(tokens[i]) for i in paths[:1]]
        out = not outside or bound[0] < paths[0]
        there = outside[0] if outside else "." if out and {"current", "here"} & set(lows) else "PATH"
        reading.explained.update(bound[:1], paths[:1])
    else:
        source = operands.text_of(tokens[paths[0]]) if paths else "PATH"
        target = (
            operands.text_of(tokens[paths[1]]) if len(paths) > 1 else "." if out and {"current", "here"} & set(lows) else "PATH"
        )
        inside = f"{owner}:{source if out else target}"
        there = target if out else source
        reading.explained.update(paths[:2])
        reading.explained.update(owners[:1])
        if not owners:
            reading.needs.append(holder)
    reading.explained.update(i for i, token in enumerate(tokens) if token.base in PLACES)
    reading.operands += [inside, there] if out else [there, inside]
    reading.needs += ["PATH"] if "PATH" in (there, inside.partition(":")[2]) else []


def _from_container(reading: Reading, owners: list[int], lows: list[str]) -> bool:
    def place(word: str) -> int:
        return lows.index(word) if word in lows else 99

    target = (
        owners[0]
        if owners
        else place("container")
        if "container" in lows
        else place("service")
        if "service" in lows
        else place("containers")
    )
    source = max(
        [
            i
            for i in range(min(target, len(lows)))
            if lows[i] in ("from", "of", "off", "inside", "in", "out") and not _arriving(lows, i)
        ],
        default=-1,
    )
    goal = max([i for i in range(min(target, len(lows))) if lows[i] in ("to", "into", "onto")], default=-1)
    behind = [low for low in lows[target + 1 : target + 3] if low not in ("container", "service")]
    if source < 0 and goal < 0 and behind[:1] in (["in"], ["inside"], ["of"], ["'s"]):
        return True
    return source > goal


def _arriving(lows: list[str], i: int) -> bool:
    """True for the "in" of "to /srv in the container web": the place it goes to."""
    return lows[i] in ("in", "of", "inside") and bool({"to", "into", "onto", "at"} & set(lows[max(0, i - 5) : i]))
