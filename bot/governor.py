"""Whether a command may run, what it would touch, and who must agree: policy, plan and approvals put together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from bot import policy
from bot.approvals import Approval, Approvals, Asked, Fresh, Press
from bot.config_model import Settings
from bot.hosts import Hosts
from bot.planning.made import made_targets, needs_judging
from bot.policy import Decision, Subject, Target, decide, needs_targets, subject_of
from bot.redact import Redactor
from bot.reply import Plan
from bot.request import Actor, Place, Request
from bot.running import job_for, unreadable
from commands import heredoc
from commands.canonical import canonical_text
from commands.engine_pins import Pins
from commands.misfits import WRONG_TYPES
from commands.parsed import ParsedCommand
from commands.risk import risk_of

if TYPE_CHECKING:
    from bot.plan import Planned

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """The decision on one command, with what it would touch; `pins` bind its run to exactly that."""

    parsed: ParsedCommand
    decision: Decision
    subject: Subject
    plan: Plan = field(default_factory=Plan)
    targets: tuple[Target, ...] = ()
    pins: Pins | None = None


class Governor:
    """Judges commands for people. Knows no surface."""

    def __init__(self, settings: Settings, hosts: Hosts, redactor: Redactor) -> None:
        self._settings, self._hosts, self._redactor = settings, hosts, redactor

    def judge(
        self, actor: Actor, place: Place, host: str, parsed: ParsedCommand, pinned: bool = False, deep: bool = True
    ) -> Judged:
        """Decide on one command, resolving its objects first where the decision depends on them.

        Not `deep`: one question an object, for a run that nobody has to see a plan of.

        What asking the daemon raises goes through. Nobody is contacted for what is refused whatever the objects are.
        """
        risk = risk_of(parsed)
        subject = subject_of(parsed, risk, pinned=pinned)
        first = decide(self._settings, actor, place, host, [subject])
        if not needs_targets(self._settings, subject) or not (first.allowed or self._depends_on_objects(subject)):
            return Judged(parsed, first, subject)
        from bot.plan import planned

        api = job_for(self._hosts, host, self._redactor).api
        try:
            found = planned(parsed, api, deep, labelled=self._labelled(subject))
        except WRONG_TYPES as error:
            raise unreadable(error) from error
        missing = tuple(target.name for target in found.targets if not target.id and target.acts)
        subject = subject_of(parsed, risk, found.targets, missing, pinned=pinned)
        decision = decide(self._settings, actor, place, host, [subject])
        if decision.allowed and found.unclear:
            decision = Decision(False, "it is not clear which object is meant", reasons=found.unclear)
        pins = self._bound(found, decision, risk)
        if decision.allowed and needs_judging(parsed.path, decision):
            pins.check = partial(self._as_made, actor, place, host, subject, found, api)
        return Judged(parsed, decision, subject, found.plan, found.targets, pins)

    def _bound(self, found: Planned, decision: Decision, risk: str) -> Pins:
        """The pins of a run: strict where the decision depended on the objects."""
        on_objects = any(grant.labels for grant in decision.grants) or decision.approval != "none"
        return replace(found.pins, strict=risk != "read" or (on_objects and bool(found.targets)), made=set())

    def _as_made(
        self, actor: Actor, place: Place, host: str, subject: Subject, found: Planned, api: Any, body: Json, made: Json
    ) -> tuple[str, ...]:
        """Why a container that was made may not be used: judged once more, as it stands, by the grants of the same person."""
        targets, reasons = made_targets(found.pins, api, body, made)
        again = decide(self._settings, actor, place, host, [replace(subject, targets=targets, unresolved=())])
        return (*reasons, *(() if again.allowed else again.reasons))

    def _depends_on_objects(self, subject: Subject) -> bool:
        return not subject.never and self._labelled(subject)

    def _labelled(self, subject: Subject) -> bool:
        """True where a grant about that command asks for labels."""
        return any(grant.labels and grant.covers(subject.path, subject.risk) for grant in self._settings.all_grants)

    def ask(self, approvals: Approvals, request: Request, judged: Judged, text: str, host: str) -> Approval:
        """Keep the command until somebody agrees. `text` is exactly what will run."""
        return approvals.ask(
            Asked(
                mode=judged.decision.approval,
                text=text,
                shown=self._redactor.command(text),
                host=host,
                digest=digest_of(text),
                ids=ids_of(judged),
                fingerprint=judged.plan.fingerprint,
                actor=request.actor,
                place=request.place,
                rule=judged.decision.rule,
                plan=judged.plan,
                request={
                    "text": self._redactor.command(request.text),
                    "reference": request.reference,
                    "conversation": request.conversation,
                },
            )
        )

    def press(
        self, approvals: Approvals, approval_id: str, actor: Actor, place: Place, parse: Callable[[str], ParsedCommand]
    ) -> tuple[Press, Judged | None]:
        """Somebody pressed: everything is parsed, resolved and decided anew before it may go."""
        seen: list[Judged] = []

        def again(approval: Approval, approver: Actor) -> Fresh:
            text = approval.text or ""
            parsed = parse(text)
            judged = self.judge(approval.asker, approval.place, approval.host, parsed, pinned=True)
            seen.append(judged)
            decision = judged.decision
            if decision.allowed:
                decision = policy.may_approve(
                    self._settings, approver, approval.asker, approval.place, approval.host, [judged.subject], approval.mode
                )
            return Fresh(decision, digest_of(text), ids_of(judged), judged.plan.fingerprint)

        press = approvals.press(approval_id, actor, place, again)
        return press, seen[-1] if seen else None

    def may_deny(self, approval: Approval, actor: Actor) -> Decision:
        """Whether somebody else may deny: with a grant for the command itself."""
        from commands.parser import parse_text

        parsed = parse_text(approval.text or approval.shown)
        return decide(self._settings, actor, approval.place, approval.host, [subject_of(parsed, risk_of(parsed), pinned=True)])


def digest_of(text: str) -> str:
    """What an approval is bound to: the command's normal form."""
    bound = text if heredoc.split(text) else canonical_text(text) or text
    return hashlib.sha256(bound.encode("utf-8", "surrogatepass")).hexdigest()


def specs_of(judged: Judged) -> dict[str, frozenset[str]]:
    """Service id → digests of the specifications that were judged, which are all that may be written to it."""
    found: dict[str, frozenset[str]] = {}
    for target in judged.targets:
        if target.specs:
            found[target.id] = found.get(target.id, frozenset()) | target.specs
    return found


def ids_of(judged: Judged) -> tuple[str, ...]:
    """The full ids that the command acts on."""
    return tuple(sorted({target.id for target in judged.targets if target.id and target.acts}))
