"""Reading: our wall time, warm, against the docker program's; and memory on a log of a million lines.

python -m bench reads
"""

from __future__ import annotations

import shlex
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from commands.engine import Endpoint, connect
from commands.executors import run
from commands.executors.base import Job, Limits
from commands.parser import parse_text
from scripts.private_engine import EngineUnavailable, PrivateEngine

CONTAINERS = 200
ROUNDS = 15
LINES = 1_000_000
MOST_MEMORY = 20.0
WORDS = ("ps -a", "inspect c7", "logs --tail 50 talker", "images")


def main() -> None:
    """Print the figures; says why where no engine can run."""
    try:
        engine = PrivateEngine()
        engine.start()
    except EngineUnavailable as error:
        print(f"no engine: {error}")
        return
    try:
        print(f"engine with {CONTAINERS} containers; median of {ROUNDS}")
        _fill(engine)
        for words in WORDS:
            _compare(engine, words)
        _memory(engine)
    finally:
        engine.stop()


def _fill(engine: PrivateEngine) -> None:
    for number in range(CONTAINERS - 2):
        made = engine.api.create_container(
            engine.image, ["sleep", "1"], name=f"c{number}", labels={"team": "web"}, environment=["A=1", "B=2"], ports=[80, 443]
        )
        assert made["Id"]
    for number in range(20):
        engine.api.tag(engine.image, f"team/app{number}", "1")
    engine.docker("run", "--name", "talker", engine.image, "seq", "5000")
    engine.docker(
        "run",
        "--name",
        "big",
        engine.image,
        "sh",
        "-c",
        f"seq {LINES} | sed 's/$/ a line of a log, as long as such lines are/'",
        timeout=300,
    )


def _compare(engine: PrivateEngine, words: str) -> None:
    api = connect(Endpoint(url=engine.host))

    def ours() -> str:
        return run(parse_text(f"docker {words}"), Job(api, engine.host)).stdout

    # Tags of one image come in no order from docker, and ages may tick between the two.
    same = any(sorted(engine.docker(*shlex.split(words)).stdout.split()) == sorted(ours().split()) for _ in range(4))
    docker = _median(lambda: engine.docker(*shlex.split(words)))
    dockwise = _median(ours)
    print(
        f"{words:24} docker {docker * 1000:6.1f} ms   ours, warm {dockwise * 1000:6.1f} ms"
        f"   {dockwise / docker:.2f} times   same: {same}"
    )


def _median(step: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        step()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def _memory(engine: PrivateEngine) -> None:
    for flags in ("", "--timestamps ", f"--tail {LINES} "):
        done = subprocess.run(
            [sys.executable, "-m", "bench.reads", engine.host, f"logs {flags}big"],
            capture_output=True,
            text=True,
            timeout=300,
            check=True,
        )
        print(done.stdout.strip())


def _most_memory() -> float:
    """The most that this process has had in memory so far, in MB."""
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))


def measure(host: str, words: str) -> None:
    """In a process of its own: how much more memory a long log takes than a short one, inside the usual limits."""
    api = connect(Endpoint(url=host))
    limits = Limits(lines=1000, bytes=1_000_000, seconds=30)
    run(parse_text("docker logs --tail 50 talker"), Job(api, host, limits))
    idle = _most_memory()
    begin = time.perf_counter()
    result = run(parse_text(f"docker {words}"), Job(api, host, limits))
    took = time.perf_counter() - begin
    more = _most_memory() - idle
    lines = result.stdout.count("\n")
    verdict = "fine" if more <= MOST_MEMORY else "TOO MUCH"
    print(
        f"{words}: {lines} of {LINES} lines, cut by {result.truncated_by}, {took:.2f} s,"
        f" {more:.1f} MB above idle ({idle:.0f} MB): {verdict}"
    )


if __name__ == "__main__":
    if len(sys.argv) == 3:
        measure(*sys.argv[1:])
    else:
        main()
