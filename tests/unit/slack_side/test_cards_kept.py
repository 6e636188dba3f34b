"""Cards in the storage: bounded in size, and in what one person's take of a day."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.blocks.shown import MOST_KEPT, Shown, View
from bot.cards import BYTES_A_DAY, SHORT, Card, Cards, new_key
from bot.ledger import Ledger
from bot.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path}/cards.db")
    yield opened
    opened.close()


def card(output: int, user: str = "U0ALICE", **more: object) -> Card:
    shown = Shown("output", command="docker ps", path="container ls", stdout="x" * output, **more)  # type: ignore[arg-type]
    return Card(new_key(), shown, View(), "C0OPS", user)


def test_one_person_fills_no_disk(store: Store) -> None:
    now = [1_000_000.0]
    ledger = Ledger(store)
    cards = Cards(ledger, lambda: now[0])
    sizes = []
    for _ in range(150):
        one = card(MOST_KEPT)
        cards.keep(one)
        found = cards.find(one.key)
        assert found is not None
        sizes.append(len(json.dumps(found.shown.as_json())))
    assert sum(sizes) < BYTES_A_DAY + 150 * 2 * SHORT and max(sizes[110:]) < 2 * SHORT < min(sizes[:90])
    ledger.flush()
    again = Cards(Ledger(store), lambda: now[0])
    late, other = card(MOST_KEPT), card(MOST_KEPT, "U0BOB")
    again.keep(late)
    again.keep(other)
    assert len(again.find(late.key).shown.stdout) == SHORT, "a restart forgets nothing"  # type: ignore[union-attr]
    assert len(again.find(other.key).shown.stdout) == MOST_KEPT, "nobody else pays for it"  # type: ignore[union-attr]
    now[0] += 86_400
    tomorrow = card(MOST_KEPT)
    again.keep(tomorrow)
    assert len(again.find(tomorrow.key).shown.stdout) == MOST_KEPT  # type: ignore[union-attr]


def test_everything_on_a_card_is_bounded() -> None:
    inner = Shown("output", stdout="y" * 1_000_000, stderr="z" * 1_000_000)
    parts = tuple({"text": "word" * 50, "explanation": "x" * 500, "span": [0, 1]} for _ in range(5_000))
    whole = Shown(
        "fanout", command="docker ps " + "a" * 500_000, replies=(inner,) * 20, parts=parts, problems=parts, stdout="x" * 900_000
    )
    kept = whole.as_json()
    assert len(json.dumps(kept)) < 4 * MOST_KEPT
    assert kept["kept_whole"] is False and kept["exact"] is False and kept["parts"] == ()


def test_a_card_looked_at_again_costs_nothing_more(store: Store) -> None:
    cards = Cards(Ledger(store))
    one = card(MOST_KEPT)
    cards.keep(one)
    spent = dict(cards._spent)
    for page in range(20):
        one = cards.seen_as(one, View(page=page))
    assert cards._spent == spent and cards.find(one.key).view.page == 19  # type: ignore[union-attr]
