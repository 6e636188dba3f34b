"""The card of an approval: root on the host first, every character of the command visible, the whole as a file when cut."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from bot.blocks import Scene, draw, shown
from bot.blocks.words import visible
from bot.redact import Redactor
from bot.redact_reply import masked_reply
from bot.reply import ApprovalView, Plan, PlanItem, Reply, ReplyKind
from bot.terminal import show
from tests.slack.limits import texts

ROOT = ("mounts / of the host", "web: is privileged")


def reply(command: str, host_access: tuple[str, ...] = ()) -> Reply:
    plan = Plan((PlanItem("container", "a" * 64, "web", "is made"),), (), "1 container", "f", host_access)
    view = ApprovalView("id", "second", "somebody else", 2e9, "U0ALICE")
    return Reply(ReplyKind.APPROVAL, command, command=command, host="local", plan=plan, approval=view)


def test_root_on_the_host_stands_before_everything_else() -> None:
    message = draw(shown(masked_reply(reply("docker run -v /:/host alpine", ROOT), Redactor("env"))), Scene())
    first = "\n".join(texts(message.blocks[:1]))
    assert "This is as much as root on the host:" in first and all(reason in first for reason in ROOT)
    assert "docker run" not in first
    plain = "\n".join(texts(draw(shown(reply("docker restart web")), Scene()).blocks))
    assert "root on the host" not in plain


def test_many_reasons_are_all_in_the_file() -> None:
    reasons = tuple(f"mounts /data/{number} of the host" for number in range(40))
    message = draw(shown(reply("docker run alpine", reasons)), Scene())
    assert "32 more reasons" in "\n".join(texts(message.blocks[:1]))
    assert any("mounts /data/39 of the host" in file.content for file in message.files)


def test_a_long_command_comes_whole_as_a_file() -> None:
    text = "docker run " + " ".join(f"-e A{number}=[redacted]" for number in range(120)) + " -v /:/host alpine"
    message = draw(shown(reply(text)), Scene())
    assert "-v /:/host" not in "\n".join(texts(message.blocks))
    assert [file.content for file in message.files if file.name == "command.txt"] == [text + "\n"]
    assert not [file for file in draw(shown(reply("docker restart web")), Scene()).files if file.name == "command.txt"]


HIDING = [
    "\r",
    "\u200b",
    "\u202e",
    "\x1b[8m",
    "\x9b8m",
    "\u00ad",
    "\u3164",
    "\ufe0f",
    "\U000e0041",
    "\u2800",
    "\u00a0",
    "\x7f",
    "\x85",
]


@pytest.mark.parametrize("hiding", HIDING)
def test_no_character_of_a_command_is_lost_or_unseen(hiding: str) -> None:
    command = f"docker exec web sh -c 'rm -rf /data{hiding}; echo ok'"
    card = "\n".join(texts(draw(shown(reply(command)), Scene()).blocks))
    out = io.StringIO()
    show(Console(file=out, width=200), reply(command))
    for seen in (card, out.getvalue()):
        assert "rm -rf /data" in seen and "; echo ok" in seen and hiding not in seen
        assert "⟨U+" in seen or "␍" in seen or "␛" in seen


def test_ordinary_commands_stay_as_they_are() -> None:
    for command in ("docker run -d nginx", "docker exec web sh -c 'ls\n\tcat x'", "docker run 名字/图像:1 é"):
        assert visible(command) == command
