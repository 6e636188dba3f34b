"""The storage on SQLite and on PostgreSQL: the same promises on both, with several writers at once."""

from __future__ import annotations

import json
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.approvals import Approval, Approvals, Asked, Fresh
from bot.audit import Audit, AuditError, Entry
from bot.migrations import HEAD, standing
from bot.policy import Decision
from bot.redact import Redactor
from bot.request import Actor, Place
from bot.store import Store, StoreError, open_store
from bot.tables import audit as audit_table
from bot.tables import metadata

ALICE, BOB = Actor("U0ALICE"), Actor("U0BOB")
OPS = Place(channel="C0OPS")


@pytest.fixture
def url(storage_url: str) -> str:
    return storage_url


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = open_store(url)
    yield opened
    opened.close()


TRIAL = Path(__file__).parents[1] / "approvals" / "crash_trial.py"


def entry(number: int = 0, **more: str) -> Entry:
    return Entry.of(ALICE, OPS, "prod", f"restart web {number}", f"docker restart web{number}", **more)


def asked(mode: str = "confirm", text_: str = "docker rm web", shown: str = "") -> Asked:
    return Asked(mode, text_, shown or text_, "prod", "digest", ("id1",), "print", ALICE, OPS, "rule")


def again(_approval: Approval, _actor: Actor) -> Fresh:
    return Fresh(Decision(True, "rule"), "digest", ("id1",), "print")


def all_at_once(count: int, work: object) -> None:
    """The same work in many threads that start together."""
    gate = threading.Barrier(count)
    failed: list[BaseException] = []

    def one(number: int) -> None:
        gate.wait()
        try:
            work(number)  # type: ignore[operator]
        except BaseException as error:  # noqa: BLE001 - told below
            failed.append(error)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed, failed[:3]


def test_the_tables_are_those_that_the_migrations_make(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from bot.migrations import configuration

    assert standing(store.engine) == HEAD == ScriptDirectory.from_config(configuration()).get_current_head()
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_opening_again_keeps_everything(url: str, store: Store) -> None:
    store.put("space", "key", {"a": [1, "ü"]})
    other = open_store(url)
    assert other.get("space", "key") == {"a": [1, "ü"]}
    other.close()


def test_many_may_open_an_empty_storage_at_the_same_time(url: str) -> None:
    def work(_number: int) -> None:
        opened = open_store(url)
        opened.put("s", str(_number), 1)
        opened.close()

    all_at_once(8, work)
    opened = open_store(url)
    assert len(opened.items("s")) == 8
    opened.close()


def test_a_new_file_that_somebody_else_writes_for_a_moment_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    holder = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    threading.Timer(0.3, lambda: holder.execute("ROLLBACK")).start()
    started = time.monotonic()
    opened = open_store(f"sqlite:///{path}")
    assert time.monotonic() - started >= 0.25
    opened.put("s", "k", 1)
    assert opened.get("s", "k") == 1
    opened.close()
    holder.close()


def test_an_event_is_new_once_over_all_replicas(url: str) -> None:
    stores = [open_store(url) for _ in range(4)]
    new = Counter[str]()
    lock = threading.Lock()

    def work(number: int) -> None:
        for event in range(30):
            if stores[number % 4].first_time(f"Ev{event}"):
                with lock:
                    new[f"Ev{event}"] += 1

    all_at_once(8, work)
    assert new == {f"Ev{event}": 1 for event in range(30)}
    for opened in stores:
        opened.close()


def test_what_is_over_is_gone(url: str) -> None:
    now = [1000.0]
    store = open_store(url, lambda: now[0])
    assert store.first_time("a", 10) and not store.first_time("a", 10)
    store.put("s", "k", 1, ttl=10)
    now[0] += 11
    assert store.first_time("a", 10) and store.get("s", "k") is None and store.take("s", "k") is None and store.items("s") == []
    store.close()


def test_a_value_is_taken_once(store: Store) -> None:
    store.put("s", "k", "v")
    taken: list[object] = []
    all_at_once(6, lambda _n: taken.append(store.take("s", "k")))
    assert sorted(map(str, taken)) == ["None"] * 5 + ["v"]


def test_recent_requests_and_favourites(store: Store) -> None:
    for number in range(60):
        store.add_recent("U0A", f"docker ps {number}")
    store.add_recent("U0A", "docker ps 30")
    store.add_recent("U0B", "x")
    assert store.recent("U0A", 2) == ["docker ps 30", "docker ps 59"] and len(store.recent("U0A", 100)) == 50
    store.add_favourite("U0A", "docker ps")
    store.add_favourite("U0A", "docker ps")
    assert store.favourites("U0A") == ["docker ps"]
    store.drop_favourite("U0A", "docker ps")
    assert store.favourites("U0A") == []


def test_the_chain_holds_with_many_writers(url: str) -> None:
    stores = [open_store(url) for _ in range(3)]

    def work(number: int) -> None:
        audit = Audit(stores[number % 3], Redactor("env"))
        for _ in range(6):
            audit.after(audit.before(entry(number)), "done", 0, 0.1)

    all_at_once(8, work)
    verified = Audit(stores[0], Redactor("env")).verify()
    assert verified.ok and verified.rows == 96
    for opened in stores:
        opened.close()


def test_the_audit_cannot_be_changed_by_a_statement(store: Store) -> None:
    audit = Audit(store, Redactor("env"))
    audit.note(entry(), "refused")
    for statement in ("UPDATE audit SET actor = 'x'", "DELETE FROM audit"):
        with pytest.raises(StoreError) as caught, store.write() as connection:
            connection.execute(text(statement))
        assert "only ever added to" in caught.value.detail
    assert audit.verify().ok


def test_a_change_behind_the_back_breaks_the_chain(store: Store) -> None:
    audit = Audit(store, Redactor("env"))
    rows = [audit.note(entry(number), "refused") for number in range(5)]
    drop = (
        ["DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"]
        if "sqlite" in str(store.engine.url)
        else ["DROP TRIGGER audit_fixed ON audit"]
    )
    with store.write() as connection:
        for statement in drop:
            connection.execute(text(statement))

    def broken_by(statement: str) -> str:
        with store.engine.connect() as connection:
            transaction = None if connection.dialect.name == "sqlite" else connection.begin()
            connection.exec_driver_sql("BEGIN") if transaction is None else None
            before = connection.execute(select(audit_table)).all()
            connection.execute(text(statement))
            connection.commit()
        verified = audit.verify(head=rows[-1].hash)
        with store.write() as connection:
            connection.execute(audit_table.delete())
            connection.execute(audit_table.insert(), [dict(row._mapping) for row in before])
        return " ".join(verified.broken)

    assert "row 3 has been changed" in broken_by("UPDATE audit SET body = replace(body, 'web2', 'web9') WHERE seq = 3")
    assert "row 2 has been changed" in broken_by("UPDATE audit SET actor = 'U0EVE' WHERE seq = 2")
    assert "rows are missing" in broken_by("DELETE FROM audit WHERE seq = 4")
    assert "does not follow" in broken_by("DELETE FROM audit WHERE seq = 1")
    assert "cut off" in broken_by("DELETE FROM audit WHERE seq = 5")
    left = audit.verify(head=rows[-1].hash).broken
    assert left and all("trigger" in line for line in left), "the rows are whole again; the triggers are gone"


def test_filters_export_and_secrets(store: Store) -> None:
    audit = Audit(store, Redactor("env"))
    secret = Entry.of(
        BOB, Place(channel="C0X"), "prod-2", "run -e A=b", "docker run -e API_TOKEN=hunter22 x", reference="ref1", ids=("ab" * 32,)
    )
    row = audit.before(secret)
    audit.after(row, "failed", 125, 1.5, "Error response from daemon: password=hunter22")
    audit.note(entry(), "refused")
    lines = [json.loads(line) for line in audit.export()]
    assert [line["outcome"] for line in lines] == ["started", "failed", "refused"]
    assert "hunter22" not in json.dumps(lines) and lines[1]["exit_code"] == 125 and lines[0]["ids"] == ["ab" * 32]
    assert len(audit.rows(user="U0BOB")) == 2 and len(audit.rows(host="prod")) == 1
    assert len(audit.rows(outcome="failed", channel="C0X", reference="ref1", words="docker run")) == 1
    assert (
        audit.rows(words="100%_") == []
        and audit.rows(since=store.clock() + 9) == []
        and len(audit.rows(until=store.clock() + 9, limit=2)) == 2
    )


def test_hostile_texts_are_kept(store: Store) -> None:
    audit = Audit(store, Redactor("env"))
    audit.note(Entry.of(ALICE, OPS, "prod", "a\x00b\ud800", "docker '\u202e" + "x" * 50_000), "refused")
    assert audit.verify().ok and audit.rows()[0].entry.words == "a\\0b\\ud800"


def test_of_many_presses_one_runs(url: str) -> None:
    stores = [open_store(url) for _ in range(3)]
    approval = Approvals(stores[0]).ask(asked())
    went: list[int] = []

    def work(number: int) -> None:
        if Approvals(stores[number % 3]).press(approval.id, ALICE, OPS, again).go:
            went.append(number)

    all_at_once(9, work)
    assert len(went) == 1
    for opened in stores:
        opened.close()


def test_sealed_texts_are_not_in_the_storage(store: Store) -> None:
    text_ = "docker run -e TOKEN=hunter22 x"
    approvals = Approvals(store, key="shared by all replicas")
    approval = approvals.ask(asked(text_=text_, shown=Redactor("env").command(text_)))
    with store.read() as connection:
        raw = str(connection.execute(text("SELECT * FROM approvals")).all())
    assert "hunter22" not in raw
    assert Approvals(store, key="shared by all replicas").get(approval.id).text == text_  # type: ignore[union-attr]
    other = Approvals(store, key="another")
    press = other.press(approval.id, ALICE, OPS, again)
    assert not press.go and "ask again" in press.note
    with store.read() as connection:
        assert connection.execute(text("SELECT state FROM approvals")).scalar() == "stale"


def test_kills_between_press_and_result(url: str, tmp_path: Path) -> None:
    import os

    kills = int(os.environ.get("DOCKWISE_KILLS", "14"))
    done = subprocess.run(
        [sys.executable, str(TRIAL), url, str(tmp_path), str(kills), "7"], capture_output=True, text=True, timeout=170, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert found["problems"] == [] and found["kills"] == kills
    assert found["ended as done"] + found.get("ended as doubt", 0) == kills


def test_a_storage_that_cannot_be_written_stops_everything(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/state.db")
    store.close()
    (tmp_path / "state.db").unlink()
    (tmp_path / "state.db").mkdir()
    with pytest.raises(AuditError, match="nothing is run"):
        Audit(store, Redactor("env")).before(entry())


def test_what_is_wrong_with_a_storage_is_said_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        open_store("postgresql://me:hunter22@127.0.0.1:1/x?connect_timeout=1")
    assert "hunter22" not in str(caught.value) and "127.0.0.1" in str(caught.value)
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="cannot be used"):
        open_store(f"sqlite:///{tmp_path}/file/state.db")
    with pytest.raises(StoreError, match="no SQLAlchemy URL"):
        open_store("nonsense")


def test_what_goes_wrong_later_is_told_without_the_storage(store: Store) -> None:
    """People read these errors: neither the address nor the database's words are for them."""
    with pytest.raises(StoreError) as caught, store.write() as connection:
        connection.execute(text("SELECT * FROM nothing_of_that_name"))
    assert "nothing_of_that_name" in caught.value.detail
    said = str(caught.value)
    assert not any(word in said for word in ("sqlite", "postgres", "/", "nothing_of_that_name"))


def test_ids_and_keys_that_a_database_would_refuse_are_just_unknown(store: Store) -> None:
    approvals = Approvals(store)
    for bad in ("a\0b", "\ud800", "x" * 5_000):
        assert approvals.get(bad) is None
        assert approvals.press(bad, ALICE, OPS, again).note == "There is no such approval."
        assert store.get("slack-card", bad) is None and store.take("slack-card", bad) is None
        store.drop("slack-card", bad)
        store.add_favourite("U0A", f"docker ps {bad}")
        store.drop_favourite("U0A", f"docker ps {bad}")
        assert store.favourites("U0A") == []


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path}/a/state.db").close()
    assert stat.S_IMODE((tmp_path / "a" / "state.db").stat().st_mode) == 0o600
