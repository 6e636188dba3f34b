"""What is to be said, free of any surface: blocks and terminal text are made from it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from commands.answer import Answer
from commands.findings import Finding
from commands.parsed import ParsedCommand
from commands.result import Result


class ReplyKind(StrEnum):
    """What sort of answer this is; a surface draws each in its own way."""

    OUTPUT = "output"  # a command ran: `result`
    CHECKED = "checked"  # a command was checked and explained, not run
    REFUSED = "refused"  # policy, or not runnable here: `decision`, `note` says why and what is needed
    APPROVAL = "approval"  # waits for a confirmation: `approval`, `plan`
    QUESTION = "question"  # ambiguous: `alternatives`; or incomplete: `needs`
    ANSWER = "answer"  # a question answered: `answer`
    UNKNOWN = "unknown"  # not understood: `note` says what to do, `suggestions` what to try
    ERROR = "error"  # daemon down, time-out, internal error: `note`
    DOCUMENT = "document"  # a Dockerfile or compose file read: `document`
    FANOUT = "fanout"  # one answer a host: `replies`


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something to go on with: a button in Slack, a line in the terminal. `request` is what it stands for, as text."""

    label: str
    request: str


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One object that would be touched: its kind and full id, what happens to it, what to mind, how to get it back."""

    kind: str
    id: str
    name: str
    effect: str
    notes: tuple[str, ...] = ()
    undo: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a command would touch, resolved. `warnings` are collisions and losses; `fingerprint` changes when the state drifts.

    `host_access` says why it is as much as root on the host, whatever objects it names.
    """

    items: tuple[PlanItem, ...] = ()
    warnings: tuple[str, ...] = ()
    summary: str = ""
    fingerprint: str = ""
    host_access: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionView:
    """The policy's word, in the contract's shape: `approval` is `none`, `confirm` or `second`."""

    allowed: bool
    rule: str
    approval: str = "none"
    needed: str = ""

    def as_dict(self) -> dict[str, object]:
        """`decision` of `dockwise run`."""
        return {"allowed": self.allowed, "rule": self.rule, "approval": self.approval}


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """A waiting approval: its id (also the buttons' value), who may press, until when (Unix seconds)."""

    id: str
    mode: str
    approvers: str
    expires: float
    asker: str = ""


@dataclass(frozen=True)
class Reply:
    """One answer. Everything in it has been redacted already and is safe to show where it was asked.

    `text` is what the person wrote; `understood` what was made of it where that differs;
    `command` the exact docker command; `parsed` that command (its text may differ from `command`
    in secrets only); `problems` and `parts` as `dockwise check` gives them.
    """

    kind: ReplyKind
    text: str = ""
    understood: str = ""
    command: str = ""
    host: str = ""
    lang: str = "en"
    ok: bool = True
    exit_code: int = 0
    note: str = ""
    canonical: str | None = None
    risk: str = ""
    confidence: float = 1.0
    parsed: ParsedCommand | None = None
    problems: tuple[Finding, ...] = ()
    parts: tuple[dict[str, Any], ...] = ()
    result: Result | None = None
    decision: DecisionView | None = None
    plan: Plan | None = None
    approval: ApprovalView | None = None
    answer: Answer | None = None
    alternatives: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    suggestions: tuple[str, ...] = ()
    document: Any = None
    replies: tuple[Reply, ...] = ()
    why: tuple[tuple[str, str], ...] = ()
    reference: str = ""
    truncated: str = ""
    extra: dict[str, Any] = field(default_factory=dict, compare=False)

    def but(self, **changes: Any) -> Reply:
        """The same reply with some fields changed."""
        return replace(self, **changes)
