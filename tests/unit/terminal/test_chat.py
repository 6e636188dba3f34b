"""The chat through a pipe, without any daemon: it still validates and explains, and says so."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

from rich.console import Console

from bot.chat import RequestLines
from bot.reply import Reply, ReplyKind
from bot.terminal import clean, show
from commands.check import check
from commands.result import Result

ROOT = Path(__file__).resolve().parents[3]


def talk(text: str, tmp_path: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    base = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "DOCKER_HOST": "unix:///nonexistent/docker.sock",
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", "chat"], input=text, capture_output=True, text=True, encoding="utf-8",
        check=False, env={**base, **environ}, cwd=tmp_path, timeout=60,
    )  # fmt: skip


def test_three_requests_without_a_daemon(tmp_path: Path) -> None:
    done = talk("list exited containers\ndocker ps -a\ndocker run -p 80:80 --memry 1g nginx\n", tmp_path)
    assert done.returncode == 0 and done.stderr == ""
    assert "docker ps --filter status=exited" in done.stdout
    assert done.stdout.count("Cannot connect to the Docker daemon at unix:///nonexistent/docker.sock") == 2
    assert "unknown flag: --memry" in done.stdout and "--memory" in done.stdout
    lines = done.stdout.splitlines()
    command = next(index for index, line in enumerate(lines) if line.strip() == "docker run -p 80:80 --memry 1g nginx")
    assert lines[command + 1].index("^") == lines[command].index("--memry")


HOSTILE = [
    "'",
    "docker \x00",
    "\x1b[31mdocker ps",
    "\udcff",
    "docker ps '",
    "x" * 200_000,
    "\n\n",
    "```\ndocker ps\n```",
    "$(" * 500,
    "\u202edocker ps",
]


def test_bad_input_is_answered_and_the_chat_goes_on(tmp_path: Path) -> None:
    raw = "\n".join(f"{text}\ndocker images --nosuch{number}" for number, text in enumerate(HOSTILE)) + "\n"
    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "DOCKER_HOST": "unix:///nonexistent", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "chat"],
        input=raw.encode("utf-8", "surrogateescape"),
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env=environ,
        timeout=120,
    )
    assert done.returncode == 0 and b"Traceback" not in done.stderr and b"Internal error" not in done.stdout
    for number in range(len(HOSTILE)):
        assert f"unknown flag: --nosuch{number}\n".encode() in done.stdout
    assert b"\x1b" not in done.stdout and "\u202e".encode() not in done.stdout


def test_requests_are_lines_continued_lines_and_fences() -> None:
    stream = io.StringIO("docker ps\n\ndocker run \\\n -d nginx\n```Dockerfile\nFROM x\nRUN y\n```\nlast")
    assert list(RequestLines(stream)) == ["docker ps", "docker run \\\n -d nginx", "```Dockerfile\nFROM x\nRUN y\n```", "last"]


def shown(reply: Reply) -> str:
    console = Console(file=io.StringIO(), width=160, highlight=False, emoji=False, markup=False)
    show(console, reply)
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


def test_output_cannot_write_to_the_terminal_itself() -> None:
    hostile = "a\x1b[2J\x1b]0;title\x07b\x00\u202e[red]c[/red] :smile:\n"
    text = shown(Reply(ReplyKind.OUTPUT, command="docker logs x", result=Result(hostile)))
    assert text == "ab[red]c[/red] :smile:\n"
    assert clean("x\r\ny\x9b31m") == "x\ny31m"


def test_every_kind_of_answer_says_something() -> None:
    checked = check("docker run --nosuch nginx")
    for kind in ReplyKind:
        if kind in {ReplyKind.DOCUMENT, ReplyKind.ANSWER}:
            continue
        reply = Reply(
            kind,
            "x",
            command="docker run --nosuch nginx",
            ok=False,
            note="why",
            problems=checked.problems,
            parts=checked.parts,
            result=Result("out\n", "err\n", 1),
            alternatives=("docker ps",),
            replies=(Reply(ReplyKind.ERROR, host="h", note="dead"),),
        )
        assert shown(reply).strip(), kind
