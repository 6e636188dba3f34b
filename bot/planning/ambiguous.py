"""Words that are the name of one object and the beginning of another one's id: docker takes the name, a person may mean either."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

# Shorter words are names that happen to be hexadecimal (`db`, `fe`): nobody means an id by so few digits.
LEAST = {"container": 4, "network": 4, "image": 4, "service": 12, "node": 12, "secret": 12, "config": 12}
_DIGITS = {kind: re.compile(r"[0-9a-f]+" if least == 4 else r"[0-9a-z]+") for kind, least in LEAST.items()}


def could_be_id(kind: str, word: str) -> bool:
    """Whether a word could be the beginning of an id of that kind."""
    return kind in LEAST and len(word) >= LEAST[kind] and bool(_DIGITS[kind].fullmatch(word))


def two_fit(kind: str, word: str, found: Mapping[str, Any], api: Any) -> str:
    """The question where the word is a name of what was found and the beginning of another object's id; "" otherwise."""
    if not could_be_id(kind, word) or _id(found).startswith(word):
        return ""
    others = [(its_id, name) for its_id, name in listed(kind, api) if its_id.startswith(word)]
    if not others:
        return ""
    own = f"the one with the id {_id(found)} is called so"
    fits = [own, *(f"the id of {name or 'one without a name'}, {its_id}, begins so" for its_id, name in others)]
    return f"Several {kind}s fit {word!r}: {'; '.join(fits)}. Which is meant? Write its full id."


def starts_an_id(kind: str, word: str, api: Any) -> str:
    """The full id, of an object that is there, which begins with a new name; "" where there is none."""
    if not could_be_id(kind, word):
        return ""
    return next((its_id for its_id, _ in listed(kind, api) if its_id.startswith(word)), "")


def listed(kind: str, api: Any) -> Iterator[tuple[str, str]]:
    """Ids and names of all objects of a kind; ids of images without their algorithm."""
    lists: dict[str, Any] = {
        "container": lambda: api.containers(all=True), "network": api.networks, "image": lambda: api.images(all=True),
        "service": api.services, "node": api.nodes, "secret": api.secrets, "config": api.configs,
    }  # fmt: skip
    for row in lists[kind]():
        names = row.get("Names") or row.get("RepoTags") or [row.get("Name") or (row.get("Spec") or {}).get("Name") or ""]
        host = (row.get("Description") or {}).get("Hostname")
        yield _id(row), str(names[0] or host or "").lstrip("/")


def _id(row: Mapping[str, Any]) -> str:
    return str(row.get("Id") or row.get("ID") or "").removeprefix("sha256:")
