"""The audit against somebody who can write to the storage: signed links, a signed count, sealed commands, heads told elsewhere."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, delete, insert, select, text, update

from bot.audit import BYTES_A_DAY, Audit, AuditError, Entry
from bot.audit_heads import Heads
from bot.audit_key import Keyring
from bot.audit_rows import body_of, columns_of, hash_of, row_of
from bot.cli import main
from bot.migrations import bring_up_to_date, configuration
from bot.redact import Redactor
from bot.request import Actor, Place
from bot.running import audited
from bot.store import Store, open_store
from bot.tables import audit as table
from bot.tables import audit_head
from commands.result import Result

KEY = "a long random text that only the bot knows"
SECRET = "docker run -e API_TOKEN=hunter22 nginx"


@pytest.fixture
def url(storage_url: str) -> str:
    return storage_url


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = open_store(url)
    yield opened
    opened.close()


def entry(number: int = 0, **more: Any) -> Entry:
    more = {"reference": f"ref{number}"} | more
    return Entry.of(Actor("U0ALICE"), Place(), "prod", f"restart web{number}", f"docker restart web{number}", **more)


def audit_of(store: Store, key: str = KEY, old: str = "") -> Audit:
    return Audit(store, Redactor("env"), Keyring(key, old))


def behind_the_back(store: Store, *statements: Any) -> None:
    """What somebody with the storage does: triggers dropped, rows changed, triggers put back."""
    with store.engine.connect() as connection:
        lite = connection.dialect.name == "sqlite"
        if lite:
            found = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
            connection.exec_driver_sql("BEGIN")
            for name, _ in found:
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("ALTER TABLE audit DISABLE TRIGGER audit_fixed"))
        for statement in statements:
            connection.execute(text(statement) if isinstance(statement, str) else statement)
        if lite:
            for _, sql in found:
                connection.execute(text(sql))
        else:
            connection.execute(text("ALTER TABLE audit ENABLE TRIGGER audit_fixed"))
        connection.commit()


def rewritten(store: Store, change: Any, key: Any = None) -> list[Any]:
    """Statements that write the whole chain anew, with other commands: by somebody with all but the key."""
    with store.read() as connection:
        rows = [row_of(found) for found in connection.execute(select(table).order_by(table.c.seq))]
    from dataclasses import replace

    statements: list[Any] = [delete(table)]
    previous = "0" * 64
    for row in rows:
        forged = replace(row, entry=change(row.entry), key="", digest="", sealed="", previous=previous)
        body = body_of(forged)
        previous = hash_of(forged.seq, forged.previous, body, key)
        statements.append(insert(table).values(**columns_of(forged, body), hash=previous))
    statements.append(update(audit_head).values(seq=len(rows), hash=previous, key="", signature=""))
    return statements


@pytest.fixture
def kept(store: Store) -> Audit:
    audit = audit_of(store)
    for number in range(5):
        audit.after(audit.before(entry(number)), "done", 0, 0.1)
    verified = audit.verify()
    assert verified.ok and verified.signed == 10 and not verified.notes
    return audit


def as_eve(found: Entry) -> Entry:
    from dataclasses import replace

    return replace(found, actor="U0EVE")


def test_the_whole_chain_written_anew_is_seen(store: Store, kept: Audit) -> None:
    behind_the_back(store, *rewritten(store, as_eve))
    assert "no row is signed" in " ".join(kept.verify().broken)
    with pytest.raises(AuditError, match="written without DOCKWISE_KEY"):
        kept.before(entry())
    assert audit_of(store, "").verify().ok, "without the key it cannot be told: that is why there is one"


def test_the_end_written_anew_is_seen(store: Store, kept: Audit) -> None:
    statements = rewritten(store, as_eve)
    behind_the_back(store, delete(table).where(table.c.seq > 5), *statements[6:-1])
    assert "does not follow" in " ".join(kept.verify().broken)


@pytest.mark.parametrize("with_head", [False, True])
def test_the_last_rows_taken_away_are_seen(store: Store, kept: Audit, with_head: bool) -> None:
    statements: list[Any] = [delete(table).where(table.c.seq > 7)]
    if with_head:
        row = kept.rows(seq=7)[0]
        statements.append(update(audit_head).values(seq=7, hash=row.hash))
    behind_the_back(store, *statements)
    broken = " ".join(kept.verify().broken)
    assert ("not signed by this bot" in broken) if with_head else ("the last rows are missing" in broken)
    with pytest.raises(AuditError, match="does not end as it was written"):
        kept.before(entry())


def test_all_rows_taken_away_are_seen(store: Store, kept: Audit) -> None:
    behind_the_back(store, delete(table))
    assert "the last rows are missing: 10 were written" in " ".join(kept.verify().broken)
    with pytest.raises(AuditError):
        kept.note(entry(), "refused")


def test_the_count_taken_away_is_seen(store: Store, kept: Audit) -> None:
    behind_the_back(store, delete(audit_head))
    assert "the count of rows is missing" in " ".join(kept.verify().broken)
    with pytest.raises(AuditError):
        kept.before(entry())


def test_everything_taken_away_is_seen_with_a_head_noted_elsewhere(store: Store, kept: Audit) -> None:
    _, head, signed = kept.head()
    assert signed and kept.verify(head).ok
    behind_the_back(store, delete(table), delete(audit_head))
    assert "noted earlier is not in the chain" in " ".join(kept.verify(head).broken)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit SET body = 'no JSON' WHERE seq = 3", "row 3 cannot be read"),
        ("UPDATE audit SET body = '[]' WHERE seq = 3", "row 3 cannot be read"),
        ("UPDATE audit SET body = '{}' WHERE seq = 3", "row 3 cannot be read"),
        ("UPDATE audit SET reference = 'other' WHERE seq = 3", "row 3 has been changed"),
        ("UPDATE audit SET actor = 'U0EVE' WHERE seq = 3", "row 3 has been changed"),
        ("UPDATE audit SET body = replace(body, 'U0ALICE', 'U0EVE'), actor = 'U0EVE' WHERE seq = 3", "row 3 has been changed"),
        ("DELETE FROM audit WHERE seq = 3", "rows are missing"),
    ],
)
def test_changed_rows_are_seen_and_break_no_reader(store: Store, kept: Audit, statement: str, said: str) -> None:
    behind_the_back(store, statement)
    assert said in " ".join(kept.verify().broken)
    assert len(kept.rows(limit=None)) == len(list(kept.export())) in (9, 10)


def test_missing_and_changed_triggers_are_seen(store: Store, kept: Audit) -> None:
    lite = store.engine.dialect.name == "sqlite"
    with store.engine.connect() as connection:
        if lite:
            connection.execute(text("DROP TRIGGER audit_no_delete"))
            changed = "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT 1; END"
            connection.execute(text(changed))
        else:
            connection.execute(text("ALTER TABLE audit DISABLE TRIGGER audit_fixed"))
        connection.commit()
    assert "the trigger" in " ".join(kept.verify().broken)


def test_a_file_taken_away_while_it_is_open_stops_everything(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    store = open_store(f"sqlite:///{path}")
    audit = audit_of(store)
    audit.note(entry(), "refused")
    os.unlink(path)
    ran = []
    with pytest.raises(AuditError, match="removed or replaced"):
        audited(audit, entry(1), lambda: ran.append(1) or Result())  # type: ignore[func-returns-value]
    assert not ran and "removed or replaced" in " ".join(audit.verify().broken)
    open_store(f"sqlite:///{path}").close()
    with pytest.raises(AuditError, match="removed or replaced"):
        audit.note(entry(2), "refused")
    store.close()


def test_a_row_of_another_key_or_of_none_is_seen(store: Store, kept: Audit) -> None:
    with pytest.raises(AuditError, match="DOCKWISE_KEY"):
        audit_of(store, "").before(entry())
    with pytest.raises(AuditError, match="not at hand"):
        audit_of(store, "another key").before(entry())
    assert not audit_of(store, "another key").verify().ok and not audit_of(store, "").verify().ok


def test_a_key_is_changed_and_the_former_one_signs_nothing_more(store: Store, kept: Audit) -> None:
    renewed = audit_of(store, "the new key", KEY)
    renewed.note(entry(), "refused")
    assert renewed.verify().ok and renewed.verify().signed == 11
    thief = audit_of(store, KEY, "the new key")
    thief.note(entry(9), "refused")
    assert "signed with a former key" in " ".join(renewed.verify().broken)


def test_without_a_key_it_says_so(store: Store) -> None:
    audit = audit_of(store, "")
    audit.note(entry(), "refused")
    verified = audit.verify()
    assert verified.ok and verified.signed == 0 and "not signed" in verified.notes[0]


def test_a_key_on_an_unsigned_chain_is_taken_up_by_a_person(store: Store) -> None:
    audit_of(store, "").note(entry(), "refused")
    audit = audit_of(store)
    with pytest.raises(AuditError, match="dockwise audit sign"):
        audit.before(entry())
    audit.sign("local")
    audit.before(entry())
    assert audit.verify().ok and audit.verify().signed == 2
    behind_the_back(store, "UPDATE audit SET body = replace(body, 'web0', 'web9'), command = 'docker restart web9' WHERE seq = 1")
    assert not audit.verify().ok, "what stood there before is held by the signed rows after it"


# --- upgrade


def old_rows(url: str, count: int = 3) -> None:
    """A storage as the first version left it."""
    engine = create_engine(url)
    from alembic import command

    with engine.connect() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        previous = "0" * 64
        for seq in range(1, count + 1):
            flat = {
                "at": float(seq), "phase": "note", "outcome": "refused", "actor": "U0ALICE", "surface": "slack", "channel": "C1",
                "host": "prod", "words": "x", "command": "docker ps", "ids": [], "grant": "", "approval": "none", "approver": "",
                "approval_id": "", "reference": "r", "link": "", "thread": "", "exit_code": None, "duration": None, "detail": "",
            }  # fmt: skip
            body = json.dumps(flat, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
            link = hashlib.sha256(f"{seq}\n{previous}\n{body}".encode()).hexdigest()
            columns = {
                name: flat[name]
                for name in ("at", "phase", "reference", "actor", "surface", "channel", "host", "command", "outcome")
            }
            connection.execute(insert(table).values(seq=seq, body=body, previous=previous, hash=link, **columns))
            previous = link
        connection.commit()
    engine.dispose()


def test_rows_of_the_first_version_stay_verifiable(url: str) -> None:
    old_rows(url)
    store = open_store(url)
    assert store.upgraded
    unsigned = audit_of(store, "")
    assert unsigned.verify().ok and unsigned.verify().rows == 3
    unsigned.note(entry(), "refused")
    audit = audit_of(store)
    assert not audit.verify().ok
    audit.sign("local")
    assert audit.verify().ok and audit.verify().rows == 5
    assert bring_up_to_date(store.engine) is None
    store.close()


def test_an_upgrade_with_a_key_signs_what_was_there(url: str) -> None:
    old_rows(url)
    from bot.config import parse
    from bot.core import Core

    environ = {"DOCKWISE_STORAGE": url, "DOCKWISE_KEY": KEY, "HOME": "/nonexistent"}
    core = Core(parse("hosts: {local: {}}", "dockwise.yml", environ), environ)
    assert core.audit.verify().ok and core.audit.verify().signed == 1
    core.audit.note(entry(), "refused")
    assert core.audit.verify().ok
    core.close()


# --- the exact command


def test_what_ran_is_kept_sealed_in_full(store: Store) -> None:
    audit = audit_of(store)
    long = "docker run " + " ".join(f"-e A{number}=b{number}" for number in range(500)) + " nginx"
    for text_ in (SECRET, long, "docker exec web sh -c 'API_TOKEN=x;id'"):
        row = audit.before(Entry.of(Actor("U0BOB"), Place(), "prod", text_, text_))
        audit.after(row, "done", 0, 0.1)
        after, before = audit.rows(limit=2)
        assert audit.full(before) == text_ and audit.full(after) is None
        assert len(before.entry.command) <= 4_000 and len(after.entry.command) <= 200
        assert before.digest == after.digest == audit.keys.current.sign(f"command\n{text_}")  # type: ignore[union-attr]
    exported = "\n".join(audit.export())
    assert "hunter22" not in exported and "b499" not in exported and audit.verify().ok
    assert audit_of(store, "another").full(audit.rows(limit=2)[1]) is None
    plain = audit.before(entry())
    assert not plain.sealed and audit.full(audit.rows(limit=1)[0]) == "docker restart web0"


def test_a_digest_of_another_command_shows(store: Store) -> None:
    audit = audit_of(store)
    first = audit.before(Entry.of(Actor("U0BOB"), Place(), "prod", "x", "docker run -e A=b nginx"))
    second = audit.before(Entry.of(Actor("U0BOB"), Place(), "prod", "x", "docker run -e A=c nginx"))
    assert first.entry.command == second.entry.command and first.digest != second.digest


# --- room


def test_words_are_kept_once_a_request_and_short(store: Store) -> None:
    audit = audit_of(store, "")
    for number in range(4):
        audit.after(
            audit.before(Entry.of(Actor("U0BOB"), Place(), "p", "w" * 40_000, f"docker ps {number}", reference="same")), "done"
        )
    words = [len(row.entry.words) for row in reversed(audit.rows())]
    assert words == [2_000, 0, 0, 0, 0, 0, 0, 0]


def test_what_one_person_can_write_a_day_is_bounded(store: Store) -> None:
    now = [1_000_000.0]
    store.clock = lambda: now[0]
    audit = audit_of(store)
    long = "docker run " + "-e A=b " * 5_000 + "nginx"
    audit._spent["U0BOB"] = (int(now[0] // 86_400), BYTES_A_DAY)

    def of(user: str, command: str, number: int) -> Entry:
        return Entry.of(Actor(user), Place(), "p", command, command, reference=f"{user}{number}")

    with pytest.raises(AuditError, match="today's room"):
        audit.before(of("U0BOB", long, 1))
    row = audit.before(of("U0BOB", SECRET, 2))
    assert row.entry.words == "" and len(row.entry.command) <= 200 and audit.full(audit.rows()[0]) == SECRET
    audit.before(of("U0ALICE", long, 3))
    now[0] += 86_400
    audit.before(of("U0BOB", long, 4))
    assert audit.verify().ok


def test_the_room_used_is_known_after_a_restart(store: Store) -> None:
    audit = audit_of(store, "")
    audit.note(entry(), "refused")
    again = audit_of(store, "")
    again._used_up("U0ALICE")
    assert 100 < again._spent["U0ALICE"][1] < 1_000


# --- a row that cannot be written after the run


def test_a_result_is_kept_when_only_its_end_cannot_be_recorded(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    audit = audit_of(store)
    add = audit._add

    def failing(given: Entry, phase: str, *others: Any, **more: Any) -> Any:
        if phase == "after":
            raise AuditError("nothing is run, because the audit cannot be written: disk full")
        return add(given, phase, *others, **more)

    monkeypatch.setattr(audit, "_add", failing)
    result = audited(audit, entry(reference="one"), lambda: Result("made\n"))
    assert result.stdout == "made\n" and "disk full" in audit.unrecorded("one") and audit.unrecorded("two") == ""
    assert [row.outcome for row in audit.rows()] == ["started"]
    monkeypatch.setattr(audit, "_add", add)
    audited(audit, entry(1, reference="two"), lambda: Result())
    rows = audit.rows()
    assert [row.outcome for row in rows] == ["done", "done", "started", "started"] and rows[1].detail.startswith("recorded late")
    assert rows[1].entry.reference == "one" and audit.verify().ok


# --- heads


def test_the_head_is_told_hourly_and_at_the_end(store: Store) -> None:
    now, posted = [0.0], []
    audit = audit_of(store)
    heads = Heads(audit, lambda channel, words: bool(posted.append((channel, words)) or True), lambda: "C0AUDIT", lambda: now[0])
    audit.note(entry(), "refused")
    assert heads.tell() and not heads.tell()
    audit.note(entry(1), "refused")
    assert not heads.tell()
    now[0] += 3_600
    assert heads.tell()
    audit.note(entry(2), "refused")
    assert heads.tell(now=True) and not heads.tell(now=True)
    assert [channel for channel, _ in posted] == ["C0AUDIT"] * 3 and audit.head()[1] in posted[-1][1] and "signed" in posted[-1][1]


# --- the terminal


def test_the_verbs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "state.db"
    monkeypatch.setenv("DOCKWISE_STORAGE", f"sqlite:///{path}")
    monkeypatch.setenv("DOCKWISE_KEY", KEY)
    monkeypatch.delenv("DOCKWISE_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    assert main(["audit", "verify"]) == 1 and "there is no storage" in capsys.readouterr().err and not path.exists()
    store = open_store(f"sqlite:///{path}")
    audit_of(store).before(Entry.of(Actor("U0BOB"), Place(), "prod", SECRET, SECRET, reference="abc"))
    store.close()
    assert main(["audit", "verify"]) == 0 and "1 of them signed" in capsys.readouterr().out
    assert main(["audit", "show", "1", "--full"]) == 0 and SECRET in capsys.readouterr().out
    assert main(["audit", "show", "abc"]) == 0
    shown = capsys.readouterr().out
    assert "hunter22" not in shown and "[redacted]" in shown
    assert main(["audit", "show", "7"]) == 2
    monkeypatch.setenv("DOCKWISE_KEY", "")
    assert main(["audit", "show", "1", "--full"]) == 1 and "hunter22" not in capsys.readouterr().out
    assert main(["audit", "sign"]) == 2 and main(["audit", "verify"]) == 1
    assert "not signed" in capsys.readouterr().out
