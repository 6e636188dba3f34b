"""Whether a command may run, what it would touch, and who must agree: policy, plan and approvals put together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from bot import policy
from bot.approvals import Approval, Approvals, Asked, Fresh, Press
from bot.config_model import Settings
from bot.hosts import Hosts
from bot.policy import Decision, Subject, Target, decide, needs_targets, subject_of
from bot.redact import Redactor
from bot.reply import Plan
from bot.request import Actor, Place, Request
from bot.running import job_for, unreadable
from commands import heredoc
from commands.canonical import canonical_text
from commands.misfits import WRONG_TYPES
from commands.parsed import ParsedCommand
from commands.risk import risk_of


@dataclass(frozen=True, slots=True)
class Judged:
    """The decision on one command, with what it would touch."""

    parsed: ParsedCommand
    decision: Decision
    subject: Subject
    plan: Plan = field(default_factory=Plan)
    targets: tuple[Target, ...] = ()


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
        from bot.plan import make_plan

        api = job_for(self._hosts, host, self._redactor).api
        try:
            plan, targets = make_plan(parsed, api, deep)
        except WRONG_TYPES as error:
            raise unreadable(error) from error
        missing = tuple(target.name for target in targets if not target.id and target.acts)
        subject = subject_of(parsed, risk, targets, missing, pinned=pinned)
        return Judged(parsed, decide(self._settings, actor, place, host, [subject]), subject, plan, tuple(targets))

    def _depends_on_objects(self, subject: Subject) -> bool:
        return not subject.never and any(
            grant.labels and grant.covers(subject.path, subject.risk) for grant in self._settings.all_grants
        )

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


def ids_of(judged: Judged) -> tuple[str, ...]:
    """The full ids that the command acts on."""
    return tuple(sorted({target.id for target in judged.targets if target.id and target.acts}))
