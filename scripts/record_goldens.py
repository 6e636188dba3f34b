"""Record what the docker program prints of canned answers: `tests/golden/KEY/recorded.json` from `answers.json` and `cases.txt`.

    python scripts/record_goldens.py [KEY...]

Needs the docker program of the version that is mirrored. Never edit what it writes.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from scripts.canned_engine import CannedEngine

GOLDEN = Path(__file__).parents[1] / "tests" / "golden"


def record(folder: Path, program: str) -> list[dict[str, Any]]:
    """Run every case of one folder; what each printed and how it ended."""
    answers = json.loads((folder / "answers.json").read_text("utf-8"))
    out = []
    with CannedEngine(answers) as engine, tempfile.TemporaryDirectory() as home:
        environ = {"PATH": os.environ["PATH"], "HOME": home, "DOCKER_CONFIG": home, "DOCKER_HOST": engine.host, "TZ": "UTC"}
        for words in cases(folder):
            done = subprocess.run(
                [program, *shlex.split(words)],
                env=environ,
                cwd=home,
                capture_output=True,
                text=True,
                encoding="utf-8",
                errors="replace",
                stdin=subprocess.DEVNULL,
                timeout=30,
                check=False,
            )
            out.append({"words": words, "status": done.returncode, "stdout": done.stdout, "stderr": done.stderr})
    return out


def cases(folder: Path) -> list[str]:
    """The command lines of a folder, without `docker`."""
    lines = (folder / "cases.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def main() -> int:
    """Record the named folders, or all."""
    program = shutil.which("docker")
    if program is None:
        print("the docker program is not on the PATH", file=sys.stderr)
        return 2
    for folder in sorted(path for path in GOLDEN.iterdir() if (path / "cases.txt").exists()):
        if len(sys.argv) == 1 or folder.name in sys.argv[1:]:
            text = json.dumps(record(folder, program), ensure_ascii=False, indent=1)
            (folder / "recorded.json").write_text(text + "\n", "utf-8")
            print(folder.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
