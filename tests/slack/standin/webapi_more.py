"""Slack's Web API beside messages: conversations, people, views, files, the assistant pane."""

from __future__ import annotations

from typing import Any

from tests.slack import limits
from tests.slack.standin.webapi import METHODS, Args, method, need, parsed_json, refuse
from tests.slack.standin.workspace import BOT_USER, Message, SlackError, Upload, Workspace


@method("conversations.open")
def conversations_open(workspace: Workspace, args: Args) -> dict[str, Any]:
    need(args, "users")
    return {"channel": {"id": workspace.im(str(args["users"]).split(",")[0])}}


@method("conversations.info")
def conversations_info(workspace: Workspace, args: Args) -> dict[str, Any]:
    found = workspace.channels.get(args.get("channel", ""))
    if found is None:
        raise SlackError("channel_not_found")
    member = BOT_USER in found.members
    return {
        "channel": {
            "id": found.id,
            "name": found.name,
            "is_archived": found.archived,
            "is_im": bool(found.im_of),
            "is_member": member,
            "is_ext_shared": found.shared,
        }
    }


@method("conversations.replies")
def conversations_replies(workspace: Workspace, args: Args) -> dict[str, Any]:
    need(args, "channel", "ts")
    workspace.writable(args["channel"])
    there = [m for m in workspace.messages if m.channel == args["channel"] and args["ts"] in (m.ts, m.thread) and not m.only_for]
    return {"messages": [{"type": "message", "user": m.user, "text": m.text, "ts": m.ts} for m in there], "has_more": False}


@method("conversations.members")
def conversations_members(workspace: Workspace, args: Args) -> dict[str, Any]:
    found = workspace.channels.get(args.get("channel", ""))
    if found is None:
        raise SlackError("channel_not_found")
    return {"members": sorted(found.members)}


@method("users.info")
def users_info(workspace: Workspace, args: Args) -> dict[str, Any]:
    if args.get("user") not in workspace.users:
        raise SlackError("user_not_found")
    return {"user": workspace.users[args["user"]]}


@method("usergroups.users.list")
def usergroup_users(workspace: Workspace, args: Args) -> dict[str, Any]:
    if args.get("usergroup") not in workspace.usergroups:
        raise SlackError("no_such_subteam")
    return {"users": workspace.usergroups[args["usergroup"]]}


@method("usergroups.list")
def usergroups(workspace: Workspace, args: Args) -> dict[str, Any]:
    return {"usergroups": [{"id": name, "users": users} for name, users in workspace.usergroups.items()]}


def _view(workspace: Workspace, args: Args) -> dict[str, Any]:
    view = dict(parsed_json(args.get("view") or "{}"))
    workspace.payloads += 1
    refuse(workspace, limits.view_problems(view))
    return view


@method("views.open")
def views_open(workspace: Workspace, args: Args) -> dict[str, Any]:
    need(args, "trigger_id", "view")
    workspace.use_trigger(args["trigger_id"])
    view = _view(workspace, args)
    view |= {"id": workspace.next_id("V"), "hash": workspace.next_ts(), "state": {"values": {}}}
    workspace.views[view["id"]] = view
    return {"view": view}


METHODS["views.push"] = views_open


@method("views.update")
def views_update(workspace: Workspace, args: Args) -> dict[str, Any]:
    old = workspace.views.get(args.get("view_id", ""))
    if old is None:
        raise SlackError("not_found")
    if args.get("hash") and args["hash"] != old["hash"]:
        raise SlackError("hash_conflict")
    view = _view(workspace, args) | {"id": old["id"], "hash": workspace.next_ts(), "state": old["state"]}
    workspace.views[old["id"]] = view
    return {"view": view}


@method("views.publish")
def views_publish(workspace: Workspace, args: Args) -> dict[str, Any]:
    need(args, "user_id", "view")
    view = _view(workspace, args)
    if view["type"] != "home":
        raise SlackError("invalid_arguments")
    workspace.homes[args["user_id"]] = view
    return {"view": view}


@method("files.getUploadURLExternal")
def upload_url(workspace: Workspace, args: Args) -> dict[str, Any]:
    need(args, "filename", "length")
    if int(args["length"]) <= 0:
        raise SlackError("invalid_arguments")
    upload = Upload(workspace.next_id("F"), args["filename"], int(args["length"]))
    workspace.uploads[upload.id] = upload
    return {"upload_url": f"{args['_base']}/upload/{upload.id}", "file_id": upload.id}


@method("files.completeUploadExternal")
def complete_upload(workspace: Workspace, args: Args) -> dict[str, Any]:
    done = []
    where = args.get("channel_id") or args.get("channels") or ""
    channel = workspace.writable(where).id if where else ""
    for item in parsed_json(args.get("files") or "[]"):
        upload = workspace.uploads.get(item["id"])
        if upload is None or len(upload.content) != upload.length:
            raise SlackError("file_not_found")
        upload.shared_in, upload.thread, upload.title = channel, args.get("thread_ts") or "", item.get("title", "")
        upload.comment = args.get("initial_comment") or ""
        done.append({"id": upload.id, "title": upload.title, "name": upload.name})
        if channel:
            text = upload.comment
            workspace.messages.append(
                Message(channel, workspace.next_ts(), text, thread=upload.thread, via="file", files=[upload.id])
            )
    return {"files": done}


@method("files.info")
def files_info(workspace: Workspace, args: Args) -> dict[str, Any]:
    if args.get("file") not in workspace.shared_files:
        raise SlackError("file_not_found")
    content = workspace.shared_files[args["file"]]
    return {"file": {"id": args["file"], "size": len(content), "url_private": f"{args['_base']}/files/{args['file']}"}}


@method("assistant.threads.setStatus")
def set_status(workspace: Workspace, args: Args) -> dict[str, Any]:
    need(args, "channel_id", "thread_ts")
    workspace.statuses.append(args.get("status", ""))
    return {}


@method("assistant.threads.setTitle")
def set_title(workspace: Workspace, args: Args) -> dict[str, Any]:
    need(args, "channel_id", "thread_ts", "title")
    return {}


@method("assistant.threads.setSuggestedPrompts")
def set_prompts(workspace: Workspace, args: Args) -> dict[str, Any]:
    need(args, "channel_id", "prompts")
    prompts = parsed_json(args["prompts"])
    if not 1 <= len(prompts) <= 4:
        raise SlackError("invalid_arguments")
    workspace.prompts = prompts
    return {}
