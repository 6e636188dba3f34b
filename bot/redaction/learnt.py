"""Secret values that were met under their names, so that they are known where they stand without one (in a log, say).

One request's values are its own. What cannot be mistaken for anything else is remembered for the whole process, in
memory only: the plan of `docker exec` meets a password in the container's settings, the output prints it bare.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator

from bot.redaction import PLACEHOLDER

MOST = 400
SHORTEST, LONGEST = 6, 8192
# Shorter values are hidden only where they stand as a word of their own.
ANYWHERE = 8
_VERSION = re.compile(r"v?[\d.]+[a-z]?\d*|\d+[a-zA-Z]{1,3}")
_NAME_LIKE = re.compile(r"[a-z0-9]+(?:[._/:-][a-z0-9]+)*|[A-Z0-9]+(?:[._/-][A-Z0-9]+)*")


def worth_learning(value: str) -> bool:
    """Short and plain values would hide half of any log."""
    if not SHORTEST <= len(value) <= LONGEST or value.startswith("/") or PLACEHOLDER in value:
        return False
    if len(value) < ANYWHERE:  # a word of a sentence, a number, a version: hidden by its name only
        return any(map(str.isalpha, value)) and any(map(str.isdigit, value)) and not _VERSION.fullmatch(value)
    return not (value.isalpha() and value.islower())


def bare_places(text: str, values: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where these values stand in a text, whatever stands around them; the short ones as words of their own only."""
    for value in values:
        at = text.find(value)
        while at != -1:
            end = at + len(value)
            if len(value) >= ANYWHERE or not (_word(text[at - 1 : at]) or _word(text[end : end + 1])):
                yield at, end
            at = text.find(value, end)


def _word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def unmistakable(value: str) -> bool:
    """Random enough that it is never the name of a thing: small letters, capitals and digits together."""
    return (
        any(map(str.islower, value))
        and any(map(str.isupper, value))
        and any(map(str.isdigit, value))
        and not _NAME_LIKE.fullmatch(value)
    )


class Learnt:
    """A bounded set of values, the least recently met forgotten first. Safe from several threads."""

    def __init__(self) -> None:
        self._values: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, value: str) -> None:
        """Remember a value."""
        with self._lock:
            self._values[value] = None
            self._values.move_to_end(value)
            while len(self._values) > MOST:
                self._values.popitem(last=False)

    def values(self) -> tuple[str, ...]:
        """All of them now."""
        with self._lock:
            return tuple(self._values)


shared = Learnt()
