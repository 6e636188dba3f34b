"""Whatever Slack refuses, the answer reaches the person; whatever is delivered twice is answered once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from commands.result import Result
from tests.slack.rig import Rig, running
from tests.slack.standin.workspace import BOT_ID, BOT_USER

pytestmark = pytest.mark.slack


def test_refused_blocks_are_sent_again_as_text(rig: Rig) -> None:
    for code in ("invalid_blocks", "msg_blocks_too_long"):
        rig.fresh()
        rig.space.fail("chat.postMessage", code, when=lambda args: bool(args.get("blocks")))
        rig.people.mention("docker version")
        message = rig.answer()
        assert not message.blocks and "ran docker version" in message.text


def test_refused_blocks_of_a_private_answer(rig: Rig) -> None:
    rig.space.fail("response_url", "invalid_blocks", when=lambda args: bool(args.get("blocks")))
    rig.people.slash("docker version")
    message = rig.answer()
    assert message.only_for == "U0ALICE" and not message.blocks and "ran docker version" in message.text


def test_text_that_is_too_long_is_cut_and_says_so(rig: Rig) -> None:
    rig.space.fail("chat.postMessage", "msg_too_long", times=2)
    rig.give("docker version", Result("x" * 3_000))
    rig.people.mention("docker version")
    message = rig.answer()
    assert not message.blocks and message.text.endswith("(cut: Slack refused the whole)")


@pytest.mark.parametrize(
    ("channel", "reason"),
    [("C0OUT", "/invite"), ("C0NOWHERE", "/invite"), ("C0SHUT", "archived")],
    ids=["not in it", "unknown", "archived"],
)
def test_channels_that_cannot_be_written_to(rig: Rig, channel: str, reason: str) -> None:
    rig.people.mention("docker version", channel=channel)
    message = rig.answer()
    assert message.channel == "D0ALICE" and "ran docker version" in message.seen and reason in message.seen


def test_response_url_that_is_over(rig: Rig) -> None:
    for code in ("expired_url", "used_url"):
        rig.fresh()
        rig.space.fail("response_url", code, times=9)
        rig.people.slash("docker version")
        message = rig.answer()
        assert (message.via, message.only_for) == ("chat.postEphemeral", "U0ALICE") and "ran docker version" in message.seen


def test_response_url_that_is_over_in_a_channel_without_the_bot(rig: Rig) -> None:
    rig.space.fail("response_url", "expired_url", times=9)
    rig.people.slash("docker version", channel="C0OUT")
    message = rig.answer()
    assert message.channel == "D0ALICE" and "ran docker version" in message.seen


def test_response_url_is_used_five_times_at_most(rig: Rig) -> None:
    rig.people.message_shortcut(
        "explain_docker_command", "```docker ps\ndocker images\ndocker version\ndocker info\ndocker search x```"
    )
    rig.answers(4)
    assert all(call.error == "" for call in rig.space.calls if call.method == "response_url")


def test_rate_limit_is_waited_for(rig: Rig) -> None:
    rig.space.rate_limit("chat.postMessage", 1)
    started = time.monotonic()
    rig.people.mention("docker version")
    rig.answer()
    assert time.monotonic() - started >= 1.0
    assert [call.error for call in rig.space.calls if call.method == "chat.postMessage"] == ["ratelimited", ""]


def test_trigger_that_is_over_is_told(rig: Rig) -> None:
    rig.space.fail("views.open", "expired_trigger_id")
    rig.people.global_shortcut("build_docker_command")
    message = rig.answer()
    assert message.channel == "D0ALICE" and "three seconds" in message.seen


def test_file_that_cannot_be_sent_is_told(rig: Rig) -> None:
    rig.space.fail("files.getUploadURLExternal", "missing_scope")
    rig.give("docker logs web", Result("y" * 30_000))
    rig.people.mention("docker logs web")
    told = rig.answers(2)[1]
    assert told.only_for == "U0ALICE" and "files:write" in told.text


def test_message_that_cannot_be_changed_is_written_anew(rig: Rig) -> None:
    rig.people.mention("docker version")
    message = rig.answer()
    rig.space.fail("chat.update", "message_not_found")
    rig.space.fail("response_url", "used_url")
    rig.people.press(message, "dw_explain")
    assert len(rig.answers(2)) == 2


def test_internal_error_has_a_reference(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr(rig.desk.core, "answer", broken)
    rig.people.slash("docker version")
    message = rig.answer()
    assert "reference" in message.seen and "secret detail" not in message.seen


def test_internal_error_is_the_last_word(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr(rig.desk.core, "answer", broken)
    monkeypatch.setattr(rig.desk, "settle_seconds", 0.2)
    rig.people.mention("docker version")
    rig.people.slash("docker version on prod-1")
    rig.answers(2)
    time.sleep(0.5)
    assert all("reference" in message.seen for message in rig.space.said()) and len(rig.space.said()) == 2


def test_events_that_come_again_are_answered_once(rig: Rig) -> None:
    rig.people.mention("docker version", retries=3)
    rig.answer()
    rig.people.mention("docker info")
    rig.answers(2)
    assert [command for command, _ in rig.core.ran] == ["docker version", "docker info"]


def test_duplicates_are_known_across_replicas_and_restarts(tmp_path_factory: pytest.TempPathFactory) -> None:
    url = f"sqlite:///{tmp_path_factory.mktemp('store')}/shared.db"
    with running(store_url=url) as one:
        one.people.mention("docker version", event_id="Ev1")
        one.answer()
        with running(store_url=url, standin=one.standin) as two:
            one.standin.wait_connected(2)
            for _ in range(4):
                one.people.mention("docker version", event_id="Ev1")
            one.people.mention("docker info", event_id="Ev2")
            one.answers(2)
            assert len(one.core.ran) + len(two.core.ran) == 2
    with running(store_url=url) as again:
        again.people.mention("docker version", event_id="Ev1")
        again.people.mention("docker images", event_id="Ev3")
        again.answer()
        assert [command for command, _ in again.core.ran] == ["docker images"]


def test_bots_and_its_own_messages_are_ignored(rig: Rig) -> None:
    people = rig.people
    people.dm("docker version", bot_id="B0OTHER")
    people.dm("docker version", subtype="bot_message", bot_id=BOT_ID)
    people.event(
        {"type": "message", "user": BOT_USER, "text": "docker ps", "ts": "1.1", "channel": "D0ALICE", "channel_type": "im"}
    )
    people.dm("docker version", subtype="message_changed")
    people.mention("docker version", user="U0ROBOT", bot_id="B0ROBOT")
    people.dm("docker info")
    rig.answer()
    assert rig.core.ran == [("docker info", "local")]


def test_guests_and_strangers_are_no_members(rig: Rig) -> None:
    for user in ("U0GUEST", "U0ONECHAN", "U0STRANGER", "U0NOBODY"):
        rig.people.slash("docker ps", user=user)
    answers = rig.answers(4)
    assert all("⛔" in answer.seen for answer in answers) and not rig.core.ran


def test_shared_channels_get_private_answers(rig: Rig) -> None:
    event = {"type": "app_mention", "user": "U0ALICE", "text": f"<@{BOT_USER}> docker version", "ts": "9.9", "channel": "C0OPS"}
    rig.people.event(event, is_ext_shared_channel=True)
    assert rig.answer().only_for == "U0ALICE"


def test_full_lane_says_busy_and_other_hosts_go_on(rig: Rig) -> None:
    gate = threading.Event()

    def hang(_request: object) -> Result:
        gate.wait(20)
        return Result("late\n")

    rig.give("docker info", hang)
    lanes = rig.desk.lanes
    before = lanes._default_queue
    lanes._default_queue = 2
    try:
        acts: list[Callable[[], object]] = [lambda: rig.people.slash("docker info on prod-1", user="U0BOB")] * 6
        acts += [lambda: rig.people.slash("docker info on prod-1", user="U0CAROL")] * 6
        deliveries = rig.people.all_at_once(acts)
        assert all(delivery.acked for delivery in deliveries)
        rig.space.wait(lambda: [m for m in rig.space.said() if "Too many of your own requests" in m.seen])
        started = time.monotonic()
        rig.people.slash("docker version")
        rig.space.wait(lambda: [m for m in rig.space.said() if "ran docker version" in m.seen])
        assert time.monotonic() - started < 2.0
    finally:
        gate.set()
        lanes._default_queue = before
    rig.space.wait(lambda: len([m for m in rig.space.said() if "late" in m.seen or "wait for" in m.seen]) == 12)


def test_slow_answers_say_that_they_are_worked_on(rig: Rig) -> None:
    rig.desk.settle_seconds = 0.2
    gate = threading.Event()
    try:
        rig.give("docker info", lambda _: (gate.wait(10), Result("done at last\n"))[1])
        ts = rig.people.mention("docker info")
        message = rig.answer(thread=ts)
        assert "working on it" in message.seen
        gate.set()
        assert "done at last" in rig.settled(message).seen and len(rig.space.said(thread=ts)) == 1
    finally:
        rig.desk.settle_seconds = 2.5
        gate.set()


def test_what_takes_long_can_be_stopped_by_who_started_it(rig: Rig) -> None:
    rig.desk.settle_seconds = 0.1

    def until_stopped(_: object) -> Result:
        deadline = time.monotonic() + 10
        while not rig.core.cancelled() and time.monotonic() < deadline:
            time.sleep(0.02)
        return Result(stderr="context canceled\n", exit_code=1) if rig.core.cancelled() else Result("never stopped\n")

    try:
        rig.give("docker info", until_stopped)
        ts = rig.people.mention("docker info", user="U0BOB")
        message = rig.answer(thread=ts)
        assert "working on it" in message.seen and "Stop" in message.seen
        rig.people.press(message, "dw_stop_work", user="U0ALICE")
        rig.space.wait(lambda: [m for m in rig.space.said() if "Only the person who started this" in m.seen])
        assert "context canceled" not in message.seen
        rig.people.press(message, "dw_stop_work", user="U0BOB")
        assert "context canceled" in rig.settled(message).seen
    finally:
        rig.desk.settle_seconds = 2.5


def test_what_waits_for_its_turn_can_be_stopped_too(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()
    rig.give("docker info", lambda _: (gate.wait(10), Result("late\n"))[1])
    for user in ("U0CAROL", "U0CAROL", "U0ALICE", "U0ALICE"):  # as many as a lane has threads; half of them are one person's
        rig.people.mention("docker info", user=user)
    limit = time.monotonic() + 8
    while rig.desk.lanes.counts().get("local") != (4, 0) and time.monotonic() < limit:
        time.sleep(0.01)
    monkeypatch.setattr(rig.desk, "settle_seconds", 0.1)
    try:
        ts = rig.people.mention("docker version", user="U0BOB")
        message = rig.answer(thread=ts)
        assert "working on it" in message.seen
        rig.people.press(message, "dw_stop_work", user="U0BOB")
        rig.space.wait(lambda: [m for m in rig.space.said() if "Stopping" in m.seen])
    finally:
        gate.set()
    assert "nothing was run" in rig.settled(message).seen and ("docker version", "local") not in rig.core.ran


def test_what_fails_while_it_is_said_to_be_worked_on_says_so(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()

    def broken(*_args: object, **_more: object) -> None:
        gate.wait(10)
        raise RuntimeError("a secret detail")

    monkeypatch.setattr(rig.desk.core, "answer", broken)
    monkeypatch.setattr(rig.desk, "settle_seconds", 0.1)
    ts = rig.people.mention("docker version")
    message = rig.answer(thread=ts)
    assert "working on it" in message.seen
    gate.set()
    assert "internal error" in rig.settled(message).seen and "Stop" not in message.seen


def test_commands_that_come_again_are_answered_once_and_asked_again_are_answered_again(rig: Rig) -> None:
    first = rig.people.slash("docker version")
    for _ in range(3):
        rig.people.deliver("slash_commands", first.extra["payload"])
    rig.answer()
    rig.people.slash("docker version")
    rig.answers(2)
    assert [command for command, _ in rig.core.ran] == ["docker version"] * 2


def test_help_and_greetings(rig: Rig) -> None:
    rig.people.slash("")
    rig.people.mention("help")
    rig.people.dm("hello")
    messages = rig.answers(3)
    assert all("exited containers" in message.seen and "`prod-1`" in message.seen for message in messages)
    rig.people.press(messages[1], "dw_run")
    assert "ran docker ps" in rig.answers(4)[3].seen


def test_storage_that_is_gone_is_said_and_nothing_is_answered_twice(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.store import StoreError

    def gone(*_args: object, **_more: object) -> bool:
        raise StoreError("the storage is gone")

    monkeypatch.setattr(rig.desk.ledger, "first_time", gone)
    rig.people.mention("docker version", retries=2)
    rig.answer()
    rig.people.mention("docker info")
    rig.answers(2)
    assert len(rig.core.ran) == 2


def test_an_alarm_when_every_delivery_is_taken_for_a_duplicate(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A storage that says of everything that it has been seen: nobody is answered, and whoever runs the bot is told so."""
    from bot.serving import metrics

    right = rig.desk.ledger.accept
    monkeypatch.setattr(rig.desk.ledger, "accept", lambda *_: False)
    for number in range(5):
        rig.people.mention("docker version", retries=3, event_id=f"EvAlarm{number}")
        assert ("deliveries" in rig.service.missing()) == (number == 4), "one that comes again and again is one"
    assert "nobody is answered" in rig.service.missing()["deliveries"]
    assert b"dockwise_not_answering 1.0" in metrics.page()
    assert not rig.core.ran
    monkeypatch.setattr(rig.desk.ledger, "accept", right)
    rig.people.mention("docker version")
    rig.answer()
    assert "deliveries" not in rig.service.missing() and b"dockwise_not_answering 0.0" in metrics.page()


def test_the_alarm_goes_by_itself_when_nothing_comes_in_any_more() -> None:
    from bot.duplicates import DuplicateAlarm

    now = [0.0]
    alarm = DuplicateAlarm(enough=3, clock=lambda: now[0])
    for new in (False, False, True, False, False):
        alarm.noted(new)
    assert not alarm.rings()
    alarm.noted(False)
    assert alarm.rings()
    now[0] = 601.0
    assert not alarm.rings()


def test_serving_does_not_start_on_a_storage_that_cannot_tell_what_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from bot.config import parse
    from bot.ledger import Ledger
    from bot.server import serve
    from tests.slack.standin.server import Standin
    from tests.slack.standin.workspace import APP_TOKEN, BOT_TOKEN

    monkeypatch.setattr(Ledger, "first_time", lambda *_: False)
    standin = Standin().start()
    try:
        environ = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_API_URL": standin.url}
        assert serve(parse(f"storage: sqlite:///{tmp_path}/x.db\n", environ=environ), environ, None) == 1
    finally:
        standin.stop()
    assert "nobody would be answered" in capsys.readouterr().err


@pytest.mark.parametrize("method", ["chat.postMessage", "views.open"])
def test_forms_open_in_time_while_slack_slows_everything_else_down(rig: Rig, method: str) -> None:
    """Thirty mentions whose answers wait for Slack keep no form from being opened within its three seconds."""
    rig.give("docker logs web", Result("".join(f"INFO line {number}\n" for number in range(40))))
    rig.people.mention("docker logs web")
    rig.space.wait(lambda: [one for one in rig.space.said() if any("dw_filter" in name for name in one.action_ids)], 20)
    card = rig.answer()
    rig.space.rate_limit("chat.postMessage", 5, times=200)
    for number in range(30):
        rig.people.mention(WRONG if number % 2 else "docker version", user="U0BOB")
    if method == "views.open":
        rig.space.rate_limit("views.open", 5, times=1)
        rig.people.global_shortcut("build_docker_command")
    began = time.monotonic()
    rig.people.press(card, "dw_filter")
    rig.people.global_shortcut("build_docker_command")
    rig.space.wait(lambda: len(rig.space.views) == 2, 3)
    assert time.monotonic() - began < 3.0
    for fault in rig.space.faults.get("chat.postMessage", []):
        fault.times = 0
    rig.space.wait(lambda: len(rig.space.said()) >= 31, 30)


WRONG = "docker run -p 80:80 --memry 1g nginx"
