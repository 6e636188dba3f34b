"""A docker command from its check to its result: judged, planned, approved where that is asked for, run."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from bot import answers
from bot.allowance import Allowance, Limited, kept_words
from bot.audit import Entry
from bot.governor import NOT_SEEN, Judged, ids_of, specs_of
from bot.phrases import phrase
from bot.policy_refusals import about_script
from bot.reply import DecisionView, Reply, ReplyKind
from bot.request import Request, Surface
from bot.running import Tell, audited, failures, job_for, run_command, unreachable
from bot.understanding import Understood
from commands import executors, pipeline
from commands.budget import Exceeded, current
from commands.check import Checked, check
from commands.parsed import ParsedCommand
from commands.result import Result
from commands.risk import Risk, risk_of
from commands.text_filters import NotHere

if TYPE_CHECKING:
    from bot.core import Core
    from commands.executors.base import Limits

# How much more than the limit on bytes a command may print when text programs stand behind it.
BEFORE_A_PIPE = 20


class Stopped(Exception):
    """A command in the text that does not run now: refused, or it waits for somebody."""

    def __init__(self, judged: Judged) -> None:
        super().__init__(judged.decision.rule)
        self.judged = judged


def command(
    core: Core, request: Request, understood: Understood, host: str, progress: Tell | None, cancelled: Callable[[], bool]
) -> Reply:
    """Check, then run what is allowed; every other outcome is an answer of its own."""
    checked = check(understood.command, surface_of(request))
    redactor = core.redactor_for(request)
    base = answers.base_reply(request, understood, checked, host, redactor)
    if not checked.ok:
        return answers.rejected(base, checked, redactor)
    bare = all(one.help or one.spec is None or one.spec.has_subcommands or one.path == "help" for one in checked.parsed)
    if bare and pipeline.is_simple(checked.script):
        return answers.help_of(base, checked)
    if request.explain_only:
        return base.but(kind=ReplyKind.CHECKED, parts=checked.parts)
    if understood.asked is not None and understood.asked.special == "reverse":
        return _reverse(core, request, base, checked, host)
    never = about_script(checked.script)
    if never:
        return answers.refused(base, DecisionView(False, "never run here"), "\n".join(never), checked)
    allowance = Allowance(core, request, host, checked)
    if allowance.refusal:
        return answers.refused(base, DecisionView(False, "too many commands in one text"), allowance.refusal, checked)
    limited = allowance.pay()
    if limited:
        return limited
    if checked.risk not in (Risk.READ, Risk.INTERACTIVE, Risk.LOCAL):
        request = replace(request, actor=core.current(request.actor))
    runner = _Runner(core, request, host, progress, cancelled, allowance)
    try:
        result = runner.run(checked)
    except Exceeded as error:
        result = Result(stderr=f"{error}\n", exit_code=1, truncated=True, truncated_by=error.by)
    except Limited as stop:
        return stop.reply
    except NotHere as error:
        note = answers.marked(checked.text, error.finding)
        return answers.refused(base, runner.view(False, "only what is evaluated here runs"), note, checked)
    except Stopped as stop:
        return _stopped(core, request, base, checked, stop.judged, host)
    core.conversations.ran(request, understood, base.parsed, result.data)
    return answers.output(base, result, runner.view(True), runner.last_plan, core, request)


def runnable(parsed: ParsedCommand) -> bool:
    """True where there is an executor for the command."""
    return executors.find(parsed.key) is not None


def surface_of(request: Request) -> str:
    """The surface that advice is given for."""
    return "slack" if request.place.surface is Surface.SLACK else "terminal"


class _Runner:
    """Runs every docker command of one text, each judged and audited on its own."""

    def __init__(
        self,
        core: Core,
        request: Request,
        host: str,
        progress: Tell | None,
        cancelled: Callable[[], bool],
        allowance: Allowance,
    ) -> None:
        self.allowance = allowance
        self.core, self.request, self.host, self.progress, self.cancelled = core, request, host, progress, cancelled
        self.redactor = core.redactor_for(request)
        self.judged: list[Judged] = []
        self.wide = False

    @property
    def last_plan(self) -> Judged | None:
        """The command whose output is shown."""
        return self.judged[-1] if self.judged else None

    def view(self, allowed: bool, rule: str = "") -> DecisionView:
        """One decision for the whole text."""
        if allowed and self.judged:
            rules = list(dict.fromkeys(judged.decision.rule for judged in self.judged))
            return DecisionView(True, "; ".join(rules), self.judged[-1].decision.approval)
        return DecisionView(allowed, rule)

    def run(self, checked: Checked) -> Result:
        """The whole text; Stopped for a command that does not run now, NotHere for what is not evaluated."""
        if pipeline.is_simple(checked.script):
            return self._one(checked.parsed[0], True, alone=True)
        pipeline.refuse(checked.script)
        _only_the_last_changes(checked)
        last = checked.script.pipelines[-1].stages[-1]
        alone = len(checked.script.pipelines) == 1 and (last.is_docker or last.program == "xargs")
        if len(checked.script.pipelines) > 1:
            self._all_or_nothing(checked)
        limits = self._limits()
        self.wide = True
        result = pipeline.evaluate(checked.script, lambda parsed, final: self._one(parsed, final, alone), self.allowance.begin)
        return executors.bounded(result, limits)

    def _limits(self) -> Limits:
        """What one command may print: as configured; before a pipe only bytes and seconds count, and what comes out is cut."""
        from commands.executors.base import Limits

        limits = self.core.settings.limits
        left = current().seconds_left()
        seconds = limits.seconds if left is None else math.ceil(left * 10) / 10  # one deadline for the whole text
        if not self.wide:
            return Limits(limits.lines, limits.bytes, seconds)
        return Limits(None, limits.bytes * BEFORE_A_PIPE if limits.bytes else None, seconds)

    def _all_or_nothing(self, checked: Checked) -> None:
        """Several commands in one text: one that is refused, or has to wait, stops all of them before the first runs."""
        governor = self.core.governor(self.redactor)
        for parsed in checked.parsed:
            if risk_of(parsed) is not Risk.READ and (parsed.words[0].start not in _starts(checked) or _has_parts(parsed)):
                raise NotHere(None, phrase("one_at_a_time"))  # what it would touch is not known before the others have run
            if not _has_parts(parsed):
                judged = governor.judge(self.request.actor, self.request.place, self.host, parsed, deep=False)
                if not judged.decision.allowed:
                    raise Stopped(judged)
                if self._waits(judged):
                    raise NotHere(None, phrase("one_at_a_time"))

    def _waits(self, judged: Judged) -> bool:
        mode = judged.decision.approval
        confirmed = mode == "confirm" and self.request.yes and self.request.actor.local
        return mode != "none" and not confirmed

    def _one(self, parsed: ParsedCommand, final: bool, alone: bool) -> Result:
        current().in_time()
        governor = self.core.governor(self.redactor)
        judged = governor.judge(self.request.actor, self.request.place, self.host, parsed, deep=False)
        self.judged.append(judged)
        if not judged.decision.allowed or not runnable(parsed):
            raise Stopped(judged)
        if self._waits(judged):
            if not (final and alone):
                raise NotHere(None, phrase("one_at_a_time"))
            raise Stopped(governor.judge(self.request.actor, self.request.place, self.host, parsed))
        first = len(self.judged) == 1
        return execute(
            self.core, self.request, judged, self.host, self.progress, self.cancelled, limits=self._limits(), words=first
        )


def _starts(checked: Checked) -> set[int]:
    """Where the docker commands stand that are the first of a pipeline."""
    return {one.stages[0].words[0].start for one in checked.script.pipelines if one.stages[0].words}


def _has_parts(parsed: ParsedCommand) -> bool:
    return any(word.substitutions for word in parsed.words)


def _only_the_last_changes(checked: Checked) -> None:
    """What stands inside `$(…)`, or before another docker command of a pipe, may only read."""
    last = set()
    for one in checked.script.pipelines:
        docker = [stage for stage in one.stages if stage.is_docker or stage.program == "xargs"]
        if docker:
            words = docker[-1].words
            last.add(next((word.start for word in words if word.text == "docker"), words[0].start))
    for parsed in checked.parsed:
        if risk_of(parsed) is not Risk.READ and parsed.words[0].start not in last:
            raise NotHere(parsed.words[0], "only the last command of a line may change something; run this one by itself first")


def execute(
    core: Core,
    request: Request,
    judged: Judged,
    host: str,
    progress: Tell | None,
    cancelled: Callable[[], bool],
    approver: str = "",
    approval_id: str = "",
    limits: Limits | None = None,
    words: bool = True,
) -> Result:
    """Run one command that may run, with the audit's rows around it; the first of a text (`words`) keeps the words of it."""
    from commands.executors.base import Limits

    most = core.settings.limits
    limits = limits or Limits(most.lines, most.bytes, most.seconds)
    redactor = core.redactor_for(request)
    parsed = judged.parsed
    entry = Entry.of(
        request.actor,
        request.place,
        host,
        kept_words(core, request) if words else "",
        parsed.text,
        ids=ids_of(judged),
        grant=judged.decision.rule,
        approval=judged.decision.approval,
        approver=approver,
        approval_id=approval_id,
        reference=request.reference,
    )

    def work() -> Result:
        try:
            job = job_for(core.hosts, host, redactor, limits, progress, cancelled, judged.pins)
            job.specs = specs_of(judged)
            if not all(grant.host_access for grant in judged.decision.grants):
                job.registries = core.settings.registries  # an image that went since it was looked at is not fetched elsewhere
            used = [target for target in judged.targets if target.kind == "image" and not target.acts]
            job.bases = {target.name: target.id for target in used if target.id.startswith("sha256:")}
            return run_command(parsed, job, redactor)
        except failures() as error:
            return unreachable(core.hosts, host, error)  # type: ignore[arg-type]

    return audited(core.audit, entry, work)


def _stopped(core: Core, request: Request, base: Reply, checked: Checked, judged: Judged, host: str) -> Reply:
    decision = judged.decision
    redactor = core.redactor_for(request)
    if not decision.allowed:
        entry = Entry.of(
            request.actor,
            request.place,
            host,
            kept_words(core, request),
            judged.parsed.text,
            grant=decision.rule,
            reference=request.reference,
        )
        core.audit.note(entry, "refused", decision.explanation)
        if risk_of(judged.parsed) in {Risk.INTERACTIVE, Risk.LOCAL} or not runnable(judged.parsed):
            return answers.unrunnable(base, judged, checked)
        return answers.refused(base, decision.view, redactor.text(decision.explanation), checked)
    if not runnable(judged.parsed):
        return answers.unrunnable(base, judged, checked)
    hidden = core.governor(redactor).unseen(judged.parsed.text) if decision.approval == "second" else ()
    if hidden:
        entry = Entry.of(
            request.actor, request.place, host, request.text, judged.parsed.text, grant=decision.rule, reference=request.reference
        )
        core.audit.note(entry, "refused", "\n".join(hidden))
        return answers.refused(base, DecisionView(False, NOT_SEEN), "\n".join(hidden), checked)
    approval = core.governor(redactor).ask(core.approvals, request, judged, judged.parsed.text, host)
    core.audit.note(
        Entry.of(
            request.actor,
            request.place,
            host,
            kept_words(core, request),
            judged.parsed.text,
            ids=ids_of(judged),
            grant=decision.rule,
            approval=decision.approval,
            approval_id=approval.id,
            reference=request.reference,
        ),
        "asked",
    )
    note = phrase(f"needs_{decision.approval}", base.lang)
    return base.but(
        kind=ReplyKind.APPROVAL,
        ok=False,
        exit_code=1,
        command=approval.shown,
        decision=decision.view,
        plan=judged.plan,
        approval=approval.view,
        note=note,
    )


def _reverse(core: Core, request: Request, base: Reply, checked: Checked, host: str) -> Reply:
    """`how was web started?`: the inspect command is judged and audited; its answer is turned into a `docker run` line."""
    runner = _Runner(core, request, host, None, lambda: False, Allowance(core, request, host, checked))
    try:
        result = runner.run(checked)
    except Stopped as stop:
        return _stopped(core, request, base, checked, stop.judged, host)
    if result.exit_code or not isinstance(result.data, list) or not result.data:
        return answers.output(base, result, runner.view(True), runner.last_plan, core, request)
    return answers.reversed_answer(core, request, base, result, runner.view(True), host)
