"""A template that means harm ends soon, in words, and takes no memory to speak of."""

from __future__ import annotations

import time

import pytest

from commands.formatter.gotemplate import TemplateError, parse
from commands.formatter.govalues import raw, typed

# Seconds: a second or two on a machine that has nothing else to do.
PATIENCE = 25
DEEP = "{{if true}}" * 2000 + "{{end}}" * 2000
HOSTILE = (
    "{{range 1000000000}}x{{end}}",
    "{{range 100000}}{{range 100000}}{{end}}{{end}}",
    '{{define "t"}}{{template "t"}}{{end}}{{template "t"}}',
    '{{define "t"}}{{template "t" .}}{{template "t" .}}{{end}}{{template "t" .}}',
    '{{$x := "aaaaaaaaaa"}}{{range 100}}{{$x = print $x $x}}{{end}}',
    '{{range 1000}}{{printf "%99999d" 1}}{{end}}',
    '{{printf "%999999999999d" 1}}{{range 100000}}{{printf "%*d" 1000000000 1}}{{end}}',
    '{{pad "x" 2000000000 2000000000}}',
    '{{range 2000000}}{{html "<<<<<<<<<<"}}{{end}}',
)
REFUSED = (DEEP, "{{" + "(" * 5000 + "1" + ")" * 5000 + "}}", "{{.A" + ".B" * 100_000 + "}}")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_running_ends_soon(text: str) -> None:
    begin = time.monotonic()
    try:
        out = parse(text).execute(raw({"a": 1}))
    except TemplateError as problem:
        assert str(problem).startswith("template: :1:")
    else:
        assert len(out) < 10_000_000
    assert time.monotonic() - begin < PATIENCE


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_reading_ends_soon(text: str) -> None:
    begin = time.monotonic()
    with pytest.raises(TemplateError):
        parse(text).execute(raw({}))
    assert time.monotonic() - begin < PATIENCE


def test_the_longest_text_is_refused_in_words() -> None:
    with pytest.raises(TemplateError, match="too long"):
        parse("x" * 1_000_000)


def test_a_failure_keeps_what_was_written_before() -> None:
    with pytest.raises(TemplateError) as caught:
        parse("before {{.Name}} {{.Nope}}").execute(typed("container.InspectResponse", {"Name": "/web"}))
    assert caught.value.written == "before /web "
