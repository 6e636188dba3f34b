"""Services, nodes and the swarm: names that are image names, several scales, opposite roles, certificates."""

from __future__ import annotations

from collections.abc import Sequence

from commands.ask import operands, shapes, slots
from commands.ask.reading import Reading, Use, put
from commands.ask.tokens import Token

CREATING = frozenset({"create", "new", "run", "start", "launch", "make", "deploy", "spin", "want", "need", "set"})
SHOWING = frozenset({"show", "display", "print", "view", "see", "get", "output", "what", "list"})


def service_create(reading: Reading) -> None:
    """ "the service redis with 5 replicas of redis:7.4": what stands beside "service" is the name, what has a tag the image."""
    tokens = reading.tokens
    if not CREATING & {token.base for token in tokens}:
        return
    tagged = any(token.is_("image") and ":" in token.text for token in tokens)
    if reading.valued("name"):
        return
    for i, token in enumerate(tokens):
        if i in reading.explained or ":" in token.text or not (token.low in operands.IMAGES or slots.free(token)):
            continue
        before = tokens[i - 1].low if i else ""
        after = tokens[i + 1].low if i + 1 < len(tokens) else ""
        if (before == "service" and (tagged or token.low not in operands.IMAGES)) or (after == "service" and tagged):
            reading.drop("name")
            put(reading, Use("flag", "name", operands.text_of(token), i, i + 1, i))
            return


def service_update(reading: Reading) -> None:
    """ "deploy team/web:2.2 to the service": the image that nothing took is the new one; one with a tag before one without."""
    tokens = reading.tokens
    _added(reading)
    for use in reading.uses:
        if use.key in ("network-add", "network-rm") and use.value_at >= 0 and operands.kind_of(reading, use.value_at) == "SERVICE":
            other = next((i for i in operands.names(reading) if "net" in tokens[i].low), -1)
            if other >= 0:
                reading.explained.discard(use.value_at)
                use.value, use.value_at = operands.text_of(tokens[other]), other
                reading.explained.add(other)
    places = [
        i
        for i, token in enumerate(tokens)
        if token.is_("image") and ":" in token.text and not token.is_("ip", "ports", "bound") and i not in reading.explained
    ]
    current = next((use for use in reading.uses if use.key == "image"), None)
    if not places or (current is not None and ":" in (current.value or "")):
        return
    if current is not None:
        reading.uses.remove(current)
        reading.explained.discard(current.value_at)
    put(reading, Use("flag", "image", operands.text_of(tokens[places[0]]), places[0], places[0] + 1, places[0]))


def _added(reading: Reading) -> None:
    """ "add DEBUG=1 to the environment of the service": the variables that nothing took."""
    verb, tokens = reading.intent.verb, reading.tokens
    if verb is None or verb.word not in ("add", "set", "put", "define", "pass"):
        return
    for i, token in enumerate(tokens):
        if token.is_("pair") and i not in reading.explained and token.text.partition("=")[0].isupper():
            reading.drop_unvalued("env-add")
            put(reading, Use("flag", "env-add", token.value or token.text, i, i + 1, i))


def scales(reading: Reading) -> list[tuple[int, int]]:
    """ "backend to 3 and frontend to 5": places of names and their numbers."""
    tokens = reading.tokens
    found: list[tuple[int, int]] = []
    for i in range(1, len(tokens)):
        if not _count(tokens[i]):
            continue
        for j in range(i - 1, max(-1, i - 4), -1):
            if _name(tokens, j):
                found.append((j, i))
                break
            if tokens[j].low not in ("to", "at", "with", "up", "down", "=", "service", "by", "into"):
                break
    return found if len(found) > 1 else []


def number(token: Token) -> str:
    """A count in digits."""
    return str(shapes.NUMBER_WORDS.get(token.low, operands.text_of(token)))


def _count(token: Token) -> bool:
    return token.is_("number") or (token.low in shapes.NUMBER_WORDS and token.low not in ("one", "single"))


def _name(tokens: Sequence[Token], i: int) -> bool:
    token = tokens[i]
    return token.own or (slots.free(token) and not token.is_("number", "size", "duration")) or token.low in operands.NAMELIKE


def swarm_ca(reading: Reading) -> None:
    """Who wants to see the certificate gives none."""
    renewed = bool({"replace", "renew", "regenerate", "rotate", "new", "newly"} & reading.low()) and not reading.has("external-ca")
    if renewed or {token.low for token in reading.tokens[:4]} & SHOWING:
        reading.drop_unvalued("ca-cert")
    if renewed and not reading.has("ca-cert") and not reading.has("rotate"):
        reading.uses.append(Use("flag", "rotate", None, 0, 0))
