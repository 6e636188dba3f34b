"""As many requests as the docker program makes for the same words, at most one more, counted at a door before the engine."""

from __future__ import annotations

import shlex
import time
from collections.abc import Iterator

import pytest

from scripts.private_engine import PrivateEngine
from tests.engine.reading import Reader
from tests.engine.recording_proxy import RecordingProxy

pytestmark = [pytest.mark.engine, pytest.mark.docker_program]

WORDS = """ps -a
ps -as
ps --format '{{.Names}} {{.Size}}'
images
images busybox
history busybox
inspect counted
inspect counted busybox bridge
inspect nosuch
inspect -s counted
container inspect counted nosuch
image inspect busybox
network inspect bridge
volume inspect counted-volume
logs counted
logs --tail 5 nosuch
top counted
port counted
diff counted
wait ended
stats --no-stream ended
events --since 1m --until 0s
version
info
system df
system df -v
search --limit 200 x
network ls
volume ls
plugin ls
node ls
service ls
stack ls
secret ls
config ls
node ps
service ps x
stack ps x
service inspect x
service logs x""".splitlines()


@pytest.fixture(scope="module")
def proxy(judged: PrivateEngine) -> Iterator[RecordingProxy]:
    judged.remove_containers()
    for words in (
        "run -d --name counted --stop-timeout 0 -v counted-volume:/data busybox sh -c 'echo started; sleep 1000'",
        "run --name ended busybox true",
    ):
        judged.docker(*shlex.split(words), check=True)
    with RecordingProxy(judged.host) as door:
        yield door
    judged.remove_containers()
    judged.docker("volume", "rm", "counted-volume")


@pytest.mark.parametrize("words", WORDS)
def test_as_many_requests_as_docker(judged: PrivateEngine, proxy: RecordingProxy, words: str) -> None:
    reader = Reader(judged, proxy.host)  # a client that has not agreed on a version yet, as docker's
    proxy.take()
    reader.theirs(words)
    theirs = _settled(proxy)
    reader.ours(words)
    ours = _settled(proxy)
    assert len(ours) <= len(theirs) + 1, f"docker: {theirs}\nours: {ours}"
    assert sorted(map(_path, ours)) == sorted(map(_path, theirs))


def _path(request: str) -> str:
    return request.split("?")[0]


def _settled(proxy: RecordingProxy) -> list[str]:
    time.sleep(0.02)
    return proxy.take()


def test_the_agreed_version_is_not_asked_for_again(judged: PrivateEngine, proxy: RecordingProxy) -> None:
    reader = Reader(judged, proxy.host)
    reader.ours("ps")
    proxy.take()
    reader.ours("ps -a")
    assert [request.split("?")[0] for request in _settled(proxy)] == ["GET /v1.41/containers/json"]
