"""`make demo`: a private Docker Engine with sample containers, and a chat with dockwise on it; all of it goes again.

Needs root on Linux with Debian's docker.io (installed where it is missing and that starts no service). From a pipe it
answers a request a line: `printf 'list exited containers\\n' | make -s demo`.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from commands.executors import run  # noqa: E402
from commands.executors.base import Job  # noqa: E402
from commands.parser import parse_text  # noqa: E402
from scripts.private_engine import EngineUnavailable, PrivateEngine  # noqa: E402

IMAGES = ("busybox:latest", "nginx:1.27", "redis:7.4", "postgres:16", "shop/api:2.3", "shop/worker:2.3")
# Made by dockwise itself, from the same docker commands that a person would type.
WORLD = (
    "docker network create --label project=shop shop",
    "docker volume create --label project=shop shop-data",
    "docker volume create shop-cache",
    "docker run -d --name web --network shop -p 8080:80 --restart unless-stopped -l project=shop -l team=web nginx:1.27 "
    "sh -c 'echo listening on port 80; httpd -f -p 80'",
    "docker run -d --name db --network shop -v shop-data:/var/lib/postgresql/data -e POSTGRES_PASSWORD=hidden -m 256m "
    "-l project=shop postgres:16 sh -c 'echo database system is ready to accept connections; sleep 100000'",
    "docker run -d --name cache --network shop -v shop-cache:/data -l project=shop redis:7.4 sleep 100000",
    "docker run -d --name api --network shop -e API_TOKEN=s3cr3t -l project=shop -l team=web --health-interval 1s "
    "--health-retries 1 --health-cmd 'wget -q -O /dev/null http://127.0.0.1:9000/ready' shop/api:2.3 "
    "sh -c 'echo GET /ready 503 >&2; sleep 100000'",
    "docker run -d --name worker --network shop -l project=shop shop/worker:2.3 sleep 100000",
    "docker run -d --name backup -l project=shop busybox sh -c 'echo backup written: 42 files'",
    "docker run -d --name migrate -l project=shop shop/api:2.3 sh -c 'echo migration 0042 failed: column exists >&2; exit 1'",
    "docker run -d --name importer -l project=shop shop/worker:2.3 sleep 100000",
    "docker run -d --name flaky --restart always shop/worker:2.3 sh -c 'echo cannot reach queue >&2; sleep 1; exit 3'",
    "docker kill importer",
    "docker pause worker",
)
WELCOME = """A private Docker Engine with a small shop is up: web, db, cache, api, worker, backup, migrate, importer, flaky.
Try:  list exited containers · why did importer exit · logs of migrate · what does --cap-add do · restart web
"""


def furnish(engine: PrivateEngine, tell: Callable[[str], None]) -> None:
    """Make the sample containers; RuntimeError where one cannot be made."""
    job = Job(api=engine.api, endpoint=engine.host)
    for line in WORLD:
        result = run(parse_text(line), job)
        if not result.ok:
            raise RuntimeError(f"{line}: {result.stderr.strip()}")
    tell("waiting until one container is unhealthy and one is restarting…")
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline and not settled(engine.api.containers(all=True)):
        time.sleep(0.2)


def settled(rows: list[dict[str, Any]]) -> bool:
    """True when the sample is in the states that it is there to show."""
    states = {row["Names"][0].lstrip("/"): (row["State"], row["Status"]) for row in rows}
    done = all(states.get(name, ("",))[0] == "exited" for name in ("backup", "migrate", "importer"))
    return done and "unhealthy" in states.get("api", ("", ""))[1]


def chat(engine: PrivateEngine) -> int:
    """The chat, in a folder of the demo and on its engine only; its status."""
    environ = engine.environ(DOCKWISE_STORAGE=f"sqlite:///{engine.folder}/dockwise.db")
    for name in ("TERM", "COLORTERM", "COLUMNS", "LINES", "LC_ALL", "NO_COLOR"):
        if name in os.environ:
            environ[name] = os.environ[name]
    environ["PYTHONPATH"] = str(ROOT)
    command = [sys.executable, "-m", "bot.cli", "chat"]
    return subprocess.run(command, cwd=engine.folder / "work", env=environ, check=False).returncode


def main() -> int:
    """Start, furnish, chat, take down."""
    talking = sys.stdin.isatty()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(143))  # so that everything is taken down then too

    def tell(text: str) -> None:
        if talking:
            print(text, file=sys.stderr)

    try:
        tell("starting a private Docker Engine…")
        with PrivateEngine(images=IMAGES) as engine:
            furnish(engine, tell)
            tell(WELCOME)
            try:
                return chat(engine)
            except KeyboardInterrupt:
                return 130
            finally:
                tell("taking it down…")
    except EngineUnavailable as error:
        print(f"the demo cannot run here: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
