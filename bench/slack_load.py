"""Load: slash commands at a steady rate against the stand-in for Slack, with one host hanging.

    python -m bench.slack_load [--rate 50] [--seconds 60] [--http] [--json]

The bot is a process of its own (`dockwise serve`'s own code, the real core and storage); the stand-in, the people and
two small Docker Engines (one that answers, one that never does) are this one. Nothing may be lost, nothing answered twice.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.slack.standin.people import Delivery, People
from tests.slack.standin.server import Standin
from tests.slack.standin.workspace import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET

ROOT = Path(__file__).resolve().parents[1]
CHECKS = (
    "docker run -p 80:80 --memry 1g nginx",
    "docker run --rm -it -v data:/data -p 127.0.0.1:8080:80 --memory 512m nginx:1.27 sh",
    "docker rm -f web",
    "docker network create --driver overlay blue",
    "docker exec -it web sh",
    "docker ps --al",
    "run -d --name {word} -e A=b --restart always busybox:1.36 sleep 60",
    "docker build -t team/{word}:1 .",
)
PROGRAM = """
import os, sys
from bot.config import parse
from bot.logs import configure
from bot.server import serve
configure("error")
sys.exit(serve(parse(sys.argv[1], environ=os.environ), os.environ, sys.argv[2] or None))
"""


class Engine(BaseHTTPRequestHandler):
    """Just enough of an Engine for `docker ps`."""

    protocol_version = "HTTP/1.1"
    containers = [
        {
            "Id": f"{number:064x}",
            "Names": [f"/web-{number}"],
            "Image": "nginx:1.27",
            "Command": "nginx",
            "Created": 1_700_000_000,
            "Status": "Up 2 hours",
            "State": "running",
            "Ports": [],
            "Labels": {},
            "Mounts": [],
            "NetworkSettings": {"Networks": {}},
        }
        for number in range(12)
    ]

    def do_GET(self) -> None:
        """`/_ping`, `/version`, `/containers/json`."""
        body: Any = {"ApiVersion": "1.43", "Version": "24.0", "Os": "linux", "Arch": "amd64"}
        if "/containers/json" in self.path:
            body = self.containers
        data = b"OK" if self.path.endswith("/_ping") else json.dumps(body).encode()
        self.send_response(200)
        for name, value in (
            ("Content-Type", "application/json"),
            ("Api-Version", "1.43"),
            ("Ostype", "linux"),
            ("Content-Length", str(len(data))),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data if self.command == "GET" else b"")

    do_HEAD = do_GET

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def hanging_host() -> socket.socket:
    """Takes connections and never says a word."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(200)
    return listener


def percentile(values: list[float], share: float) -> float:
    """The value that so many are not above."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


class Load:
    """One measurement."""

    def __init__(self, rate: float, seconds: float, http: bool) -> None:
        self.rate, self.seconds, self.http = rate, seconds, http
        self.folder = tempfile.mkdtemp(prefix="dockwise-load-")
        self.standin = Standin().start()
        self.engine = ThreadingHTTPServer(("127.0.0.1", 0), Engine)
        threading.Thread(target=self.engine.serve_forever, daemon=True).start()
        self.hanging = hanging_host()
        self.done: list[tuple[str, float, Delivery]] = []

    def settings(self) -> str:
        """The bot's configuration."""
        return json.dumps(
            {
                "hosts": {
                    "fast": {"url": f"tcp://127.0.0.1:{self.engine.server_address[1]}"},
                    "stuck": {"url": f"tcp://127.0.0.1:{self.hanging.getsockname()[1]}"},
                },
                "default_host": "fast",
                "grants": [{"roles": ["everyone"], "risk": ["read"], "hosts": ["*"]}],
                "limits": {"seconds": 20, "per_person": None, "per_host": None},
                "storage": f"sqlite:///{self.folder}/load.db",
            }
        )

    def start_bot(self) -> subprocess.Popen[str]:
        """The bot, in a process of its own."""
        environ = {
            **os.environ,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": self.standin.url,
            "DOCKWISE_DRAIN_SECONDS": "25",
        }
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, self.settings(), "127.0.0.1:0" if self.http else ""],
            cwd=ROOT,
            env=environ,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr is not None
        line = process.stderr.readline()
        if "serving Slack" not in line:
            process.kill()
            raise SystemExit(f"the bot did not start: {line}")
        self.address = f"http://127.0.0.1:{line.rsplit(' ', 1)[-1].strip()}/slack/events" if self.http else ""
        threading.Thread(target=lambda: [None for _ in process.stderr or ()], daemon=True).start()
        return process

    def one(self, people: People, kind: str, text: str, user: str) -> None:
        """One slash command; when it was sent and what became of it are kept."""
        started = time.perf_counter()
        delivery = people.slash(text, user=user)
        self.done.append((kind, started, delivery))

    def run(self) -> dict[str, Any]:
        """Send everything, wait for all answers, end the bot."""
        chance = random.Random(7)
        for number in range(40):
            self.standin.workspace.add_user(f"U0LOAD{number:02d}")
        bot = self.start_bot()
        try:
            people = People(self.standin, self.address)
            people.slash("docker ps")  # everything is loaded once
            time.sleep(2)
            self.standin.workspace.forget()
            began = time.perf_counter()
            with ThreadPoolExecutor(64) as pool:
                for number in range(int(self.rate * self.seconds)):
                    at = began + number / self.rate
                    time.sleep(max(0.0, at - time.perf_counter()))
                    draw = chance.random()
                    kind = "check" if draw < 0.6 else "run" if draw < 0.9 else "stuck"
                    text = chance.choice(CHECKS).format(word=f"w{number}") if kind == "check" else "docker ps"
                    pool.submit(self.one, people, kind, text + (" on stuck" if kind == "stuck" else ""), f"U0LOAD{number % 40:02d}")
            took = time.perf_counter() - began
            self._wait_for_answers(45.0)
            bot.send_signal(signal.SIGTERM)
            status = bot.wait(40)
        finally:
            if bot.poll() is None:
                bot.kill()
            self.engine.shutdown()
            self.hanging.close()
            self.standin.stop()
            shutil.rmtree(self.folder, ignore_errors=True)
        return self.figures(took, status, resource.getrusage(resource.RUSAGE_CHILDREN))

    def _wait_for_answers(self, seconds: float) -> None:
        limit = time.monotonic() + seconds
        while time.monotonic() < limit and any(not final_posts(delivery) for _, _, delivery in self.done):
            time.sleep(0.2)

    def figures(self, took: float, status: int, used: resource.struct_rusage) -> dict[str, Any]:
        """What was measured."""
        found: dict[str, Any] = {"commands": len(self.done), "seconds": round(took, 1), "a second": round(len(self.done) / took, 1)}
        acks = [delivery.ack_ms for _, _, delivery in self.done]
        found["ack p50 ms"], found["ack p99 ms"] = round(percentile(acks, 0.5), 1), round(percentile(acks, 0.99), 1)
        for kind in ("check", "run", "stuck"):
            first = [
                (delivery.extra["answerable"].posts[0][0] - started) * 1000
                for which, started, delivery in self.done
                if which == kind and delivery.extra["answerable"].posts
            ]
            found[f"first answer of a {kind} p50 ms"] = round(percentile(first, 0.5), 1)
            found[f"first answer of a {kind} p99 ms"] = round(percentile(first, 0.99), 1)
        found["not acknowledged"] = sum(not delivery.acked for _, _, delivery in self.done)
        found["lost"] = sum(not final_posts(delivery) for _, _, delivery in self.done)
        found["answered twice"] = sum(len(final_posts(delivery)) > 1 for _, _, delivery in self.done)
        found["told busy"] = sum(any("I am busy" in text for text in final_posts(delivery)) for _, _, delivery in self.done)
        found["payloads over the limits"] = len(self.standin.workspace.problems)
        found["payloads"] = self.standin.workspace.payloads
        found["bot's processor ms a command"] = round((used.ru_utime + used.ru_stime) * 1000 / max(1, len(self.done)), 1)
        found["bot's exit status"] = status
        return found


def final_posts(delivery: Delivery) -> list[str]:
    """The answers to one command, without those that say it is worked on."""
    return [text for _, text in delivery.extra["answerable"].posts if "working on it" not in text]


def main(argv: list[str] | None = None) -> int:
    """Measure, print, and say by the status whether the figures were reached."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rate", type=float, default=50.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--http", action="store_true", help="signed HTTP in place of Socket Mode")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv or [])
    figures = Load(options.rate, options.seconds, options.http).run()
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:34} {value}")
    good = (
        figures["ack p99 ms"] < 100
        and figures["first answer of a check p99 ms"] < 300
        and not any(figures[name] for name in ("lost", "answered twice", "not acknowledged", "payloads over the limits"))
    )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
