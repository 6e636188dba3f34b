"""The wheel, installed in a fresh environment, works: both packages with their data files."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with only our wheel in it; what it needs is lent from the environment of the tests."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    ignored = shutil.ignore_patterns(".git", ".venv", "__pycache__", "build", "dist", "*.egg-info", "tests", "*.db")
    shutil.copytree(ROOT, source, ignore=ignored)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder / "dist"), str(source)]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    wheel = next((folder / "dist").glob("*.whl"))
    home = folder / "fresh"
    venv.create(home, with_pip=False, symlinks=True)
    site = next((home / "lib").glob("python*")) / "site-packages"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(site), str(wheel)]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    lent = [path for path in sys.path if path.endswith("site-packages")]
    (site / "lent.pth").write_text("\n".join(lent) + "\n", "utf-8")
    return home


def _python(fresh: Path, code: str) -> str:
    done = subprocess.run(
        [str(fresh / "bin" / "python"), "-c", code], capture_output=True, text=True, check=False, cwd=fresh, timeout=60
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_the_packages_come_from_the_wheel(fresh: Path) -> None:
    places = _python(fresh, "import bot, commands; print(bot.__file__); print(commands.__file__)").split()
    assert all(str(fresh) in place for place in places)


def test_check_ask_and_topics_work(fresh: Path) -> None:
    out = _python(fresh, "import sys; from bot.cli import main; sys.exit(main(['check', 'docker run -p 80:80 nginx:1.27']))")
    checked = json.loads(out)
    assert checked["canonical"] == "docker container run --publish 80:80 nginx:1.27"
    asked = json.loads(_python(fresh, "from bot.cli import main; main(['ask', 'list exited containers'])"))
    assert asked["canonical"] == "docker container ls --filter status=exited"
    answered = json.loads(_python(fresh, "from bot.cli import main; main(['ask', 'CMD or ENTRYPOINT?'])"))
    assert answered["kind"] == "answer" and answered["answer"]["text"]


def test_the_storage_comes_with_its_migrations(fresh: Path, tmp_path: Path) -> None:
    opened = f"store = open_store('sqlite:///{tmp_path}/x.db')"
    code = f"from bot.store import open_store; {opened}; print(store.first_time('a')); store.close()"
    assert _python(fresh, code).strip() == "True"
