"""What one run may act on: the objects that were looked at and judged, by their full ids.

A name can stand for another object a moment later (a rename, a tag that moves, an id's beginning that becomes a
name). A full id cannot: the Engine tries it before every name.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from docker.errors import DockerException

from commands.opts.reference import ImageReference

Key = tuple[str, str]
# Given the body of a request that made a container and what the Engine says of it: why it may not be used.
Check = Callable[[dict[str, Any], dict[str, Any]], tuple[str, ...]]
_SWARM_KINDS = ("service", "task", "node", "secret", "config")
_SWARM_ID = re.compile(r"[0-9a-z]{25}")
_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"


class NotJudged(DockerException):  # type: ignore[misc]
    """A request that was not sent: what it names was not judged, or is not any more what was judged."""


@dataclass(slots=True)
class Pins:
    """The judged objects of one command.

    `words` are the words that name them → their ids; `missing` are words that named nothing → the daemon's status and
    words where it said more than that; `judged` are all of them; `seals` are what else must be the same at the run (how a
    volume, which has no id, was made; the names of an image that is pruned).
    Not `strict`: a word that was not looked at goes to the daemon as it is (a read that any object is allowed to).
    `check` judges a container that was made, before it is started.
    """

    words: Mapping[Key, str] = field(default_factory=dict)
    missing: Mapping[Key, tuple[int, str]] = field(default_factory=dict)
    judged: frozenset[Key] = frozenset()
    seals: Mapping[Key, str] = field(default_factory=dict)
    strict: bool = True
    check: Check | None = None
    made: set[Key] = field(default_factory=set)

    def ids(self, kind: str) -> frozenset[str]:
        """The judged ids of one kind."""
        return frozenset(its_id for its_kind, its_id in self.judged if its_kind == kind)

    def allows(self, kind: str, its_id: str) -> bool:
        """Whether this very object was judged, or made by this run."""
        return (kind, its_id) in self.judged or (kind, its_id) in self.made

    def require(self, kind: str, its_id: str, word: str) -> None:
        """Raise NotJudged where a name stands for another object than the judged one."""
        if self.allows(kind, its_id):
            return
        key = word_key(kind, word)
        if key in self.words or key in self.missing:
            raise NotJudged(f"{kind} {word} is not the one any more that was looked at; nothing was done with it: ask again")
        if self.strict:
            raise NotJudged(f"{kind} {word} was not looked at before this run, so nothing is done with it")

    def found(self, kind: str, word: str) -> str | None:
        """The full id that is sent for a word, None for a word that goes as it is. Raises NotJudged."""
        key = word_key(kind, word)
        if key in self.words:
            return self.words[key]
        if self.allows(kind, word):
            return None
        if key in self.missing:
            return None if kind == "image" and is_no_reference(word) else no_such_id(kind)
        if not self.strict:
            return None
        raise NotJudged(f"{kind} {word} was not looked at before this run, so nothing is done with it")


def word_key(kind: str, word: str) -> Key:
    """A word as pins are kept under: a container's without slashes around it, an image's with everything said."""
    if kind == "container":
        return kind, word.strip("/")
    if kind == "image":
        return kind, full_image(word)
    return kind, word


def full_image(word: str) -> str:
    """`busybox` → `docker.io/library/busybox:latest`; an id stays as it is."""
    try:
        found = ImageReference.parse(word).tagged()
    except ValueError:
        return word
    return f"{found.name}:{found.tag}" + (f"@{found.digest}" if found.digest else "") if found.name else word


def is_no_reference(word: str) -> bool:
    """Whether a word can name no image, so that the daemon only says what is wrong with it."""
    try:
        ImageReference.parse(word)
    except ValueError:
        return not re.fullmatch(r"(sha256:)?[0-9a-f]+", word)
    return False


def repository(word: str) -> str:
    """`busybox:1` → `docker.io/library/busybox`."""
    try:
        return ImageReference.parse(word).name
    except ValueError:
        return word


def no_such_id(kind: str) -> str:
    """An id that no object of the kind has: the daemon says so in its own words, and nothing else can be meant."""
    if kind in _SWARM_KINDS:
        return "".join(secrets.choice(_ALPHABET) for _ in range(25))
    return ("sha256:" if kind == "image" else "") + secrets.token_hex(32)


def is_swarm_id(word: str) -> bool:
    """Whether a word is a whole id of a swarm's object."""
    return bool(_SWARM_ID.fullmatch(word))


def seal(volume: Mapping[str, Any]) -> str:
    """What a volume is recognised by: when and how it was made."""
    kept = [volume.get(key) for key in ("Name", "CreatedAt", "Driver", "Labels", "Options", "Scope")]
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()


# Where the daemon repeats the reference that it was given. Everywhere else an id in its words is its own.
_ECHOES = {
    "container": (
        r"(No such container: ){}", r"([Cc]annot kill container: ){}(?=: )", r"([Cc]annot restart container ){}(?=: )",
        r"([Cc]annot stop container: ){}(?=: )", r"(removal of container ){}(?= is already in progress)",
        r"(ontainer ){}(?= is paused, unpause the container before attach)",
    ),
    "image": (r"(No such image: ){}", r"(no such image: ){}"),
    "volume": (r"(get ){}(?=: no such volume)", r"(remove ){}(?=: )", r"(volume ){}(?= not found)", r'(volume "){}(?=")'),
    "network": (r"(network ){}(?= not found)",),
    "plugin": (r'(plugin "){}(?=" not found)',),
}  # fmt: skip


def told(message: str, kind: str, word: str, sent: str) -> str:
    """A daemon's message as it would read, had it been given the word and not the id."""
    for lead in _ECHOES.get(kind, (rf"({kind} ){{}}(?= not found)",)):
        shown = _shown_image(word) if kind == "image" and lead.startswith("(No") else word
        message = re.sub(lead.format(re.escape(sent)), lambda match, shown=shown: match[1] + shown, message)  # type: ignore[misc]
    return message


def _shown_image(word: str) -> str:
    try:
        return str(ImageReference.parse(word).tagged())
    except ValueError:
        return word
