"""As many requests as the docker program makes for the same change, at most one more, counted at a door before the engine."""

from __future__ import annotations

import re

import pytest

from scripts.private_engine import PrivateEngine
from tests.engine.changing import ours, theirs
from tests.engine.recording_proxy import RecordingProxy

pytestmark = [pytest.mark.engine, pytest.mark.docker_program]

WORDS = """create --name @c busybox sleep 1000
start @c
exec @c true
exec -d @c true
pause @c
unpause @c
restart -t 0 @c
update --cpus 1 @c
rename @c @d
commit @d @img
tag busybox @img:two
rmi @img @img:two
stop -t 0 @d
kill @d
rm @d
rm -f nosuch
run --name @r busybox true
start -a @r
run --rm busybox true
run -d --name @b busybox sleep 1000
rm -f @r @b
volume create @v
volume rm @v
network create @n
network rm @n
container prune -f
volume prune -f
network prune -f
image prune -f
system prune -f
pull 127.0.0.1:9/nosuch
push 127.0.0.1:9/nosuch
run --rm 127.0.0.1:9/nosuch
service rm x
node rm x
swarm leave""".splitlines()


def test_no_more_requests_than_docker(clean: PrivateEngine, judged: PrivateEngine) -> None:
    more = []
    with RecordingProxy(judged.host) as proxy:
        for line in WORDS:
            counts = []
            for side in ("d", "o"):
                words = re.sub(r"@(\w+)", rf"{side}-\1", line)
                printed = theirs(judged, words, host=proxy.host) if side == "d" else ours(proxy.host, words)
                counts.append((printed[0], proxy.take()))
            docker, dockwise = counts
            assert docker[0] == dockwise[0], (line, docker, dockwise)
            assert dockwise[1], line
            if len(dockwise[1]) > len(docker[1]) + 1:
                more.append((line, docker[1], dockwise[1]))
    assert not more
