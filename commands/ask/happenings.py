"""Events and searches: lists of what docker saw or a registry holds."""

from __future__ import annotations

from commands.ask import concepts, pairs
from commands.ask.reading import Reading, Use, put


def system_events(reading: Reading) -> None:
    """A name that no filter took is a container's."""
    from commands.ask import operands

    _actions(reading)
    _happened(reading)
    if any(use.kind == "filter" and use.key not in ("event", "type", "scope") for use in reading.uses):
        return
    for i in operands.names(reading)[:1]:
        put(reading, Use("filter", "container", operands.text_of(reading.tokens[i]), i, i + 1, i))


def _actions(reading: Reading) -> None:
    """ "create and start events": every action in front of the word counts."""
    tokens = reading.tokens
    for i, token in enumerate(tokens[:-1]):
        if tokens[i + 1].low in ("one", "ones") and token.low in pairs.ACTIONS and not reading.has("event", "filter"):
            put(reading, Use("filter", "event", token.low, i, i + 2, i))
    for i, token in enumerate(tokens):
        if token.base != "event":
            continue
        for j in range(i - 1, max(-1, i - 8), -1):
            word = tokens[j].low if tokens[j].low in pairs.ACTIONS else tokens[j].base
            if word in pairs.ACTIONS and not (reading.intent.verb is not None and j == reading.intent.verb.start):
                if not any(use.key == "event" and use.value == word for use in reading.uses):
                    put(reading, Use("filter", "event", word, j, j + 1, j))
            elif tokens[j].low not in ("and", "or", ",", "the", "only"):
                break


def _happened(reading: Reading) -> None:
    """ "which containers died in the last hour": the deed is the event."""
    if "happenedword" not in reading.found or reading.has("event", "filter"):
        return
    at = reading.found["happenedword"][1]
    reading.drop("status", "filter")
    thing = next((name for name in ("image", "volume", "network") if name in reading.found), "")
    deed = concepts.DEEDS[reading.tokens[at].low]
    put(reading, Use("filter", "event", "delete" if thing == "image" and deed == "destroy" else deed, at, at + 1, at))
    if thing and not any(use.kind == "filter" and use.key in ("type", thing) for use in reading.uses):
        put(reading, Use("filter", "type", thing, reading.found[thing][1], reading.found[thing][2]))


def search(reading: Reading) -> None:
    """A number of stars without a number is the column."""
    for use in reading.uses:
        if use.kind == "filter" and use.key == "stars" and not use.value and any(one.kind == "column" for one in reading.uses):
            use.kind, use.key = "column", "StarCount"
    for use in reading.uses:
        if use.kind == "flag" and use.key == "filter":
            use.kind = "drop"
    reading.uses = [use for use in reading.uses if use.kind != "drop"]
