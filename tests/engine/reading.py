"""A small world of containers, images, networks and volumes, and reading it twice: with the docker program and with ours."""

from __future__ import annotations

import contextlib
import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.plan import planned
from commands.engine import Endpoint, EngineClient, connect
from commands.engine_pinned import pinned
from commands.executors import run
from commands.executors.base import Job
from commands.parsed import ParsedCommand
from commands.parser import parse_text
from scripts.private_engine import EngineUnavailable, PrivateEngine
from tests.engine.conftest import unavailable

Printed = tuple[int, str, str]
# How a case may be compared, by the sign before it: `~` docker prints lines (or labels) in no order; `%` numbers move.
_SIGNS = "~%"
# Ages can tick between the two, sizes of memory move: a second look decides.
TRIES = 4

DOCKERFILE_TAIL = """ENV PATH=/bin COLOUR="dark <blue>" TOKEN=s3cret
LABEL team=web "a.b/c"="x & y" empty=
EXPOSE 80/tcp 53/udp
VOLUME /data
WORKDIR /srv
USER nobody
STOPSIGNAL SIGUSR1
HEALTHCHECK --interval=1h --timeout=3s --retries=2 CMD test -e /srv
ENTRYPOINT ["/bin/sh", "-c"]
CMD ["sleep 1000"]
"""


def build(engine: PrivateEngine) -> None:
    """Make the world."""
    engine.make_image("team/rich:2.0", "team/rich:latest", dockerfile_tail=DOCKERFILE_TAIL)
    engine.make_image("scratchy:1", dockerfile_tail="LABEL gone=1\n")
    engine.make_image("scratchy:1", dockerfile_tail="LABEL here=1\n")
    registry = engine.registry()
    for words in _WORDS:
        engine.docker(*shlex.split(words.format(folder=engine.new_folder(), registry=registry)), check=True)
    engine.docker("run", "--name", "exited", "busybox", "sh", "-c", "echo one; echo two >&2; echo 三三; exit 3")
    engine.docker(
        "run", "--name", "changed", "busybox", "sh", "-c", "echo x >/tmp/new; rm /etc/group; chmod 600 /etc/passwd; mkdir /a"
    )
    engine.docker("run", "--name", "bounded", "--log-opt", "labels=team", "-l", "team=x", "busybox", "seq", "200")


_WORDS = (
    "tag busybox:latest {registry}/team/app:1",
    "push -q {registry}/team/app:1",
    "network create --label a=b --label c.d=e mynet",
    "network create --driver bridge --internal --subnet 10.88.0.0/24 --gateway 10.88.0.1 "
    "-o com.docker.network.bridge.enable_icc=false inner",
    "volume create --label k=v --label z=1 vol2",
    "volume create vol10",
    "run -d --name web -p 8080:80 -p 127.0.0.1:9000-9002:9000-9002 -p 53:53/udp -l team=web -l com.example.some-name=x "
    "--network mynet "
    "--network-alias www -v vol1:/data --stop-timeout 0 busybox sh -c 'echo started; echo failing >&2; sleep 1000'",
    "run -d -t --name ttyc --stop-timeout 0 busybox sh -c 'for i in 1 2 3; do echo line $i; done; sleep 1000'",
    "create --name created --network none --expose 5000-5003 -v {folder}:/mnt:ro busybox sleep 5",
    "create --name wide -l long=日本語のラベル busybox sh -c 'echo 日本語日本語日本語日本語 and more and more'",
    "run -d --name limited --memory 50m --cpus 0.5 --pids-limit 100 --restart on-failure:3 --cap-add NET_ADMIN "
    "--read-only --tmpfs /run:size=1m "
    "--health-cmd true --health-interval 1h --ulimit nofile=64:128 --add-host db:10.0.0.5 --dns 10.0.0.53 -e A=1 "
    "-e 'B=x <y> & z' "
    "--mount type=volume,source=vol2,target=/v,readonly --log-opt max-size=1m --stop-timeout 0 "
    "-u 0:0 -h box busybox sleep 1000",
    "run -d --name rich --link limited:db --stop-timeout 0 team/rich:2.0",
    "create --name hosted --network host --pid host --ipc host --uts host --privileged busybox sleep 1000",
    "pause ttyc",
)


def join_swarm(engine: PrivateEngine) -> None:
    """A swarm of one, with services of several kinds, whose tasks are about to run."""
    engine.docker("swarm", "init", "--advertise-addr", "127.0.0.1", check=True)
    engine.docker("secret", "create", "-l", "a=b", "sec1", "-", input="hush", check=True)
    engine.docker("config", "create", "-l", "a=<b>", "cfg1", "-", input="tune", check=True)
    engine.docker("node", "update", "--label-add", "zone=a", engine.docker("node", "ls", "-q").stdout.strip(), check=True)
    for words in (
        "service create -q --detach --name svc --replicas 1 -p 8090:80 -p 8091:81 "
        "-p mode=host,target=82,published=8092 -l s=1 -l empty= --limit-pids 50 "
        "busybox sh -c 'echo svc line; echo other >&2; sleep 1000'",
        "service create -q --detach --name glob --mode global --limit-memory 20m --limit-cpu 0.5 --reserve-memory 5m "
        "--constraint node.role==manager "
        "--env A=b --env C=d --mount type=volume,source=v9,target=/x --workdir /tmp --user root --log-driver json-file "
        "--log-opt max-size=1m "
        "--health-cmd true --health-interval 1h --cap-drop NET_RAW --sysctl net.ipv4.ip_forward=1 "
        "--ulimit nofile=64:128 busybox sleep 1000",
        "service create -q --detach --name stk_one -l com.docker.stack.namespace=stk "
        "--container-label com.docker.stack.namespace=stk --secret sec1 "
        "--config source=cfg1,target=/etc/tune --endpoint-mode dnsrr --update-delay 5s --update-max-failure-ratio 0.25 "
        "--replicas-max-per-node 4 "
        "busybox sleep 1000",
        "service create -q --detach --name failing --restart-max-attempts 1 "
        "--restart-condition none busybox nosuchprogram-with-a-long-name",
        "service create -q --detach --name once --mode replicated-job --replicas 2 busybox true",
    ):
        engine.docker(*shlex.split(words), check=True)


@contextlib.contextmanager
def started() -> Iterator[PrivateEngine]:
    """An engine of its own, so that nothing else changes what is read; and the docker program that is mirrored at hand."""
    engine = PrivateEngine()
    try:
        engine.start()
    except EngineUnavailable as error:
        unavailable(str(error))
    try:
        if "28." not in engine.docker("--version").stdout:
            unavailable("the docker program at hand is not the version that is mirrored")
        yield engine
    finally:
        engine.stop()


def cases(name: str) -> list[str]:
    """The command lines of a case file, without `docker`."""
    lines = (Path(__file__).parent / "cases" / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def agree(reader: Reader, case: str) -> None:
    """Fail, showing the first difference, where the two do not print the same."""
    problem = reader.same(case)
    if problem:
        pytest.fail(f"{case}\n{problem}", pytrace=False)


class Reader:
    """Both programs on one engine; ours with a client that stays; `bound` to what was looked at before, as for labelled reads."""

    def __init__(self, engine: PrivateEngine, host: str = "", bound: bool = False) -> None:
        self.engine = engine
        self.host = host or engine.host
        self.bound = bound
        self.api: EngineClient = connect(Endpoint(url=self.host))

    def theirs(self, words: str) -> Printed:
        done = self.engine.docker(*shlex.split(words), host=self.host, timeout=30)
        return done.returncode, done.stdout, done.stderr

    def ours(self, words: str) -> Printed:
        parsed = parse_text(f"docker {words}")
        if parsed.usage_error:
            return parsed.usage_error.exit_code, "", parsed.usage_error.message + "\n"
        result = run(parsed, self._job(parsed))
        return result.exit_code, result.stdout, result.stderr

    def _job(self, parsed: ParsedCommand) -> Job:
        if not self.bound:
            return Job(self.api, self.host)
        found = planned(parsed, self.api, deep=False)
        pins = replace(found.pins, strict=bool(found.targets), made=set())
        return Job(pinned(self.api, pins), self.host, pinned=pins)

    def same(self, case: str) -> str:
        """ "" where both print the same; otherwise how they differ."""
        sign, words = (case[0], case[1:].strip()) if case[0] in _SIGNS else ("", case)
        for _ in range(TRIES):
            theirs, ours = self.theirs(words), self.ours(words)
            if _plain(theirs, sign) == _plain(ours, sign):
                return ""
        # On a slow machine a second goes by between the two, each time for another of the containers.
        if _ages(theirs) and _ages(theirs) == _ages(ours) and _plain(_ageless(theirs), sign) == _plain(_ageless(ours), sign):
            return ""
        return difference(theirs, ours)


_AGE = re.compile(r"\b(\d+) seconds\b")


def _ages(printed: Printed) -> int:
    """How many ages in seconds stand there."""
    return sum(len(_AGE.findall(text)) for text in printed[1:])


def _ageless(printed: Printed) -> Printed:
    """The same without the number of seconds of an age; that there is one, and its unit, stay."""
    code, out, err = printed
    return code, _AGE.sub("some seconds", out), _AGE.sub("some seconds", err)


def _plain(printed: Printed, sign: str) -> tuple[object, ...]:
    """Without addresses of the docker program's own memory, and whatever the case's sign says."""
    printed = (printed[0], *(re.sub(r"0xc[0-9a-f]{9}", "ADDRESS", text) for text in printed[1:]))
    if sign == "~":
        return (printed[0], *(sorted(re.split(r"[\s,\[\]{}]+", text)) for text in printed[1:]))
    if sign == "%":
        return (printed[0], *(re.sub(r"[\d.]+ *[kMG]?i?B?%?", "N", text).replace(" ", "") for text in printed[1:]))
    return printed


def difference(theirs: Sequence[object], ours: Sequence[object]) -> str:
    """The first place where two results differ, both sides of it."""
    lines = []
    for name, one, two in zip(("status", "output", "error"), theirs, ours, strict=True):
        if one != two:
            first, second = str(one), str(two)
            at = next((i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second)))
            lines.append(
                f"{name}:\n  docker: {first[max(0, at - 60) : at + 160]!r}\n  ours:   {second[max(0, at - 60) : at + 160]!r}"
            )
    return "\n".join(lines)
