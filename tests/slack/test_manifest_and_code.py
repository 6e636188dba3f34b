"""`manifest.yml` declares exactly what the code listens to and calls, in the shape that Slack takes."""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot.app import feature_modules
from bot.blocks.modals import build_modal, fill_modal, filter_modal
from bot.blocks.shown import View
from tests.slack.limits import view_problems

ROOT = Path(__file__).resolve().parents[2]
# Slack's method → the bot scope that it needs (Slack's reference of methods).
SCOPES = {
    "chat_postMessage": "chat:write",
    "chat_postEphemeral": "chat:write",
    "chat_update": "chat:write",
    "chat_delete": "chat:write",
    "chat_stream": "chat:write",
    "views_open": "",
    "views_update": "",
    "views_publish": "",
    "users_info": "users:read",
    "usergroups_users_list": "usergroups:read",
    "files_upload_v2": "files:write",
    "conversations_open": "im:write",
    "conversations_info": "channels:read",
    "assistant_threads_setStatus": "assistant:write",
    "assistant_threads_setTitle": "assistant:write",
    "assistant_threads_setSuggestedPrompts": "assistant:write",
    "auth_test": "",
}
# Event → (its name in the manifest, the scope that it needs).
EVENTS = {
    "app_mention": ("app_mention", "app_mentions:read"),
    "message": ("message.im", "im:history"),
    "app_home_opened": ("app_home_opened", ""),
    "assistant_thread_started": ("assistant_thread_started", "assistant:write"),
    "assistant_thread_context_changed": ("assistant_thread_context_changed", "assistant:write"),
}


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    """The manifest, read as Slack reads it."""
    found: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))
    return found


@cache
def trees() -> list[tuple[Path, ast.Module]]:
    """Every module of the bot, parsed."""
    return [(path, ast.parse(path.read_text("utf-8"))) for path in sorted((ROOT / "bot").rglob("*.py"))]


def registered() -> dict[str, set[str]]:
    """What the listeners register, read from `app.command(…)`, `app.event(…)` and so on."""
    found: dict[str, set[str]] = {}
    for path, tree in trees():
        if path.parent.name != "listeners":
            continue
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
                continue
            on, first = node.func.value, node.args[0]
            if isinstance(on, ast.Name) and on.id == "app" and isinstance(first, ast.Constant):
                found.setdefault(node.func.attr, set()).add(str(first.value))
    return found


def called() -> set[str]:
    """Web API methods that the bot calls."""
    names = set()
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in SCOPES:
                names.add(node.attr)
    return names


def test_manifest_has_the_shape_that_slack_takes(manifest: dict[str, Any]) -> None:
    jsonschema.validate(manifest, json.loads((Path(__file__).parent / "manifest-schema.json").read_text("utf-8")))


def test_manifest_and_listeners_name_the_same_things(manifest: dict[str, Any]) -> None:
    have = registered()
    features = manifest["features"]
    assert {row["command"] for row in features["slash_commands"]} == have["command"]
    by_type = {kind: {row["callback_id"] for row in features["shortcuts"] if row["type"] == kind} for kind in ("message", "global")}
    assert by_type == {"message": have["message_shortcut"], "global": have["global_shortcut"]}
    assert {EVENTS[event][0] for event in have["event"]} == set(manifest["settings"]["event_subscriptions"]["bot_events"])


def test_scopes_are_exactly_those_that_are_used(manifest: dict[str, Any]) -> None:
    needed = {SCOPES[name] for name in called()} | {EVENTS[event][1] for event in registered()["event"]}
    needed |= {"commands", "files:read"}  # the slash command and shortcuts; downloads of files
    needed |= {"groups:read"}  # conversations.info of private channels
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == needed - {""}


def test_every_web_api_call_of_the_bot_is_known_to_this_test() -> None:
    prefixes = (
        "chat_",
        "views_",
        "users_",
        "usergroups_",
        "files_upload",
        "conversations_",
        "assistant_",
        "auth_",
        "reactions_",
        "team_",
    )
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr.startswith(prefixes):
                assert node.func.attr in SCOPES, f"{path.name}: {node.func.attr}"


def test_every_modal_that_is_sent_back_is_listened_to() -> None:
    forms = [build_modal(), build_modal("run"), fill_modal("docker push IMAGE", {}), filter_modal(View(), None, True, True, {})]
    for form in forms:
        assert view_problems(form) == []
    assert {form["callback_id"] for form in forms if "submit" in form} == registered()["view"]


def test_every_button_that_is_drawn_is_listened_to() -> None:
    drawn, listened = set(), set()
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                (listened if path.parent.name == "listeners" else drawn).update(re.findall(r"\bdw_[a-z]+", node.value))
    forms = {"dw_filtered", "dw_built", "dw_filled", "dw_note"}
    assert drawn - forms <= listened, drawn - forms - listened


def test_every_feature_module_registers_something() -> None:
    assert {"slash_commands", "mentions", "messages", "shortcuts", "actions", "views", "home", "assistant"} <= set(
        feature_modules()
    )
    with_register = {path.stem for path, tree in trees() if path.parent.name == "listeners" and _registers(tree)}
    assert set(feature_modules()) - with_register == {"files", "spots"}


def _registers(tree: ast.Module) -> bool:
    return any(isinstance(node, ast.FunctionDef) and node.name == "register" for node in tree.body)
