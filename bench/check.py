"""How long a verdict takes, warm and cold, and what the reference weighs."""

from __future__ import annotations

import shlex
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from commands.check import check
from commands.parser import parse_text

TEXTS = [
    "docker ps -a",
    "docker run -d --name web -p 127.0.0.1:8080:80 -v data:/data --restart on-failure:3 -e MODE=prod nginx:1.27",
    "docker run -it --rm --memory 512m --cpus 1.5 --network front alpine sh -c 'echo hi'",
    "docker logs --tail 50 --since 10m web",
    "docker run --memry 1g nginx",
    "docker images --filter dangling=true --format '{{.ID}}\t{{.Repository}}'",
    "docker service create --name api --replicas 3 --publish published=80,target=8080 --mount type=volume,source=x,target=/y app:1",
    "docker rm $(docker ps -aq --filter status=exited)",
    "docker network create --driver overlay --subnet 10.0.9.0/24 back",
    "docker exec web ls -l /var/log",
]


def median_ms(work: Callable[[str], object], rounds: int = 200) -> float:
    """Milliseconds a text, in the median over texts and rounds."""
    for text in TEXTS:
        work(text)
    times = []
    for _ in range(rounds):
        for text in TEXTS:
            began = time.perf_counter()
            work(text)
            times.append(time.perf_counter() - began)
    return statistics.median(times) * 1000


def wall_ms(command: list[str], rounds: int = 9) -> float:
    """Milliseconds of a whole process, in the median."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        subprocess.run(command, capture_output=True, check=False)
        times.append(time.perf_counter() - began)
    return statistics.median(times) * 1000


def spec_megabytes() -> float:
    """What the reference takes when every command of it is loaded."""
    code = (
        "import tracemalloc; tracemalloc.start()\n"
        "from commands.spec.load import all_paths, command\n"
        "kept = [command(path) for path in all_paths()]\n"
        "print(tracemalloc.get_traced_memory()[0])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1e6


def main() -> None:
    """Print the figures."""
    base = median_ms(shlex.split)
    for name, work in (
        ("parse", parse_text),
        ("check (verdict and advice)", check),
        ("check with every word explained", lambda text: check(text).as_dict()),
    ):
        found = median_ms(work)
        print(f"{name}: {found:.3f} ms in the median, {found / base:.1f} times shlex.split ({base:.3f} ms)")
    bare = wall_ms([sys.executable, "-c", "pass"])
    cold = wall_ms([sys.executable, "-m", "bot.cli", "check", TEXTS[1]])
    print(f"cold dockwise check: {cold:.0f} ms, {cold / bare:.1f} times a bare Python ({bare:.0f} ms)")
    print(f"reference in memory: {spec_megabytes():.1f} MB")


if __name__ == "__main__":
    main()
