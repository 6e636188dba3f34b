"""Every page: its head, its length, its sources, and every example in it."""

from __future__ import annotations

import re
import shlex

import pytest

from commands.check import check
from commands.composefile import explain_compose
from commands.dockerfile import explain_dockerfile
from commands.findings import Severity
from commands.spec import load as spec
from commands.topics import Topic, load
from commands.topics.build import as_text, build
from commands.topics.learning import PATH, sentences
from commands.topics.pagefile import folder, parse

TOPICS = load()
# Examples name no versions of distribution packages: they would be outdated within weeks.
UNPINNED = {"DL3008", "DL3018"}
# A command that is only mentioned (`docker stop`) lacks its operands.
MENTIONED = {"missing-argument", "missing-value"}


def every(topic: Topic) -> str:
    return topic.slug


def test_there_are_enough_and_no_two_have_one_title() -> None:
    assert len(TOPICS) >= 125
    assert len({topic.title for topic in TOPICS}) == len(TOPICS) == len({topic.title_zh for topic in TOPICS})


@pytest.mark.parametrize("topic", TOPICS, ids=every)
def test_head(topic: Topic) -> None:
    assert len(topic.names) >= 3 and len(topic.names_zh) >= 2
    assert re.search(r"[\u4e00-\u9fff]", topic.title_zh) and not re.search(r"[\u4e00-\u9fff]", topic.title)
    assert topic.sources
    for name, address in topic.sources:
        assert name and re.fullmatch(r"https://(docs\.docker\.com|distribution\.github\.io/distribution)/[\w./#-]+", address)
    assert any(address.startswith("https://docs.docker.com/") for _, address in topic.sources)
    for path in topic.commands:
        assert path in spec.paths(), path
    for pattern in topic.patterns:
        assert not re.match(pattern, ""), pattern


@pytest.mark.parametrize("topic", TOPICS, ids=every)
def test_three_to_eight_sentences_in_both_languages(topic: Topic) -> None:
    assert 3 <= len(sentences(topic.prose("en"))) <= 8
    assert 3 <= len(sentences(topic.prose("zh"))) <= 8
    assert not re.search(r"[\u4e00-\u9fff]", topic.prose("en"))
    assert len(re.findall(r"[\u4e00-\u9fff]", topic.prose("zh"))) > 40


@pytest.mark.parametrize("topic", TOPICS, ids=every)
def test_every_example_is_accepted(topic: Topic) -> None:
    assert topic.blocks
    for language, block in topic.blocks:
        assert language in ("sh", "dockerfile", "yaml", "json", "text"), language
        if language == "dockerfile":
            report = explain_dockerfile(block)
            assert report.ok and report.linted
            serious = [one for one in report.findings if one.severity is not Severity.INFO and one.code not in UNPINNED]
            assert not serious, serious
        elif language == "yaml":
            assert explain_compose(block).ok
        elif language == "sh":
            for line in block.splitlines():
                if "docker" not in shlex.split(line, comments=True):
                    assert line.startswith("curl "), line
                    continue
                checked = check(line)
                assert checked.ok, (line, checked.problems)
                assert checked.parsed


@pytest.mark.parametrize("topic", TOPICS, ids=every)
def test_every_command_that_is_mentioned_exists(topic: Topic) -> None:
    for language in ("en", "zh"):
        for mentioned in re.findall(r"`(docker [^`]+)`", topic.prose(language)):
            if "…" in mentioned:
                continue
            small = re.sub(r"\b[A-Z][A-Z_:]+\b(?!=)", lambda match: match[0].lower(), mentioned)
            words = re.sub(r"[\u4e00-\u9fff]+", "name", small)
            errors = [one for one in check(words).problems if one.severity is Severity.ERROR and one.code not in MENTIONED]
            assert not errors, (mentioned, errors)


def test_the_stored_index_is_that_of_the_pages() -> None:
    stored = folder().joinpath("..", "index.json").read_text("utf-8")
    assert stored == as_text(build()), "run: python -m commands.topics.build"


def test_an_answer_is_in_the_language_asked_for() -> None:
    topic = next(one for one in TOPICS if one.slug == "cmd-vs-entrypoint")
    english, chinese = topic.answer("en"), topic.answer("zh")
    assert english.title == topic.title and chinese.title == topic.title_zh
    assert "```dockerfile" in english.text and "```dockerfile" in chinese.text
    assert re.search(r"[\u4e00-\u9fff]", chinese.text) and not re.search(r"[\u4e00-\u9fff]", english.text)
    assert all(" – https://" in source for source in english.sources)


def test_the_first_example_is_the_command_to_try() -> None:
    topic = next(one for one in TOPICS if one.slug == "logs")
    assert topic.answer().command == topic.answer().examples[0] == "docker logs -f --tail 100 web"


def test_a_bad_head_is_refused() -> None:
    good = "---\ntitle: A\ntitle_zh: 甲\nkind: concept\n---\nText.\n\n## zh\n文。\n"
    assert parse("a", good).body_zh == "文。\n"
    for bad in (good.replace("concept", "poem"), good.replace("kind:", "colour: red\nkind:"), good.replace("title: A", "title A")):
        with pytest.raises((ValueError, KeyError)):
            parse("a", bad)


def test_the_way_through_the_topics_names_real_pages() -> None:
    assert len(set(PATH)) == len(PATH)
    assert set(PATH) <= {topic.slug for topic in TOPICS}
