"""Compare the docker program with ours: the same words on twin objects, or the requests both send to a stand-in."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

from commands.engine import Endpoint, connect
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


def our_result(host: str, words: str, limits: Limits | None = None, **more: Any) -> Result:
    """The whole result of a command line; what the parser refuses is a result too."""
    parsed = parse_text(f"docker {words}")
    if parsed.usage_error:
        return Result(stderr=parsed.usage_error.message + "\n", exit_code=parsed.usage_error.exit_code)
    endpoint = Endpoint(url=host)
    api = connect(endpoint)
    try:
        return run(parsed, Job(api=api, endpoint=endpoint.url, limits=limits or Limits(), **more))
    finally:
        api.close()


def theirs(engine: PrivateEngine, words: str, host: str = "", **more: Any) -> Printed:
    """Run a command line through the docker program."""
    done = engine.docker(*shlex.split(words), host=host, **more)
    return done.returncode, done.stdout, done.stderr


def without_ids(text: str, *names: str) -> str:
    """Ids, times and the names of twins, made the same."""
    for name in names:
        text = re.sub(rf"\b{re.escape(name)}\b", "TWIN", text)
    text = re.sub(r"\b[0-9a-f]{64}\b", "LONG-ID", text)
    text = re.sub(r"\b[0-9a-f]{12}\b", "SHORT-ID", text)
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "TIME", text)


def twins(printed: Printed, *names: str) -> Printed:
    """Status and both outputs, comparable with a twin's."""
    return printed[0], without_ids(printed[1], *names), without_ids(printed[2], *names)


def requests(stand: StandIn) -> list[tuple[Any, ...]]:
    """The requests a stand-in saw, as the daemon understands them; requests sent at once are in order of their paths."""
    return [(one.method, one.path, one.query, plain(one.body), one.auth) for one in stand.requests()]
