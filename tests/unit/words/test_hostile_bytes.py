"""Half characters, NULs and bytes that are no UTF-8: one bad line is one error line, and what comes after it is answered."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.chat import LONGEST, RequestLines
from bot.headless import MAX_LINE, inputs
from bot.lines import Lines, TooLong
from bot.request import MOST_TEXT, Request, too_long
from commands.clean_text import REPLACEMENT, decoded, well_formed, well_formed_data

LINES = (
    b'{"text": "docker ps"}',
    b'{"text": "FROM a\\nRUN echo \\ud800\\n"}',
    b'{"text": "docker run a\\u0000b"}',
    b'{"text": "docker ps \\ufffe\\uffff"}',
    b"\xff\xfe{",
    b'{"text": "docker ps \xff"}',
    b'{"text": "docker rm \\udc80"}',
    b'{"text": "' + b"x" * MAX_LINE + b'"}',
    b"[" * 100_000,
    b'{"text": "docker ps"}',
)


Done = subprocess.CompletedProcess[bytes]


def dockwise(tmp_path: Path, *words: str | bytes, stdin: bytes = b"", locale: str = "C.UTF-8") -> Done:
    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "DOCKER_HOST": "unix:///nonexistent.sock", "LC_ALL": locale}
    environ["DOCKWISE_STORAGE"] = f"sqlite:///{tmp_path}/x.db"
    return subprocess.run([sys.executable, "-m", "bot.cli", *words], input=stdin, capture_output=True, timeout=60, env=environ)


@pytest.mark.parametrize("locale", ["C.UTF-8", "C"])
@pytest.mark.parametrize("verb", ["check", "ask", "run"])
def test_a_bad_line_is_an_answer_and_the_stream_goes_on(tmp_path: Path, verb: str, locale: str) -> None:
    done = dockwise(tmp_path, verb, "--jsonl", stdin=b"\n".join(LINES) + b"\n", locale=locale)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) == len(LINES), done.stderr.decode()[-500:]
    assert rows[0] == rows[-1] and rows[0]["text"] == "docker ps"
    for at in (4, 5, 7, 8):
        assert set(rows[at]) == {"error"}
    if verb == "check":
        assert [rows[at]["problems"][0]["code"] for at in (1, 2, 6)] == ["control-character"] * 3
    if verb == "run":
        assert not rows[2]["ok"] and not rows[6]["ok"], "a command nobody wrote does not run"
    assert done.returncode == 1


@pytest.mark.parametrize("verb", ["check", "ask", "run", "dockerfile"])
def test_arguments_that_are_no_text(tmp_path: Path, verb: str) -> None:
    done = dockwise(tmp_path, verb, b"docker rm \xff\xfe")
    assert done.returncode in (0, 1, 2) and b"Traceback" not in done.stderr


def test_chat_goes_on_after_bad_bytes(tmp_path: Path) -> None:
    said = b"docker rm \xff\n```\nFROM a\nRUN \xed\xa0\x80\n```\n" + b"x" * (LONGEST + 1) + b"\ndocker run --memry 1 x\n"
    for locale in ("C.UTF-8", "C", "en_US.UTF-8"):
        done = dockwise(tmp_path, "chat", stdin=said, locale=locale)
        assert done.returncode == 0 and "--memory" in done.stdout.decode(), done.stderr.decode()[-500:]
        assert b"longer than" in done.stdout


def test_a_dockerfile_of_any_bytes(tmp_path: Path) -> None:
    for number, content in enumerate((b"FROM a\nRUN \xed\xa0\x80\n", b"\xff\xfeF\0R\0", b"FROM a\nRUN a\0b\n", bytes(range(256)))):
        file = tmp_path / f"Dockerfile{number}"
        file.write_bytes(content)
        done = dockwise(tmp_path, "dockerfile", str(file))
        assert done.returncode in (0, 1) and done.stdout and b"Traceback" not in done.stderr


def test_letters_keep_their_places() -> None:
    assert well_formed("a\ud800b\0c\udfff") == f"a{REPLACEMENT}b{REPLACEMENT}c{REPLACEMENT}"
    assert well_formed("héé ✓ \ufffe") == "héé ✓ \ufffe"
    assert decoded(b"a\xffb\xed\xa0\x80") == f"a{REPLACEMENT}b{REPLACEMENT * 3}"
    assert well_formed_data({"a\ud800": ["\0", 1, {"b": "\udfff"}]}) == {f"a{REPLACEMENT}": [REPLACEMENT, 1, {"b": REPLACEMENT}]}
    assert Request("a\ud800").text == f"a{REPLACEMENT}"


def test_lines_are_bounded_before_they_are_read() -> None:
    class Counted(io.BytesIO):
        most = 0

        def readline(self, size: int | None = -1, /) -> bytes:
            line = super().readline(size if size is not None else -1)
            self.most = max(self.most, len(line))
            return line

    raw = Counted(b"short\n" + b"y" * 5_000_000 + b"\nlast")
    found = list(Lines(io.TextIOWrapper(raw), 1_000))
    assert [type(line) for line in found] == [str, TooLong, str] and found[2] == "last" and raw.most < 70_000


def test_no_part_of_a_request_that_is_too_long_is_one_by_itself() -> None:
    fence = "```\n" + "FROM a\n" * LONGEST + "docker rm -f x\n```\ndocker ps\n"
    found = list(RequestLines(io.StringIO(fence)))
    assert isinstance(found[0], TooLong) and found[1:] == ["docker ps"]
    joined = list(RequestLines(io.StringIO("docker \\\n" * LONGEST + "rm -f x\ndocker ps\n")))
    assert isinstance(joined[0], TooLong) and joined[1:] == ["docker ps"]


def test_a_line_too_long_is_told_and_the_next_is_read() -> None:
    lines = list(inputs(io.StringIO('{"text": "' + "x" * MAX_LINE + '"}\n{"text": "docker ps"}\n')))
    assert isinstance(lines[0], str) and lines[1] == {"text": "docker ps"}


def test_the_longest_texts() -> None:
    assert not too_long("x" * MOST_TEXT) and "40,000" in too_long("x" * (MOST_TEXT + 1))
    assert not too_long("FROM a\n" + "RUN a\n" * 7_500) and too_long("FROM a\n" + "RUN a\n" * 9_000)
    assert not too_long("docker build -t a - <<EOF\nFROM a\n" + "RUN a\n" * 7_500 + "EOF")
    assert too_long("x" * 4_000_000)
