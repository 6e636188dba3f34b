"""Messages that update: bounded, stoppable, patient with rate limits."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.live import Live
from bot.live_board import Board
from bot.reply import Reply, ReplyKind
from commands.executors.base import Progress
from commands.result import Result
from tests.slack.rig import Rig

pytestmark = pytest.mark.slack


class Stream:
    """A run that prints what it is told to, until it is told to end, cancelled, or out of time."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.over = threading.Event()
        self.started = 0
        self.cancelled = 0

    def run(
        self, core: Any, request: Any, parsed: Any, host: str, seconds: float, progress: Any, cancelled: Callable[[], bool]
    ) -> Reply:
        """In place of a daemon's stream."""
        self.started += 1
        told, limit, by = 0, time.monotonic() + seconds, ""
        while not self.over.is_set():
            if cancelled():
                self.cancelled += 1
                break
            if time.monotonic() > limit:
                by = "seconds"
                break
            for line in self.lines[told:]:
                progress(Progress(text="", item="stdout", partial=line))
                told += 1
            time.sleep(0.005)
        for line in self.lines[told:]:
            progress(Progress(text="", item="stdout", partial=line))
        return Reply(
            ReplyKind.OUTPUT,
            command=request.text,
            host=host,
            result=Result("".join(self.lines), truncated=bool(by), truncated_by=by),
        )


@pytest.fixture
def stream(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stream]:
    """A prepared stream, with updates every few hundredths of a second."""
    import bot.live_run

    made = Stream()
    monkeypatch.setattr(bot.live_run, "run_live", made.run)
    monkeypatch.setattr(rig.desk.live, "every", 0.03)
    monkeypatch.setattr(rig.desk.live, "seconds", 20.0)
    yield made
    made.over.set()
    rig.space.wait(lambda: not rig.desk.live.running())


def test_follow_updates_until_the_container_ends(rig: Rig, stream: Stream) -> None:
    ts = rig.people.mention("docker logs -f web")
    message = rig.answer()
    assert message.thread == ts and any(name.startswith("dw_stop") for name in message.action_ids)
    stream.lines += ["first line\n", "second <!channel> `line`\n"]
    rig.space.wait(lambda: "second <!channel> `line`" in message.seen)
    stream.lines.append("half a li")
    stream.over.set()
    rig.space.wait(lambda: "nothing more to come" in message.seen)
    assert not message.action_ids and len(rig.space.said()) == 1 and "half a li" in message.seen


def test_stop_ends_it(rig: Rig, stream: Stream) -> None:
    rig.people.mention("docker stats")
    message = rig.answer()
    rig.people.press(message, "dw_stop", user="U0GUEST")
    assert "Only who started it" in rig.answers(2)[1].seen
    rig.people.press(message, "dw_stop", user="U0ALICE")
    rig.space.wait(lambda: "stopped" in message.seen and not message.action_ids)
    assert stream.cancelled == 1


def test_screens_that_are_drawn_anew_take_each_others_place(rig: Rig, stream: Stream) -> None:
    rig.people.mention("docker stats")
    message = rig.answer()
    stream.lines += ["NAME CPU\nweb 1%\n", "\x1b[H\x1b[J" + "NAME CPU\nweb 2%\n"]
    rig.space.wait(lambda: "web 2%" in message.seen)
    assert "web 1%" not in message.seen


def test_time_is_bounded(rig: Rig, stream: Stream, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rig.desk.live, "seconds", 0.2)
    rig.people.mention("docker events")
    message = rig.answer()
    rig.space.wait(lambda: "limit of seconds" in message.seen)


def test_a_few_a_channel(rig: Rig, stream: Stream) -> None:
    for number in range(4):
        rig.people.mention(f"docker logs -f web{number}")
    told = rig.space.wait(lambda: [m for m in rig.space.said() if "stop one of them" in m.text])[0]
    assert told.only_for == "U0ALICE" and len(rig.desk.live.running()) == 3


def test_private_ones_update_in_the_direct_messages(rig: Rig, stream: Stream) -> None:
    rig.people.slash("docker logs --follow web")
    messages = rig.answers(2)
    live = next(m for m in messages if m.channel == "D0ALICE")
    assert "direct messages" in next(m for m in messages if m.only_for == "U0ALICE").text
    stream.lines.append("hello\n")
    rig.space.wait(lambda: "hello" in live.seen)


def test_rate_limits_are_survived(rig: Rig, stream: Stream) -> None:
    rig.people.mention("docker logs -f web")
    message = rig.answer()
    rig.space.rate_limit("chat.update", 1)
    stream.lines += [f"line {number}\n" for number in range(500)]
    rig.space.wait(lambda: "line 499" in message.seen)
    assert "500 lines so far" in message.seen and "`docker logs` without `--follow`" in message.seen


def test_message_that_is_gone_ends_the_run(rig: Rig, stream: Stream) -> None:
    rig.people.mention("docker logs -f web")
    message = rig.answer()
    message.deleted = True
    stream.lines.append("more\n")
    rig.space.wait(lambda: stream.cancelled)


def test_what_may_not_run_is_refused_as_ever(rig: Rig, stream: Stream) -> None:
    rig.people.mention("docker logs -f web", user="U0GUEST")
    assert "⛔" in rig.answer().seen and not stream.started


@pytest.mark.parametrize(
    "text", ["docker logs web", "docker stats --no-stream", "docker events --until 5m", "docker logs -f web | tail -5"]
)
def test_what_ends_by_itself_is_no_live_message(rig: Rig, stream: Stream, text: str) -> None:
    rig.people.mention(text)
    rig.answer()
    assert not stream.started


def test_stop_pressed_at_another_replica(rig: Rig, stream: Stream) -> None:
    rig.people.mention("docker logs -f web")
    message = rig.answer()
    key = next(str(item["value"]) for item in message.elements() if item["action_id"].startswith("dw_stop"))
    other = Live(Board(rig.core.store))
    entry = other.find(key)
    assert entry is not None and (entry.command, entry.channel) == ("docker logs -f web", "C0OPS")
    other.stop(key, "U0BOB")
    rig.space.wait(lambda: "stopped by <@U0BOB>" in message.seen and not message.action_ids)
    rig.space.wait(lambda: other.find(key) is None)
