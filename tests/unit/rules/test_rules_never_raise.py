"""Whatever stands in a command, rules, explanations and look-ups answer, with places inside the text."""

from __future__ import annotations

import shlex

from hypothesis import given, settings
from hypothesis import strategies as st

from commands.check import check
from commands.reference import lookup
from commands.spec.load import all_paths, command

ODD = """a|80:80|:|::|-1|1/0|nan|²|٣|x=y|==|{{.X|}}|$(docker ps -q)|$A|~|*|-d|--|/a:/b:zz|type=bind,dst=/b
type=|on-failure:x|container:|a@sha256:x|http://x|until=1h|status=up|[::1]:1:2""".replace("\n", "|").split("|")
VALUES = st.one_of(st.text(max_size=12), st.sampled_from(["", "9" * 400, *ODD]))


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A command of any kind with flags of its own and odd values."""
    spec = command(draw(st.sampled_from(all_paths())))
    words = ["docker", *draw(st.sampled_from(spec.aliases)).split()]
    flags = draw(st.lists(st.sampled_from(spec.flags), max_size=3)) if spec.flags else []
    for flag in flags:
        value = draw(VALUES)
        words += draw(
            st.sampled_from([[f"--{flag.long}"], [f"--{flag.long}", value], [f"--{flag.long}={value}"], [f"-{flag.short}{value}"]])
        )
    words += draw(st.lists(VALUES, max_size=3))
    return " ".join(word if draw(st.integers(0, 4)) == 0 else shlex.quote(word) for word in words)


@settings(max_examples=400, deadline=None)
@given(texts(), st.sampled_from(["terminal", "slack"]))
def test_any_command(text: str, surface: str) -> None:
    checked = check(text, surface)
    for problem in checked.problems:
        start, end = problem.span
        assert 0 <= start <= end <= len(text)
        assert problem.message
    at = 0
    for part in checked.parts:
        start, end = part["span"]
        assert at <= start < end or start == end
        at = end
        assert text[start:end] == part["text"]
        assert part["explanation"]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40), texts())
def test_any_question(words: str, text: str) -> None:
    for asked in (words, f"what does {words} do", f"{text}?", f"flags of {text}", f"{words} 是什么意思"):
        answer = lookup(asked)
        assert answer is None or (answer.title and answer.text)
