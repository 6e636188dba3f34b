"""Claims on security: each test that the documents name exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`", (ROOT / "docs/threat-model.md").read_text("utf-8"))))


def test_there_are_claims() -> None:
    assert len(NAMED) > 30


@pytest.mark.parametrize(("file", "name"), NAMED, ids=["::".join(one) for one in NAMED])
def test_the_test_that_holds_a_claim_exists(file: str, name: str) -> None:
    path = ROOT / file
    assert path.is_file()
    assert not name or re.search(rf"^(?:async )?def {name}\(", path.read_text("utf-8"), re.MULTILINE)
