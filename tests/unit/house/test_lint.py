"""The code is clean by ruff and by mypy --strict, with the settings in pyproject.toml."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def run(*command: str) -> str:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False, timeout=170)
    return "" if done.returncode == 0 else (done.stdout + done.stderr)[-3000:]


def test_ruff_is_clean() -> None:
    assert run("ruff", "check", "--no-cache", ".") == ""


def test_mypy_is_clean(tmp_path: Path) -> None:
    assert run("mypy", "--cache-dir", str(tmp_path)) == ""
