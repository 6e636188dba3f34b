"""Hostile replies of every kind, drawn and held against Slack's limits by a checker of its own.

`bench/slack_payloads.py` does the same ten thousand times.
"""

from __future__ import annotations

import json

import pytest

from bot.blocks import Scene, View, draw, shown, whole_file
from bot.blocks.home import home_view
from bot.blocks.modals import build_modal, fill_modal, filter_modal, note_modal
from bot.blocks.render import table_of
from bot.hosts import HostState
from bot.reply import Reply, ReplyKind
from commands.result import Result
from tests.slack.hostile import Maker, check_one, checked, problems_of
from tests.slack.limits import blocks_problems, texts, view_problems


@pytest.mark.parametrize("start", range(0, 600, 60))
def test_no_payload_is_over_the_limits_and_nobody_is_pinged(start: int) -> None:
    wrong = {seed: found for seed in range(start, start + 60) if (found := check_one(seed))}
    assert not wrong


@pytest.mark.parametrize("seed", range(40))
def test_modals_and_home_tabs_stay_inside_limits(seed: int) -> None:
    maker = Maker(seed)
    card = shown(maker.reply())
    hosts = [HostState(maker.text()[:200], "x", bool(n % 2), maker.text(), maker.text(), 5, 3) for n in range(seed)]
    many = [maker.text() for _ in range(seed * 3)]
    views = [
        home_view(hosts, many, many, many, maker.text()),
        home_view(None, [], [], []),
        filter_modal(maker.view(), table_of(card), True, True, {"s": maker.some()}),
        fill_modal(maker.text(), {}),
        note_modal(maker.text(), maker.text()),
        build_modal("run", {}, maker.text()),
    ]
    for view in views:
        assert [str(problem) for problem in view_problems(view)] == []


def test_the_checker_itself_finds_what_is_wrong() -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "x"}}
    assert blocks_problems([section]) == []
    wrong = [
        [section] * 51,
        [{"type": "section"}],
        [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}],
        [{"type": "section", "text": {"type": "mrkdwn", "text": ""}}],
        [{"type": "section", "text": {"type": "mrkdwn", "text": "😀" * 1501}}],
        [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
        [{"type": "context", "elements": []}],
        [{"type": "actions", "elements": [{"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "x" * 76}}]}],
        [{"type": "actions", "elements": [{"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "x"}}] * 2}],
        [{"type": "marquee"}],
        [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}] * 5,
        [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}], []]}],
        [{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}],
        [{"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "\ud800"}]}]}],
    ]
    for blocks in wrong:
        assert blocks_problems(blocks), blocks


def output_of(command: str, text: str, error: str = "", **more: object) -> Reply:
    """A reply to a command that printed that."""
    known = checked(command)
    return Reply(
        ReplyKind.OUTPUT, command=command, host="local", risk="read", parsed=known.main, result=Result(text, error), **more
    )  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(60))
def test_nothing_is_cut_without_saying_so(seed: int) -> None:
    maker = Maker(10_000 + seed)
    command = maker.chance.choice(
        ["docker logs web", "docker exec web ls", "docker version", "docker images", "docker ps -q", "docker info"]
    )
    text = maker.output(command)
    card = shown(output_of(command, text))
    message = draw(card)
    seen = "\n".join(texts(message.blocks))
    from bot.blocks.words import clean, one_line

    lines = [line for line in clean(text).split("\n") if line.strip()]
    missing = [line for line in lines if line not in seen and not all(one_line(word) in seen for word in line.split("   "))]
    if missing and table_of(card) is None:
        assert message.files and message.files[0].content == text
    assert problems_of(message) == []


def test_filters_never_lose_the_whole() -> None:
    text = "".join(f"line {number}\n" for number in range(3_000))
    card = shown(output_of("docker logs web", text))
    assert not draw(card, Scene("k", first=False), View(grep="7")).files, "a file goes along once"
    whole = whole_file(card)
    assert whole is not None and whole.content == text


def test_command_shown_cannot_be_spoofed_by_hidden_characters() -> None:
    message = draw(shown(output_of("docker ps", "x").but(command="docker rm web \u202e sp rekcod\x1b[2K\x00")))
    seen = json.dumps(message.blocks, ensure_ascii=False) + message.text
    assert "\u202e" not in seen and "\x1b" not in seen and "⟨U+202E⟩" in seen


def test_models_of_the_sdk_agree_with_what_is_drawn() -> None:
    from slack_sdk.models.blocks import Block

    for seed in range(40):
        message = Maker(seed).message()
        for block in message.blocks:
            if block["type"] in ("section", "actions", "context", "rich_text", "header", "divider"):
                parsed = Block.parse(block)
                assert parsed is not None
                parsed.validate_json()
