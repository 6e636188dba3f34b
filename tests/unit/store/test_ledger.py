"""The Slack side's notes, on SQLite and on PostgreSQL: a delivery is new once, what is written is read back."""

from __future__ import annotations

import ast
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.ledger import Ledger
from bot.store import Store, StoreError, open_store

BOT = Path(__file__).resolve().parents[3] / "bot"


@pytest.fixture
def store(storage_url: str) -> Iterator[Store]:
    opened = open_store(storage_url)
    yield opened
    opened.close()


def test_a_delivery_is_new_once(store: Store) -> None:
    ledger = Ledger(store)
    assert [ledger.first_time("event:Ev1", 60) for _ in range(3)] == [True, False, False]
    assert ledger.first_time("event:Ev2", 60)
    assert not Ledger(store).first_time("event:Ev1", 60), "another process knows it too"


def test_a_delivery_is_new_once_over_all_replicas(storage_url: str) -> None:
    stores = [open_store(storage_url) for _ in range(3)]
    ledgers = [Ledger(store) for store in stores]
    new: Counter[str] = Counter()
    lock = threading.Lock()

    def work(number: int) -> None:
        for event in range(40):
            if ledgers[number % 3].first_time(f"Ev{event}", 60):
                with lock:
                    new[f"Ev{event}"] += 1

    threads = [threading.Thread(target=work, args=(number,)) for number in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert new == {f"Ev{event}": 1 for event in range(40)}
    for store in stores:
        store.close()


def test_a_key_is_new_again_when_its_time_is_over(storage_url: str) -> None:
    now = [1000.0]
    store = open_store(storage_url, lambda: now[0])
    ledger = Ledger(store)
    assert ledger.first_time("a", 10) and not ledger.first_time("a", 10)
    now[0] += 11
    assert ledger.first_time("a", 10)
    store.close()


def test_notes_are_read_back_before_and_after_they_are_written(store: Store) -> None:
    ledger = Ledger(store)
    ledger.put("space", "key", {"a": [1, "ü"]}, 60)
    assert ledger.get("space", "key") == {"a": [1, "ü"]}
    for number in range(60):
        ledger.add_recent("U0A", f"docker ps {number}")
    assert ledger.flush()
    assert store.get("space", "key") == {"a": [1, "ü"]} and ledger.get("space", "key") == {"a": [1, "ü"]}
    assert store.recent("U0A", 1) == ["docker ps 59"] and len(store.recent("U0A", 100)) == 50


def test_what_is_dropped_is_gone_whether_it_was_written_or_not(store: Store) -> None:
    ledger = Ledger(store)
    ledger.put("space", "old", 1, 60)
    assert ledger.flush()
    ledger.drop("space", "old")
    assert ledger.get("space", "old") is None
    ledger.put("space", "new", 2, 60)
    ledger.drop("space", "new")
    assert ledger.get("space", "new") is None
    assert ledger.flush()
    assert store.items("space") == []


def test_a_storage_that_takes_everything_for_a_duplicate_is_found_out(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger(store)
    ledger.try_out()
    monkeypatch.setattr(Ledger, "first_time", lambda *_: False)
    with pytest.raises(StoreError, match="duplicate"):
        ledger.try_out()


def test_nobody_relies_on_the_count_of_rows_that_a_driver_gives() -> None:
    """SQLAlchemy gives -1 for an INSERT on PostgreSQL: RETURNING is what both storages answer alike."""
    used = [
        f"{path.relative_to(BOT.parent)}:{node.lineno}"
        for path in sorted(BOT.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "rowcount"
    ]
    assert not used
