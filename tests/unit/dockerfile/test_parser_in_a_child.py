"""The official parser has a process of its own: whatever it does to that process is an answer, and nothing else is touched."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from commands.dockerfile import explain_dockerfile
from commands.dockerfiles import parsing
from commands.dockerfiles.parsing import GAVE_UP, TOO_SLOW, parse
from commands.dockerfiles.reader import MAX_CHARACTERS, read

FINE = "FROM a\nRUN b\n"


def children() -> list[int]:
    return [child._process.pid for child in parsing._pool_of(os.getpid()).idle]


def test_a_text_that_crashes_the_parser_is_an_answer() -> None:
    # The half character is cleaned before it gets there; here it goes to the parser as it is.
    assert parse("FROM a\nRUN echo \ud800\n", [0, 1], 5).error == GAVE_UP
    assert [one.cmd for one in parse(FINE, [0, 1], 5).commands] == ["FROM", "RUN"]


def test_the_same_text_is_read_when_it_came_from_outside() -> None:
    assert read("FROM a\nRUN echo \ud800\n").instructions[1].name == "RUN"
    assert read("FROM a\nRUN echo \0\n").instructions[1].name == "RUN"


def test_a_letter_that_the_parser_splits_is_an_answer() -> None:
    report = explain_dockerfile("FROM a\nRUN b\nRUN --堐 y\nRUN c\n")
    assert not report.ok and "cannot read these letters" in report.findings[0].message
    assert report.line_of(report.findings[0]) == 3 and len(report.explained) == 2


def test_a_child_is_used_again_and_a_killed_one_is_replaced() -> None:
    parse(FINE, [0, 1], 5)
    (first, *_) = children()
    assert parse(FINE, [0, 1], 5).commands and first in children()
    for pid in children():
        os.kill(pid, signal.SIGKILL)
    time.sleep(0.1)
    assert parse(FINE, [0, 1], 5).commands and first not in children()


def test_many_at_once_share_two_children() -> None:
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(len(parse(FINE, [0, 1], 20).commands))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [2] * 20 and len(children()) <= parsing.AT_ONCE


def test_one_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = tmp_path / "hangs.py"
    script.write_text("import time\ntime.sleep(60)\n")
    parsing._pool_of(os.getpid()).end()
    monkeypatch.setattr(parsing, "_CHILD", script)
    begin = time.monotonic()
    assert parse(FINE, [0, 1], 0.3).error == TOO_SLOW and time.monotonic() - begin < 2


def test_one_that_says_anything_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = tmp_path / "talks.py"
    monkeypatch.setattr(parsing, "_CHILD", script)
    for said in ("print('no json', flush=True)", "while True: print('x' * 100000)", "1/0"):
        script.write_text(said + "\n")
        parsing._pool_of(os.getpid()).end()
        assert parse(FINE, [0, 1], 5).error == GAVE_UP


@pytest.mark.parametrize("end", ["", "import os; os.kill(os.getpid(), 9)"], ids=["ends", "is killed"])
def test_it_ends_with_its_parent(end: str) -> None:
    words = "import os; from commands.dockerfiles import parsing; parsing.parse('FROM a\\n', [0], 5)\n"
    words += f"print(parsing._pool_of(os.getpid()).idle[0]._process.pid, flush=True)\n{end}"
    pid = int(subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, timeout=20).stdout)
    for _ in range(100):
        if not Path(f"/proc/{pid}").exists():
            return
        time.sleep(0.05)
    pytest.fail("the parser outlives its parent")


LIMITED = """
import sys
sys.path.insert(0, {folder!r})
import parser_child
parser_child.limited()
parser_child.timed({seconds})
{then}
"""


@pytest.mark.parametrize(
    ("then", "ends"),
    [
        ("while True: pass", -signal.SIGALRM),
        ("import time; time.sleep(30)", -signal.SIGALRM),
        ("x = bytearray(1 << 30)", 1),
        ("open('/tmp/dockwise-too-much', 'w').write('x' * 100000)", -signal.SIGXFSZ),
    ],
    ids=["busy", "asleep", "memory", "a file"],
)
@pytest.mark.skipif(sys.platform != "linux", reason="macOS does not enforce limits on memory")
def test_limits_hold_without_a_parent(then: str, ends: int) -> None:
    words = LIMITED.format(folder=str(Path(parsing.__file__).parent), seconds=0.2, then=then)
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, timeout=20)
    # On a busy machine the limit of processor time may come before the timer.
    others = {-signal.SIGXFSZ: 1, -signal.SIGALRM: -signal.SIGXCPU}
    assert done.returncode in (ends, others.get(ends, ends))


def test_nothing_is_started_before_the_first_dockerfile() -> None:
    words = "import sys, bot.core, commands.check; commands.check.check('docker ps')\n"
    words += "from commands.dockerfiles import parsing; print('dockerfile' in sys.modules, parsing._pool_of.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, timeout=30)
    assert done.stdout.split() == ["False", "0"], done.stderr


def test_the_parser_is_in_no_process_of_ours() -> None:
    words = "import sys; from commands.dockerfile import explain_dockerfile; assert explain_dockerfile('FROM a\\nRUN b\\n').ok\n"
    words += "print('dockerfile' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, timeout=30).stdout.strip() == "False"


def test_a_file_too_long_is_told() -> None:
    report = explain_dockerfile("FROM a\n" * MAX_CHARACTERS)
    assert not report.ok and "50,000" in report.findings[0].message


def test_nothing_takes_longer_than_the_deadline() -> None:
    begin = time.monotonic()
    report = explain_dockerfile("FROM a\nRUN echo a; " + "cd b && " * 6_000 + "c\n")  # hadolint alone takes minutes for this
    assert time.monotonic() - begin < 6 and report.ok and report.explained
