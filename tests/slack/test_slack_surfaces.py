"""Every surface, over both transports: acknowledged at once, answered where it belongs."""

from __future__ import annotations

import pytest

from tests.slack.rig import Rig

pytestmark = pytest.mark.slack


def test_slash_command_answers_its_person_alone(each_rig: Rig) -> None:
    delivery = each_rig.people.slash("docker run -p 80:80 --memry 1g nginx")
    assert delivery.acked and delivery.body in ({}, "", None)
    message = each_rig.answer()
    assert message.only_for == "U0ALICE" and message.via == "response_url"
    assert "--memry" in message.seen and "--memory" in message.seen
    assert "^^^^^^^" in message.seen


def test_words_after_the_slash_command_need_no_docker_in_front(each_rig: Rig) -> None:
    each_rig.people.slash("ps -a --filter status=exited")
    assert "ran docker ps -a --filter status=exited" in each_rig.answer().seen


def test_mention_is_answered_in_its_thread(each_rig: Rig) -> None:
    ts = each_rig.people.mention("docker version")
    message = each_rig.answer()
    assert (message.channel, message.thread, message.only_for) == ("C0OPS", ts, "")
    assert "ran docker version" in message.seen
    each_rig.people.mention("docker info", thread=ts)
    assert each_rig.answers(2)[1].thread == ts


def test_direct_message_needs_no_mention(each_rig: Rig) -> None:
    each_rig.people.dm("docker version")
    message = each_rig.answer()
    assert message.channel == "D0ALICE" and not message.thread
    assert "ran docker version" in message.seen


def test_channel_means_its_own_host(each_rig: Rig) -> None:
    each_rig.people.mention("docker version", channel="C0DEV")
    each_rig.answer()
    assert each_rig.core.ran == [("docker version", "prod-1")]


def test_all_hosts_answer_in_one_message(each_rig: Rig) -> None:
    each_rig.people.mention("docker version on all hosts")
    message = each_rig.answer()
    assert all(f"✅ *{host}*" in message.seen for host in ("local", "prod-1", "prod-2"))
    assert sorted(host for _, host in each_rig.core.ran) == ["local", "prod-1", "prod-2"]


def test_what_slack_and_keyboards_did_is_undone_and_shown(each_rig: Rig) -> None:
    each_rig.people.mention("docker ps —all –filter “status=exited”", raw=True)
    message = each_rig.answer()
    assert 'I read: `docker ps --all --filter "status=exited"`' in message.seen
    assert each_rig.core.ran == [('docker ps --all --filter "status=exited"', "local")]


def test_a_thread_remembers_what_was_said(each_rig: Rig) -> None:
    ts = each_rig.people.mention("list containers")
    each_rig.answer()
    each_rig.people.mention("only the exited ones", thread=ts)
    seen = each_rig.answers(2)[1].seen
    assert "status=exited" in seen and each_rig.core.ran[-1][0].startswith("docker ps")


def test_message_events_of_channels_are_not_answered(each_rig: Rig) -> None:
    event = {"type": "message", "user": "U0ALICE", "text": "docker ps", "ts": "5.5", "channel": "C0OPS", "channel_type": "channel"}
    assert each_rig.people.event(event).acked
    each_rig.people.mention("docker version")
    each_rig.answer()
    assert [command for command, _ in each_rig.core.ran] == ["docker version"]
