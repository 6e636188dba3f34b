"""One text: ten docker commands at most, each counted, one deadline, its words kept once; documents for people with a role."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.config import parse
from bot.core import Core
from bot.limits_rate import forget
from bot.policy import roles_of
from bot.reply import Reply, ReplyKind
from bot.request import TERMINAL, Actor, Place, Request, Surface
from bot.routing import DOCUMENTS, QUICK, route_of
from commands.budget import current, spending
from tests.engine.stand_in import StandIn

ALICE, GUEST = Actor("U0ALICE"), Actor("U0GUEST", member=False, kind="guest")
SETTINGS = """
hosts:
  local: {{}}
  p1: {{url: "{host}"}}
grants:
  - {{roles: [everyone], risk: [read], hosts: ["*"]}}
  - {{roles: [everyone], risk: [change], hosts: ["*"]}}
limits: {limits}
"""
ROWS = [{"Id": "a" * 64, "Names": ["/x"], "Image": "i", "Created": 1, "State": "running", "Status": "Up", "Ports": []}]
ANSWERS = [("GET", "/containers/json", (200, ROWS)), ("GET", "/containers/[^/]+/json", (200, {"Id": "a" * 64, "Name": "/x"}))]


@pytest.fixture
def daemon() -> Iterator[StandIn]:
    with StandIn(answers=ANSWERS) as stand_in:
        yield stand_in


def core_for(daemon: StandIn, folder: Path, limits: str = "{}") -> Core:
    forget()
    environ = {"DOCKER_HOST": daemon.host, "HOME": str(folder), "DOCKWISE_STORAGE": f"sqlite:///{folder}/x.db"}
    return Core(parse(SETTINGS.format(host=daemon.host, limits=limits), "dockwise.yml", environ), environ)


def ask(core: Core, text: str, actor: Actor = ALICE) -> Reply:
    return core.answer(Request(text, actor, Place(Surface.SLACK, "C0A")))


@pytest.mark.parametrize(
    "text",
    [
        "docker ps;" * 4000,
        "docker ps\n" * 11,
        " && ".join(["docker ps"] * 11),
        "docker inspect " + "$(docker ps -q) " * 10,
        "docker ps -q " + "| xargs docker inspect " * 11,
    ],
    ids=["4000", "lines", "and", "inside", "xargs"],
)
def test_more_than_ten_commands_are_refused_before_any_runs(daemon: StandIn, tmp_path: Path, text: str) -> None:
    core = core_for(daemon, tmp_path)
    begin = time.monotonic()
    reply = ask(core, text[:40_000])
    assert not reply.ok and "10 is the most in one text" in reply.note, reply.note
    assert daemon.requests() == [] and core.audit.rows() == [] and time.monotonic() - begin < 10
    core.close()


def test_what_xargs_adds_is_counted_before_it_runs(daemon: StandIn, tmp_path: Path) -> None:
    daemon.answers.insert(0, ("GET", "/containers/json", (200, [{**ROWS[0], "Id": f"{n:064x}"} for n in range(20)])))
    core = core_for(daemon, tmp_path)
    reply = ask(core, "docker ps -q --no-trunc | xargs -n 1 docker inspect")
    assert not reply.ok and "21 docker commands" in reply.note
    assert [one.path for one in daemon.requests()] == ["/containers/json"]
    assert ask(core, "docker ps -q --no-trunc | xargs docker inspect").ok
    core.close()


def test_ten_commands_run_and_each_counts_against_the_person(daemon: StandIn, tmp_path: Path) -> None:
    core = core_for(daemon, tmp_path, "{per_person: 12/hour}")
    assert ask(core, "docker ps;" * 10).ok
    assert ask(core, "docker ps").ok and ask(core, "docker ps").ok
    refused = ask(core, "docker ps")
    assert refused.kind is ReplyKind.REFUSED and "Too many requests" in refused.note
    core.close()


def test_what_xargs_adds_is_counted_against_the_person_too(daemon: StandIn, tmp_path: Path) -> None:
    daemon.answers.insert(0, ("GET", "/containers/json", (200, [{**ROWS[0], "Id": f"{n:064x}"} for n in range(5)])))
    core = core_for(daemon, tmp_path, "{per_person: 4/hour}")
    refused = ask(core, "docker ps -q --no-trunc | xargs -n 1 docker inspect")
    assert "Too many requests" in refused.note
    assert [one.path for one in daemon.requests()] == ["/containers/json"], "none of the five has run"
    core.close()


def test_a_host_is_counted_when_it_is_named(daemon: StandIn, tmp_path: Path) -> None:
    core = core_for(daemon, tmp_path, "{per_host: 2/hour}")
    for _ in range(2):
        assert ask(core, "docker ps on p1").ok
    assert "Too many requests" in ask(core, "docker ps on p1").note
    assert ask(core, "docker ps").ok, "the default host was not asked before"
    for _ in range(5):
        assert ask(core, "what is a volume?").kind is ReplyKind.ANSWER, "a question touches no host"
    core.close()


def test_the_words_are_kept_once_and_cut(daemon: StandIn, tmp_path: Path) -> None:
    core = core_for(daemon, tmp_path)
    text = "docker ps --filter label=" + "a" * 3_000 + "; docker ps; docker ps"
    assert ask(core, text).ok
    kept = [row.entry.words for row in core.audit.rows()]
    assert len(kept) == 6 and [len(words) for words in reversed(kept)] == [2_000, 0, 0, 0, 0, 0]
    core.close()


def test_one_deadline_for_all_commands_of_a_text(daemon: StandIn, tmp_path: Path) -> None:
    def slow(_: object) -> tuple[int, object]:
        time.sleep(0.8)
        return 200, ROWS

    daemon.answers.insert(0, ("GET", "/containers/json", slow))
    core = core_for(daemon, tmp_path, "{seconds: 1}")
    begin = time.monotonic()
    reply = ask(core, "docker ps;" * 10)
    assert not reply.ok and time.monotonic() - begin < 2.5 and len(daemon.requests()) <= 3
    core.close()


def test_growth_behind_a_pipe_is_an_error(daemon: StandIn, tmp_path: Path) -> None:
    core = core_for(daemon, tmp_path)
    reply = ask(core, "docker inspect x | awk '{print " + "$0 " * 9000 + "}' | awk '{print " + "$0 " * 3000 + "}' | wc -c")
    assert not reply.ok and reply.result is not None and "would grow to more than 20,000,000 bytes" in reply.result.stderr
    core.close()


def test_templates_share_a_budget_over_all_rows(daemon: StandIn, tmp_path: Path) -> None:
    daemon.answers.insert(0, ("GET", "/containers/json", (200, ROWS * 500)))
    core = core_for(daemon, tmp_path)
    reply = ask(core, """docker ps --format '{{printf "%900000d" 1}}'""")
    assert reply.exit_code == 1 and reply.result is not None and "template parsing error" in reply.result.stderr
    core.close()


@pytest.mark.parametrize("text", ["x" * 40_001, "docker ps " * 100_000, "FROM a\n" * 100_000], ids=["words", "command", "file"])
def test_a_text_too_long_is_told_at_once(daemon: StandIn, tmp_path: Path, text: str) -> None:
    core = core_for(daemon, tmp_path)
    begin = time.monotonic()
    request = Request(text, ALICE, Place(Surface.SLACK, "C0A"))
    assert route_of(core, request).lane == QUICK
    reply = core.answer(request)
    assert reply.kind is ReplyKind.ERROR and "40,000 is the most" in reply.note and time.monotonic() - begin < 0.5
    assert len(reply.text) < 1_000
    core.close()


def test_documents_are_read_for_people_with_a_role(daemon: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    core = core_for(daemon, tmp_path)
    text = "FROM a\nRUN b\n"
    assert ask(core, text).kind is ReplyKind.DOCUMENT and ask(core, text, TERMINAL).kind is ReplyKind.DOCUMENT
    assert route_of(core, Request(text, ALICE)).lane == DOCUMENTS and not roles_of(core.settings, GUEST)
    monkeypatch.setattr("bot.documents.read_document", lambda _: pytest.fail("it was read"))
    for document in (text, "services:\n  web:\n    image: a\n", f"```\n{text}```"):
        refused = ask(core, document, GUEST)
        assert refused.kind is ReplyKind.REFUSED and "members" in refused.note
    core.close()


def test_a_budget_inside_another_ends_no_later() -> None:
    with spending(0.2), spending(30):
        left = current().seconds_left()
        assert left is not None and left <= 0.2
    assert current().seconds_left() is None
