"""`make demo` from a pipe: a world to ask about, and nothing left of it afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.private_engine import PREFIX, why_not
from tests.engine.conftest import unavailable

pytestmark = pytest.mark.engine
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A fresh temporary folder with a short path."""
    folder = Path(tempfile.mkdtemp(prefix="demo-"))
    yield folder
    folder.rmdir()  # only where nothing was left in it


def test_the_demo_answers_and_goes(short_folder: Path) -> None:
    if reason := why_not():
        unavailable(reason)
    tmp_path = short_folder
    environ = {**os.environ, "TMPDIR": str(tmp_path)}
    asked = "list exited containers\nhow was web started?\ndocker ps --filter health=unhealthy --format '{{.Names}}'\n"
    command = [sys.executable, str(ROOT / "scripts" / "demo.py")]
    done = subprocess.run(command, input=asked, env=environ, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    for name in ("importer", "migrate", "backup"):
        assert name in done.stdout
    assert "Exited (137)" in done.stdout
    assert "docker run -d --name web --restart unless-stopped" in done.stdout
    assert "\napi\n" in done.stdout
    assert list(tmp_path.iterdir()) == []
    assert not _mounted_below(tmp_path)


def _mounted_below(folder: Path) -> list[str]:
    lines = Path("/proc/self/mounts").read_text("utf-8").splitlines()
    return [line for line in lines if line.split()[1].startswith(str(folder))]


def test_only_a_folder_made_here_is_ever_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from scripts import private_engine

    monkeypatch.setattr(private_engine, "_temp_folder", lambda: str(tmp_path))
    mine = tmp_path / f"{PREFIX}mine"
    other = tmp_path / "other"
    elsewhere = tmp_path / "deeper" / f"{PREFIX}x"
    link = tmp_path / f"{PREFIX}link"
    for folder in (mine, other, elsewhere):
        folder.mkdir(parents=True)
        (folder / "file").write_text("x")
    link.symlink_to(other)
    for folder in (mine, other, elsewhere, link, Path(), Path("/"), tmp_path):
        private_engine._remove_folder(folder)
    assert not mine.exists()
    assert (other / "file").exists()
    assert (elsewhere / "file").exists()
    assert link.is_symlink()
