"""hadolint's findings: its program, run without a shell, on standard input only, within a time."""

from __future__ import annotations

import contextlib
import json
import resource
import shutil
import subprocess
import sys
import threading
import time
from bisect import bisect_right
from functools import cache
from pathlib import Path
from typing import Any

from commands.budget import current
from commands.dockerfiles.model import Dockerfile
from commands.findings import Finding, Severity

# It takes seconds over some files of a few thousand lines; our own findings do not wait longer for it.
SECONDS = 3.0
MEMORY = 280 << 20  # ordinary files of a hundred instructions take less than 200
_ROOM = threading.Semaphore(2)
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
    left = current().seconds_left()
    seconds = SECONDS if left is None else min(SECONDS, left)
    began = time.monotonic()
    if not _ROOM.acquire(timeout=seconds):
        return None
    try:
        rows: list[dict[str, Any]] = json.loads(_said(where, file.text, seconds - (time.monotonic() - began)) or b"[]")
    except (OSError, subprocess.TimeoutExpired, json.JSONDecodeError):
        return None
    finally:
        _ROOM.release()
    return tuple(_finding(file, row) for row in rows if row["code"] not in _OURS)


def _said(where: str, text: str, seconds: float) -> bytes:
    """What it prints, within that time and the limits on memory that this system has."""
    process = subprocess.Popen(
        [where, "--no-fail", "--config", "/dev/null", "--format", "json", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PATH": "/nonexistent", "LC_ALL": "C.UTF-8"},
        cwd="/",
    )
    with process:
        try:
            if sys.platform == "linux":
                with contextlib.suppress(OSError):  # it has ended already
                    resource.prlimit(process.pid, resource.RLIMIT_DATA, (MEMORY, MEMORY))
                    resource.prlimit(process.pid, resource.RLIMIT_CORE, (0, 0))
            return process.communicate(text.encode(), timeout=max(seconds, 0.0))[0]
        except BaseException:
            process.kill()
            raise


def _finding(file: Dockerfile, row: dict[str, Any]) -> Finding:
    line = int(row["line"])
    at = bisect_right(file.instructions, line, key=lambda one: one.lines[0]) - 1
    around = file.instructions[at] if at >= 0 and line <= file.instructions[at].lines[1] else None
    span = around.span if around is not None else file.place(line)
    # Errors of hadolint are advice all the same: docker builds such files.
    severity = min(_LEVELS.get(str(row["level"]), Severity.INFO), Severity.WARNING, key=["error", "warning", "info"][::-1].index)
    return Finding(str(row["code"]), severity, str(row["message"]), span)
