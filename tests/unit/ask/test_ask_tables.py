"""The tables of requests: every one gets the command, the question or the refusal that stands beside it."""

from __future__ import annotations

import re
import shlex
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from commands.ask import ask
from commands.check import check

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "bench"))

from ask_table import PLACEHOLDERS, same  # noqa: E402

TABLES = (
    "ask_oncall.tsv",
    "ask_zh.tsv",
    "ask_forms.tsv",
    "ask_forms_more.tsv",
    "ask_forms_third.tsv",
    "ask_forms_fourth.tsv",
    "ask_forms_fifth.tsv",
    "ask_forms_sixth.tsv",
    "ask_forms_seventh.tsv",
    "ask_forms_eighth.tsv",
    "ask_forms_ninth.tsv",
    "ask_forms_tenth.tsv",
    "ask_forms_eleventh.tsv",
    "ask_forms_zh.tsv",
)
CASES = ROOT / "tests" / "cases"


def rows(name: str) -> list[tuple[str, tuple[str, ...]]]:
    out = []
    for line in (CASES / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            text, gold = line.split("\t")
            out.append((text, tuple(gold.split(" || "))))
    return out


def right(text: str, golds: tuple[str, ...]) -> bool:
    asked = ask(text)
    kinds = {"?": asked.kind in ("unknown", "incomplete"), "-": asked.kind == "unknown", "=": asked.kind == "answer"}
    for gold in golds:
        if gold in kinds:
            if kinds[gold]:
                return True
        elif asked.kind in ("command", "incomplete") and same(asked.command, gold, [word for word in PLACEHOLDERS if word in gold]):
            return True
    return False


@pytest.mark.parametrize(("text", "golds"), rows("ask_oncall.tsv"), ids=lambda value: value if isinstance(value, str) else "")
def test_requests_from_on_call_life(text: str, golds: tuple[str, ...]) -> None:
    assert right(text, golds), ask(text)


@pytest.mark.parametrize(("text", "golds"), rows("ask_zh.tsv"), ids=lambda value: value if isinstance(value, str) else "")
def test_requests_in_chinese(text: str, golds: tuple[str, ...]) -> None:
    assert right(text, golds), ask(text)


@pytest.mark.parametrize(("text", "golds"), rows("ask_conditions.tsv"), ids=lambda value: value if isinstance(value, str) else "")
def test_conditions_and_nouns_made_of_verbs(text: str, golds: tuple[str, ...]) -> None:
    assert right(text, golds), ask(text)


@pytest.mark.parametrize(("text", "golds"), rows("ask_talk.tsv"), ids=lambda value: value if isinstance(value, str) else "")
def test_what_people_say_around_a_request(text: str, golds: tuple[str, ...]) -> None:
    assert right(text, golds), ask(text)


def test_what_many_hands_wrote() -> None:
    wrong = [text for text, golds in rows("ask_strangers.tsv") if not right(text, golds)]
    assert len(rows("ask_strangers.tsv")) > 250
    assert wrong == []


LOOKS = [line for line in (CASES / "ask_looks_only.tsv").read_text("utf-8").splitlines() if line and not line.startswith("#")]


def test_what_only_looks_changes_nothing() -> None:
    assert len(LOOKS) > 300
    answers = [(text, ask(text)) for text in LOOKS]
    changing = [
        (text, asked.command)
        for text, asked in answers
        if asked.kind in ("command", "incomplete") and asked.command and risk(re.sub(r"\$\(.*\)", "X", asked.command)) != "read"
    ]
    assert changing == []


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("don't stop web-1, restart it", "docker restart web-1"),
        ("instead of deleting web-1, stop it", "docker stop web-1"),
        ("before I remove web-1, show me its logs", "docker logs web-1"),
        ("I was about to kill web-1, but restart it", "docker restart web-1"),
        ("stop web-1, but don't remove it", "docker stop web-1"),
        ("先别删 web-1，重启它", "docker restart web-1"),
        ("don't remove intermediate containers, build web:1 from here", "docker build --rm=false --tag web:1 ."),
    ],
)
def test_what_is_not_wanted_is_left_out_and_the_rest_is_done(text: str, command: str) -> None:
    assert ask(text).command == command


NAMES = ("apple", "platform", "search-1", "orders", "cache", "loadtest", "statsd", "queue", "mobile", "lemon")


@pytest.mark.parametrize("verb", ["stop", "restart", "kill", "remove", "pause", "start", "inspect"])
def test_no_name_of_a_list_is_lost_and_none_is_added(verb: str) -> None:
    for first, second in pairwise(NAMES):
        for text in (f"{verb} web-1, {first} and {second}", f"please {verb} {first}, web-1 and {second}"):
            asked = ask(text)
            words = set(shlex.split(asked.command or "")[2:]) if asked.command else set()
            assert asked.kind != "command" or asked.confidence < 0.6 or words == {first, second, "web-1"}, (text, asked.command)


HAPPENED = (
    "web has been paused since noon",
    "web was stopped yesterday",
    "someone removed the db container",
    "nobody can start the api container",
    "push to ghcr.io/acme/api:3 was denied",
    "image pull failed for acme/api:3",
    "login to ghcr.io failed",
    "docker killed my job",
    "I deleted the image by accident",
    "who killed web-1",
    "was the volume pgdata removed",
    "did anyone restart web?",
    "please leave web running",
    "don't stop web",
    "running containers",
    "runing containers",
    "stopping containers",
    "every container, running or not, built from acme/api:3 must be listed",
    "name and size of each running container",
    "web 停了",
    "web 现在是什么状态，在跑还是停了",
)


@pytest.mark.parametrize("text", HAPPENED)
def test_what_happened_is_no_order(text: str) -> None:
    asked = ask(text)
    assert asked.command is None or asked.kind == "answer" or risk(asked.command) == "read", asked


TOLD = ("the demo is over", "pager woke me up", "sorry for the noise", "ok the incident is over", "our disk is full again")


@pytest.mark.parametrize("told", TOLD)
def test_what_is_only_told_before_gives_no_target(told: str) -> None:
    for order, command in (("stop web-1", "docker stop web-1"), ("remove web-1 and db-2", "docker rm web-1 db-2")):
        for joint in (", please ", ". Please ", "; ", " - "):
            assert ask(f"{told}{joint}{order}").command == command, (told, joint, order)


@pytest.mark.parametrize("name", TABLES[2:])
def test_requests_in_the_voice_of_documentation(name: str) -> None:
    table = rows(name)
    wrong = [text for text, golds in table if not right(text, golds)]
    assert len(wrong) <= 0.08 * len(table), wrong


def test_the_tables_are_large() -> None:
    everything = [row for name in TABLES for row in rows(name)]
    assert len(everything) >= 700
    assert sum(bool(re.search(r"[\u4e00-\u9fff]", text)) for text, _ in everything) >= 120


def every_text() -> list[tuple[str, str]]:
    return [(text, golds[0]) for name in TABLES for text, golds in rows(name)]


def risk(command: str) -> str:
    return check(command).risk


def test_no_request_to_see_things_changes_them() -> None:
    for text, gold in every_text():
        if gold in ("?", "-", "=") or risk(gold) != "read":
            continue
        asked = ask(text)
        if asked.kind in ("command", "incomplete") and asked.command:
            assert risk(asked.command) in ("read", "local", "interactive"), (text, asked.command)


SEEING = ("show", "list", "display", "give me", "tell me about", "I want to see", "could you please print")
DOING = re.compile(
    r"^(?:please |kindly |could you |docker, |i want to )?"
    r"(remove|delete|stop|kill|restart|prune|erase|wipe|get rid of|clean up|destroy|pause|purge|update|rename|create|start|drain"
    r"|scale)\b",
    re.IGNORECASE,
)


def test_a_verb_of_seeing_in_place_of_a_verb_of_doing_never_changes_anything() -> None:
    tried = 0
    for text, _ in every_text():
        found = DOING.match(text)
        if not found or re.search(r"\b(?:and|then)\b", text):
            continue
        for seeing in SEEING:
            mutated = text[: found.start(1)] + seeing + text[found.end(1) :]
            asked = ask(mutated)
            tried += 1
            if asked.kind in ("command", "incomplete") and asked.command:
                assert risk(asked.command) not in ("change", "destroy"), (mutated, asked.command)
    assert tried > 300


TALK = """
show containers to remove
list the images that can be deleted
which volumes should I delete?
what would docker system prune remove
show me everything that was killed
display stopped containers before they are removed
how many containers were deleted today
list networks I might remove
is it time to delete web?
don't remove web
never delete the volume pg-data
please do not stop web
who removed the container web?
why was web killed?
显示要删除的容器
不要删除 web
"""


@pytest.mark.parametrize("text", TALK.strip().splitlines())
def test_talk_about_removing_removes_nothing(text: str) -> None:
    asked = ask(text)
    if asked.kind in ("command", "incomplete") and asked.command:
        assert risk(asked.command) not in ("destroy", "change"), asked.command


def test_confidence_means_something() -> None:
    table = [row for name in TABLES for row in rows(name)]
    sure = [right(text, golds) for text, golds in table if ask(text).confidence >= 0.9]
    assert len(sure) > 200
    assert sum(sure) / len(sure) >= 0.9
