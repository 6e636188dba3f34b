"""What is kept of a long output: its beginning, or of a log its end; and in which order both streams came."""

from __future__ import annotations

import random

import pytest

from commands.executors.base import Limits
from commands.executors.streams import Captured
from commands.result import Result


def test_the_first_lines_are_kept_and_reading_ends() -> None:
    captured = Captured(Limits(lines=2))
    assert not captured.add("stdout", b"1\n2\n3\n")
    result = captured.result(0)
    assert (result.stdout, result.truncated_by, result.newest) == ("1\n2\n", "lines", False)


def test_the_newest_lines_are_kept_and_reading_goes_on() -> None:
    captured = Captured(Limits(lines=3), keep="newest")
    assert all(captured.add("stderr" if number % 2 else "stdout", f"{number}\n".encode()) for number in range(10))
    result = captured.result(0)
    assert (result.stdout, result.stderr, result.truncated_by, result.newest) == ("8\n", "7\n9\n", "lines", True)
    assert result.together == "7\n8\n9\n"


def test_no_line_is_shown_from_its_middle() -> None:
    captured = Captured(Limits(bytes=8), keep="newest")
    for piece in (b"secret=", b"abcdef\n", b"x\ny\n"):
        captured.add("stdout", piece)
    assert captured.result(0).stdout == "x\ny\n"


@pytest.mark.parametrize("seed", range(40))
def test_what_is_kept_is_the_end_of_what_came(seed: int) -> None:
    """Against the whole: the lines that are kept are the last ones, never more than the limits, in the order they came."""
    chance = random.Random(seed)
    limits = Limits(lines=chance.choice([None, 1, 5, 20]), bytes=chance.choice([None, 10, 50, 400]))
    captured, came = Captured(limits, keep="newest"), []
    for number in range(chance.randrange(1, 80)):
        stream = chance.choice(["stdout", "stderr"])
        text = "".join(f"{stream[3]}{number}.{line} é\n" for line in range(chance.randrange(1, 5)))
        captured.add(stream, text.encode())
        came += text.splitlines(keepends=True)
    result = captured.result(0)
    kept = result.together
    assert "".join(came).endswith(kept)
    assert limits.lines is None or kept.count("\n") <= limits.lines
    assert limits.bytes is None or len(kept.encode()) <= limits.bytes
    assert result.truncated == (kept != "".join(came))
    if limits.bytes is None and limits.lines is not None:
        assert kept == "".join(came[-limits.lines :])


def test_without_a_fitting_order_standard_error_stands_last() -> None:
    masked = Result("one line\n", "e\n", order=(("stdout", 2), ("stderr", 1)))
    assert masked.together == "one line\ne\n"
