"""Our verdicts are docker's: on thousands of recorded texts, and on a sample asked again."""

from __future__ import annotations

import os
import random

import pytest

from tests.differential.compare import compare
from tests.differential.judge import ask_all, available
from tests.differential.record import rows

SAMPLE = int(os.environ.get("DOCKWISE_VERDICT_SAMPLE", "150"))
needs_docker = pytest.mark.skipif(not available(), reason="the judge's docker program is not on the PATH")


def test_the_recorded_texts_are_many_and_of_both_kinds() -> None:
    recorded = rows()
    accepted = sum(bool(row["ok"]) for row in recorded)
    assert len(recorded) >= 8000
    assert 0.3 < accepted / len(recorded) < 0.7
    assert len({row["text"] for row in recorded}) == len(recorded)


def test_verdicts_first_lines_and_statuses_are_those_recorded() -> None:
    found = compare(rows())
    print(found)
    assert found.wrong_verdicts < 0.3, "\n".join(found.verdicts[:20])
    assert found.wrong_lines < 1.0, "\n".join(found.lines[:20])
    assert len(found.exits) < 5, "\n".join(found.exits[:20])


@needs_docker
@pytest.mark.docker_program
def test_the_judge_still_says_what_was_recorded() -> None:
    chosen = random.SystemRandom().sample(rows(), SAMPLE)
    asked = list(ask_all([str(row["text"]) for row in chosen]))
    other = [
        f"{row['text']}\n  recorded: {row['ok']} {row['line']}\n  now: {verdict.ok} {verdict.first_line}"
        for row, verdict in zip(chosen, asked, strict=True)
        if verdict.ok != row["ok"] or verdict.first_line != row["line"]
    ]
    # A few messages of docker's come in the order of a Go map, so that two runs may differ.
    assert len(other) <= SAMPLE // 50, "\n".join(other)
