"""What a template or a pipeline would grow to is counted before it is made: no process takes memory for it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from commands.budget import Exceeded, spending
from commands.formatter.gotemplate import TemplateError, parse
from commands.formatter.govalues import raw
from commands.formatter.tabwriter import MOST_COLUMNS, align

MOST_GROWTH = 300_000_000  # bytes of memory beside what an idle process has

TEMPLATES = (
    '{{printf "%.999999999f" 1.0}}',
    '{{printf "%.9999999f" 1.0}}',
    '{{printf "%9999999d" 1}}',
    '{{$x := printf "%50000d" 1}}{{len (join (split $x "") $x)}}',
    '{{$x := printf "%100000d" 1}}{{len (join (split $x "") $x)}}',
    '{{$x := printf "%900000d" 1}}{{range 400}}{{$y := split $x ""}}{{end}}',
    '{{$x := printf "%900000d" 1}}{{print ' + "$x " * 3000 + "}}",
    '{{$x := printf "%900000d" 1}}{{println ' + "$x " * 3000 + "}}",
    '{{$x := printf "%900000d" 1}}{{html ' + "$x " * 3000 + "}}",
    '{{$x := printf "%900000d" 1}}{{printf "' + "%[1]s" * 3000 + '" $x}}',
    '{{$x := printf "%900000d" 1}}{{printf "%d" ' + "$x " * 3000 + "}}",
    '{{$x := split (printf "%300000d" 1) " "}}{{printf "%50000s" $x}}',
    "".join("{{$x" + str(number) + ' := printf "%900000d" 1}}' for number in range(1000)),
    '{{pad "x" 999999999 999999999}}',
    '{{$x := printf "%900000d" 1}}{{range 300000}}{{$x | title}}{{end}}',
    '{{$x := printf "%900000d" 1}}{{range 300000}}{{$x | json}}{{end}}',
)
WORDS = (
    "awk '{print " + "$0 " * 2000 + "}' | awk '{print " + "$0 " * 250 + "}' | wc -c",
    "cut -c 1- --output-delimiter=" + "A" * 3000 + " | cut -c 1- --output-delimiter=" + "B" * 200,
    "cut -f 1- --output-delimiter=" + "A" * 3000 + " | cut -d A -f 1- --output-delimiter=" + "B" * 3000,
    "awk '{print " + '"' + "x" * 30_000 + '"' + "}'",
    "awk -F a '{print " + "NF " * 3000 + "}'",
    "grep -o . | sort -V | uniq -c | sort -k 2n",
    "grep -n '' | " * 5 + "wc -l",
    "sort -V -k 1,1 -k 2,2 | wc",
    "sort -u -k 1,1n | tail -n 1",
)
SHAPES = {
    "one line": '"a " * 3_000_000',
    "short lines": '"ab\\n" * 900_000',
    "too many lines": '"\\n" * 18_000_000',
    "digits": '"a1" * 3_000_000',
    "tabs": '"a\\t" * 9_000_000',
    "lines": '("x" * 99 + "\\n") * 30_000',
}
CHILD = """
import json, resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
from commands.budget import Exceeded, spending
from commands.formatter.gotemplate import TemplateError, parse
from commands.formatter.govalues import raw
from commands.text_filters import prepare
from commands.words import read

def template(words):
    return parse(words).execute(raw({"a": 1}))

def pipe(words):
    text = given
    for stage in list(read("docker ps | " + words).stages())[1:]:
        text = prepare(stage)(text).stdout
    return text

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

work, shape, lines = json.loads(sys.stdin.read())
given = ""
pipe("wc -l | sort | uniq | cut -c 1 | awk '{print $1}' | grep x"), template('{{printf "%d" 1}}')
given = eval(shape)
idle, rows = peak(), []
for words in lines:
    began = time.monotonic()
    try:
        with spending(5):
            said = f"{len(globals()[work](words))} letters"
    except (Exceeded, TemplateError) as problem:
        said = str(problem)
    rows.append([words[:80], said[:60] + said[-60:], peak() - idle, time.monotonic() - began])
print(json.dumps(rows))
"""


def in_a_child(work: str, lines: tuple[str, ...], shape: str = "''") -> list[tuple[str, str, int, float]]:
    """What each line gave, the peak of memory after it beside what was taken before the first, and its time."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD], input=json.dumps([work, shape, lines]), capture_output=True, text=True, timeout=170
    )
    assert done.returncode == 0, done.stderr[-1000:]
    return [tuple(row) for row in json.loads(done.stdout)]  # type: ignore[misc]


def test_a_template_takes_no_memory() -> None:
    for row in in_a_child("template", TEMPLATES):
        assert row[2] < MOST_GROWTH and row[3] < 20, row
        assert "letters" in row[1] or row[1].startswith("template: :1:"), row


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_text_programs_take_no_memory(shape: str) -> None:
    for row in in_a_child("pipe", WORDS, shape):
        assert row[2] < MOST_GROWTH and row[3] < 20, row


def test_the_excess_is_an_error_with_dockers_words_around_it() -> None:
    with pytest.raises(TemplateError, match=r"template: :1:\d+: executing .* error calling join: the text is too long"):
        parse('{{$x := printf "%50000d" 1}}{{len (join (split $x "") $x)}}').execute(raw({}))


def test_values_are_added_up_over_all_rows_of_a_command() -> None:
    row = parse('{{printf "%900000d" 1}}')
    with spending(size=10_000_000), pytest.raises(TemplateError, match="all values together"):
        for _ in range(100):
            row.execute(raw({}))


def test_one_wide_cell_widens_no_thousand_rows() -> None:
    table = "x" * 500_000 + "\ty\n" + "a\tb\n" * 1000
    with spending(size=10_000_000), pytest.raises(Exceeded):
        align(table)
    with pytest.raises(Exceeded, match="columns"):
        align("a\t" * (MOST_COLUMNS + 1))
