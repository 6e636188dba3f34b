"""Reaching a daemon, and failing to: unix, tcp, TLS and ssh, in the words of the docker program."""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from commands.engine import FAILURES, Endpoint, Tls, connect, connection_error
from commands.executors import run
from commands.executors.base import Job
from commands.parser import parse_text
from scripts.private_engine import PrivateEngine
from tests.engine.changing import ours, theirs
from tests.engine.conftest import unavailable
from tests.engine.stand_in import StandIn

pytestmark = pytest.mark.docker_program
COMMANDS = [
    "rm x", "start a b", "volume rm v", "network create n", "pull x", "tag a b", "run -d x", "create x", "exec a ls", "node rm n",
]  # fmt: skip


@pytest.mark.parametrize("words", COMMANDS)
def test_nobody_there(program: PrivateEngine, words: str) -> None:
    for host in (f"unix://{program.folder}/none.sock", "tcp://127.0.0.1:1"):
        assert ours(host, words) == theirs(program, words, host=host)


def test_a_name_that_is_none(program: PrivateEngine) -> None:
    host = "tcp://nosuch.invalid:2375"
    mine, judged = ours(host, "rm x"), theirs(program, "rm x", host=host)
    assert mine[0] == judged[0]
    assert mine[2] == re.sub(r" on [\d.:]+(?=: no such host)", "", judged[2])


def as_nobody(host: str, words: str, answers: Connection) -> None:
    """Ask as a user who may do nothing, in a process of its own."""
    os.setgid(65534)
    os.setuid(65534)
    answers.send(ours(host, words))


def test_a_socket_that_may_not_be_used(program: PrivateEngine) -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root, to become somebody else")
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    path = folder / "daemon.sock"
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(path))
    path.chmod(0o600)
    host = f"unix://{path}"
    environ = {"PATH": os.environ["PATH"], "HOME": "/", "DOCKER_HOST": host}
    try:
        for words in ("rm x", "tag a b"):
            command = [program.program, *words.split()]
            judged = subprocess.run(command, env=environ, user=65534, cwd="/", capture_output=True, text=True, check=False)
            ours(host.replace("daemon", "none"), words)  # so that everything is loaded before the files cannot be read
            receiving, sending = multiprocessing.Pipe(duplex=False)
            process = multiprocessing.get_context("fork").Process(target=as_nobody, args=(host, words, sending))
            process.start()
            assert receiving.poll(20)
            assert receiving.recv() == (judged.returncode, judged.stdout, judged.stderr)
            process.join(20)
            assert "permission denied while trying to connect" in judged.stderr
    finally:
        server.close()
        path.unlink()
        folder.rmdir()


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An authority, a server's certificate for 127.0.0.1 and a client's, fresh."""
    if not shutil.which("openssl"):
        unavailable("openssl is not installed")
    folder = tmp_path_factory.mktemp("certificates")

    def openssl(*words: str) -> None:
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)

    new = ("req", "-newkey", "rsa:2048", "-nodes")
    openssl(*new, "-x509", "-keyout", "ca-key.pem", "-out", "ca.pem", "-subj", "/CN=test", "-days", "2")
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n")
    for name in ("server", "client"):
        openssl(*new, "-keyout", f"{name}-key.pem", "-out", f"{name}.csr", "-subj", f"/CN={name}")
        signed = ("-CA", "ca.pem", "-CAkey", "ca-key.pem", "-CAcreateserial", "-extfile", "names", "-days", "2")
        openssl("x509", "-req", "-in", f"{name}.csr", "-out", f"{name}.pem", *signed)
    return folder


@pytest.fixture
def over_tls(certificates: Path) -> Iterator[StandIn]:
    """A stand-in that speaks TLS and asks for a client's certificate."""
    with StandIn() as stand:
        rules = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        rules.load_cert_chain(certificates / "server.pem", certificates / "server-key.pem")
        rules.load_verify_locations(certificates / "ca.pem")
        rules.verify_mode = ssl.CERT_REQUIRED
        stand.server.socket = rules.wrap_socket(stand.server.socket, server_side=True)
        yield stand


def asked(host: str, tls: Tls | None) -> str:
    """Ask a daemon to rename something: "" where it did, docker's words where it could not be asked."""
    endpoint = Endpoint(url=host, tls=tls)
    api = connect(endpoint)
    result = run(parse_text("docker rename a b"), Job(api=api, endpoint=endpoint.url))
    api.close()
    return result.stderr.partition("Error: failed to rename")[0]


def test_tls_with_a_clients_certificate(over_tls: StandIn, certificates: Path) -> None:
    files = Tls(*(str(certificates / name) for name in ("ca.pem", "client.pem", "client-key.pem")))
    assert asked(over_tls.host, files) == ""
    assert [one.path for one in over_tls.requests()] == ["/containers/a/rename"]


def test_tls_with_an_authority_that_did_not_sign(over_tls: StandIn, certificates: Path) -> None:
    said = asked(over_tls.host, Tls("", str(certificates / "client.pem"), str(certificates / "client-key.pem"), True))
    assert "tls: failed to verify certificate" in said


def test_tls_without_a_clients_certificate(over_tls: StandIn, certificates: Path) -> None:
    said = asked(over_tls.host, Tls(ca=str(certificates / "ca.pem")))
    # The server ends the connection; whether its reason still arrives is a matter of time.
    assert "the server probably has client authentication (--tlsverify) enabled" in said or "tls: EOF" in said or "reset" in said


def test_no_tls_where_the_daemon_wants_it(over_tls: StandIn) -> None:
    assert "Cannot connect" not in asked(over_tls.host, None)
    assert asked(over_tls.host, None).startswith(("error during connect", "Post ", "Head "))


def test_tls_where_the_daemon_has_none(certificates: Path) -> None:
    with StandIn() as stand:
        assert "server gave HTTP response to HTTPS client" in asked(stand.host, Tls(ca=str(certificates / "ca.pem")))


SSH = """#!{python}
import sys
words = sys.argv[1:]
if "refused" in words:
    sys.stderr.write("ssh: connect to host refused port 22: Connection refused\\n")
    sys.exit(255)
import socket, threading, os
server = socket.socket(socket.AF_UNIX)
server.connect({path!r})
def up():
    while data := os.read(0, 65536):
        server.sendall(data)
    server.shutdown(socket.SHUT_WR)
threading.Thread(target=up, daemon=True).start()
while data := server.recv(65536):
    os.write(1, data)
"""


@pytest.fixture
def fake_ssh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An `ssh` that leads to a socket here."""
    path = tmp_path / "daemon.sock"
    (tmp_path / "ssh").write_text(SSH.format(python=sys.executable, path=str(path)))
    (tmp_path / "ssh").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    return path


def test_ssh_leads_to_the_daemon(engine: PrivateEngine, fake_ssh: Path) -> None:
    fake_ssh.symlink_to(engine.host.removeprefix("unix://"))
    assert ours("ssh://ops@prod-1", "run --rm busybox sh -c 'echo over ssh; exit 3'") == (3, "over ssh\n", "")
    assert ours("ssh://prod-1", "rm nosuch")[2] == "Error response from daemon: No such container: nosuch\n"


def test_ssh_that_fails_is_told_with_its_words(program: PrivateEngine, fake_ssh: Path) -> None:
    mine = ours("ssh://ops@refused", "rm x")
    assert mine[0] == 1
    assert mine[2].startswith("error during connect: ")
    command = "ssh -o ConnectTimeout=10 -T -l ops -- refused docker system dial-stdio"
    assert f"command [{command}] has exited with exit status 255" in mine[2]
    assert "stderr=ssh: connect to host refused port 22: Connection refused" in mine[2]


def test_a_dead_host_is_given_up_in_time() -> None:
    """One that takes the connection and never answers."""
    silent = socket.socket()
    silent.bind(("127.0.0.1", 0))
    silent.listen()
    endpoint = Endpoint(url=f"tcp://127.0.0.1:{silent.getsockname()[1]}", connect_timeout=0.5, read_timeout=0.5)
    started = time.monotonic()
    with pytest.raises(FAILURES) as caught:
        connect(endpoint).containers()
    silent.close()
    assert time.monotonic() - started < 3
    words = f"Cannot connect to the Docker daemon at {endpoint.url}. Is the docker daemon running?"
    assert connection_error(endpoint, caught.value) == words


def test_a_client_asks_nobody_before_its_first_request() -> None:
    with StandIn(version="1.43") as stand:
        api = connect(Endpoint(url=stand.host))
        assert stand.seen == []
        assert api.api_version == "1.43"
        assert api.api_version == "1.43"
        assert [one.path for one in stand.seen] == ["/_ping"]


def test_a_daemon_that_was_replaced_by_an_older_one() -> None:
    """The first request after that fails, with the daemon's words; the next one speaks the older version."""
    too_new = (400, {"message": "client version 1.50 is too new. Maximum supported API version is 1.41"})
    with StandIn(version="1.50") as stand:
        api = connect(Endpoint(url=stand.host))
        job = Job(api=api, endpoint=stand.host)
        assert run(parse_text("docker stop a"), job).ok
        stand.version = "1.41"
        stand.answers = [("POST", "/containers/a/stop", lambda one: too_new if one.version == "1.50" else (204, None))]
        assert "is too new" in run(parse_text("docker stop a"), job).stderr
        assert run(parse_text("docker stop a"), job).ok


def test_a_daemon_that_was_restarted() -> None:
    """Connections that are no longer there are made anew without anybody noticing."""
    with StandIn() as stand:
        port = stand.server.server_address[1]
        api = connect(Endpoint(url=stand.host))
        job = Job(api=api, endpoint=stand.host)
        assert run(parse_text("docker stop a"), job).ok
    again = StandIn(port=port)
    with again:
        assert run(parse_text("docker stop a"), job).ok
        assert [one.path for one in again.seen] == ["/containers/a/stop"]


def test_many_threads_agree_on_the_version_once() -> None:
    with StandIn(version="1.41") as stand:
        api: Any = connect(Endpoint(url=stand.host))
        threads = [threading.Thread(target=lambda: api.api_version) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(stand.seen) == 1
