"""check and ask as programs use them: arguments, JSON lines, exit statuses."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def feed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_check_in_the_contracts_shape(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "docker run -p 80:80 nginx"]) == 0
    out = lines(capsys)[0]
    assert list(out) == ["text", "ok", "command", "canonical", "risk", "problems", "parts"]
    assert (out["command"], out["risk"]) == ("container run", "change")
    words = [out["text"][start:end] for start, end in (part["span"] for part in out["parts"])]
    assert words == ["docker", "run", "-p", "80:80", "nginx"]
    kinds = [part["kind"] for part in out["parts"]]
    assert kinds == ["program", "command", "flag", "value", "argument"]


def test_check_of_a_wrong_command_is_status_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "docker run --pubish 80:80 nginx"]) == 1
    out = lines(capsys)[0]
    assert not out["ok"] and out["canonical"] is None and out["command"] == "container run"
    problem = next(problem for problem in out["problems"] if problem["severity"] == "error")
    assert out["text"][slice(*problem["span"])] == "--pubish" and problem["suggestion"] == "--publish"


def test_json_lines_go_on_after_a_bad_one(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, '{"text": "docker ps"}\nnot json\n{"nothing": 1}\n[1]\n{"text": "docker images"}\n')
    assert main(["check", "--jsonl"]) == 1
    out = lines(capsys)
    assert [("error" in item, item.get("command")) for item in out] == [
        (False, "container ls"), (True, None), (True, None), (True, None), (False, "image ls"),
    ]  # fmt: skip


def test_words_that_a_shell_has_split_are_quoted_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--", "docker", "run", "-e", "A=b c", "nginx"]) == 0
    assert lines(capsys)[0]["text"] == "docker run -e 'A=b c' nginx"


@pytest.mark.parametrize("arguments", [["check"], ["check", "--jsonl", "docker ps"], [], ["run"]])
def test_a_wrong_call_is_status_2(arguments: list[str]) -> None:
    assert main(arguments) == 2


def test_a_wrong_option_is_status_2() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["check", "--nosuch", "x"])
    assert ended.value.code == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "docker 'x",
        "docker ps \x00",
        "docker \ud800",
        "docker run " + "x" * 100_000 + " --nosuch",
        "$(" * 50,
        "|||",
        "docker -",
    ],
)
def test_bad_input_is_an_answer(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["check", text]) if text else main(["check", " "])
    out = lines(capsys)[0]
    assert status in {0, 1} and isinstance(out["problems"], list)
    if not out["ok"]:
        assert all(0 <= start <= end <= len(out["text"]) for start, end in (problem["span"] for problem in out["problems"]))


def test_a_megabyte_of_text_is_answered(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, json.dumps({"text": "docker ps " + "a " * 600_000}) + "\n")
    assert main(["check", "--jsonl"]) == 1
    assert lines(capsys)[0]["problems"][0]["code"] == "too-long"


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """The log of the whole process is not bound to the captured standard error of one test."""
    monkeypatch.setattr("bot.logs.configure", lambda *_: None)


NO_TEXT = [None, 0, False, [], {}, 1, ["U0ALICE"], {"id": "U0ALICE"}]
LOST = [("user", value) for value in ["", " ", *NO_TEXT]]
LOST += [(name, value) for name in ("channel", "host", "conversation") for value in NO_TEXT]
LOST += [(name, "U0\ud800") for name in ("user", "channel", "host", "conversation")]


@pytest.mark.parametrize(("name", "value"), LOST, ids=repr)
def test_an_id_that_got_lost_is_an_error_and_never_the_person_at_the_terminal(
    name: str, value: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dockwise.yml").write_text("storage: sqlite:///x.db\n", encoding="utf-8")
    feed(monkeypatch, json.dumps({"text": "what is a volume", name: value}) + '\n{"text": "what is a volume"}\n')
    assert main(["run", "--jsonl", "--config", str(tmp_path / "dockwise.yml")]) == 1
    first, second = lines(capsys)
    assert set(first) == {"error"} and f'"{name}"' in first["error"]
    assert second["ok"], "the stream goes on"


@pytest.mark.parametrize("verb", [["run", "--user", ""], ["can-i", ""]])
def test_an_empty_user_is_a_wrong_call(verb: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*verb, "docker ps"])
    assert ended.value.code == 2


def test_whoever_is_named_has_not_the_role_of_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dockwise.yml").write_text(
        "storage: sqlite:///x.db\ngrants: [{roles: [local], risk: [read, change], hosts: [local]}]\n", encoding="utf-8"
    )
    feed(monkeypatch, '{"text": "docker ps", "user": "local"}\n{"text": "docker ps", "user": "U0ALICE"}\n')
    main(["run", "--jsonl", "--config", str(tmp_path / "dockwise.yml")])
    assert [line["decision"]["allowed"] for line in lines(capsys)] == [False, False]
