"""Compare the docker program with ours: the same words on twin objects, or the requests both send to a stand-in."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bot.plan import planned
from commands.engine import Endpoint, connect
from commands.engine_pinned import pinned
from commands.executors import run
from commands.executors.base import Job, Limits
from commands.parser import parse_text
from commands.result import Result
from scripts.private_engine import PrivateEngine
from tests.engine.stand_in import StandIn, plain

CASES = Path(__file__).parent / "cases"
Printed = tuple[int, str, str]


def cases(name: str) -> list[str]:
    """The command lines of a case file, without `docker`."""
    lines = (CASES / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def ours(host: str, words: str, **more: Any) -> Printed:
    """Run a command line through our executors on a daemon."""
    result = our_result(host, words, **more)
    return result.exit_code, result.stdout, result.stderr


def judged(host: str, words: str, **more: Any) -> Printed:
    """The same as the bot runs it: planned first, then bound to the objects of the plan."""
    return ours(host, words, bound=True, **more)


def our_result(
    host: str, words: str, limits: Limits | None = None, config_dir: str = "", bound: bool = False, **more: Any
) -> Result:
    """The whole result of a command line; what the parser refuses is a result too."""
    parsed = parse_text(f"docker {words}")
    if parsed.usage_error:
        return Result(stderr=parsed.usage_error.message + "\n", exit_code=parsed.usage_error.exit_code)
    endpoint = Endpoint(url=host, config_dir=config_dir)
    api = connect(endpoint)
    try:
        if not bound:
            return run(parsed, Job(api=api, endpoint=endpoint.url, limits=limits or Limits(), **more))
        pins = planned(parsed, api, deep=False).pins
        return run(parsed, Job(api=pinned(api, pins), endpoint=endpoint.url, limits=limits or Limits(), pinned=pins, **more))
    finally:
        api.close()


def both(first: Callable[[], Any], second: Callable[[], Any]) -> tuple[Any, Any]:
    """Two sides that do not touch each other, at the same time."""
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(second)
        return first(), other.result()


def theirs(engine: PrivateEngine, words: str, host: str = "", **more: Any) -> Printed:
    """Run a command line through the docker program."""
    done = engine.docker(*shlex.split(words), host=host, **more)
    return done.returncode, done.stdout, done.stderr


def without_ids(text: str, *names: str) -> str:
    """Ids, times and the names of twins, made the same."""
    for name in names:
        text = re.sub(rf"\b{re.escape(name)}\b", "TWIN", text)
    text = re.sub(r"(?<=network endpoints: )[\w, ]+", "IN ANY ORDER", text)  # the daemon's own map
    text = re.sub(r"\b[0-9a-f]{64}\b", "LONG-ID", text)
    text = re.sub(r"\b[0-9a-f]{12}\b", "SHORT-ID", text)
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "TIME", text)


def twins(printed: Printed, *names: str) -> Printed:
    """Status and both outputs, comparable with a twin's."""
    return printed[0], without_ids(printed[1], *names), without_ids(printed[2], *names)


def requests(stand: StandIn) -> list[tuple[Any, ...]]:
    """The requests a stand-in saw, as the daemon understands them; requests sent at once are in order of their paths."""
    return [(one.method, one.path, one.query, plain(one.body), one.auth) for one in stand.requests()]


STEPS: list[dict[str, Any]] = [
    {"status": "Pulling from library/x", "id": "latest"},
    {"status": "Pulling fs layer", "progressDetail": {}, "id": "abc"},
    {"status": "Downloading", "progressDetail": {"current": 5, "total": 10}, "progress": "[==>]", "id": "abc"},
    {"status": "Pull complete", "progressDetail": {}, "id": "abc"},
    {"status": "Digest: sha256:11"},
    {"progressDetail": {}, "aux": {"Tag": "1", "Digest": "sha256:22", "Size": 5}},
]
_FAILED = [*STEPS[:2], {"errorDetail": {"message": "no such thing"}, "error": "no such thing"}]


def stream(steps: list[dict[str, Any]]) -> bytes:
    """Messages as a daemon sends them while it works."""
    return "\r\n".join(json.dumps(step) for step in steps).encode()


ANSWERS: list[tuple[str, str, Any]] = [
    ("POST", "/images/create", (200, stream(STEPS))),
    ("POST", "/images/.*/push", (200, stream(STEPS))),
    ("DELETE", "/images/.*", (200, [{"Untagged": "a:latest"}, {"Deleted": "sha256:11"}])),
    ("POST", "/images/.*/tag", (201, None)),
    ("POST", "/containers/.*/exec", (201, {"Id": "e1"})),
    ("POST", "/exec/e1/start", (200, None)),
    ("GET", "/containers/.*/json", (200, {"Id": "c1", "Config": {"Tty": False}, "State": {"Running": True}})),
    ("POST", "/volumes/create", (201, {"Name": "v"})),
    ("POST", "/containers/prune", (200, {"ContainersDeleted": ["a", "b"], "SpaceReclaimed": 1500})),
    ("POST", "/images/prune", (200, {"ImagesDeleted": [{"Untagged": "x:1"}, {"Deleted": "sha256:2"}], "SpaceReclaimed": 123456})),
    ("POST", "/networks/prune", (200, {"NetworksDeleted": ["n"]})),
    ("POST", "/volumes/prune", (200, {"VolumesDeleted": ["v"], "SpaceReclaimed": 77})),
    ("POST", "/build/prune", (200, {"CachesDeleted": ["z"], "SpaceReclaimed": 123456789})),
]
NOTHING: list[tuple[str, str, Any]] = [
    ("POST", "/images/create", (200, stream(_FAILED))),
    ("POST", "/images/.*/push", (200, stream(_FAILED))),
    ("POST", "/images/prune", (500, {"message": "boom"})),
    ("POST", "/[a-z]+/prune", (200, {})),
    ("DELETE", ".*", (404, {"message": "no such thing"})),
    ("POST", "/containers/[^/]+/(stop|kill|pause|rename|update)", (409, {"message": "not now\n"})),
    ("POST", "/containers/[^/]+/(start|restart|unpause)", (500, None)),
    ("POST", "/(commit|volumes/create|networks/create)", (400, {"message": "bad parameter"})),
    ("POST", ".*", (404, {"message": "no such thing"})),
]


def differences(program: PrivateEngine, lines: list[str], version: str, answers: list[tuple[str, str, Any]]) -> list[Any]:
    """The lines that docker and we treat differently."""
    found = []
    with StandIn(version=version, answers=answers) as stand:
        for line in lines:
            sides = []
            for run in (lambda words: theirs(program, words, host=stand.host), lambda words: ours(stand.host, words)):
                stand.seen.clear()
                printed = run(line)
                sides.append((printed, sorted(requests(stand), key=lambda one: (one[1], str(one)))))
            if sides[0] != sides[1]:
                found.append((line, *sides))
    return found
