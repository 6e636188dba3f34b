"""docker's tables read back, and filters on lines and rows."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blocks.columns import read_columns
from bot.blocks.exits import exit_words, read_status
from bot.blocks.filters import filtered_lines, filtered_rows, has_stamps, level_of
from bot.blocks.shown import View
from bot.blocks.verdict import caret, corrected

TABLE = (
    "CONTAINER ID   IMAGE       STATUS                     NAMES\n"
    "000000000001   nginx:1     Up 2 hours                 web\n"
    "000000000002   busybox                                a b\n"
)


def test_a_table_is_read_back_with_empty_cells() -> None:
    table = read_columns(TABLE)
    assert table is not None and table.headings == ("CONTAINER ID", "IMAGE", "STATUS", "NAMES")
    assert table.rows == (("000000000001", "nginx:1", "Up 2 hours", "web"), ("000000000002", "busybox", "", "a b"))
    assert read_columns("no table here\n") is None and read_columns("") is None


CELLS = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x2FFF, exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8))
def test_every_cell_comes_back(rows: list[tuple[str, str, str]]) -> None:
    widths = [max(len(title), *(len(row[index]) for row in rows)) + 3 for index, title in enumerate(("NAME", "IMAGE ID", "SIZE"))]
    lines = ["".join(title.ljust(width) for title, width in zip(("NAME", "IMAGE ID", "SIZE"), widths, strict=True))]
    lines += ["".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    table = read_columns("\n".join(lines) + "\n")
    assert table is not None and table.rows == tuple(rows)


def test_sorting_knows_sizes_ages_and_percentages() -> None:
    text = (
        "NAME   SIZE      CREATED         CPU %\n"
        "a      1.2GB     3 weeks ago     9.5%\n"
        "b      300MB     2 hours ago     10.1%\n"
        "c      4.2kB     1 year ago      0.2%\n"
    )
    table = read_columns(text)
    assert table is not None
    names = lambda sort: [row[0] for row in filtered_rows(table, View(sort=sort)).rows]  # noqa: E731 - a local shorthand
    assert names("SIZE") == ["c", "b", "a"] and names("-SIZE") == ["a", "b", "c"]
    assert names("CREATED") == ["b", "a", "c"] and names("CPU %") == ["c", "a", "b"] and names("NOSUCH") == ["a", "b", "c"]
    assert [row[0] for row in filtered_rows(table, View(grep="300mb")).rows] == ["b"]


def test_levels_as_programs_write_them() -> None:
    errors = [
        '{"level":"error","msg":"x"}',
        "E0102 10:00 boom",
        "2026 ERROR x",
        "[ERR] x",
        "panic: x",
        "level=fatal",
        "Traceback (most recent call last):",
    ]
    assert [level_of(line) for line in errors] == ["error"] * len(errors)
    assert level_of("WARN disk") == "warning" and level_of("GET /terror 200") == "info" and level_of("mirrored") == "info"


def test_traces_stay_with_their_error() -> None:
    lines = ["ok", "ERROR boom", "  at f()", "  at g()", "Caused by: x", "fine", "  indented"]
    assert filtered_lines(lines, View(level="error")) == lines[1:5]


def test_since_needs_times_in_the_lines() -> None:
    lines = ["2026-01-01T10:00:00.123Z a", "2026-01-01T10:08:00Z b", "2026-01-01T12:09:00+02:00 c"]
    now = datetime(2026, 1, 1, 10, 10, tzinfo=UTC)
    assert has_stamps(lines) and not has_stamps(["x"]) and not has_stamps([])
    assert filtered_lines(lines, View(since="5m"), now) == lines[1:]


def test_words_are_no_regular_expression() -> None:
    assert filtered_lines(["a.c", "abc", "(a+)+$"], View(grep="(a+)+$")) == ["(a+)+$"]


def test_exit_codes_and_states_in_words() -> None:
    assert "memory" in exit_words(137, oom=True) and "SIGKILL" in exit_words(137) and "SIGSEGV" in exit_words(139)
    assert "not found" in exit_words(127) and "status 42" in exit_words(42) and "signal" in exit_words(128 + 63).lower()
    assert read_status("Exited (0) 2 days ago", "x").mark == "⚪" and read_status("Exited (143) now", "x").trouble == ""
    assert read_status("Exited (1) now", "x").next_command == "docker logs --tail 50 x"
    assert read_status("Up 3 days (health: starting)", "x").mark == "🔵" and read_status("", "x").state == "unknown"


def test_carets_stand_under_their_place() -> None:
    text = "docker run -p 80:80 --memry 1g nginx"
    assert caret(text, (20, 27)) == f"{text}\n{' ' * 20}^^^^^^^"
    long = "docker run " + "-e A=b " * 40 + "--memry 1g nginx"
    start = long.index("--memry")
    shown, carets = caret(long, (start, start + 7)).split("\n")
    assert shown[carets.index("^") : carets.rindex("^") + 1] == "--memry" and len(shown) < 90
    assert caret(text, (90, 99)) == "" and caret("", (0, 0)) == "" and caret(text, None) == ""
    assert corrected(text, {"span": (20, 27), "suggestion": "--memory"}) == "docker run -p 80:80 --memory 1g nginx"
    assert corrected(text, {"span": (0, 0), "suggestion": "x"}) == "" and corrected(text, {"span": (0, 1)}) == ""
