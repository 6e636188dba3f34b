"""One Slack message before it is sent: blocks, the text to fall back on, files; and a builder that stays inside Slack's limits."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

Block = dict[str, Any]

MOST_BLOCKS = 48  # Slack: 50
MOST_CHARACTERS = 12_000  # Slack: about 13,200 over all blocks; we count the whole JSON, which is more
MOST_FALLBACK = 2_800  # Slack: 3,000 ephemeral characters, 4,000 bytes in chat.update


@dataclass(frozen=True, slots=True)
class File:
    """The whole of something that is too long for a message."""

    name: str
    content: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent. `text` is what is read aloud, shown in notifications, and sent alone where blocks are refused."""

    blocks: list[Block]
    text: str
    files: tuple[File, ...] = ()


def units(text: str) -> int:
    """Length in UTF-16 units, as Slack counts."""
    return len(text) + sum(1 for letter in text if letter > "\uffff")


def weight(item: Any) -> int:
    """How much of a message's room a block takes: its JSON, in UTF-16 units."""
    return units(json.dumps(item, ensure_ascii=False, separators=(",", ":")))


def clip_units(text: str, most: int, mark: str = "…") -> str:
    """The start of a text, marked where it was cut."""
    if units(text) <= most:
        return text
    room = most - units(mark)
    kept = text[:room]
    while units(kept) > room:
        kept = kept[: len(kept) - max(1, (units(kept) - room) // 2)]
    return kept + mark


def clip_bytes(text: str, most: int, mark: str = "…") -> str:
    """The start of a text that takes no more than so many UTF-8 bytes."""
    raw = text.encode("utf-8", "replace")
    if len(raw) <= most:
        return raw.decode()
    return raw[: most - len(mark.encode())].decode("utf-8", "ignore") + mark


@dataclass
class Builder:
    """Collects blocks while there is room. What must be there at the end (`foot`) has its room kept from the start.

    `page` is how many lines the body shows, and how many the page after it would, where it is one page of more.
    """

    most_blocks: int = MOST_BLOCKS
    most_characters: int = MOST_CHARACTERS
    head: list[Block] = field(default_factory=list)
    foot: list[Block] = field(default_factory=list)
    left_out: int = 0
    used: int = 0
    page: tuple[int, int] | None = None

    @property
    def room(self) -> int:
        """Units that are left."""
        return self.most_characters - self.used

    @property
    def blocks_left(self) -> int:
        """Blocks that may still be added."""
        return self.most_blocks - len(self.head) - len(self.foot)

    def fits(self, *blocks: Block) -> bool:
        """True when all of these still go in."""
        return self._cost(blocks) is not None

    def _cost(self, blocks: Iterable[Block]) -> int | None:
        wanted = list(blocks)
        cost = sum(weight(block) + 1 for block in wanted)
        return cost if len(wanted) <= self.blocks_left and cost <= self.room else None

    def add(self, *blocks: Block) -> bool:
        """Add all of them, or none when they do not go in."""
        cost = self._cost(blocks)
        if cost is None:
            self.left_out += len(blocks)
            return False
        self.head.extend(blocks)
        self.used += cost
        return True

    def keep(self, blocks: Iterable[Block]) -> None:
        """Add to the foot, in order, as far as they fit."""
        for block in blocks:
            cost = self._cost([block])
            if cost is None:
                self.left_out += 1
            else:
                self.foot.append(block)
                self.used += cost

    def replace_foot(self, blocks: Iterable[Block]) -> None:
        """Another foot in place of the one that was kept."""
        self.used -= sum(weight(block) + 1 for block in self.foot)
        self.foot.clear()
        self.keep(blocks)

    def blocks(self) -> list[Block]:
        """Everything, in order."""
        return [*self.head, *self.foot]
