"""The bot as a process of its own, against a stand-in: for what only a process can do, such as dying."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.slack.standin.people import People
from tests.slack.standin.server import Standin
from tests.slack.standin.workspace import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def hanging_host() -> Iterator[str]:
    """The address of a Docker host that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=200) as listener:
        yield f"tcp://127.0.0.1:{listener.getsockname()[1]}"


class Bot:
    """`dockwise serve`, from the command line."""

    def __init__(self, standin: Standin, folder: Path, settings: str, http: bool = False, **environ: str) -> None:
        self.file = folder / "dockwise.yml"
        self.file.write_text(settings, encoding="utf-8")
        program = "import sys; from bot.cli import main; sys.exit(main())"
        command = [sys.executable, "-c", program, "serve", "--config", str(self.file)]
        self.process = subprocess.Popen(
            command + (["--http", "127.0.0.1:0"] if http else []),
            cwd=ROOT,
            env={
                **os.environ,
                "SLACK_BOT_TOKEN": BOT_TOKEN,
                "SLACK_APP_TOKEN": APP_TOKEN,
                "SLACK_SIGNING_SECRET": SIGNING_SECRET,
                "SLACK_API_URL": standin.url,
                "DOCKER_HOST": "unix:///nonexistent.sock",
                "DOCKWISE_DRAIN_SECONDS": "2",
                **environ,
            },
            stderr=subprocess.PIPE,
            text=True,
        )
        self.said: list[str] = []
        self._ready = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()
        assert self._ready.wait(60) and self.process.poll() is None, self.said
        port = self.said[-1].rsplit(" ", 1)[-1]
        self.people = People(standin, f"http://127.0.0.1:{port}/slack/events" if http else "")

    def _read(self) -> None:
        for line in self.process.stderr or ():
            self.said.append(line.rstrip("\n"))
            if "serving Slack" in line:
                self._ready.set()
        self._ready.set()

    def wait_said(self, words: str, seconds: float = 20.0) -> None:
        """Until it has printed that."""
        limit = time.monotonic() + seconds
        while not any(words in line for line in self.said):
            assert time.monotonic() < limit, self.said
            time.sleep(0.02)

    def kill(self) -> None:
        """SIGKILL: no goodbye."""
        self.process.kill()
        self.process.wait(10)

    def terminate(self, seconds: float) -> tuple[int | None, float]:
        """SIGTERM: its status, None where it did not end in time, and how long it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds), time.monotonic() - began
        except subprocess.TimeoutExpired:
            return None, time.monotonic() - began

    def close(self) -> None:
        """Whatever happened, it is gone."""
        if self.process.poll() is None:
            self.kill()


@contextmanager
def bot(standin: Standin, folder: Path, settings: str, http: bool = False, **environ: str) -> Iterator[Bot]:
    """A process for the length of a block."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Bot(standin, folder, settings, http, **environ)
    try:
        yield made
    finally:
        made.close()
