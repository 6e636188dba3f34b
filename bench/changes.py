"""Changing: how many commands do and print what the docker program does, and our wall time, warm, against its own.

    python -m bench changes
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from commands.engine import Endpoint, connect
from commands.executors import run
from commands.executors.base import Job
from commands.parser import parse_text
from scripts.private_engine import EngineUnavailable, PrivateEngine
from tests.engine.changing import ANSWERS, cases, requests
from tests.engine.changing import ours as our_side
from tests.engine.changing import theirs as their_side
from tests.engine.stand_in import StandIn
from tests.engine.test_changes_lifecycle import step
from tests.engine.test_changes_swarm import FULL, PLAIN, manager

ROUNDS = 10
TIMED = {
    "run -d": ("run -d --name {} busybox sleep 1000", "rm -f {}"),
    "run --rm, attached": ("run --rm --name {} busybox true", ""),
    "create, then rm": ("create --name {} busybox", "rm {}"),
}


def main() -> None:
    """Print the figures; says why where no engine can run."""
    try:
        engine = PrivateEngine()
        engine.start()
    except EngineUnavailable as error:
        print(f"no engine: {error}")
        return
    try:
        for name, version, spec in (
            ("create.txt", "1.50", PLAIN),
            ("create.txt", "1.41", PLAIN),
            ("changes.txt", "1.50", PLAIN),
            ("swarm.txt", "1.50", PLAIN),
            ("services.txt", "1.50", PLAIN),
            ("services-rm.txt", "1.50", FULL),
        ):
            answers = ANSWERS if name == "changes.txt" else manager(spec)
            _requests(engine, name, version, answers)
        _lifecycle(engine)
        for name, (words, after) in TIMED.items():
            _timed(engine, name, words, after)
    finally:
        engine.stop()


def _requests(engine: PrivateEngine, name: str, version: str, answers: list[tuple[str, str, object]]) -> None:
    """Requests, output and status on a stand-in."""
    lines = cases(name)
    same = 0
    with StandIn(version=version, answers=list(answers)) as stand:
        for line in lines:
            sides = []
            for side in (lambda words: their_side(engine, words, host=stand.host), lambda words: our_side(stand.host, words)):
                stand.seen.clear()
                sides.append((side(line), sorted(requests(stand), key=str)))
            same += sides[0] == sides[1]
    print(f"{Path(name).stem:12} API {version}: {same} of {len(lines)} commands send and print the same")


def _lifecycle(engine: PrivateEngine) -> None:
    """Output, status and inspected state on the engine."""
    lines = cases("lifecycle.txt")
    same = 0
    for line in lines:
        docker, dockwise = step(engine, line, "d"), step(engine, line, "o")
        if docker[:4] == dockwise[:4]:
            same += 1
        else:
            print(f"   differs: {line}")
    print(f"lifecycle    on the engine: {same} of {len(lines)} commands do and print the same")


def _timed(engine: PrivateEngine, name: str, words: str, after: str) -> None:
    api = connect(Endpoint(url=engine.host))

    def ours(line: str) -> None:
        run(parse_text(f"docker {line}"), Job(api, engine.host))

    def docker(line: str) -> None:
        engine.docker(*line.split())

    figures = [_median(side, words, after) for side in (docker, ours)]
    docker_ms, our_ms = (figure * 1000 for figure in figures)
    print(f"{name:20} docker {docker_ms:6.1f} ms   ours, warm {our_ms:6.1f} ms   {our_ms / docker_ms:.2f} times")


def _median(side: Callable[[str], None], words: str, after: str) -> float:
    times = []
    for number in range(ROUNDS):
        name = f"timed{number}"
        begin = time.perf_counter()
        side(words.format(name))
        times.append(time.perf_counter() - begin)
        if after:
            side(after.format(name))
    return statistics.median(times)


if __name__ == "__main__":
    main()
