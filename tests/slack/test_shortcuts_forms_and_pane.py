"""Shortcuts, forms, files and the assistant pane."""

from __future__ import annotations

import json

import pytest

from tests.slack.rig import Rig

pytestmark = pytest.mark.slack


def text_of(value: str) -> dict[str, object]:
    """The state of a text field."""
    return {"value": {"type": "plain_text_input", "value": value}}


def test_message_shortcut_explains_every_command_and_runs_none(rig: Rig) -> None:
    rig.people.message_shortcut(
        "explain_docker_command", "Try ```docker run —rm -it nginx```\nthen `docker rmi &lt;x&gt;`, then\n$ docker ps --al"
    )
    answers = rig.answers(3)
    assert [answer.only_for for answer in answers] == ["U0ALICE"] * 3
    seen = "\n".join(answer.seen for answer in answers)
    assert "docker run --rm -it nginx" in seen and "--al" in seen and not rig.core.ran


def test_message_shortcut_on_a_message_without_a_command(rig: Rig) -> None:
    rig.people.message_shortcut("explain_docker_command", "good morning")
    assert "no docker command" in rig.answer().seen


def test_global_shortcut_builds_a_command_step_by_step(rig: Rig) -> None:
    rig.people.global_shortcut("build_docker_command")
    view = rig.space.wait(lambda: list(rig.space.views.values()))[0]
    option = {"text": {"type": "plain_text", "text": "Read logs"}, "value": "logs"}
    rig.people.press_view(view, "dw_build", {}, selected_option=option)
    view = rig.space.wait(lambda: (now := rig.space.views[view["id"]]) and "logs-container" in json.dumps(now) and now)
    delivery = rig.people.submit(view, {"logs-container": text_of("web"), "logs-tail": text_of("50")})
    assert delivery.acked
    message = rig.answer()
    assert message.channel == "D0ALICE" and "ran docker logs --tail 50 web" in message.seen


def test_form_with_a_wrong_value_says_so_in_the_form(rig: Rig) -> None:
    rig.people.global_shortcut("build_docker_command")
    view = rig.space.wait(lambda: list(rig.space.views.values()))[0]
    option = {"text": {"type": "plain_text", "text": "Run a container"}, "value": "run"}
    rig.people.press_view(view, "dw_build", {}, selected_option=option)
    view = rig.space.wait(lambda: (now := rig.space.views[view["id"]]) and "run-image" in json.dumps(now) and now)
    delivery = rig.people.submit(view, {"run-image": text_of("nginx"), "run-memory": text_of("a lot")})
    assert delivery.body["response_action"] == "errors" and "--memory" in delivery.body["errors"]["run-memory"]
    assert not rig.core.ran and not rig.space.said()


def test_what_is_missing_is_filled_in_a_form(rig: Rig) -> None:
    rig.people.slash("show logs of a container")
    message = rig.answer()
    assert "CONTAINER" in message.seen
    rig.people.press(message, "dw_fill")
    view = rig.space.wait(lambda: list(rig.space.views.values()))[0]
    rig.people.submit(view, {"command": text_of("docker logs web")})
    answer = rig.answers(2)[1]
    assert answer.only_for == "U0ALICE" and "ran docker logs web" in answer.seen


def test_dockerfile_that_is_sent_is_read(rig: Rig) -> None:
    rig.space.shared_files["F1"] = b"FROM python:3.12\nRUN apt-get install curl\nCMD python app.py\n"
    rig.people.dm(
        "",
        subtype="file_share",
        files=[{"id": "F1", "name": "Dockerfile", "size": 60, "url_private": f"{rig.standin.base}/files/F1"}],
    )
    message = rig.answer()
    assert "apt-get" in message.seen and "📄" in message.seen


def test_files_that_are_none_of_ours_are_named(rig: Rig) -> None:
    rig.space.shared_files["F2"] = b"\x89PNG\x00\x00"
    files = [
        {"id": "F2", "name": "cat.png", "size": 10, "url_private": f"{rig.standin.base}/files/F2"},
        {"id": "F3", "name": "far.txt", "size": 10, "url_private": "https://example.com/steal"},
        {"id": "F4", "name": "big.log", "size": 10_000_000, "url_private": f"{rig.standin.base}/files/F4"},
    ]
    rig.people.mention("", files=files)
    seen = " ".join(message.seen for message in rig.answers(3))
    assert "cat.png" in seen and "no text" in seen and "not kept by Slack" in seen and "larger than" in seen


def test_assistant_pane_suggests_and_streams(rig: Rig) -> None:
    ts = rig.people.open_assistant()
    prompts = rig.space.wait(lambda: rig.space.prompts)
    assert len(prompts) == 4
    rig.people.dm("what does --cap-add do", thread=ts)
    message = rig.answer()
    rig.space.wait(lambda: not message.streaming)
    assert (message.via, message.thread, message.channel) == ("chat.startStream", ts, "D0ALICE")
    assert "cap-add" in message.text
    assert rig.space.wait(lambda: rig.space.statuses and rig.space.statuses[-1] == "")
    rig.people.dm("docker version", thread=ts)
    assert "ran docker version" in rig.answers(2)[1].seen


def test_assistant_pane_without_streaming(rig: Rig) -> None:
    rig.space.streaming = False
    try:
        ts = rig.people.open_assistant()
        rig.people.dm("what does --cap-add do", thread=ts)
        message = rig.answer()
        assert message.via == "chat.postMessage" and message.thread == ts and "cap-add" in message.seen
    finally:
        rig.space.streaming = True


def test_home_tab_of_a_guest_offers_nothing(rig: Rig) -> None:
    rig.people.open_home("U0GUEST")
    home = rig.space.wait(lambda: rig.space.homes.get("U0GUEST"))
    assert "Nothing runs for you here" in json.dumps(home) and "28.2.2" not in json.dumps(home)
