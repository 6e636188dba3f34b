"""Kill processes with SIGKILL at random moments between press and result, and look at what is left. Prints one JSON object.

    python crash_trial.py STORAGE_URL FOLDER KILLS SEED

Each round asks for one approval; one or two child processes press it and "run" it (append its id to a file, synced);
all are killed after a random time. Then the storage is recovered as at a start, and the press comes again, as Slack's
retry would bring it.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from bot.approvals import Approval, Approvals, Asked, Fresh
from bot.audit import Audit, Entry
from bot.policy import Decision
from bot.redact import Redactor
from bot.request import Actor, Place
from bot.store import Store, open_store

ALICE, PLACE = Actor("U0ALICE"), Place(channel="C0OPS")


def again(_approval: Approval, _actor: Actor) -> Fresh:
    return Fresh(Decision(True, "rule"), "digest", ("id1",), "print")


def press_and_run(store: Store, approval_id: str, effects: Path, pause: float) -> bool:
    """What the core does at a press, with a file in place of the Engine; True when it ran here."""
    approvals, audit = Approvals(store), Audit(store, Redactor("env"))
    press = approvals.press(approval_id, ALICE, PLACE, again)
    if not press.go or press.approval is None:
        return False
    row = audit.before(Entry.of(ALICE, PLACE, "prod", "restart", "docker restart web", approval_id=approval_id))
    time.sleep(pause)
    handle = os.open(effects, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(handle, f"{approval_id}\n".encode())
    os.fsync(handle)
    os.close(handle)
    time.sleep(pause)
    audit.after(row, "done", 0, 0.01)
    approvals.finish(press.approval, True, "done")
    return True


def child(url: str, approval_id: str, effects: Path, ready: int, pause: float) -> None:
    """Never returns."""
    code = 1
    try:
        store = open_store(url)
        store.get("warm", "up")
        os.write(ready, b"x")
        press_and_run(store, approval_id, effects, pause)
        code = 0
    finally:
        os._exit(code)


def main(url: str, folder: str, kills: int, seed: int) -> dict[str, object]:
    rng = random.Random(seed)
    effects = Path(folder) / "effects"
    found: Counter[str] = Counter()
    problems: list[str] = []
    ids: list[str] = []
    for _ in range(kills):
        store = open_store(url)
        approval_id = (
            Approvals(store)
            .ask(
                Asked(
                    "confirm", "docker restart web", "docker restart web", "prod", "digest", ("id1",), "print", ALICE, PLACE, "rule"
                )
            )
            .id
        )
        ids.append(approval_id)
        store.close()  # nothing open is shared with the children
        children = []
        pause = rng.choice([0.0, 0.001, 0.004])
        readers = []
        for _child in range(rng.choice([1, 1, 2])):
            reading, writing = os.pipe()
            pid = os.fork()
            if pid == 0:
                child(url, approval_id, effects, writing, pause)
            os.close(writing)
            readers.append(reading)
            children.append(pid)
        for reading in readers:
            os.read(reading, 1)
            os.close(reading)
        time.sleep(rng.uniform(0, 0.022 + 2 * pause))
        for pid in children:
            os.kill(pid, signal.SIGKILL)
        for pid in children:
            os.waitpid(pid, 0)
        store = open_store(url)
        before = Approvals(store).get(approval_id)
        found["killed while " + (before.state if before else "lost")] += 1
        Approvals(store).recover()
        ran_now = press_and_run(store, approval_id, effects, 0)
        found["ran at the retry" if ran_now else "not run at the retry"] += 1
        store.close()
    store = open_store(url)
    lines = Counter(effects.read_text("utf-8").split() if effects.exists() else [])
    for approval_id in ids:
        approval = Approvals(store).get(approval_id)
        if approval is None:
            problems.append(f"{approval_id} was lost")
            continue
        found[f"ended as {approval.state}"] += 1
        if lines[approval_id] > 1:
            problems.append(f"{approval_id} ran {lines[approval_id]} times")
        if approval.state not in ("done", "doubt"):
            problems.append(f"{approval_id} ended as {approval.state}")
        if approval.state == "done" and lines[approval_id] != 1:
            problems.append(f"{approval_id} is done but ran {lines[approval_id]} times")
    verified = Audit(store, Redactor("env")).verify()
    problems += list(verified.broken)
    store.close()
    return {"kills": kills, "problems": problems, "rows": verified.rows, **dict(sorted(found.items()))}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))))
