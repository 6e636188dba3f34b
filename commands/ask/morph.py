"""Dictionary forms, as far as the lexicon goes: `stopping` → `stop`, `processes` → `process`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from commands.ask import tables
from commands.ask.tokens import Token

IRREGULAR = {
    "built": "build", "ran": "run", "took": "take", "taken": "take", "made": "make", "got": "get", "gave": "get", "given": "give",
    "shown": "show", "seen": "see", "saw": "see", "sent": "send", "kept": "keep", "left": "leave", "found": "find", "brought": "bring",
    "ids": "id", "statuses": "status", "processes": "process", "caches": "cache", "indices": "index", "frozen": "freeze",
    "froze": "freeze", "written": "write", "wrote": "write", "sizes": "size", "services": "service", "sought": "seek", "bound": "bind",
    "undid": "undo", "undone": "undo", "shut": "shut", "dns": "dns", "status": "status", "thrown": "throw", "torn": "tear",
    "analyses": "analyze", "directories": "directory", "replicas": "replica", "always": "always", "alias": "alias", "aliases": "alias",
    "address": "address", "addresses": "address", "process": "process", "access": "access", "this": "this", "gpus": "gpus", "cpus": "cpus",
    "compress": "compress", "ulimits": "ulimit", "is": "is", "has": "has", "was": "was", "does": "does", "its": "its", "tls": "tls",
    "updates": "update", "updated": "update", "used": "use", "uses": "use", "using": "use", "listed": "list", "nested": "nested",
    "progress": "progress", "ssh": "ssh", "mounted": "mount", "images": "image", "speed": "speed", "need": "need", "ring": "ring",
    "string": "string", "thing": "thing", "nothing": "nothing", "everything": "everything", "anything": "anything", "something": "something",
    "during": "during", "existing": "existing", "missing": "missing", "embed": "embed", "seed": "seed", "feed": "feed", "indeed": "indeed",
    "unused": "unused", "untagged": "untagged", "shared": "shared", "stats": "stat", "bring": "bring", "spring": "spring", "king": "king",
    "class": "class", "less": "less", "unless": "unless", "across": "across", "regardless": "regardless", "details": "detail",
}  # fmt: skip


@lru_cache(maxsize=8192)
def base(low: str) -> str:
    """The dictionary form of a lower-case word, itself where the lexicon knows no shorter one."""
    known = IRREGULAR.get(low)
    if known:
        return known
    words = tables.vocabulary()
    if not low.isalpha() or len(low) < 4:
        return low
    for stem in _stems(low):
        if stem in words:
            return stem
    return low


def _stems(low: str) -> list[str]:
    if low.endswith("ies"):
        return [low[:-3] + "y"]
    if low.endswith("ied"):
        return [low[:-3] + "y"]
    if low.endswith("s") and not low.endswith("ss"):
        return [low[:-1], low[:-2]]
    for ending in ("ing", "ed"):
        if low.endswith(ending):
            stem = low[: -len(ending)]
            doubled = [stem[:-1]] if len(stem) > 2 and stem[-1] == stem[-2] else []
            return [stem, stem + "e", *doubled]
    if low.endswith("er") and low[:-2] in ("new", "old"):
        return [low]
    return []


def with_bases(tokens: Sequence[Token]) -> list[Token]:
    """The same words, each with its dictionary form."""
    return [token if token.quoted or token.punct else replace(token, base=base(token.low)) for token in tokens]
