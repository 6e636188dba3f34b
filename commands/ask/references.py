"""Image references in words: a registry and its port, a version beside a name, what is tagged as what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from commands.ask import operands, shapes, slots
from commands.ask.reading import Reading
from commands.ask.tokens import Token

REGISTRY_WORDS = frozenset({"registry", "login", "log", "sign", "pull", "push", "authenticate", "fetch", "download", "logout"})
# "assign the tag a:1 to the image b:2": the second is what is there already.
GIVING = frozenset({"assign", "give", "add", "apply", "attach", "put", "set", "create"})
POINTING = frozenset({"points", "point", "pointing", "refers", "referring"})
VERSION_WORDS = frozenset({"tag", "version", "release"})
_VERSION = re.compile(r"v?\d[\w.-]*|latest|version[\d.]+|[\w.]*-[\w.-]+")


def with_ports(tokens: Sequence[Token]) -> list[Token]:
    """ "localhost on port 8080" is `localhost:8080` where a registry is spoken of."""
    if not REGISTRY_WORDS & {token.low for token in tokens} | REGISTRY_WORDS & {token.base for token in tokens}:
        return list(tokens)
    out: list[Token] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        j = i + 1
        while j < len(tokens) and tokens[j].low in ("on", "at", ",", "with", "the"):
            j += 1
        host = token.low == "localhost" or (token.is_("domain", "ip") and ":" not in token.text)
        if host and j + 1 < len(tokens) and tokens[j].low == "port" and tokens[j + 1].is_("number"):
            text = f"{token.value or token.text}:{tokens[j + 1].text}"
            out.append(replace(token, text=text, value=text, low=text.lower(), base=text.lower(), kinds=shapes.kinds(text)))
            i = j + 2
            continue
        out.append(token)
        i += 1
    return out


def version_of(reading: Reading, i: int) -> str:
    """`:24.04` for "version 24.04 of the ubuntu image" and "app with the tag v2"; "" for none. `i` is the image's place."""
    tokens = reading.tokens
    if {":", "@"} & set(tokens[i].text.rpartition("/")[2]):
        return ""
    for j, token in enumerate(tokens):
        before = tokens[j - 1].low if j else ""
        after = tokens[j + 1].low if j + 1 < len(tokens) else ""
        if j in reading.explained or j == i or not _VERSION.fullmatch(token.text):
            continue
        glued = token.low.startswith("version") and token.low != "version"
        if glued or before in VERSION_WORDS or (after in VERSION_WORDS and (token.low == "latest" or token.is_("number", "named"))):
            reading.explained.add(j)
            reading.explained.update(k for k in (j - 1, j + 1) if 0 <= k < len(tokens) and tokens[k].low in VERSION_WORDS)
            return f":{token.value or token.text}"
    return ""


def tagged(reading: Reading) -> bool:
    """Fill `image tag` where both names are given: the image as it is, then as it shall be called."""
    tokens = reading.tokens
    found = [i for i in operands.names(reading) if not tokens[i].is_("number", "path", "pair", "url")]
    found = [i for i in found if slots.free(tokens[i]) or tokens[i].low in operands.IMAGES]
    found = [i for i in found if not (tokens[i].low.startswith("version") and tokens[i].low[7:8].isdigit())]
    found = [i for i in found if tokens[i].low != "registry" or len(found) < 3]
    if len(found) != 2:
        return False
    first, second = found
    between = {token.low for token in tokens[first + 1 : second]}
    before = {token.low for token in tokens[max(0, first - 2) : first]}
    verb = reading.intent.verb
    toward = {"for", "on", "onto"} | ({"to"} if verb is not None and verb.word in GIVING else set())
    swapped = bool({"tag", "name", "alias"} & before and toward & between and "as" not in between) or bool(POINTING & between)
    swapped = swapped or bool({"tag", "alias"} & between and {"for", "on", "onto"} & between)
    source, target = (second, first) if swapped else (first, second)
    reading.explained.update(found)
    reading.operand_words += [(source, "IMAGE"), (target, "TARGET_IMAGE")]
    reading.operands += [operands.text_of(tokens[source]), operands.text_of(tokens[target]) + version_of(reading, target)]
    return True
