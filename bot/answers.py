"""Replies for everything: what was checked, refused, asked for, printed, or not understood."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot import next_steps
from bot.approvals import Approval
from bot.audit import Entry
from bot.governor import Judged
from bot.phrases import phrase
from bot.policy import roles_of
from bot.redact import Redactor
from bot.reply import DecisionView, Reply, ReplyKind
from bot.request import Place, Request, too_long
from bot.understanding import Understood
from commands import heredoc
from commands.check import Checked, check
from commands.findings import Finding
from commands.parsed import ParsedCommand
from commands.result import Result
from commands.spec.load import command, paths

if TYPE_CHECKING:
    from bot.core import Core


def lang_of(understood: Understood) -> str:
    """The language to answer in."""
    return understood.asked.lang if understood.asked is not None else "en"


def base_reply(request: Request, understood: Understood, checked: Checked, host: str, redactor: Redactor) -> Reply:
    """What every answer about a command says: the words, the command, our findings."""
    asked = understood.asked
    return Reply(
        ReplyKind.CHECKED,
        text=redactor.command(request.text),
        understood="" if understood.typed else redactor.command(understood.command),
        command=redactor.command(understood.command),
        host=host,
        lang=lang_of(understood),
        ok=checked.ok,
        canonical=redactor.command(checked.canonical) if checked.canonical else None,
        risk=checked.risk,
        confidence=asked.confidence if asked is not None else 1.0,
        parsed=checked.main,
        problems=tuple(_masked_problem(problem, redactor) for problem in checked.problems),
        alternatives=tuple(asked.alternatives) if asked is not None else (),
        why=tuple(asked.why) if asked is not None else (),
        reference=request.reference,
    )


def _masked_problem(problem: Finding, redactor: Redactor) -> Finding:
    suggestion = redactor.command(problem.suggestion) if problem.suggestion else None
    return replace(problem, message=redactor.text(problem.message), suggestion=suggestion)


def of_command(command: str, host: str, text: str) -> Reply:
    """The same from a command alone, for an approval that is pressed later."""
    checked = check(command)
    return Reply(
        ReplyKind.CHECKED,
        text=text,
        command=command,
        host=host,
        canonical=checked.canonical,
        risk=checked.risk,
        parsed=checked.main,
    )


def masked_parts(checked: Checked, redactor: Redactor) -> tuple[dict[str, object], ...]:
    """Every word explained, without the secrets among them."""
    return tuple(
        {**part, "text": redactor.text(str(part["text"])), "explanation": redactor.text(str(part["explanation"]))}
        for part in checked.parts
    )


def rejected(base: Reply, checked: Checked, redactor: Redactor) -> Reply:
    """docker refuses the words: its own message and status, and our fuller findings."""
    error = next((parsed.usage_error for parsed in checked.parsed if parsed.usage_error), None)
    status = error.exit_code if error is not None else 1
    message = checked.usage_error
    if message is None:
        message = "\n".join(problem.message for problem in checked.problems if problem.severity == "error")
    fixes = tuple(
        problem.suggestion for problem in checked.problems if problem.suggestion and problem.suggestion.startswith("docker ")
    )
    printed = "".join(line + "\n" for parsed in checked.parsed for line in parsed.notices)
    printed += error.stdout if error is not None else ""
    return base.but(
        ok=False,
        exit_code=status,
        note=redactor.text(message),
        result=Result(printed, redactor.text(message) + "\n", status),
        parts=masked_parts(checked, redactor),
        suggestions=fixes[:3],
        decision=DecisionView(False, "not run: docker would not accept these words"),
    )


def help_of(base: Reply, checked: Checked) -> Reply:
    """`docker run --help` and `docker help run`: our own page of the command; `docker --version` as docker prints it."""
    main = checked.main
    return base.but(
        kind=ReplyKind.OUTPUT,
        result=Result(_version_or_help(main) if main is not None else ""),
        decision=DecisionView(True, "help is for everybody"),
    )


def _version_or_help(main: ParsedCommand) -> str:
    from commands.formatter.mirrored import version_line
    from commands.reference import help_text

    if not main.command_words and any(use.long == "version" and use.value in ("", "true") for use in main.global_uses):
        return version_line()
    path = " ".join(main.args) if main.path == "help" else main.path
    return help_text(command(path).path if path in paths() else path).rstrip("\n") + "\n"


def refused(base: Reply, decision: DecisionView, note: str, checked: Checked) -> Reply:
    """The policy says no, or it cannot be run here: why, and what would be needed."""
    return base.but(kind=ReplyKind.REFUSED, ok=False, exit_code=1, decision=decision, note=note, parts=checked.parts)


def not_known(text: str, note: str, reference: str) -> Reply:
    """Who somebody is could not be found out: nothing runs."""
    view = DecisionView(False, "not decided: who it is could not be found out")
    return Reply(ReplyKind.ERROR, text, ok=False, exit_code=1, note=note, decision=view, reference=reference)


def unrunnable(base: Reply, judged: Judged, checked: Checked) -> Reply:
    """Needs a terminal, or acts on somebody's own machine: explained, with the command to type there."""
    from commands.executors import unrunnable as why

    explained = why.explain(judged.parsed)
    note = "\n".join(dict.fromkeys([*judged.decision.reasons, explained]))
    view = DecisionView(False, "explained, never run here") if judged.decision.allowed else judged.decision.view
    return base.but(kind=ReplyKind.REFUSED, ok=False, exit_code=1, decision=view, note=note, parts=checked.parts)


def output(base: Reply, result: Result, decision: DecisionView, judged: Judged | None, core: Core, request: Request) -> Reply:
    """A command has run."""
    key = "truncated_newest" if result.newest else "truncated"
    truncated = phrase(key, base.lang, what=result.truncated_by) if result.truncated else ""
    reply = base.but(
        kind=ReplyKind.OUTPUT,
        ok=result.exit_code == 0,
        exit_code=result.exit_code,
        result=result,
        decision=decision,
        plan=judged.plan if judged is not None and judged.plan.items else None,
        truncated=truncated,
    )
    missing = core.audit.unrecorded(request.reference)
    if missing:
        return reply.but(note=phrase("unrecorded", base.lang, why=missing.partition(": ")[2] or missing))
    if result.exit_code and _daemon_is_away(result.stderr):
        return reply.but(kind=ReplyKind.ERROR, note=f"{result.stderr.strip()}\n{phrase('daemon_help', base.lang)}")
    steps = next_steps.after(reply, lambda text: core.may(request.actor, request.place, base.host, text))
    return reply.but(next_steps=steps)


def _daemon_is_away(error: str) -> bool:
    return error.startswith(
        (
            "Cannot connect to the Docker daemon",
            "error during connect",
            "permission denied while trying to connect",
            "docker: Cannot connect",
        )
    )


def _command_of(text: str) -> str:
    """The command that a request in words became: what was not done is shown as plainly as what is."""
    from commands.ask import ask

    asked = ask(text)
    return asked.command if asked.kind == "command" and asked.command else text


def unreachable(core: Core, request: Request, error: BaseException, host: str = "") -> Reply:
    """The daemon cannot be asked: docker's own sentence, and what to do."""
    from bot.running import unreachable as result_of

    settings = core.settings
    host = host or request.host or settings.channel_host(request.place.channel) or settings.default_host
    result = result_of(core.hosts, host if host in settings.hosts else settings.default_host, error)  # type: ignore[arg-type]
    redactor = core.redactor_for(request)
    text = redactor.command(_command_of(request.text))
    note = f"{result.stderr.strip()}\n{phrase('daemon_help')}"
    view = DecisionView(False, "not decided: the daemon could not be asked")
    return Reply(
        ReplyKind.ERROR,
        text,
        command=text,
        host=host,
        ok=False,
        exit_code=result.exit_code,
        note=note,
        result=result,
        decision=view,
    )


def reversed_answer(core: Core, request: Request, base: Reply, result: Result, decision: DecisionView, host: str) -> Reply:
    """The `docker run` line that would make a container again."""
    from bot.running import job_for
    from commands.reverse import reverse

    data = result.data
    container = data[0] if isinstance(data, list) else {}
    redactor = core.redactor_for(request)
    image = None
    try:
        image = job_for(core.hosts, host, redactor).api.inspect_image(container.get("Image", ""))
    except Exception:  # noqa: BLE001 - the image may be gone; then the line is only longer
        image = None
    line = redactor.command(reverse(container, image))
    return base.but(kind=ReplyKind.OUTPUT, result=Result(line + "\n", data=None), decision=decision, extra={"reverse": line})


def rate_limited(
    core: Core, request: Request, host: str = "", commands: int = 0, asked: int = 1, change: bool = False
) -> Reply | None:
    """A clear answer where somebody asks too often; None where they may. Counts requests of the person, and commands on a host."""
    from bot.limits_rate import wait_seconds

    seconds = wait_seconds(core.settings, request.actor, host, change, commands, asked)
    if not seconds:
        return None
    note = phrase("too_many", seconds=seconds)
    view = DecisionView(False, "rate limit")
    return Reply(ReplyKind.REFUSED, request.text, ok=False, exit_code=1, note=note, decision=view)


def too_long_reply(request: Request) -> Reply | None:
    """The answer to a text that is not read at all; None for any other."""
    note = too_long(request.text)
    if not note:
        return None
    return Reply(ReplyKind.ERROR, request.text[:200], ok=False, exit_code=1, note=note, reference=request.reference)


def document(core: Core, request: Request) -> Reply | None:
    """A pasted Dockerfile or compose file, read and explained for those who have a role here; None for any other text."""
    from bot.documents import read_document
    from bot.routing import is_document

    if heredoc.split(request.text) or heredoc.from_fence(request.text):
        return None  # a build with its Dockerfile is a command
    if not roles_of(core.settings, request.actor) and is_document(request.text):
        view = DecisionView(False, "files are read for members and for people with a role")
        return Reply(ReplyKind.REFUSED, ok=False, exit_code=1, note=phrase("files_for_members"), decision=view)
    found = read_document(request.text)
    if found is None:
        return None
    return Reply(ReplyKind.DOCUMENT, request.text, ok=found.ok, exit_code=0 if found.ok else 1, document=found, lang=found.lang)


def without_command(core: Core, request: Request, understood: Understood) -> Reply | None:
    """The answer where the words name no command that could run: a question, something missing, or not understood."""
    asked = understood.asked
    if asked is None:
        return None
    redactor = core.redactor_for(request)
    text = redactor.command(request.text)
    lang = asked.lang
    if not request.text.strip():
        return Reply(ReplyKind.UNKNOWN, text, ok=False, exit_code=1, note=phrase("empty", lang), lang=lang)
    shared: dict[str, Any] = {
        "text": text,
        "lang": lang,
        "confidence": asked.confidence,
        "alternatives": tuple(asked.alternatives),
        "why": tuple(asked.why),
    }
    if asked.kind == "answer":
        answer = asked.answer
        steps = next_steps.of_answer(answer, lambda line: core.may(request.actor, request.place, core.settings.default_host, line))
        return Reply(ReplyKind.ANSWER, answer=answer, next_steps=steps, **shared)
    if asked.kind == "incomplete":
        note = phrase("incomplete", lang, needs=", ".join(asked.needs))
        return Reply(
            ReplyKind.QUESTION, command=asked.command or "", needs=tuple(asked.needs), note=note, ok=False, exit_code=1, **shared
        )
    if asked.kind == "command" and asked.alternatives and asked.confidence < 0.5:
        options = tuple(dict.fromkeys([asked.command or "", *asked.alternatives]))
        return Reply(
            ReplyKind.QUESTION, note=phrase("ambiguous", lang), ok=False, exit_code=1, **{**shared, "alternatives": options}
        )
    if asked.kind == "unknown":
        if asked.alternatives:
            return Reply(ReplyKind.QUESTION, note=asked.hint or phrase("ambiguous", lang), ok=False, exit_code=1, **shared)
        return Reply(ReplyKind.UNKNOWN, note=asked.hint or phrase("unknown", lang), ok=False, exit_code=1, **shared)
    return None


def marked(text: str, finding: Finding) -> str:
    """A message with the place under it: the line, and a caret."""
    start, end = finding.span
    if end <= start or "\n" in text or len(text) > 200:
        return finding.message
    return f"{finding.message}\n  {text}\n  {' ' * start}{'^' * max(1, end - start)}"


def entry_of(approval: Approval) -> Entry:
    """The audit's entry for an approval that ended without a run."""
    place: Place = approval.place
    return Entry.of(
        approval.asker,
        place,
        approval.host,
        str(approval.request.get("text", "")),
        approval.shown,
        ids=approval.ids,
        grant=approval.rule,
        approval=approval.mode,
        approver=approval.approver,
        approval_id=approval.id,
        reference=str(approval.request.get("reference", "")),
    )
