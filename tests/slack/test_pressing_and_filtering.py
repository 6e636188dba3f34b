"""Cards that are pressed: explanations, menus, pages, filters without a new run, sharing, files."""

from __future__ import annotations

import json

import pytest

from commands.result import Result
from tests.slack.rig import Rig

pytestmark = pytest.mark.slack

COLUMNS = (("CONTAINER ID", 12), ("IMAGE", 12), ("COMMAND", 22), ("CREATED", 12), ("STATUS", 24), ("PORTS", 39))
HEAD = "   ".join(title.ljust(width) for title, width in COLUMNS) + "   NAMES\n"


def row(number: int, status: str, name: str, image: str = "nginx:1.27", ports: str = "") -> str:
    """A line of `docker ps`."""
    cells = (f"{number:012x}", image, '"/docker-entrypoint.…"', "2 hours ago", status, ports)
    return "   ".join(cell.ljust(width) for cell, (_, width) in zip(cells, COLUMNS, strict=True)) + f"   {name}\n"


PS = (
    HEAD
    + row(1, "Up 2 hours (healthy)", "web", ports="0.0.0.0:8080->80/tcp")
    + row(2, "Exited (137) 3 hours ago", "db")
    + row(3, "Up 5 minutes (unhealthy)", "api")
)


def test_container_list_has_marks_menus_and_reasons(rig: Rig) -> None:
    rig.give("docker ps -a", Result(PS))
    rig.people.slash("docker ps -a", user="U0BOB")
    message = rig.answer()
    assert "🟢 *web*" in message.seen and "8080→80/tcp" in message.seen
    assert "🔴 *db*" in message.seen and "exit 137" in message.seen and "out of memory" in message.seen
    assert "🟠 *api*" in message.seen and "health check" in message.seen
    menus = {
        item["action_id"].split(":")[2]: [option["text"]["text"] for option in item["options"]]
        for item in message.elements()
        if item["type"] == "overflow"
    }
    assert menus["web"] == ["📜 Logs", "🔎 Inspect", "📈 Stats"], "restart and stop are not for this person"
    rig.people.press(message, lambda item: item["action_id"] == "dw_menu:row:web", user="U0BOB", label="📜 Logs")
    logs = rig.answers(2)[1]
    assert "ran docker logs --tail 100 web" in logs.seen and logs.only_for == "U0BOB"


def test_explanation_is_behind_a_button_when_all_is_well(rig: Rig) -> None:
    rig.people.slash("docker ps --all")
    message = rig.answer()
    assert "dw_explain" in " ".join(message.action_ids)
    before = message.seen
    rig.people.press(message, "dw_explain")
    rig.settled(message)
    assert len(message.seen) > len(before) and "ran docker ps --all" in message.seen
    rig.people.press(message, "dw_explain")
    rig.settled(message, 3)
    assert message.seen == before
    assert len(rig.core.ran) == 1, "looking at it in another way is no new run"


def test_explanation_is_in_full_when_docker_refuses(rig: Rig) -> None:
    rig.people.slash("docker run --rm --memry 1g nginx")
    message = rig.answer()
    assert "--rm" in message.seen and not any(name.startswith("dw_explain") for name in message.action_ids)
    rig.people.press(message, lambda item: item["action_id"] == "dw_run:fix")
    fixed = rig.answers(2)[1]
    assert "docker run --rm --memory 1g nginx" in fixed.seen


def test_filters_work_on_what_is_at_hand(rig: Rig) -> None:
    lines = (
        "".join(f"2026-01-01 INFO request {number} ok\n" for number in range(40))
        + "2026-01-01 ERROR database gone\n  at query()\nINFO fine\n"
    )
    rig.give("docker logs web", Result(lines))
    rig.people.slash("docker logs web")
    message = rig.answer()
    assert "request 39 ok" in message.seen
    rig.people.press(message, "dw_level")
    rig.settled(message)
    assert "database gone" in message.seen and "at query()" in message.seen and "request" not in message.seen
    rig.people.press(message, "dw_level")
    rig.settled(message, 3)
    assert "request 39 ok" in message.seen
    rig.people.press(message, "dw_filter")
    view = rig.space.wait(lambda: list(rig.space.views.values()))[0]
    values = {"grep": {"value": {"type": "plain_text_input", "value": "request 1"}}, "level": {"value": {"selected_option": None}}}
    rig.people.submit(view, values)
    rig.settled(message, 4)
    assert "request 17 ok" in message.seen and "request 39" not in message.seen and "11 of 43" in message.seen
    rig.people.press(message, "dw_clear")
    rig.settled(message, 5)
    assert "request 39 ok" in message.seen
    assert len(rig.core.ran) == 1


def test_columns_and_order_of_a_table(rig: Rig) -> None:
    table = (
        "REPOSITORY   TAG       IMAGE ID       CREATED        SIZE\n"
        "team/web     2.0       aaaaaaaaaaaa   2 hours ago    120MB\n"
        "<none>       <none>    bbbbbbbbbbbb   3 weeks ago    1.2GB\n"
        "busybox      latest    cccccccccccc   1 year ago     4.2MB\n"
    )
    rig.give("docker images", Result(table))
    rig.people.mention("docker images")
    message = rig.answer()
    drawn = next(block for block in message.blocks if block["type"] == "table")
    assert [cell["text"] for cell in drawn["rows"][0]] == ["Repository", "Tag", "Size", "Created"]
    rig.people.press(message, "dw_filter")
    view = rig.space.wait(lambda: list(rig.space.views.values()))[0]
    chosen = {"selected_options": [{"value": "REPOSITORY"}, {"value": "SIZE"}]}
    rig.people.submit(view, {"columns": {"value": chosen}, "sort": {"value": {"selected_option": {"value": "-SIZE"}}}})
    rig.settled(message)
    drawn = next(block for block in message.blocks if block["type"] == "table")
    assert [[cell["text"] for cell in line] for line in drawn["rows"]] == [
        ["Repository", "Size"],
        ["<none>", "1.2GB"],
        ["team/web", "120MB"],
        ["busybox", "4.2MB"],
    ]


def test_inspect_is_a_summary_with_the_json_behind_a_button(rig: Rig) -> None:
    state = {
        "Status": "exited",
        "ExitCode": 137,
        "OOMKilled": True,
        "StartedAt": "2026-01-01T00:00:00Z",
        "FinishedAt": "2026-01-02T00:00:00Z",
    }
    data = [
        {
            "Id": "a" * 64,
            "Name": "/web",
            "State": state,
            "RestartCount": 4,
            "Config": {"Image": "nginx:1.27"},
            "HostConfig": {"Memory": 536870912, "NanoCpus": 1500000000, "RestartPolicy": {"Name": "always"}},
            "Mounts": [{"Type": "volume", "Name": "data", "Destination": "/data", "RW": False}],
            "NetworkSettings": {
                "Ports": {"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8080"}]},
                "Networks": {"bridge": {"IPAddress": "172.17.0.2"}},
            },
        }
    ]
    rig.give("docker inspect web", Result(json.dumps(data, indent=4) + "\n"))
    rig.people.slash("docker inspect web")
    message = rig.answer()
    for words in (
        "used more memory than its limit",
        "nginx:1.27",
        "512 MiB",
        "1.5 CPUs",
        "4 so far, policy always",
        "0.0.0.0:8080 → 80/tcp",
        "data → /data (read only)",
    ):
        assert words in message.seen
    assert '"RestartCount"' not in message.seen
    rig.people.press(message, "dw_raw")
    rig.settled(message)
    assert '"RestartCount": 4' in message.seen
    assert any("docker logs --tail 50 web" in str(item.get("value")) for item in rig.space.said()[0].elements()) is False


def test_sharing_a_private_answer(rig: Rig) -> None:
    rig.people.slash("docker version")
    message = rig.answer()
    rig.people.press(message, "dw_share")
    shared = rig.answers(2)[1]
    assert (
        not shared.only_for
        and shared.channel == "C0OPS"
        and "shared by <@U0ALICE>" in shared.seen
        and "ran docker version" in shared.seen
    )


def test_private_cards_are_their_readers_alone(rig: Rig) -> None:
    rig.people.slash("docker version")
    message = rig.answer()
    rig.people.press(message, "dw_share", user="U0BOB")
    told = rig.answers(2)[1]
    assert told.only_for == "U0BOB" and "no longer at hand" in told.seen


def test_long_output_is_a_tail_and_a_file_in_the_thread(rig: Rig) -> None:
    text = "".join(f"line {number} {'x' * 60}\n" for number in range(2_000))
    rig.give("docker logs web", Result(text))
    ts = rig.people.mention("docker logs web")
    message = rig.answer()
    assert "line 1999" in message.seen and "line 3 " not in message.seen and "of 2,000" in message.seen
    upload = rig.space.wait(lambda: [one for one in rig.space.uploads.values() if one.shared_in])[0]
    assert (upload.shared_in, upload.thread, upload.content.decode()) == ("C0OPS", ts, text)


def test_long_private_output_goes_as_a_file_to_the_direct_messages(rig: Rig) -> None:
    rig.give("docker logs web", Result("x" * 30_000 + "\n"))
    rig.people.slash("docker logs web")
    assert rig.answer().only_for == "U0ALICE"
    upload = rig.space.wait(lambda: [one for one in rig.space.uploads.values() if one.shared_in])[0]
    assert upload.shared_in == "D0ALICE"


def test_pages_of_many_containers(rig: Rig) -> None:
    rig.give("docker ps", Result(HEAD + "".join(row(number, "Up 2 hours", f"c{number:03d}") for number in range(500))))
    rig.people.mention("docker ps")
    message = rig.answer()
    assert "500 containers" in message.seen and "c000" in message.seen
    seen: set[str] = set()
    for turn in range(2, 60):
        names = {item["action_id"].split(":")[2] for item in message.elements() if item["type"] == "overflow"}
        assert names and not names & seen
        seen |= names
        if not any(item["text"]["text"] == "More ▶" for item in message.elements() if item["type"] == "button"):
            break
        rig.people.press(message, lambda item: item["type"] == "button" and item["text"]["text"] == "More ▶")
        rig.settled(message, turn)
    assert len(seen) == 500
    assert len(rig.core.ran) == 1


def test_again_takes_the_place_of_the_message(rig: Rig) -> None:
    counts = iter(range(1, 9))
    rig.give("docker version", lambda _request: Result(f"run {next(counts)}\n"))
    rig.people.mention("docker version")
    message = rig.answer()
    assert "run 1" in message.seen
    rig.people.press(message, "dw_again")
    rig.settled(message)
    assert "run 2" in message.seen and len(rig.space.said()) == 1


def test_what_is_no_longer_at_hand_is_said(rig: Rig) -> None:
    rig.people.mention("docker version")
    message = rig.answer()
    assert rig.desk.ledger.flush()
    for key, _ in rig.core.store.items("slack-card"):
        rig.core.store.drop("slack-card", key)
    rig.people.press(message, "dw_explain")
    told = rig.answers(2)[1]
    assert told.only_for == "U0ALICE" and "ask again" in told.seen


def test_favourites_and_recent_requests_are_in_the_home_tab(rig: Rig) -> None:
    rig.people.slash("docker version", user="U0CAROL")
    message = rig.answer()
    rig.people.press(message, "dw_keep", user="U0CAROL")
    rig.answers(2)
    rig.people.open_home("U0CAROL")
    home = rig.space.wait(lambda: (view := rig.space.homes.get("U0CAROL")) and "28.2.2" in json.dumps(view) and view)
    text = json.dumps(home)
    assert text.count("docker version") >= 2 and "everyone: read on *" in text and "prod-2" in text
    rig.people.press_home("U0CAROL", "dw_home:favourite")
    asked = rig.answers(3)[2]
    assert asked.channel == "D0CAROL" and "ran docker version" in asked.seen
    rig.people.press_home("U0CAROL", "dw_home:forget")
    rig.space.wait(lambda: "Favourites" not in json.dumps(rig.space.homes["U0CAROL"]))
