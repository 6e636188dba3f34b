"""Commands that wait for somebody: asked once, decided once, run at most once.

    approvals = Approvals(store, minutes=settings.approval_minutes, key=…)
    approval = approvals.ask(Asked(mode="confirm", text=…, shown=…, host=…, digest=…, ids=…, fingerprint=…, actor=…, …))
    press = approvals.press(id, actor, place, again)   # again(approval, approver) -> Fresh: parsed, resolved and decided anew
    if press.go:                                       # this caller, and nobody else, runs it now
        with approvals.running(press.approval):        # keeps its lease alive
            …
        approvals.finish(press.approval, ok, outcome)
    approvals.deny(id, actor, place, may)              # may(approval, actor) -> Decision
    approvals.recover() -> list[Approval]              # at start and every minute: what was running in a process that is gone

States: waiting → running → done | failed | doubt;  waiting → denied | expired | stale.  Every step is one
`UPDATE … WHERE state = …`, so of two presses, retries or replicas only one gets through. An approval that was
running when its process died is `doubt`: it is never run again, and everybody is told that it may have happened.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import insert, select, update

from bot.approval_runner import alive, this_process
from bot.approval_seal import Seal
from bot.policy import Decision, same_person
from bot.reply import ApprovalView, Plan, PlanItem
from bot.request import Actor, Place, Surface
from bot.store import Store, storable
from bot.tables import approvals as table

LEASE_SECONDS = 60.0
HEARTBEAT_SECONDS = 15.0

ENDED = {
    "running": "is being run right now",
    "done": "has been run already",
    "failed": "has been run already, and failed",
    "denied": "was denied",
    "expired": "has expired: ask again",
    "stale": "is out of date, because things have changed since: ask again",
    "doubt": "was being run when the bot stopped, so it may or may not have happened: look, and ask again if it is needed",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an approval is bound to. `text` is the exact command (sealed at rest), `shown` the same without secrets."""

    mode: str
    text: str
    shown: str
    host: str
    digest: str
    ids: tuple[str, ...]
    fingerprint: str
    actor: Actor
    place: Place
    rule: str
    plan: Plan = field(default_factory=Plan)
    request: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Approval:
    """One approval as it stands in the storage. `text` is None where it was sealed by a key that is gone."""

    id: str
    state: str
    mode: str
    asked: float
    expires: float
    host: str
    shown: str
    digest: str
    ids: tuple[str, ...]
    fingerprint: str
    asker: Actor
    place: Place
    rule: str
    plan: Plan
    request: dict[str, Any]
    text: str | None
    approver: str = ""
    outcome: str = ""

    @property
    def view(self) -> ApprovalView:
        """What a card shows."""
        who = "whoever asked" if self.mode == "confirm" else "somebody else with the grant"
        return ApprovalView(self.id, self.mode, who, self.expires, self.asker.user)


@dataclass(frozen=True, slots=True)
class Fresh:
    """The command looked at again at the moment of the press."""

    decision: Decision
    digest: str
    ids: tuple[str, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Press:
    """What a press came to: `go` for the one caller that runs it; otherwise `note` says why not."""

    go: bool
    note: str = ""
    approval: Approval | None = None


class Approvals:
    """The approvals in one storage."""

    def __init__(self, store: Store, minutes: float = 10.0, key: str = "") -> None:
        self._store, self.seconds = store, minutes * 60.0
        self._seal = Seal(key)
        self._runner = this_process()

    def ask(self, asked: Asked) -> Approval:
        """Keep a command until somebody decides."""
        now = self._store.clock()
        approval_id = secrets.token_urlsafe(12)
        row = {
            "id": approval_id, "state": "waiting", "mode": asked.mode, "asked": now, "expires": now + self.seconds,
            "host": asked.host, "shown": asked.shown, "digest": asked.digest, "ids": json.dumps(asked.ids),
            "fingerprint": asked.fingerprint, "asker": json.dumps(_actor_out(asked.actor)),
            "place": json.dumps(asdict(asked.place)), "rule": asked.rule,
            "plan": json.dumps(asdict(asked.plan)), "request": json.dumps(asked.request),
            "sealed": self._seal.close(asked.text, secret=asked.text != asked.shown),
        }  # fmt: skip
        with self._store.write() as connection:
            connection.execute(insert(table).values(**{name: storable(value) for name, value in row.items()}))
        found = self.get(approval_id)
        assert found is not None
        return found

    def get(self, approval_id: str) -> Approval | None:
        """The approval, None where there never was one."""
        with self._store.read() as connection:
            row = connection.execute(select(table).where(table.c.id == storable(approval_id))).first()
        return None if row is None else self._of(row)

    def waiting(self) -> list[Approval]:
        """Everything that still waits, oldest first."""
        with self._store.read() as connection:
            query = select(table).where(table.c.state == "waiting", table.c.expires > self._store.clock()).order_by(table.c.asked)
            return [self._of(row) for row in connection.execute(query)]

    def press(self, approval_id: str, actor: Actor, place: Place, again: Callable[[Approval, Actor], Fresh]) -> Press:
        """Somebody pressed Run or Approve. Everything is looked at again; only then, and only once, it may go."""
        approval = self.get(approval_id)
        if approval is None:
            return Press(False, "There is no such approval.")
        note = self._ended(approval) or _misplaced(approval, place) or _not_theirs(approval, actor)
        if note:
            return Press(False, note, self.get(approval_id))
        if approval.text is None:
            self._move(approval_id, "waiting", state="stale", outcome="sealed by a process that is gone")
            return Press(
                False,
                "The command held a secret that was forgotten when the bot was started anew: ask again.",
                self.get(approval_id),
            )
        fresh = again(approval, actor)
        if not fresh.decision.allowed:
            return Press(False, f"You cannot approve this. {fresh.decision.explanation}", approval)
        if approval.mode == "confirm" and fresh.decision.approval == "second":
            return Press(False, "The rules have changed since: this now needs a second person. Ask again.", approval)
        if (fresh.digest, fresh.ids, fresh.fingerprint) != (approval.digest, approval.ids, approval.fingerprint):
            self._move(approval_id, "waiting", state="stale", outcome="the state has changed", sealed=None)
            return Press(
                False, f"Nothing was run: {drift(approval, fresh)}. Ask again to see what it would do now.", self.get(approval_id)
            )
        now = self._store.clock()
        taken = self._move(
            approval_id, "waiting", state="running", approver=_name(actor), decided=now, runner=self._runner,
            lease=now + LEASE_SECONDS, sealed=None, before=now,
        )  # fmt: skip
        if not taken:
            late = self.get(approval_id)
            return Press(False, (late and self._ended(late)) or "Somebody else was faster.", late)
        current = self.get(approval_id)
        assert current is not None
        return Press(True, approval=_with_text(current, approval.text))

    def deny(self, approval_id: str, actor: Actor, place: Place, may: Callable[[Approval, Actor], Decision]) -> Press:
        """Somebody pressed Deny: the asker may always, others with the grant."""
        approval = self.get(approval_id)
        if approval is None:
            return Press(False, "There is no such approval.")
        note = self._ended(approval) or _misplaced(approval, place)
        if note:
            return Press(False, note, self.get(approval_id))
        if not same_person(actor, approval.asker):
            decision = may(approval, actor)
            if not decision.allowed:
                return Press(False, f"You cannot deny this. {decision.explanation}", approval)
        done = self._move(approval_id, "waiting", state="denied", approver=_name(actor), decided=self._store.clock(), sealed=None)
        late = self.get(approval_id)
        return Press(False, "Denied; nothing was run." if done else (late and self._ended(late)) or "", late)

    def withdraw(self, approval: Approval, why: str) -> bool:
        """Nobody can decide it (nobody could be shown it): it is over, and nothing runs."""
        now = self._store.clock()
        return self._move(approval.id, "waiting", state="denied", decided=now, outcome=why[:2000], sealed=None)

    @contextmanager
    def running(self, approval: Approval) -> Iterator[None]:
        """Keep the lease of a running approval alive for as long as the block takes."""
        stop = threading.Event()

        def beat() -> None:
            while not stop.wait(HEARTBEAT_SECONDS):
                self._move(approval.id, "running", lease=self._store.clock() + LEASE_SECONDS)

        thread = threading.Thread(target=beat, name=f"lease-{approval.id}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()

    def finish(self, approval: Approval, ok: bool, outcome: str = "") -> bool:
        """How the run ended; False when it was already taken for lost (then it stays in doubt)."""
        state = "done" if ok else "failed"
        return self._move(approval.id, "running", state=state, finished=self._store.clock(), outcome=outcome[:2000], lease=None)

    def expire(self) -> list[Approval]:
        """End what has waited too long; each of them is returned once, over all replicas."""
        with self._store.read() as connection:
            query = select(table.c.id).where(table.c.state == "waiting", table.c.expires <= self._store.clock())
            late = [row.id for row in connection.execute(query)]
        return self._ended_now([one for one in late if self._move(one, "waiting", state="expired", sealed=None)])

    def recover(self) -> list[Approval]:
        """Mark as in doubt what was running in a process that is gone; each is returned once, over all replicas."""
        now = self._store.clock()
        with self._store.read() as connection:
            rows = connection.execute(select(table.c.id, table.c.runner, table.c.lease).where(table.c.state == "running")).all()
        lost = [row.id for row in rows if not alive(row.runner, self._runner) or (row.lease or 0) <= now]
        moved = [
            one for one in lost if self._move(one, "running", state="doubt", finished=now, outcome="the bot stopped while it ran")
        ]
        return self._ended_now(moved)

    def _ended_now(self, ids: list[str]) -> list[Approval]:
        return [found for one in ids if (found := self.get(one)) is not None]

    def _ended(self, approval: Approval) -> str:
        """Why a press comes too late; "" while it still waits."""
        if approval.state == "waiting":
            if approval.expires > self._store.clock():
                return ""
            self._move(approval.id, "waiting", state="expired", sealed=None)
            return f"This {ENDED['expired']}."
        return f"This {ENDED.get(approval.state, 'is over')}."

    def _move(self, approval_id: str, from_state: str, before: float | None = None, **changes: Any) -> bool:
        """One step, by whoever gets there first; `before`: only while it has not expired."""
        query = update(table).where(table.c.id == approval_id, table.c.state == from_state)
        if before is not None:
            query = query.where(table.c.expires > before)
        with self._store.write() as connection:
            return connection.execute(query.values(**changes).returning(table.c.id)).first() is not None

    def _of(self, row: Any) -> Approval:
        plan = json.loads(row.plan)
        place = json.loads(row.place)
        return Approval(
            id=row.id, state=row.state, mode=row.mode, asked=row.asked, expires=row.expires, host=row.host, shown=row.shown,
            digest=row.digest, ids=tuple(json.loads(row.ids)), fingerprint=row.fingerprint, asker=_actor_in(json.loads(row.asker)),
            place=Place(**{**place, "surface": Surface(place["surface"])}), rule=row.rule,
            plan=_plan_in(plan), request=json.loads(row.request),
            text=self._seal.open(row.sealed), approver=row.approver or "", outcome=row.outcome or "",
        )  # fmt: skip


def drift(approval: Approval, fresh: Fresh) -> str:
    """In words, what is not as it was when the approval was asked for."""
    if fresh.digest != approval.digest:
        return "the command reads differently now"
    gone, new = set(approval.ids) - set(fresh.ids), set(fresh.ids) - set(approval.ids)
    names = {item.id: item.name for item in approval.plan.items}
    if gone:
        return f"{', '.join(sorted(names.get(one) or one[:12] for one in gone))} is gone or is another object now"
    return f"{len(new)} more objects would be touched" if new else "what would be touched has changed since"


def _misplaced(approval: Approval, place: Place) -> str:
    """An approval is pressed where it was asked for."""
    same = (place.channel, place.team) == (approval.place.channel, approval.place.team)
    return "" if same else "This approval belongs to another place: press it where it was asked for."


def _not_theirs(approval: Approval, actor: Actor) -> str:
    same = same_person(actor, approval.asker)
    if approval.mode == "confirm" and not same:
        return "Only the person who asked can confirm this."
    if approval.mode == "second" and same:
        return "This needs a second person: whoever asks cannot approve."
    return ""


def _with_text(approval: Approval, text: str) -> Approval:
    return Approval(**{**{name: getattr(approval, name) for name in Approval.__slots__}, "text": text})


def _name(actor: Actor) -> str:
    return actor.user or ("local" if actor.local else "")


def _plan_in(data: dict[str, Any]) -> Plan:
    items = tuple(PlanItem(**{**item, "notes": tuple(item["notes"])}) for item in data["items"])
    return Plan(items, tuple(data["warnings"]), data["summary"], data["fingerprint"], tuple(data.get("host_access", ())))


def _actor_out(actor: Actor) -> dict[str, Any]:
    return {**asdict(actor), "usergroups": sorted(actor.usergroups)}


def _actor_in(data: dict[str, Any]) -> Actor:
    return Actor(**{**data, "usergroups": frozenset(data["usergroups"])})
