"""The whole way: somebody in Slack, the real core, a real Docker Engine, and back."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.config import parse
from bot.core import Core
from bot.server import Service, _desk
from bot.serving.tokens import read_tokens
from scripts.private_engine import EngineUnavailable, PrivateEngine, why_not
from tests.slack.standin.people import People
from tests.slack.standin.server import Standin
from tests.slack.standin.workspace import APP_TOKEN, BOT_TOKEN, Workspace

pytestmark = [pytest.mark.slack, pytest.mark.engine]
GRANTS = """
roles: {oncall: {users: [U0BOB]}}
grants:
  - {roles: [everyone], risk: [read], hosts: ["*"]}
  - {roles: [oncall], commands: [container restart], hosts: ["*"], approval: confirm}
"""


@pytest.fixture(scope="module")
def engine() -> Iterator[PrivateEngine]:
    """An engine with one container that prints, and one that failed."""
    reason = why_not()
    if reason:
        pytest.skip(reason)
    try:
        with PrivateEngine() as made:
            made.docker("run", "-d", "--name", "web", "busybox", "sh", "-c", "while true; do echo tick; sleep 0.2; done")
            made.docker("run", "--name", "shop", "busybox", "sh", "-c", "echo ERROR no database; exit 127")
            yield made
    except EngineUnavailable as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def people(engine: PrivateEngine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    """Everybody, with the bot served by its own code."""
    standin = Standin().start()
    environ = {**engine.environ(), "SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_API_URL": standin.url}
    folder: Path = tmp_path_factory.mktemp("real")
    core = Core(parse(f"storage: sqlite:///{folder}/x.db\n{GRANTS}", environ=environ), environ)
    tokens = read_tokens(environ, http=False)
    desk = _desk(core, tokens, environ)
    desk.live.every = 0.1
    service = Service(desk, tokens, environ, None)
    thread = threading.Thread(target=service.run, daemon=True)
    thread.start()
    standin.wait_connected()
    yield People(standin)
    service.stop()
    thread.join(15)
    standin.stop()
    core.close()


@pytest.fixture
def space(people: People) -> Iterator[Workspace]:
    """A fresh workspace; its payloads were all inside Slack's limits."""
    people.space.forget()
    yield people.space
    assert not people.space.problems


def test_containers_and_what_is_wrong_with_them(people: People, space: Workspace) -> None:
    people.slash("ps -a")
    message = space.wait(space.said)[0]
    assert "🟢 *web*" in message.seen and "🔴 *shop*" in message.seen and "not found in the image" in message.seen


def test_words_become_a_command_that_runs(people: People, space: Workspace) -> None:
    people.mention("show the last 3 lines of shop's logs")
    message = space.wait(space.said)[0]
    assert "docker logs" in message.seen and "ERROR no database" in message.seen


def test_follow_ends_when_the_container_does(people: People, space: Workspace, engine: PrivateEngine) -> None:
    engine.docker("run", "-d", "--name", "short", "busybox", "sh", "-c", "for i in 1 2 3; do echo line $i; sleep 0.3; done")
    people.mention("docker logs -f short")
    message = space.wait(space.said)[0]
    space.wait(lambda: "line 3" in message.seen and "nothing more to come" in message.seen, 15)


def test_stats_update_until_they_are_stopped(people: People, space: Workspace) -> None:
    people.mention("docker stats")
    message = space.wait(space.said)[0]
    space.wait(lambda: "web" in message.seen and "▱" in message.seen, 15)
    people.press(message, "dw_stop")
    space.wait(lambda: "stopped" in message.seen, 15)


def test_restart_waits_for_a_confirmation(people: People, space: Workspace, engine: PrivateEngine) -> None:
    engine.docker("run", "-d", "--name", "quick", "--stop-signal", "KILL", "busybox", "sleep", "300")
    people.mention("docker restart quick", user="U0BOB")
    card = space.wait(space.said)[0]
    before = engine.docker("inspect", "-f", "{{.State.StartedAt}}", "quick").stdout
    people.press(card, "dw_approve", user="U0BOB")
    space.wait(lambda: "confirmed by <@U0BOB>" in card.seen, 15)
    assert engine.docker("inspect", "-f", "{{.State.StartedAt}}", "quick").stdout != before


def test_what_may_not_run_does_not(people: People, space: Workspace, engine: PrivateEngine) -> None:
    people.slash("docker rm -f web")
    assert "⛔" in space.wait(space.said)[0].seen
    assert engine.docker("inspect", "-f", "{{.State.Running}}", "web").stdout.strip() == "true"


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "stopped"])
def test_a_daemon_that_dies_under_logs_is_no_end_of_the_logs(how: signal.Signals, tmp_path: Path) -> None:
    reason = why_not()
    if reason:
        pytest.skip(reason)
    with PrivateEngine() as engine:
        for name, more in (("web", ()), ("tty", ("--tty",))):
            engine.docker("run", "-d", *more, "--name", name, "busybox", "sh", "-c", "while true; do echo tick; sleep 0.2; done")
        standin = Standin().start()
        environ = {**engine.environ(), "SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_API_URL": standin.url}
        core = Core(parse(f"storage: sqlite:///{tmp_path}/x.db\n{GRANTS}", environ=environ), environ)
        tokens = read_tokens(environ, http=False)
        desk = _desk(core, tokens, environ)
        desk.live.every = 0.1
        service = Service(desk, tokens, environ, None)
        thread = threading.Thread(target=service.run, daemon=True)
        thread.start()
        standin.wait_connected()
        space, people = standin.workspace, People(standin)
        try:
            for text in ("docker logs -f web", "docker logs -f tty", "docker events"):
                people.mention(text)
            messages = space.wait(lambda: said if len(said := space.said()) == 3 else None, 15)
            space.wait(lambda: all("tick" in one.seen for one in messages if "logs" in one.seen), 15)
            assert engine._daemon is not None
            engine._daemon.send_signal(how)
            space.wait(lambda: all("went away while it ran" in one.seen for one in messages), 30)
            assert not any("nothing more to come" in one.seen for one in messages)
            if how == signal.SIGKILL:
                assert all("unexpected EOF" in one.seen for one in messages), "docker's own words"
        finally:
            service.stop()
            thread.join(15)
            standin.stop()
            core.close()
