"""Slack's Web API, method by method, with Slack's own limits and error codes."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from tests.slack import limits
from tests.slack.standin.workspace import APP_ID, BOT_ID, BOT_USER, TEAM, Answerable, Message, SlackError, Workspace

Args = dict[str, Any]
Method = Callable[[Workspace, Args], dict[str, Any]]
METHODS: dict[str, Method] = {}


def method(name: str) -> Callable[[Method], Method]:
    """Serve this function as that method."""

    def keep(function: Method) -> Method:
        METHODS[name] = function
        return function

    return keep


def parsed_json(value: Any) -> Any:
    """An argument that may come as JSON text."""
    return json.loads(value) if isinstance(value, str) else value


def need(args: Args, *names: str) -> None:
    """Refuse a call that lacks one of these."""
    for name in names:
        if args.get(name) in (None, ""):
            raise SlackError("invalid_arguments", response_metadata={"messages": [f"missing required field: {name}"]})


def checked(workspace: Workspace, payload: Args, kind: str) -> None:
    """Refuse what Slack would refuse, and remember that it was sent."""
    workspace.payloads += 1
    found = limits.message_problems(payload, kind)
    refuse(workspace, found)


def refuse(workspace: Workspace, found: list[limits.Problem]) -> None:
    """Answer with the first problem's code, and remember all of them."""
    if found:
        workspace.problems.extend(found)
        first = found[0]
        raise SlackError(first.code, errors=[str(problem) for problem in found])


def _blocks(args: Args) -> list[dict[str, Any]]:
    return parsed_json(args.get("blocks") or "[]") or []


@method("auth.test")
def auth_test(workspace: Workspace, args: Args) -> dict[str, Any]:
    return {
        "url": "https://standin.slack.com/",
        "team": "standin",
        "user": "dockwise",
        "team_id": TEAM,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
    }


@method("bots.info")
def bots_info(workspace: Workspace, args: Args) -> dict[str, Any]:
    return {"bot": {"id": BOT_ID, "app_id": APP_ID, "user_id": BOT_USER}}


@method("api.test")
def api_test(workspace: Workspace, args: Args) -> dict[str, Any]:
    return {"args": args}


@method("chat.postMessage")
def post_message(workspace: Workspace, args: Args) -> dict[str, Any]:
    need(args, "channel")
    channel = workspace.writable(args["channel"])
    checked(workspace, {**args, "blocks": _blocks(args)}, "post")
    thread = args.get("thread_ts") or ""
    message = Message(channel.id, workspace.next_ts(), args.get("text") or "", _blocks(args), thread, via="chat.postMessage")
    workspace.messages.append(message)
    return {"channel": channel.id, "ts": message.ts, "message": {"text": message.text, "ts": message.ts}}


@method("chat.postEphemeral")
def post_ephemeral(workspace: Workspace, args: Args) -> dict[str, Any]:
    need(args, "channel", "user")
    channel = workspace.writable(args["channel"])
    if args["user"] not in channel.members:
        raise SlackError("user_not_in_channel")
    checked(workspace, {**args, "blocks": _blocks(args)}, "ephemeral")
    message = Message(
        channel.id,
        workspace.next_ts(),
        args.get("text") or "",
        _blocks(args),
        args.get("thread_ts") or "",
        args["user"],
        "chat.postEphemeral",
    )
    workspace.messages.append(message)
    return {"message_ts": message.ts}


@method("chat.update")
def update(workspace: Workspace, args: Args) -> dict[str, Any]:
    need(args, "channel", "ts")
    workspace.writable(args["channel"])
    message = workspace.find(args["channel"], args["ts"])
    if message.user != BOT_USER or message.only_for:
        raise SlackError("cant_update_message")
    checked(workspace, {**args, "blocks": _blocks(args)}, "update")
    rewrite(message, args.get("text") or "", _blocks(args))
    return {"channel": message.channel, "ts": message.ts, "text": message.text}


def rewrite(message: Message, text: str, blocks: list[dict[str, Any]]) -> None:
    message.text, message.blocks = text, blocks
    message.versions += 1


@method("chat.delete")
def delete(workspace: Workspace, args: Args) -> dict[str, Any]:
    need(args, "channel", "ts")
    workspace.find(args["channel"], args["ts"]).deleted = True
    return {"channel": args["channel"], "ts": args["ts"]}


@method("chat.getPermalink")
def permalink(workspace: Workspace, args: Args) -> dict[str, Any]:
    workspace.find(args["channel"], args["message_ts"])
    return {"permalink": f"https://standin.slack.com/archives/{args['channel']}/p{args['message_ts'].replace('.', '')}"}


@method("chat.startStream")
def start_stream(workspace: Workspace, args: Args) -> dict[str, Any]:
    if not workspace.streaming:
        raise SlackError("unknown_method")
    need(args, "channel", "thread_ts")
    channel = workspace.writable(args["channel"])
    message = Message(channel.id, workspace.next_ts(), "", [], args["thread_ts"], via="chat.startStream", streaming=True)
    workspace.messages.append(message)
    _append(message, args)
    return {"channel": channel.id, "ts": message.ts}


def _append(message: Message, args: Args) -> None:
    added = str(args.get("markdown_text") or "")
    for chunk in parsed_json(args.get("chunks") or "[]") or []:
        if chunk.get("type") == "markdown_text":
            added += chunk["text"]
    if len(added) > limits.MARKDOWN_CHARACTERS:
        raise SlackError("msg_too_long")
    message.text += added
    message.versions += 1


@method("chat.appendStream")
def append_stream(workspace: Workspace, args: Args) -> dict[str, Any]:
    message = workspace.find(args["channel"], args["ts"])
    if not message.streaming:
        raise SlackError("message_not_in_streaming_state")
    _append(message, args)
    return {"channel": message.channel, "ts": message.ts}


@method("chat.stopStream")
def stop_stream(workspace: Workspace, args: Args) -> dict[str, Any]:
    message = workspace.find(args["channel"], args["ts"])
    if not message.streaming:
        raise SlackError("message_not_in_streaming_state")
    _append(message, args)
    message.streaming = False
    if args.get("blocks"):
        checked(workspace, {"text": message.text or "…", "blocks": _blocks(args)}, "post")
        message.blocks = _blocks(args)
    return {"channel": message.channel, "ts": message.ts}


def respond(workspace: Workspace, found: Answerable | None, payload: Args) -> tuple[int, dict[str, Any]]:
    """A post to a `response_url`: status and body."""
    if found is None or workspace.clock() - found.made > 30 * 60:
        return 404, {"ok": False, "error": "expired_url"}
    if found.uses >= 5:
        return 404, {"ok": False, "error": "used_url"}
    found.uses += 1
    found.posts.append((time.perf_counter(), str(payload.get("text") or "")))
    if payload.get("delete_original"):
        if found.message:
            found.message.deleted = True
        return 200, {"ok": True}
    try:
        checked(workspace, payload, "response")
    except SlackError as error:
        return 400, {"ok": False, "error": error.code}
    text, blocks = payload.get("text") or "", payload.get("blocks") or []
    if payload.get("replace_original") and found.message:
        rewrite(found.message, text, blocks)
        return 200, {"ok": True}
    everybody = payload.get("response_type") == "in_channel"
    workspace.messages.append(
        Message(
            found.channel,
            workspace.next_ts(),
            text,
            blocks,
            payload.get("thread_ts") or "",
            "" if everybody else found.user,
            "response_url",
        )
    )
    return 200, {"ok": True}
