"""Starting, staying connected, probes, signatures, and ending: nothing lost, nothing left unsaid."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.server import BadAddress, address_of, probes_address, serve
from bot.serving.tokens import read_tokens
from commands.result import Result
from tests.slack.rig import Rig, running
from tests.slack.standin.people import People, signed
from tests.slack.standin.server import Standin
from tests.slack.standin.workspace import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET

pytestmark = pytest.mark.slack
ROOT = Path(__file__).resolve().parents[2]
GOOD = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_SIGNING_SECRET": SIGNING_SECRET}


@pytest.fixture(scope="module")
def standin() -> Iterator[Standin]:
    """A stand-in alone."""
    made = Standin().start()
    yield made
    made.stop()


@pytest.mark.parametrize(
    ("changes", "http", "words"),
    [
        ({"SLACK_BOT_TOKEN": ""}, None, "SLACK_BOT_TOKEN is not set"),
        ({"SLACK_BOT_TOKEN": "xapp-1-A-2"}, None, "this is an app-level token"),
        ({"SLACK_BOT_TOKEN": "xoxb-a b"}, None, "blanks inside"),
        ({"SLACK_APP_TOKEN": ""}, None, "SLACK_APP_TOKEN is not set"),
        ({"SLACK_APP_TOKEN": "xoxb-1"}, None, "begins with xapp-"),
        ({"SLACK_SIGNING_SECRET": ""}, "127.0.0.1:0", "SLACK_SIGNING_SECRET is not set"),
        ({"SLACK_SIGNING_SECRET": "xoxb-1"}, "127.0.0.1:0", "not the Signing Secret"),
        ({}, "nonsense", "--http needs HOST:PORT"),
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, None, "Slack refuses SLACK_BOT_TOKEN (invalid_auth)"),
        ({"SLACK_APP_TOKEN": "xapp-wrong"}, None, "Slack refuses SLACK_APP_TOKEN (invalid_auth)"),
    ],
)
def test_what_is_missing_or_wrong_is_one_line_and_status_2(
    standin: Standin, tmp_path: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, str], http: str | None, words: str
) -> None:
    from bot.config import parse

    environ = GOOD | {"SLACK_API_URL": standin.url} | changes
    settings = parse(f"storage: sqlite:///{tmp_path}/x.db\n", environ=environ)
    assert serve(settings, environ, http) == 2
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1 and words in lines[0]
    assert not any(value and len(value) > 8 and value in lines[0] for value in changes.values())


def test_socket_mode_needs_no_signing_secret_and_http_no_app_token() -> None:
    assert read_tokens({"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}, http=False).app == APP_TOKEN
    assert read_tokens({"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": "s3cret"}, http=True).signing_secret == "s3cret"
    assert address_of("[::1]:3000") == ("::1", 3000) and address_of(":80") == ("0.0.0.0", 80)


def test_reconnects_when_slack_asks_and_when_the_network_drops(rig: Rig) -> None:
    for lose in (rig.standin.ask_to_reconnect, rig.standin.drop_connections):
        before = rig.standin.connected
        lose()
        rig.space.wait(lambda before=before: rig.standin.connected > before and rig.standin.sockets, 15)
        rig.people.slash("docker version")
        rig.space.wait(lambda: [m for m in rig.space.said() if "ran docker version" in m.seen], 15)
        rig.fresh()


@pytest.fixture(scope="module")
def web() -> Iterator[Rig]:
    """The bot in HTTP mode."""
    with running(http=True) as rig:
        yield rig


def get(rig: Rig, path: str, port: int = 0) -> tuple[int, str]:
    """One GET, of the probes."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port or rig.service.probes_port}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_probes_and_metrics(web: Rig) -> None:
    assert get(web, "/healthz") == (200, "ok\n")
    assert get(web, "/readyz") == (200, '{"ready":true,"missing":{}}')
    web.people.slash("docker version")
    web.answer()
    status, text = get(web, "/metrics")
    assert status == 200 and 'dockwise_requests_total{surface="command"}' in text and "dockwise_ack_seconds_bucket" in text
    assert "U0ALICE" not in text and get(web, "/nothing")[0] == 404


def test_the_public_port_serves_slack_and_nothing_else(web: Rig) -> None:
    assert web.service.probes_port not in (0, web.service.port)
    for path in ("/healthz", "/readyz", "/metrics", "/", "/slack/other", "/slack/events/more"):
        assert get(web, path, web.service.port)[0] == 404
    assert get(web, "/slack/events", web.service.port)[0] == 405


def test_where_probes_are() -> None:
    assert probes_address({}, None) is None and probes_address({}, ("0.0.0.0", 3000)) == ("127.0.0.1", 3001)
    assert probes_address({"DOCKWISE_PROBES": "off"}, ("0.0.0.0", 3000)) is None
    assert probes_address({"DOCKWISE_PROBES": ":9000"}, None) == ("0.0.0.0", 9000)
    with pytest.raises(BadAddress, match="DOCKWISE_PROBES"):
        probes_address({"DOCKWISE_PROBES": "here"}, None)


def test_signatures_are_checked(web: Rig) -> None:
    web.fresh()
    body = "command=%2Fdocker&text=docker+version&user_id=U0ALICE&channel_id=C0OPS&team_id=T0HOME&trigger_id=t"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    refused = [
        {},
        signed(body, secret="another"),
        signed(body, at=time.time() - 600),
        signed(body + "x"),
        signed(body) | {"X-Slack-Signature": "v0=00"},
    ]
    assert [web.people.post_raw(body, headers | form)[0] for headers in refused] == [401] * len(refused)
    assert web.people.post_raw(body, signed(body) | form)[0] == 200
    web.space.wait(lambda: web.space.said())
    assert web.core.ran == [("docker version", "local")]


def test_url_verification_and_what_is_no_event(web: Rig) -> None:
    web.fresh()
    body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "x"})
    assert web.people.post_raw(body, signed(body) | {"Content-Type": "application/json"}) == (200, '{"challenge": "abc"}')
    for body in ("", "{", "[]", "payload=%7B", "\ud7ff"):
        status, _ = web.people.post_raw(body, signed(body) | {"Content-Type": "application/json"})
        assert status < 600
    assert web.people.event({"type": "emoji_changed", "subtype": "add"}).acked
    assert not web.space.said()


def test_ready_is_not_said_without_a_connection(rig: Rig) -> None:
    assert rig.service.missing() == {}
    rig.standin.refuse_connections = True
    try:
        rig.standin.drop_connections()
        rig.space.wait(lambda: "slack" in rig.service.missing(), 15)
    finally:
        rig.standin.refuse_connections = False
    rig.space.wait(lambda: rig.service.missing() == {}, 20)


def test_ending_finishes_what_runs_and_names_what_it_cannot() -> None:
    gate = threading.Event()
    with running(http=True) as rig:
        rig.service.environ["DOCKWISE_DRAIN_SECONDS"] = "0.7"
        rig.give("docker version", lambda _: (time.sleep(0.3), Result("in time\n"))[1])
        rig.give("docker info", lambda _: (gate.wait(8), Result("late\n"))[1])
        rig.people.mention("docker version")
        rig.people.mention("docker info on prod-1")
        rig.space.wait(lambda: len(rig.core.ran) == 2)
        rig.service.stop()
        rig.thread.join(15)
        said = [message.seen for message in rig.space.said()]
        gate.set()
        assert any("in time" in words for words in said), said
        assert any("before this was finished" in words for words in said), said
        assert rig.status == [0]


PROGRAM = """
import sys
from bot.server import serve
from bot.config import parse
import os
sys.exit(serve(parse(sys.argv[1], environ=os.environ), os.environ, sys.argv[2] or None))
"""


@pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])
def test_the_process_serves_and_ends_on_sigterm(standin: Standin, tmp_path: Path, http: bool) -> None:
    environ = {
        **os.environ,
        **GOOD,
        "SLACK_API_URL": standin.url,
        "DOCKER_HOST": "unix:///nonexistent.sock",
        "DOCKWISE_DRAIN_SECONDS": "5",
    }
    command: list[Any] = [sys.executable, "-c", PROGRAM, f"storage: sqlite:///{tmp_path}/x.db\n", "127.0.0.1:0" if http else ""]
    process = subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        first = process.stderr.readline()
        assert "serving Slack" in first, first
        address = f"http://127.0.0.1:{first.rsplit(' ', 1)[-1].strip()}/slack/events" if http else ""
        people = People(standin, address)
        before = len(standin.workspace.said())
        assert people.slash("docker run -p 80:80 --memry 1g nginx").acked
        standin.workspace.wait(lambda: len(standin.workspace.said()) > before)
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
    finally:
        if process.poll() is None:
            process.kill()
            process.wait(5)
