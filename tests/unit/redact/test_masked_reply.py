"""The last look at an answer: no secret in any part of it, whoever put it there."""

from __future__ import annotations

from bot.redact import Redactor
from bot.redact_reply import masked_reply
from bot.reply import NextStep, Plan, PlanItem, Reply, ReplyKind
from commands.check import check
from commands.findings import Finding, Severity
from commands.result import Result

SECRET = "ghp_" + "a1B2c3D4e5" * 4
COMMAND = f"docker run -e SETTING=plain77 -e API_TOKEN={SECRET} nginx"


def full_reply() -> Reply:
    checked = check(COMMAND)
    return Reply(
        ReplyKind.REFUSED,
        text=COMMAND,
        understood=COMMAND,
        command=COMMAND,
        canonical=COMMAND,
        note=f"At a terminal, type:\n\n    {COMMAND}\n",
        parsed=checked.main,
        parts=tuple(checked.parts),
        problems=(Finding("x", Severity.INFO, f"about {SECRET}", (0, 1), COMMAND),),
        suggestions=(COMMAND,),
        alternatives=(COMMAND,),
        next_steps=(NextStep(f"again with {SECRET}", COMMAND),),
        plan=Plan((PlanItem("container", "1", "web", f"runs {SECRET}", (SECRET,), COMMAND),), (SECRET,), SECRET),
        result=Result(f"token={SECRET}\n", f"Error: {SECRET}\n", 1),
        replies=(Reply(ReplyKind.OUTPUT, note=SECRET),),
    )


def test_no_part_of_an_answer_shows_a_secret() -> None:
    for mode in ("env", "names"):
        shown = masked_reply(full_reply(), Redactor(mode))
        said = repr(shown.but(parsed=None))
        assert SECRET not in said
        assert ("plain77" in said) == (mode == "names")
        assert len(shown.parts) == len(full_reply().parts)


def test_it_is_done_once_and_for_all() -> None:
    redactor = Redactor("env")
    once = masked_reply(full_reply(), redactor)
    assert masked_reply(once, redactor) == once
    reply = full_reply()
    assert masked_reply(reply, Redactor("none")) is reply
