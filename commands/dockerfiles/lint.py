"""hadolint's findings: its program, run without a shell, on standard input only, within a time."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from commands.dockerfiles.model import Dockerfile
from commands.findings import Finding, Severity

SECONDS = 10
_LEVELS = {"error": Severity.ERROR, "warning": Severity.WARNING, "info": Severity.INFO, "style": Severity.INFO}
# Codes that say what our own findings say better, or that are about the parsing, which `reader` reports.
_OURS = frozenset({"DL1000", "DL3061", "DL4000"})


@cache
def program() -> str | None:
    """Where hadolint is: beside the running Python, or on the PATH; None where it is not installed."""
    beside = Path(sys.executable).with_name("hadolint")
    return str(beside) if beside.is_file() else shutil.which("hadolint")


def lint(file: Dockerfile) -> tuple[Finding, ...] | None:
    """What hadolint finds; None where it cannot be asked. A file that does not parse gives nothing here."""
    where = program()
    if where is None:
        return None
    try:
        done = subprocess.run(
            [where, "--no-fail", "--config", "/dev/null", "--format", "json", "-"],
            input=file.text.encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={"PATH": "/nonexistent", "LC_ALL": "C.UTF-8"},
            cwd="/",
        )
        rows: list[dict[str, Any]] = json.loads(done.stdout or b"[]")
    except (OSError, subprocess.TimeoutExpired, json.JSONDecodeError):
        return None
    return tuple(_finding(file, row) for row in rows if row["code"] not in _OURS)


def _finding(file: Dockerfile, row: dict[str, Any]) -> Finding:
    line = int(row["line"])
    around = next((one for one in file.instructions if one.lines[0] <= line <= one.lines[1]), None)
    span = around.span if around is not None else file.place(line)
    # Errors of hadolint are advice all the same: docker builds such files.
    severity = min(_LEVELS.get(str(row["level"]), Severity.INFO), Severity.WARNING, key=["error", "warning", "info"][::-1].index)
    return Finding(str(row["code"]), severity, str(row["message"]), span)
