"""What the drawing of a card needs to know beside the card itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


def _nothing_allowed(_command: str) -> bool:
    return False


@dataclass(frozen=True)
class Scene:
    """Where a card will be seen.

    `card` is the key of its stored state ("" where none is kept, and then nothing that needs it is offered);
    `private` True where only the asker sees it; `may` says whether the asker may run a command on the card's host;
    `first` True when it is sent for the first time (files go along then, and only then).
    """

    card: str = ""
    private: bool = False
    may: Callable[[str], bool] = _nothing_allowed
    first: bool = True
