"""The last look at an answer before any surface gets it: every text in it is masked, whoever made it.

    reply = masked_reply(reply, redactor)      # idempotent; the very same reply where the redactor is off

`parsed` stays as it is (surfaces read its places and flags, and draw `command`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.redact import Redactor
from bot.reply import NextStep, Plan, PlanItem, Reply, ReplyKind
from commands.findings import Finding


def masked_reply(reply: Reply, redactor: Redactor) -> Reply:
    """The same answer without secrets in its words, notes, parts, findings, plan, suggestions and output."""
    if not redactor.on:
        return reply
    line = redactor.command
    result = reply.result
    if result is not None and reply.kind is not ReplyKind.OUTPUT:  # what ran was masked as it came in (`bot.running`)
        result = replace(result, stdout=redactor.text(result.stdout), stderr=redactor.text(result.stderr))
    return reply.but(
        text=line(reply.text),
        understood=line(reply.understood),
        command=line(reply.command),
        canonical=line(reply.canonical) if reply.canonical else reply.canonical,
        note="\n".join(line(one) for one in reply.note.split("\n")),
        parts=_parts(reply, redactor),
        problems=tuple(_finding(problem, redactor) for problem in reply.problems),
        suggestions=tuple(map(line, reply.suggestions)),
        alternatives=tuple(map(line, reply.alternatives)),
        next_steps=tuple(NextStep(redactor.text(step.label), line(step.request)) for step in reply.next_steps),
        plan=_plan(reply.plan, redactor) if reply.plan is not None else None,
        result=result,
        replies=tuple(masked_reply(one, redactor) for one in reply.replies),
    )


def _parts(reply: Reply, redactor: Redactor) -> tuple[dict[str, Any], ...]:
    """Explained words: by their places in the text they were explained for, where that text is still at hand."""
    source = reply.parsed.text if reply.parsed is not None else ""
    fits = source and all(source[part["span"][0] : part["span"][1]] == part["text"] for part in reply.parts)
    if fits:
        return redactor.parts(source, reply.parts)
    text = redactor.text
    return tuple({**part, "text": text(str(part["text"])), "explanation": text(str(part["explanation"]))} for part in reply.parts)


def _finding(finding: Finding, redactor: Redactor) -> Finding:
    suggestion = redactor.command(finding.suggestion) if finding.suggestion else finding.suggestion
    return replace(finding, message=redactor.text(finding.message), suggestion=suggestion)


def _plan(plan: Plan, redactor: Redactor) -> Plan:
    def item(one: PlanItem) -> PlanItem:
        notes = tuple(map(redactor.text, one.notes))
        return replace(
            one, name=redactor.text(one.name), effect=redactor.text(one.effect), notes=notes, undo=redactor.command(one.undo)
        )

    items, warnings = tuple(map(item, plan.items)), tuple(map(redactor.text, plan.warnings))
    host_access = tuple(map(redactor.text, plan.host_access))
    return replace(plan, items=items, warnings=warnings, summary=redactor.text(plan.summary), host_access=host_access)
