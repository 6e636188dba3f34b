"""The judge: asks the real docker program for its verdict on words, with a daemon that only says that it was reached.

    with Judge() as judge:
        verdict = judge.ask("docker run -p 80:80 nginx")

A text is accepted when another request than `/_ping` arrives, or when the program ends with status 0. Nothing is
run: the daemon answers every request with an error. The program gets a pseudo-terminal, an empty home and a working
directory of its own, with the relative files that the words name.
"""

from __future__ import annotations

import os
import pty
import re
import select
import shlex
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import SimpleQueue

VERSION = "28.2.2"
FILE_FLAGS = (
    "--env-file", "--label-file", "--file", "-f", "--input", "-i", "--compose-file", "-c", "--ca-cert", "--ca-key", "--key",
)  # fmt: skip
OUTPUT_FLAGS = ("-o", "--output", "--cidfile", "--iidfile")
COMPOSE = 'version: "3.8"\nservices:\n  web:\n    image: nginx\n'
_PLUGIN_WORDS = {"compose", "buildx", "bake", "model", "mcp", "scout", "init", "debug", "desktop", "extension", "ai", "sbom"}
# What the old builder says about itself, and the warning about the environment: not about the words.
_NOTICE = re.compile(
    r"\A(?:DEPRECATED: The legacy builder.*?\n\s*\n|(?:\[DEPRECATION NOTICE\]|WARNING:|Warning:|Since --detach).*?\n+)+",
    re.DOTALL,
)
_STATE = re.compile(
    r"no such file or directory|not a directory|is a directory|must be a directory|directory \".*\" does not exist"
    r"|context not found|context \".*\" does not exist|No such manifest|manifest for image .* does not exist"
    r"|PEM format|could not parse public key|refusing to load key|^panic:|unable to prepare context|permission denied"
    r"|no signatures|top-level object must be|already exists|file name too long|ca.pem"
)
_WINDOWS_FLAGS = ("--cpu-count", "--cpu-percent", "--io-max")
_HOST_FLAGS = ("-H", "--host")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What docker says: accepted or not, its exit status, and what it printed on standard error."""

    text: str
    ok: bool
    exit_code: int
    stderr: str
    stdout: str = ""
    reached: bool = False

    @property
    def first_line(self) -> str:
        """The first line that docker printed on standard error, notices left out; empty where it accepts."""
        return self.message.split("\n", 1)[0].strip()

    @property
    def message(self) -> str:
        """All that docker printed on standard error, notices left out; empty where it accepts."""
        return "" if self.ok else _NOTICE.sub("", self.stderr).strip()

    def row(self) -> dict[str, object]:
        """What is kept of it: `text`, `ok`, `exit` and the first `line`."""
        return {"text": self.text, "ok": self.ok, "exit": self.exit_code, "line": self.first_line}

    @property
    def about_state(self) -> bool:
        """True where files, contexts, kept manifests or the judge itself decided, and not the words."""
        return not self.ok and (self.exit_code < 0 or _STATE.search(self.stderr) is not None)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        ping = self.path.endswith("/_ping")
        length = int(self.headers.get("Content-Length") or 0)
        if length and length < 1 << 20:
            self.rfile.read(length)
        daemon = self.server
        assert isinstance(daemon, _Daemon)
        if not ping:
            daemon.reached.set()
        body = b"OK" if ping else b'{"message":"REACHED"}'
        self.send_response(200 if ping else 500)
        self.send_header("Api-Version", "1.50")
        self.send_header("OSType", daemon.ostype)
        self.send_header("Docker-Experimental", "true")
        self.send_header("Swarm", daemon.swarm)
        self.send_header("Content-Type", "text/plain" if ping else "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.close_connection = True

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_CONNECT = _answer

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Daemon(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, ostype: str, swarm: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.ostype, self.swarm = ostype, swarm
        self.reached = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """A program that hangs up is no news."""


@dataclass
class Judge:
    """Asks one question at a time; `ask_all` uses several judges side by side."""

    program: str = "docker"
    ostype: str = "linux"
    timeout: float = 8.0
    swarm: str = "inactive"
    _daemon: _Daemon | None = field(default=None, repr=False)
    _folder: str = ""

    def __enter__(self) -> Judge:
        self._daemon = _Daemon(self.ostype, self.swarm)
        threading.Thread(target=self._daemon.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        self._folder = tempfile.mkdtemp(prefix="dockwise-judge-")
        return self

    def __exit__(self, *_: object) -> None:
        if self._daemon is not None:
            self._daemon.shutdown()
            self._daemon.server_close()
        _remove(self._folder)

    def ask(self, text: str) -> Verdict:
        """The verdict on a text, read by shlex's rules."""
        return self.ask_words(shlex.split(text), text)

    def ask_words(self, words: list[str], text: str = "") -> Verdict:
        """The verdict on words; the first is `docker`."""
        assert self._daemon is not None
        self._daemon.reached.clear()
        windows = any(word.startswith(_WINDOWS_FLAGS) for word in words)
        self._daemon.ostype = "windows" if windows else self.ostype
        place = tempfile.mkdtemp(dir=self._folder)
        home, work = Path(place, "home"), Path(place, "work")
        home.mkdir()
        work.mkdir()
        for name, is_folder in relative_files(words):
            _make_file(work, name, is_folder)
        environ = {
            "HOME": str(home),
            "PATH": os.environ.get("PATH", ""),
            "TERM": "xterm",
            "DOCKER_HOST": f"tcp://127.0.0.1:{self._daemon.server_port}",
            "LANG": "C.UTF-8",
            "DOCKER_BUILDKIT": "0",  # the old builder, without the notice that it is old
            # Registries are asked through the same little server: nothing leaves this machine.
            "HTTPS_PROXY": f"http://127.0.0.1:{self._daemon.server_port}",
            "HTTP_PROXY": f"http://127.0.0.1:{self._daemon.server_port}",
        }
        try:
            asked = [self.program, *_to_this_daemon(words[1:], environ["DOCKER_HOST"])]
            code, out, err = _run(asked, str(work), environ, self.timeout, self._daemon.reached)
        finally:
            _remove(place)
        reached = self._daemon.reached.is_set() or "dial tcp" in err
        return Verdict(text or shlex.join(words), reached or code == 0, code, err, out, reached)


def _run(words: list[str], work: str, environ: dict[str, str], timeout: float, reached: threading.Event) -> tuple[int, str, str]:
    master, slave = pty.openpty()
    try:
        process = subprocess.Popen(
            words,
            cwd=work,
            env=environ,
            stdin=slave,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            close_fds=True,
        )
    finally:
        os.close(slave)
    assert process.stdout is not None
    assert process.stderr is not None
    os.write(master, b"y\n\x04")  # a yes to a question, and the end of input
    streams = {process.stdout.fileno(): bytearray(), process.stderr.fileno(): bytearray()}
    end = time.monotonic() + timeout
    open_streams = set(streams)
    while open_streams and time.monotonic() < end:
        ready, _, _ = select.select(list(open_streams), [], [], 0.2)
        for number in ready:
            try:
                chunk = os.read(number, 65536)
            except OSError:
                chunk = b""
            if chunk:
                streams[number] += chunk
            else:
                open_streams.discard(number)
        if reached.is_set() and process.poll() is None:
            end = min(end, time.monotonic() + 1.5)
        if not ready and process.poll() is not None:
            break
    if process.poll() is None:
        try:
            process.wait(0.2 if not open_streams else 0.01)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
    code = process.wait()
    out, err = (bytes(streams[number]).decode("utf-8", "replace") for number in streams)
    process.stdout.close()
    process.stderr.close()
    os.close(master)
    return code, out, err


def _to_this_daemon(words: list[str], address: str) -> list[str]:
    """The words with the address of `-H` replaced: whatever host is named, nothing else is asked."""
    for number, word in enumerate(words):
        flag, equals, _ = word.partition("=")
        if flag in _HOST_FLAGS and equals:
            return [*words[:number], f"{flag}={address}", *_to_this_daemon(words[number + 1 :], address)]
        if word in _HOST_FLAGS and number + 1 < len(words):
            return [*words[:number], word, address, *_to_this_daemon(words[number + 2 :], address)]
        if not word.startswith("-"):
            return words
    return words


def _remove(folder: str) -> None:
    """Take away a folder that this module made, and no other."""
    path = Path(folder).resolve()
    temp = Path(tempfile.gettempdir()).resolve()
    if folder and temp in path.parents and any(part.startswith("dockwise-judge-") for part in path.parts):
        shutil.rmtree(path, ignore_errors=True)


def relative_files(words: list[str]) -> Iterator[tuple[str, bool]]:
    """The relative files and folders (True) that the words may ask for."""
    tail = [word for word in words[1:] if not word.startswith("-")]
    if tail[:1] == ["build"] or tail[:2] in (["image", "build"], ["builder", "build"]):
        yield words[-1], True
    if tail[:1] == ["cp"] or tail[:2] == ["container", "cp"]:
        yield from ((word, False) for word in tail if ":" not in word)
    if tail[:1] == ["import"] or tail[:2] == ["image", "import"]:
        yield from ((word, False) for word in tail[1:])
    if tail[:2] in (["secret", "create"], ["config", "create"], ["trust", "key"]):
        yield from ((word, False) for word in tail[2:])
    if tail[:2] == ["plugin", "create"]:
        yield words[-1], True
        yield words[-1] + "/rootfs", True
        yield words[-1] + "/config.json", False
    for number, word in enumerate(words):
        flag, equals, value = word.partition("=")
        if flag in FILE_FLAGS and equals:
            yield value, False
        elif number and words[number - 1] in FILE_FLAGS:
            yield word, False
        elif len(word) > 2 and word[:2] in ("-f", "-i", "-c") and word[1] != "-":
            yield word[2:].removeprefix("="), False
        elif number and words[number - 1] in OUTPUT_FLAGS:
            yield os.path.dirname(word), True
        elif flag in OUTPUT_FLAGS and equals:
            yield os.path.dirname(value), True
    yield "Dockerfile", False


def _make_file(work: Path, name: str, is_folder: bool) -> None:
    """Make a file or folder of that relative name, never outside the working directory."""
    if not name or len(name) > 200 or "\0" in name or name.startswith("/") or "://" in name:
        return
    path = Path(os.path.normpath(work / name))
    if work not in path.parents or path.exists():
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if is_folder:
            path.mkdir()
            (path / "Dockerfile").write_text("FROM scratch\n", "utf-8")
        elif re.search(r"\.ya?ml$", name):
            path.write_text(COMPOSE, "utf-8")
        elif name.endswith("json"):
            path.write_text("{}\n", "utf-8")
        else:
            path.write_text("FROM scratch\n" if "ockerfile" in name else "NAME=value\n", "utf-8")
    except OSError:
        return


def available(program: str = "docker") -> bool:
    """True when the judge's version of the docker program is on the PATH."""
    if shutil.which(program) is None:
        return False
    found = subprocess.run([program, "--version"], capture_output=True, text=True, check=False, timeout=20)
    return f"version {VERSION}," in found.stdout


def can_be_judged(words: list[str]) -> bool:
    """False for plugins' commands: no plugin is installed beside the judge."""
    named = [word for word in words[1:] if not word.startswith("-")]
    return not named or named[0] not in _PLUGIN_WORDS


def ask_all(texts: Iterable[str], workers: int = 2, timeout: float = 8.0, swarm: str = "inactive") -> Iterator[Verdict]:
    """The verdicts on many texts, in their order."""
    idle: SimpleQueue[Judge] = SimpleQueue()
    judges = [Judge(timeout=timeout, swarm=swarm) for _ in range(workers)]

    def ask(text: str) -> Verdict:
        judge = idle.get()
        try:
            return judge.ask(text)
        finally:
            idle.put(judge)

    for judge in judges:
        idle.put(judge.__enter__())
    try:
        with ThreadPoolExecutor(workers) as pool:
            yield from pool.map(ask, texts)
    finally:
        for judge in judges:
            judge.__exit__()
