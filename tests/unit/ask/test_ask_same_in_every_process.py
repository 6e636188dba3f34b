"""The same words give the same answer in every process: nothing depends on how Python orders its sets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

CASES = Path(__file__).parents[2] / "cases"
SAID = """
import json, sys
from commands.ask import ask
for text in json.load(sys.stdin):
    asked = ask(text)
    print(json.dumps([text, asked.kind, asked.command, asked.confidence, asked.alternatives, asked.needs, asked.why]))
"""
# The second of these fell out differently in about half of all processes.
SPECIAL = [
    "which containers restarted in the past 2h?",
    "Start a stopped container, attaching `stdin`, `stdout` and `stderr`",
]


def _sentences() -> list[str]:
    out = list(SPECIAL)
    for table in sorted(CASES.glob("ask_*.tsv")):
        rows = [row for row in table.read_text("utf-8").splitlines() if row and not row.startswith("#")]
        column = 1 if table.name == "ask_commands.tsv" else 0
        out += [row.split("\t")[column] for row in rows[::9]]
    return out


def _said(seed: str, sentences: list[str]) -> list[str]:
    environ = os.environ | {"PYTHONHASHSEED": seed}
    run = [sys.executable, "-c", SAID]
    done = subprocess.run(run, input=json.dumps(sentences), env=environ, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_answers_do_not_depend_on_the_order_of_sets() -> None:
    sentences = _sentences()
    assert len(sentences) > 200
    first, *others = (_said(seed, sentences) for seed in ("0", "1", "3"))
    for other in others:
        assert [one for one in zip(first, other, strict=True) if one[0] != one[1]] == []
