"""Ages, sizes, widths, order of names: values at the edges, as the docker program shows them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands.formatter import gotime, natural, units
from commands.formatter.gofmt import float_text, quoted
from commands.formatter.goprintf import sprintf
from commands.formatter.govalues import number_text, raw
from commands.formatter.references import parse
from commands.formatter.tabwriter import align


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-5, "Less than a second"),
        (0.9, "Less than a second"),
        (1, "1 second"),
        (1.9, "1 second"),
        (59.9, "59 seconds"),
        (60, "About a minute"),
        (119, "About a minute"),
        (120, "2 minutes"),
        (3599, "59 minutes"),
        (3600, "About an hour"),
        (5399, "About an hour"),
        (5400, "2 hours"),
        (47.4 * 3600, "47 hours"),
        (47.5 * 3600, "2 days"),
        (13 * 86400, "13 days"),
        (14 * 86400, "2 weeks"),
        (59 * 86400, "8 weeks"),
        (60 * 86400, "2 months"),
        (729 * 86400, "24 months"),
        (730 * 86400, "2 years"),
    ],
)
def test_ages(seconds: float, text: str) -> None:
    assert units.human_duration(seconds) == text


@pytest.mark.parametrize(
    ("size", "three", "four", "binary"),
    [
        (0, "0B", "0B", "0B"),
        (999, "999B", "999B", "999B"),
        (1000, "1kB", "1kB", "1000B"),
        (1023, "1.02kB", "1.023kB", "1023B"),
        (1024, "1.02kB", "1.024kB", "1KiB"),
        (999_999, "1e+03kB", "1000kB", "976.6KiB"),
        (1_234_567, "1.23MB", "1.235MB", "1.177MiB"),
        (25_276_514_304, "25.3GB", "25.28GB", "23.54GiB"),
        (10**15, "1PB", "1PB", "909.5TiB"),
    ],
)
def test_sizes(size: int, three: str, four: str, binary: str) -> None:
    assert (units.human_size(float(size), 3), units.human_size(float(size)), units.bytes_size(float(size))) == (three, four, binary)


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("日本語", 6, "日本語"),
        ("日本語x", 6, "日本…"),
        ("日本", 1, "日"),
        ("", 5, ""),
        ("abc", 0, ""),
    ],
)
def test_cut_texts(text: str, width: int, shown: str) -> None:
    assert units.ellipsis(text, width) == shown


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=30), st.integers(3, 40))
def test_a_cut_text_is_never_wider(text: str, width: int) -> None:
    assert units.width_of(units.ellipsis(text, width)) <= width


def test_names_in_natural_order() -> None:
    names = ["web10", "web9", "web", "web010", "Web2", "a", "10", "9", "web1a", "web1"]
    assert sorted(names, key=natural.key) == ["9", "10", "Web2", "a", "web", "web1", "web1a", "web9", "web10", "web010"]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(alphabet="ab019", max_size=6), max_size=12))
def test_natural_order_is_an_order(names: list[str]) -> None:
    once = sorted(names, key=natural.key)
    backwards = list(reversed(once))
    assert sorted(backwards, key=natural.key) == once


def test_cells_are_ten_wide_and_three_apart() -> None:
    assert align("A\tB\tC\nlonger than ten\t\tx\n") == "A                 B         C\nlonger than ten             x\n"
    assert align("日本語日本語\tx\na\ty\n") == "日本語日本語   x\na              y\n"
    assert align("one\ntwo\tthree\n") == "one\ntwo       three\n"


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(st.text(alphabet="abc日 ", max_size=12), min_size=1, max_size=4), max_size=6))
def test_aligned_text_keeps_every_cell(rows: list[list[str]]) -> None:
    out = align("".join("\t".join(row) + "\n" for row in rows))
    assert out.count("\n") == len(rows)
    for row, line in zip(rows, out.split("\n"), strict=False):
        assert line.replace(" ", "") == "".join(row).replace(" ", "")


@pytest.mark.parametrize(
    ("nanos", "text"),
    [
        (0, "0s"),
        (1, "1ns"),
        (1500, "1.5µs"),
        (2_000_000, "2ms"),
        (1_500_000_000, "1.5s"),
        (90 * 10**9, "1m30s"),
        (-3600 * 10**9, "-1h0m0s"),
    ],
)
def test_durations(nanos: int, text: str) -> None:
    assert gotime.duration_text(nanos) == text


def test_times_in_their_own_zone() -> None:
    assert gotime.time_text("2024-05-01T10:00:00.5+02:00") == "2024-05-01 10:00:00.5 +0200 +0200"
    assert gotime.time_text("0001-01-01T00:00:00Z") == "0001-01-01 00:00:00 +0000 UTC"
    assert gotime.formatted("2024-05-01T15:04:05.000123Z", "Jan _2 3:04:05.000000PM '06") == "May  1 3:04:05.000123PM '24"


@settings(deadline=None, max_examples=60)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_reads_back(number: float) -> None:
    assert float(float_text(number)) == number
    assert float(number_text(number)) == number


def test_formats_that_do_not_fit() -> None:
    values = [raw("x"), raw(True), None]
    assert sprintf("%d %s %v %s", list(values)) == "%!d(string=x) %!s(bool=true) <nil> %!s(MISSING)"
    assert sprintf("%[2]v %[1]q %z", list(values)) == 'true "x" %!z(bool=true)'
    assert sprintf("%", []) == "%!(NOVERB)"
    assert quoted('a"\n\x01é\u200b') == '"a\\"\\n\\x01é\\u200b"'


@pytest.mark.parametrize(
    ("text", "familiar", "tag", "digest"),
    [
        ("nginx", "nginx", "", ""),
        ("docker.io/library/nginx:1", "nginx", "1", ""),
        ("docker.io/a/b", "a/b", "", ""),
        ("localhost:5000/x/y:2", "localhost:5000/x/y", "2", ""),
        ("index.docker.io/a/b:c", "a/b", "c", ""),
        ("a/b@sha256:" + "0" * 64, "a/b", "", "sha256:" + "0" * 64),
    ],
)
def test_references(text: str, familiar: str, tag: str, digest: str) -> None:
    found = parse(text)
    assert found is not None and (found.familiar, found.tag, found.digest) == (familiar, tag, digest)


@pytest.mark.parametrize("text", ["", "A", "a//b", "a" * 64 and "0" * 64, "x:", "x@y", " x"])
def test_no_references(text: str) -> None:
    assert parse(text) is None
