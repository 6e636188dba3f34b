"""Addresses of daemons: the docker program's own verdict on each, and its words, beside ours."""

from __future__ import annotations

import subprocess

import pytest

from commands.opts.daemonhost import DaemonHost

pytestmark = pytest.mark.docker_program
# Loopback and unresolvable names only: what is taken is tried and fails at once.
ADDRESSES = """tcp:1.2.3.4|fd://|fd://3|udp://1.2.3.4|tcp://|unix://|unix:///x|npipe://x|npipe:////./pipe/x|ssh://|http://x|https://x:2
|:2375|127.0.0.1:99999|tcp://127.0.0.1:abc|tcp://[::1]:2375|tcp://::1|tcp://[::1]|tcp://[::1]:|ssh://u:p@h|ssh://h?x=1|ssh://h#f
|tcp://127.0.0.1:0|tcp://127.0.0.1/path|tcp://h x|foo://bar|unix:x|unix://[x|unix://x://y|tcp://a://b|tcp://127.0.0.1:|:::
|tcp://127.0.0.1:1:2|tcp://[x|tcp://x]|tcp://[127.0.0.1]:1|ssh://@|ssh://:22|ssh://u@|ssh://u:@h|ssh:///x|ssh:x|/var/run/docker.sock
|./docker.sock|tcp://%zz|tcp://a%20b|tcp://user:pw@127.0.0.1|tcp://127.0.0.1?x=1|tcp://127.0.0.1#x|TCP://x|Unix://x|ssh://[::1
|ssh://h:abc|ssh://u@h:22x|a b|unix://%zz|unix://a b|tcp://127.0.0.1:-1|tcp://127.0.0.1:99999999999999999999|fd:3|udp://|unix://?x
|ssh://ho st|ssh://h%zz|ssh://%41|tcp://[::1%25lo]:1|ssh://h/?x""".replace("\n", "").split("|")


@pytest.mark.parametrize("address", ADDRESSES)
def test_docker_says_the_same_of_it(program, address: str) -> None:  # type: ignore[no-untyped-def]
    done = subprocess.run(
        [program.program, "-H", address, "ps"], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=20,
        env=program.environ(), check=False,
    )  # fmt: skip
    said = done.stderr.strip().split("\n")[0]
    theirs = said if said.startswith("Failed to initialize") else ""
    try:
        ours = "" if str(DaemonHost.parse(address)) else "?"
    except ValueError as problem:
        ours = str(problem)
    assert ours == theirs
