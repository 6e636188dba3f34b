"""Long random-looking words that no name and no known shape gives away; ids, hashes, paths and names of things stay."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

Span = tuple[int, int]
_CANDIDATE = re.compile(r"[A-Za-z0-9+/_-]{32,}={0,2}")
# Before a checksum in base64: of a package, an image, a key's fingerprint, a Go module.
_CHECKSUM = re.compile(r"(?:(?i:sha)(?:1|256|384|512)[-:]|h1:|md5[-:]|integrity[\"']?[=:]\s*[\"']?|[Ff]ingerprint:?\s)\s*$")
_CHECKSUM_WORD = re.compile(r"sha(?:1|224|256|384|512)-[A-Za-z0-9+/]{27,88}={0,2}$")
LONGEST = 4096
# Pieces of NamesLikeThis; random words have fewer of them.
_NAME_LIKE = re.compile(r"[A-Z]?[a-z]{2,}")
MOST_NAME_LIKE = 0.72
LEAST_BITS, LEAST_CHANGES = 4.1, 0.34


def random_words(text: str) -> Iterator[Span]:
    """The places of words that look like the output of a random generator, in base64 or its like."""
    for match in _CANDIDATE.finditer(text):
        start, end = match.span()
        if end - start <= LONGEST:
            if _random(match.group()) and not _CHECKSUM.search(text, max(0, start - 24), start):
                yield start, end
        elif _random(text[start : start + 256]):
            yield start, end


def _random(word: str) -> bool:
    bare = word.rstrip("=")
    if _CHECKSUM_WORD.match(word):
        return False
    kinds = (any(map(str.islower, bare)), any(map(str.isupper, bare)), any(map(str.isdigit, bare)))
    if not all(kinds):
        return False
    pieces = [piece for piece in re.split(r"[/_-]", bare) if piece]
    if max(map(len, pieces)) < 12:  # a path or a name of several words
        return False
    if _changes(bare) < LEAST_CHANGES or _bits(bare) < LEAST_BITS:
        return False
    return sum(map(len, _NAME_LIKE.findall(bare))) < MOST_NAME_LIKE * len(bare)


def _bits(word: str) -> float:
    """Shannon's entropy, bits a character."""
    total = len(word)
    return -sum(count / total * math.log2(count / total) for count in Counter(word).values())


def _changes(word: str) -> float:
    """How often small letters, capitals, digits and the rest take turns; names of things seldom do."""
    kinds = ["a" if c.islower() else "A" if c.isupper() else "0" if c.isdigit() else "-" for c in word]
    return sum(one != other for one, other in pairwise(kinds)) / max(1, len(kinds) - 1)
