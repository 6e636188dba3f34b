"""What was recorded from the docker program over canned answers: ours is the same, byte for byte, with no engine near."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from commands.engine import Endpoint, connect
from commands.executors import run
from commands.executors.base import Job
from commands.parser import parse_text
from scripts.canned_engine import CannedEngine
from scripts.record_goldens import cases
from tests.engine.reading import difference

_DATE = re.compile(r"20\d\d-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?(?: \+0000 (?:UTC|utc)|Z)")
GOLDEN = Path(__file__).parent
FOLDERS = sorted(path for path in GOLDEN.iterdir() if (path / "cases.txt").exists())


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_everything_recorded_is_printed_again(folder: Path) -> None:
    recorded = json.loads((folder / "recorded.json").read_text("utf-8"))
    answers = json.loads((folder / "answers.json").read_text("utf-8"))
    problems = []
    with CannedEngine(answers) as engine:
        api = connect(Endpoint(url=engine.host))
        for one in recorded:
            problem = _differs(one, api, engine.host)
            if problem:
                problems.append(f"{one['words']}\n{problem}")
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)


def _differs(one: dict[str, Any], api: Any, host: str) -> str:
    parsed = parse_text(f"docker {one['words']}")
    if parsed.usage_error:
        ours = (parsed.usage_error.exit_code, "", parsed.usage_error.message + "\n")
    else:
        result = run(parsed, Job(api, host))
        ours = (result.exit_code, result.stdout, result.stderr)
    theirs = (one["status"], one["stdout"], one["stderr"])
    return "" if _plain(ours) == _plain(theirs) else difference(theirs, ours)


def _plain(printed: tuple[Any, ...]) -> tuple[Any, ...]:
    """Without dates: answers speak of so many seconds ago."""
    return tuple(_DATE.sub("DATE", one) if isinstance(one, str) else one for one in printed)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_every_case_is_recorded(folder: Path) -> None:
    recorded = json.loads((folder / "recorded.json").read_text("utf-8"))
    assert [one["words"] for one in recorded] == cases(folder)
