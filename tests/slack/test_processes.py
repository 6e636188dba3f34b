"""Processes that die, end, and work side by side on one storage: nobody is left in silence, nothing is done twice."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import open_store
from tests.slack.process import Bot, bot, hanging_host
from tests.slack.standin.server import Standin

pytestmark = pytest.mark.slack
READS = 'grants: [{roles: [everyone], risk: [read], hosts: ["*"]}]\nlimits: {seconds: 60}\n'
WRONG = "docker run -p 80:80 --memry {number} nginx"


@pytest.fixture
def standin() -> Iterator[Standin]:
    made = Standin().start()
    yield made
    made.stop()


def test_a_command_and_a_message_are_answered_on_both_storages(standin: Standin, storage_url: str, tmp_path: Path) -> None:
    with bot(standin, tmp_path / "one", READS, DOCKWISE_STORAGE=storage_url) as one:
        assert one.people.slash(WRONG.format(number=1)).acked
        one.people.dm(WRONG.format(number=2))
        space = standin.workspace
        space.wait(lambda: len([m for m in space.said() if "--memry" in m.seen]) == 2, 15)
        for _ in range(3):
            one.people.dm(WRONG.format(number=3), event_ts="1.5")
        first = one.people.slash(WRONG.format(number=4))
        one.people.deliver("slash_commands", first.extra["payload"])
        space.wait(lambda: len([m for m in space.said() if "--memry" in m.seen]) == 6, 15)
        status, _ = one.terminate(15)
        assert status == 0
    time.sleep(0.3)
    assert len([m for m in space.said() if "--memry" in m.seen]) == 6
    store = open_store(storage_url)
    assert store.items("slack-underway") == []
    store.close()


@pytest.mark.postgres
def test_two_replicas_share_the_work_and_one_that_is_killed_loses_nothing(
    standin: Standin, postgres_url: str, tmp_path: Path
) -> None:
    """Deliveries that were not acknowledged come again, as Slack does it; acknowledged ones are answered or told of."""
    space = standin.workspace
    with (
        bot(standin, tmp_path / "one", READS, DOCKWISE_STORAGE=postgres_url) as one,
        bot(standin, tmp_path / "two", READS, DOCKWISE_STORAGE=postgres_url) as two,
    ):
        standin.wait_connected(2)
        for number in range(40):
            one.people.mention(WRONG.format(number=number), event_id=f"Ev{number}", retries=1)
        space.wait(lambda: len(space.said()) == 40, 30)
        space.forget()
        slack_sends(standin, one, range(100, 160), kill=one)
        space.wait(lambda: len({m.thread for m in space.said()}) == 60, 30)
        time.sleep(2)
        answers = Counter(m.thread for m in space.said())
        assert set(answers.values()) == {1}, "each is answered once, or told once that it was not finished"
        assert sum("--memry" in m.seen for m in space.said()) >= 30
        assert two.process.poll() is None


def slack_sends(standin: Standin, sender: Bot, numbers: range, kill: Bot) -> None:
    """Mentions one after the other; what nobody acknowledges is delivered again. In the middle, a process is killed."""
    for number in numbers:
        event = {
            "type": "app_mention",
            "user": "U0ALICE",
            "text": f"<@U0DOCKWISE> {WRONG.format(number=number)}",
            "ts": f"{number}.1",
            "channel": "C0OPS",
            "event_ts": f"{number}.1",
            "team": "T0HOME",
        }
        payload = {"type": "event_callback", "event_id": f"Ev{number}", "team_id": "T0HOME", "event": event}
        if number == numbers[len(numbers) // 2]:
            kill.process.send_signal(signal.SIGKILL)
        for retry in range(4):
            sender.people.ack_seconds = 1.0
            if sender.people.deliver("events_api", payload, retry).acked:
                break
        else:
            raise AssertionError(f"nobody took {number}")
    kill.process.wait(10)


def test_what_a_killed_process_left_behind_is_told_by_the_next(standin: Standin, storage_url: str, tmp_path: Path) -> None:
    space = standin.workspace
    with hanging_host() as stuck:
        settings = f'hosts: {{stuck: {{url: "{stuck}"}}}}\n{READS}'
        with bot(standin, tmp_path / "one", settings, DOCKWISE_STORAGE=storage_url) as one:
            thread = one.people.mention("docker ps")
            private = one.people.slash("docker images", user="U0BOB")
            live = one.people.mention("docker stats", user="U0CAROL")
            space.wait(lambda: "working on it" in "".join(m.seen for m in space.said(thread=thread)), 15)
            space.wait(lambda: space.said(thread=live), 15)
            assert private.acked
            time.sleep(0.5)
            one.kill()
        with bot(standin, tmp_path / "two", settings, DOCKWISE_STORAGE=storage_url) as two:
            space.wait(lambda: "before this was finished" in space.said(thread=thread)[0].seen, 15)
            space.wait(lambda: "before this was finished" in space.said(thread=live)[0].seen, 15)
            space.wait(lambda: [m for m in space.said(user="U0BOB") if "before this was finished" in m.seen], 15)
            for thread_ in (thread, live):
                assert len(space.said(thread=thread_)) == 1 and not space.said(thread=thread_)[0].action_ids
            said = len(space.said())
            for _ in range(4):  # a live message that is over takes no place any more
                two.people.mention("docker stats", user="U0CAROL")
            space.wait(lambda: len(space.said()) >= said + 3, 15)
            assert len([m for m in space.said() if "stop one of them" in m.seen]) <= 1


BUSY = "FROM scratch\n" + "".join(f"RUN echo {number} && \\\n  true\nENV A{number}=b\n" for number in range(150))


@pytest.mark.parametrize("attempt", range(3))
def test_sigterm_ends_the_process_whatever_hangs(standin: Standin, tmp_path: Path, attempt: int) -> None:
    """Busy documents, a host that never answers, and Slack that asks to wait a minute with every message."""
    space = standin.workspace
    with hanging_host() as stuck, bot(
        standin, tmp_path / "one", f'hosts: {{stuck: {{url: "{stuck}"}}}}\nstorage: sqlite:///{tmp_path}/x.db\n{READS}'
    ) as one:
        space.rate_limit("chat.postMessage", 60, times=500)
        space.rate_limit("response_url", 60, times=500)
        for number in range(12):
            one.people.mention(f"```{BUSY}# {attempt} {number}```", raw=True)
            one.people.mention("docker ps", user="U0BOB")
        one.people.open_home()
        one.people.mention("docker stats")
        time.sleep(3.0)  # so that it is said of each that it is worked on
        status, took = one.terminate(15)
        assert status == 0, one.said[-80:]  # by itself, not by the watchdog, whose status is 1
        assert took < 2 + 5.5, (took, one.said[-80:])


def test_sigterm_with_nothing_to_do_is_quick_and_clean(standin: Standin, tmp_path: Path) -> None:
    for http in (False, True):
        with bot(standin, tmp_path / str(http), f"storage: sqlite:///{tmp_path}/x.db\n", http=http) as one:
            one.people.slash(WRONG.format(number=1))
            time.sleep(0.5)
            status, took = one.terminate(10)
            assert status == 0 and took < 6.0, (status, took, one.said)


def test_sighup_reads_the_configuration_again_and_a_broken_one_changes_nothing(standin: Standin, tmp_path: Path) -> None:
    space = standin.workspace
    storage = f"storage: sqlite:///{tmp_path}/x.db\n"
    with bot(standin, tmp_path / "one", f"{storage}grants: []\n") as one:
        one.people.slash("docker ps")
        space.wait(lambda: [m for m in space.said() if "⛔" in m.seen], 40)
        one.file.write_text(f"{storage}{READS}", encoding="utf-8")
        one.process.send_signal(signal.SIGHUP)
        one.wait_said("the configuration was read again")
        space.forget()
        one.people.slash("docker ps")
        space.wait(lambda: [m for m in space.said() if "Cannot connect to the Docker daemon" in m.seen], 40)
        one.file.write_text(f"{storage}grants: [{{roles: [nobody], risk: [read]}}]\n", encoding="utf-8")
        one.process.send_signal(signal.SIGHUP)
        one.wait_said("the old one stays")
        assert any("dockwise.yml:2" in line for line in one.said)
        space.forget()
        one.people.slash("docker ps -a")
        space.wait(lambda: [m for m in space.said() if "Cannot connect to the Docker daemon" in m.seen], 40)
        assert one.terminate(10)[0] == 0
