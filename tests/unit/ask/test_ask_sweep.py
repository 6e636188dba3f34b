"""Every command from one plain request, and its flags in their own words (a sample; `bench/ask_sweep.py` tries them all)."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "bench"))

import ask_sweep  # noqa: E402

from commands.ask import ask  # noqa: E402
from commands.parser import parse_text  # noqa: E402

# Requests that name nothing to change, and one whose words are those of another command.
OTHERWISE = frozenset({"swarm update", "compose watch", "container update", "node update", "service update", "context update"})


@pytest.mark.parametrize(
    ("path", "text"), [row for row in ask_sweep.requests() if row[0] not in OTHERWISE], ids=lambda value: value
)
def test_a_plain_request_reaches_its_command(path: str, text: str) -> None:
    asked = ask(text)
    assert asked.command, asked
    assert parse_text(asked.command).path == path


def test_flags_are_heard_in_their_own_words() -> None:
    rows = list(ask_sweep.sweep(every=9))
    wrong = [(path, flag, sentence) for path, flag, sentence, good in rows if not good]
    assert len(rows) > 150
    assert len(wrong) <= 0.06 * len(rows), wrong


PIECES = (
    "a-",
    "a/",
    "a.",
    "--a ",
    "-",
    "a,",
    "flags ",
    "help for ",
    "label a b ",
    "name a ",
    "x=y,",
    "(",
    "的",
    "名字里带",
    "that ",
    "{{.ID}} ",
    "{{",
    "{{range .X}}",
    "the disk is full, ",
    "on context a ",
    "between a1 and b2 ",
    "rotate logs ",
    "cache stage ",
    "so it rereads ",
    "is there a ",
    "? ",
    "web，",
    "before i remove ",
    "rather than stopping ",
    "status filter set as ",
    "labels a=1 and b=2 as well as ",
    "restarted in the last 5m ",
    "删除之前，先",
    "容器全",
    "是不是",
)


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("lead", ["", "everything called ", "run nginx with health check command "])
def test_long_odd_texts_take_no_time(lead: str, piece: str) -> None:
    text = lead + piece * ((1450 - len(lead)) // len(piece))
    start = time.process_time()
    ask(text)
    assert time.process_time() - start < 2.0


def test_common_names_are_no_words_of_the_lexicon() -> None:
    from commands.ask import tables

    assert not tables.vocabulary() & {"frontend", "backend", "web", "db", "api", "shop", "billing", "orders"}
