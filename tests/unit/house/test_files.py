"""The project's files: modules stay small, and no text of the project speaks of a machine or a registry."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
MOST_LINES = 350
# Written in pieces, so that this file does not hold them.
FORBIDDEN = [
    "/wo" + "rk/", "/ro" + "ot/", "py" + "pi.org", "python" + "hosted", "npm" + "js", "deb.deb" + "ian.org", "/fa" + "rm/",
]  # fmt: skip
LEFT_OPEN = [r"\bTO" + r"DO\b", r"\bFIX" + r"ME\b", r"NotImplemented" + "Error", r"pytest\.mark\.(skip|xfail)" + r"\b(?!if)"]


def project_files() -> list[Path]:
    found = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=False)
    if found.returncode == 0 and found.stdout:
        return [ROOT / line for line in found.stdout.splitlines() if (ROOT / line).is_file()]
    skipped = {".git", ".venv", "__pycache__", "build", "dist"}
    return [path for path in ROOT.rglob("*") if path.is_file() and not skipped & set(path.relative_to(ROOT).parts)]


def text_of(path: Path) -> str:
    raw = path.read_bytes()
    return "" if b"\0" in raw[:4096] else raw.decode("utf-8", "replace")


def test_modules_stay_small() -> None:
    long = {}
    for path in project_files():
        inside = path.relative_to(ROOT)
        if path.suffix == ".py" and inside.parts[0] in {"bot", "commands"}:
            lines = text_of(path).count("\n")
            if lines > MOST_LINES:
                long[str(inside)] = lines
    assert long == {}


@pytest.mark.parametrize("forbidden", FORBIDDEN)
def test_no_machine_path_and_no_registry_host(forbidden: str) -> None:
    found = [str(path.relative_to(ROOT)) for path in project_files() if forbidden in text_of(path)]
    assert found == []


@pytest.mark.parametrize("pattern", LEFT_OPEN)
def test_nothing_is_left_open(pattern: str) -> None:
    found = [str(path.relative_to(ROOT)) for path in project_files() if path.suffix == ".py" and re.search(pattern, text_of(path))]
    assert found == []


def test_top_level_is_as_the_owner_fixed_it() -> None:
    for name in ("pyproject.toml", "bot", "commands", "tests", "manifest.yml", ".env.example", "Makefile", "README.md", ".ci/run"):
        assert (ROOT / name).exists(), name


def test_requirements_are_pinned_with_hashes_and_no_address() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = text_of(ROOT / name)
        assert "://" not in text
        for block in re.split(r"\n(?=[a-z])", text):
            if re.match(r"[a-z0-9]", block):
                assert "==" in block.splitlines()[0], block.splitlines()[0]
                assert "--hash=sha256:" in block, block.splitlines()[0]
