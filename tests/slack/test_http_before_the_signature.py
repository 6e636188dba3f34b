"""HTTP mode towards people who are not Slack: nothing they send costs memory, blocks others, or is believed."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.slack.rig import Rig, running
from tests.slack.standin.people import signed

pytestmark = pytest.mark.slack
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}
SLASH = "command=%2Fdocker&text=docker+version&user_id=U0ALICE&channel_id=C0OPS&team_id=T0HOME&trigger_id="


@pytest.fixture(scope="module")
def served() -> Iterator[Rig]:
    """The bot in HTTP mode."""
    with running(http=True) as rig:
        yield rig


@pytest.fixture
def web(served: Rig) -> Rig:
    served.fresh()
    return served


def connect(rig: Rig) -> socket.socket:
    return socket.create_connection(("127.0.0.1", rig.service.port), timeout=15)


def resident() -> int:
    """Megabytes that this process, which holds the bot, has in memory."""
    line = next(line for line in Path("/proc/self/status").read_text("ascii").splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1024


def answered(rig: Rig, number: int) -> None:
    """Slack sends a command, in time, and it is answered."""
    began = time.monotonic()
    body = SLASH + uuid.uuid4().hex
    status, _ = rig.people.post_raw(body, signed(body) | FORM)
    assert status == 200 and time.monotonic() - began < 3.0
    rig.space.wait(lambda: len(rig.core.ran) > number)


def test_half_open_connections_and_an_endless_body_keep_nobody_out(web: Rig) -> None:
    before = resident()
    idle = [connect(web) for _ in range(1_010)]
    for number, one in enumerate(idle):
        if number % 3:
            with contextlib.suppress(OSError):
                one.sendall(b"POST /slack/events HTTP/1.1\r\nHost: x\r\n" if number % 3 == 1 else b"P")
    sent = 0
    chunk = b"186a0\r\n" + b"x" * 100_000 + b"\r\n"
    stamps = "".join(f"{name}: {value}\r\n" for name, value in signed("x").items())
    with connect(web) as big, contextlib.suppress(OSError):
        big.sendall(f"POST /slack/events HTTP/1.1\r\nHost: x\r\n{stamps}Transfer-Encoding: chunked\r\n\r\n".encode())
        for _ in range(6_000):
            big.sendall(chunk)
            sent += len(chunk)
    assert sent < 20_000_000, "what is too large is not taken"
    for number in range(5):
        answered(web, number)
    assert resident() - before < 60
    for one in idle:
        one.close()


def test_many_large_bodies_hold_no_more_than_a_bound(web: Rig) -> None:
    before = resident()
    stamps = "".join(f"{name}: {value}\r\n" for name, value in signed("x").items())
    head = f"POST /slack/events HTTP/1.1\r\nHost: x\r\n{stamps}Content-Length: 1999999\r\n\r\n".encode()
    held = [connect(web) for _ in range(60)]
    for one in held:
        with contextlib.suppress(OSError):
            one.sendall(head + b"y" * 1_900_000)
    answered(web, 0)
    assert resident() - before < 150
    for one in held:
        one.close()


@pytest.mark.parametrize("trickled", [b"", b"X-Slow: 1\r\n", b"body"], ids=["nothing", "headers", "body"])
def test_a_byte_now_and_then_buys_no_time(trickled: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    import bot.serving.gate

    monkeypatch.setattr(bot.serving.gate, "SECONDS", 1.0)
    monkeypatch.setattr(bot.serving.gate.Gate.__init__, "__defaults__", (1.0, None, bot.serving.gate.MOST_HELD))
    stamps = "".join(f"{name}: {value}\r\n" for name, value in signed("x").items())
    with running(http=True) as rig, connect(rig) as slow:
        began = time.monotonic()
        head = f"POST /slack/events HTTP/1.1\r\nHost: x\r\n{stamps}"
        slow.sendall(head.encode())
        if trickled == b"body":
            slow.sendall(b"Content-Length: 1000\r\n\r\n")
            trickled = b"z"
        slow.settimeout(0.2)
        while time.monotonic() - began < 8:
            try:
                if trickled:
                    slow.sendall(trickled)
                if not slow.recv(1):
                    break
            except TimeoutError:
                continue
            except OSError:
                break
        assert 0.8 < time.monotonic() - began < 4.0


def test_a_finished_request_is_not_hurried(web: Rig) -> None:
    body = SLASH + "keep"
    address = http.client.HTTPConnection("127.0.0.1", web.service.port, timeout=10)
    for _ in range(3):
        address.request("POST", "/slack/events", body.encode(), signed(body) | FORM)
        answer = address.getresponse()
        assert answer.status == 200
        answer.read()
    address.close()


@pytest.mark.parametrize("stamp", ["nan", "inf", "-inf", "", " ", "1e3", "٣", "0x10", "9" * 400, "1.5", None])
def test_timestamps_that_cannot_be_read_are_unsigned(web: Rig, stamp: str | None) -> None:
    headers = signed("{}") | JSON
    headers.pop("X-Slack-Request-Timestamp")
    raw = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    if stamp is not None:
        raw += f"X-Slack-Request-Timestamp: {stamp}\r\n"
    with connect(web) as one:
        one.sendall(f"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n{raw}\r\n{{}}".encode())
        assert b" 401 " in one.recv(200) + b" "


@pytest.mark.parametrize("body", ["{", "[]", "payload=%7B", '"x"', "null", "[" * 5_000, '{"a":' * 3_000])
def test_what_is_no_json_is_refused_after_the_signature_without_a_trace(
    web: Rig, body: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert web.people.post_raw(body, {"X-Slack-Request-Timestamp": str(int(time.time()))} | JSON)[0] == 401
    assert web.people.post_raw(body, signed(body, secret="another") | JSON)[0] == 401
    assert web.people.post_raw(body, signed(body) | JSON)[0] in (200, 400, 404)
    assert "Traceback" not in "".join(capfd.readouterr())


def test_bytes_that_are_no_text_are_refused_after_the_signature(web: Rig) -> None:
    import hashlib
    import hmac

    from tests.slack.standin.workspace import SIGNING_SECRET

    body, stamp = b"text=\xff\xfe", str(int(time.time()))
    good = "v0=" + hmac.new(SIGNING_SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    for signature, expected in ((good, 400), (good[:-1] + ("0" if good[-1] != "0" else "1"), 401)):
        address = http.client.HTTPConnection("127.0.0.1", web.service.port, timeout=5)
        address.request("POST", "/slack/events", body, {"X-Slack-Signature": signature, "X-Slack-Request-Timestamp": stamp} | FORM)
        assert address.getresponse().status == expected
        address.close()


def test_two_signatures_are_none(web: Rig) -> None:
    body = SLASH + "two"
    raw = "".join(f"{name}: {value}\r\n" for name, value in signed(body).items())
    with connect(web) as one:
        one.sendall(f"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n{raw}{raw}\r\n{body}".encode())
        assert b" 401 " in one.recv(200)


def test_a_large_body_that_slack_signed_is_too_large_too(web: Rig) -> None:
    body = "text=" + "x" * 2_100_000
    with contextlib.suppress(OSError):
        assert web.people.post_raw(body, signed(body) | FORM)[0] in (413, 0)
    assert not web.core.ran


def test_answers_tell_nothing_of_the_storage(web: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    import urllib.error
    import urllib.request

    from bot.store import StoreError

    def gone(*_args: object) -> None:
        raise StoreError("the storage cannot be used", "postgresql://me@db.internal/x: no route")

    monkeypatch.setattr(web.core.store, "get", gone)
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"http://127.0.0.1:{web.service.probes_port}/readyz", timeout=5)
    said = json.loads(caught.value.read())
    assert said["ready"] is False and "storage" in said["missing"]
    assert not any(word in json.dumps(said) for word in ("postgresql", "db.internal", "sqlite"))


def test_the_oldest_of_the_busiest_address_goes_first() -> None:
    from bot.serving.gate import Gate

    class One:
        def __init__(self, address: str) -> None:
            self.address, self.dropped = address, False

        def drop(self) -> None:
            self.dropped = True

    gate = Gate(most=3, most_held=100)
    slack, *crowd = One("1.1.1.1"), *(One("6.6.6.6") for _ in range(5))
    for one in (slack, *crowd):
        gate.enter(one)  # type: ignore[arg-type]
    assert not slack.dropped and [one.dropped for one in crowd] == [True, True, True, False, False]
    gate.hold(slack, 10)  # type: ignore[arg-type]
    gate.hold(crowd[3], 60)  # type: ignore[arg-type]
    gate.hold(crowd[4], 50)  # type: ignore[arg-type]
    assert not slack.dropped and crowd[3].dropped and not crowd[4].dropped
