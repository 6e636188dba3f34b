"""The quiz, the tip of the day and what to learn next."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from commands.check import check
from commands.topics import learning, load


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("quiz me", "quiz"),
        ("Quiz me!", "quiz"),
        ("test me on docker", "quiz"),
        ("give me a quiz", "quiz"),
        ("考考我", "quiz"),
        ("出一道题", "quiz"),
        ("tip of the day", "tip"),
        ("give me a docker tip", "tip"),
        ("今日贴士", "tip"),
        ("what should I learn next?", "next"),
        ("What can I learn today", "next"),
        ("我接下来该学什么", "next"),
        ("what is a volume", None),
        ("list containers", None),
        ("docker ps", None),
        ("show tips of container web", None),
        ("", None),
    ],
)
def test_what_is_wanted(text: str, what: str | None) -> None:
    assert learning.wanted(text) == what


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_question_is_fair_and_repeatable(lang: str) -> None:
    seen = set()
    for seed in range(60):
        question = learning.quiz(seed, lang)
        assert question == learning.quiz(seed, lang)
        assert len(set(question.choices)) == 4 and question.choices[question.answer] == question.slug
        assert question.titles[question.answer].lower() not in question.text.lower()
        assert re.search(r"[\u4e00-\u9fff]", question.text) if lang == "zh" else not re.search(r"[\u4e00-\u9fff]", question.text)
        seen.add(question.slug)
    assert len(seen) > 30


def test_answers_are_marked() -> None:
    for seed in range(20):
        question = learning.quiz(seed)
        letter = "ABCD"[question.answer]
        for given in (
            letter,
            letter.lower() + ".",
            str(question.answer + 1),
            question.titles[question.answer].upper(),
            question.slug,
        ):
            assert learning.check_answer(seed, given).right
        wrong = learning.check_answer(seed, "ABCD"[(question.answer + 1) % 4])
        assert not wrong.right and letter in wrong.text and wrong.explanation.text
        assert not learning.check_answer(seed, "no idea").right
    assert learning.check_answer(3, "z", "zh").text.startswith("不对")


def test_a_tip_for_every_day() -> None:
    first = date(2026, 1, 1)
    titles = [learning.tip(first + timedelta(days=n)).title for n in range(100)]
    assert len(set(titles)) == 100
    assert learning.tip(first) == learning.tip(first)
    tip = learning.tip(first, "zh")
    assert re.search(r"[\u4e00-\u9fff]", tip.text) and tip.sources
    for n in range(30):
        command = learning.tip(first + timedelta(days=n)).command
        assert command is None or check(command).ok


def test_what_to_learn_next() -> None:
    begin = learning.next_topics(())
    assert [topic.slug for topic in begin] == list(learning.PATH[:3])
    assert begin[0] not in learning.next_topics({begin[0].slug})
    everything = {topic.slug for topic in load()}
    assert learning.next_topics(everything) == ()
    assert len(learning.next_topics((), 500)) == len(everything)
