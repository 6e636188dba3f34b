"""A Docker Engine of our own, on a machine that may have none: for the engine tests, the demo and the measurements.

The daemon runs in network and mount namespaces of its own, so its bridges, ports, firewall rules and mounts
are nobody else's and are gone when it ends. Everything it writes is below one folder made with `tempfile.mkdtemp`.
Its socket is an ordinary file there, so clients reach it from outside. Needs root and Linux.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from docker import APIClient

from scripts.sample_image import build_context

PACKAGES = ("docker.io", "docker-registry", "busybox-static", "iptables")
PREFIX = "dockwise-engine-"
IMAGE = "busybox:latest"
START_SECONDS = 40


class EngineUnavailable(RuntimeError):
    """No private engine can run here; the text says why."""


def why_not() -> str:
    """Why no private engine can run here, after trying to install what is missing; "" when one can."""
    if os.name != "posix" or not Path("/proc/self/ns/net").exists():
        return "a private Docker Engine needs Linux"
    if os.geteuid() != 0:
        return "a private Docker Engine needs root"
    if missing := _missing():
        problem = _install()
        if missing := _missing():
            return f"not installed: {', '.join(missing)}" + (f" ({problem})" if problem else "")
    return ""


def _missing() -> list[str]:
    return [name for name in ("dockerd", "busybox", "unshare", "ip") if not _which(name)]


def _which(name: str) -> str | None:
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin")


def _install() -> str:
    """Install Debian's packages where that starts no service; the reason when it is not done or fails."""
    if not Path("/etc/debian_version").exists() or not shutil.which("apt-get"):
        return "this is not Debian"
    if Path("/run/systemd/system").exists():
        return "installing it would start a service on this machine"
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with open(Path(tempfile.gettempdir()) / "dockwise-apt.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two test workers must not install at once
        if not _missing():
            return ""
        install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *PACKAGES]
        for command in (["apt-get", "update", "-q"], install):
            done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=600, check=False)
            if done.returncode:
                return f"{' '.join(command[:2])} failed: {done.stderr.strip().splitlines()[-1:] or done.returncode}"
    return ""


def _temp_folder() -> str:
    """Where the folder is made: the paths of the daemon's sockets may have 108 characters at most."""
    usual = tempfile.gettempdir()
    return usual if len(usual) <= 40 else "/tmp"


def _end_with_us() -> list[str]:
    """The words that make a process end when this one does, however that comes about."""
    setpriv = _which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--"] if setpriv else []


class PrivateEngine:
    """A running daemon, as a context manager.

    `host` is its address (`unix://…`), `image` the name of a small image that is there, `api` a client for it.
    `docker(...)` runs the real docker program against it, in an empty home and working directory.
    """

    def __init__(self, images: Sequence[str] = (IMAGE,), daemon_args: Sequence[str] = (), program: str | None = None) -> None:
        self.images = tuple(images)
        self.image = self.images[0] if self.images else ""
        self.daemon_args = tuple(daemon_args)
        self.program = program or os.environ.get("DOCKWISE_DOCKER") or shutil.which("docker") or "docker"
        self.folder = Path()
        self.host = ""
        self._daemon: subprocess.Popen[bytes] | None = None
        self._helpers: list[subprocess.Popen[bytes]] = []
        self._api: APIClient | None = None
        self._registries = 0

    def __enter__(self) -> PrivateEngine:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Start the daemon, wait until it answers, and make its images. Raises `EngineUnavailable`."""
        if reason := why_not():
            raise EngineUnavailable(reason)
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=_temp_folder()))
        for name in ("home", "work", "shared", "run"):
            (self.folder / name).mkdir()
        (self.folder / "daemon.json").write_text("{}", encoding="utf-8")
        self.host = f"unix://{self.folder}/docker.sock"
        try:
            try:
                self._start_daemon()
            except EngineUnavailable:  # on a busy machine containerd may miss the 15 seconds that the daemon gives it
                self._end_daemon()
                self._start_daemon()
            if self.images:
                self.make_image(*self.images)
        except BaseException:
            self.stop()
            raise

    def _start_daemon(self) -> None:
        folder = self.folder
        daemon = [
            _which("dockerd") or "dockerd", "--data-root", f"{folder}/data", "--exec-root", f"{folder}/exec",
            "-H", self.host, "--pidfile", f"{folder}/pid", "--config-file", f"{folder}/daemon.json", *self.daemon_args,
        ]  # fmt: skip
        # `exec` keeps the process id all the way, so the process started here is the daemon.
        script = 'ip link set lo up && exec "$@"'
        unshare = [_which("unshare") or "unshare", "--net", "--mount", "--propagation", "slave", "--"]
        command = [*_end_with_us(), *unshare, "sh", "-c", script, "sh", *daemon]
        environ = {**os.environ, "PATH": os.environ.get("PATH", "") + ":/usr/sbin:/sbin", "TMPDIR": f"{folder}/run"}
        with open(folder / "dockerd.log", "wb") as log:
            self._daemon = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environ, start_new_session=True
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._daemon.poll() is not None:
                break
            with contextlib.suppress(Exception):  # not up yet: whatever it says, ask again
                if (folder / "docker.sock").exists() and self.api.ping():
                    return
            time.sleep(0.05)
        lines = (folder / "dockerd.log").read_text("utf-8", "replace").splitlines()
        raise EngineUnavailable("the private Docker Engine did not start: " + (lines[-1] if lines else "it said nothing"))

    @property
    def api(self) -> APIClient:
        """The SDK's low-level client, with the version that was negotiated."""
        if self._api is None:
            self._api = APIClient(base_url=self.host, version="auto", timeout=60)
        return self._api

    def environ(self, **more: str) -> dict[str, str]:
        """The environment in which the docker program knows this engine and nothing of the caller's."""
        home = f"{self.folder}/home"
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "TZ") if name in os.environ}
        return {**kept, "HOME": home, "DOCKER_CONFIG": f"{home}/.docker", "DOCKER_HOST": self.host, **more}

    def docker(
        self, *args: str, input: str | None = None, timeout: float = 60, host: str = "", check: bool = False
    ) -> subprocess.CompletedProcess[str]:
        """Run the docker program on this engine (or on `host`, such as a proxy before it)."""
        environ = self.environ(DOCKER_HOST=host) if host else self.environ()
        data = None if input is None else input.encode()
        done = subprocess.run(
            [self.program, *args], input=data, stdin=subprocess.DEVNULL if data is None else None, capture_output=True,
            timeout=timeout, check=check, env=environ, cwd=self.folder / "work",
        )  # fmt: skip
        # Decoded here, because text mode would make `\r\n` into `\n`.
        texts = [stream.decode("utf-8", "replace") for stream in (done.stdout, done.stderr)]
        return subprocess.CompletedProcess(done.args, done.returncode, *texts)

    def new_folder(self) -> str:
        """A fresh, empty folder of this engine, the only thing that tests may bind-mount."""
        return tempfile.mkdtemp(dir=self.folder / "shared")

    def make_image(self, *tags: str, dockerfile_tail: str = 'CMD ["sh"]\n') -> str:
        """Make the small image (a static busybox with links for its programs) under each tag; its id."""
        context = build_context(_which("busybox") or "busybox", dockerfile_tail)
        for step in self.api.build(fileobj=context, custom_context=True, tag=tags[0], rm=True, decode=True):
            if "error" in step:
                raise EngineUnavailable(f"the sample image was not built: {step['error']}")
        for tag in tags[1:]:
            self.api.tag(tags[0], *tag.rsplit(":", 1))
        return str(self.api.inspect_image(tags[0])["Id"])

    def registry(self, user: str = "", password: str = "") -> str:
        """Start a registry on the engine's own loopback; its address (`127.0.0.1:PORT`). With a user, it asks for a login."""
        program = _which("docker-registry")
        if not program or self._daemon is None:
            raise EngineUnavailable("not installed: docker-registry")
        self._registries += 1
        address = f"127.0.0.1:{5000 + self._registries}"
        folder = self.folder / f"registry-{self._registries}"
        folder.mkdir()
        settings: dict[str, Any] = {
            "version": 0.1,
            "log": {"level": "error"},
            "storage": {"filesystem": {"rootdirectory": f"{folder}/data"}, "delete": {"enabled": True}},
            "http": {"addr": address},
        }
        if user:
            import bcrypt

            line = f"{user}:{bcrypt.hashpw(password.encode(), bcrypt.gensalt(5)).decode()}\n"
            (folder / "users").write_text(line, encoding="utf-8")
            settings["auth"] = {"htpasswd": {"realm": "sample", "path": f"{folder}/users"}}
        (folder / "config.yml").write_text(json.dumps(settings), encoding="utf-8")
        command = [*_end_with_us(), *self.inside(program, "serve", f"{folder}/config.yml")]
        with open(folder / "log", "wb") as log:
            helper = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        self._helpers.append(helper)
        once = f"busybox nc -w 1 {address.replace(':', ' ')} </dev/null && exit 0"
        probe = self.inside("sh", "-c", f"for i in $(seq 100); do {once}; sleep 0.1; done; exit 1")
        if subprocess.run(probe, capture_output=True, timeout=60, check=False).returncode or helper.poll() is not None:
            raise EngineUnavailable("docker-registry did not start: " + (folder / "log").read_text("utf-8", "replace")[-300:])
        return address

    def inside(self, *command: str) -> list[str]:
        """The words that run a command in the engine's network namespace (where its published ports are)."""
        if self._daemon is None:
            raise EngineUnavailable("the private Docker Engine is not running")
        return [_which("nsenter") or "nsenter", f"--net=/proc/{self._daemon.pid}/ns/net", "--", *command]

    def remove_containers(self) -> None:
        """Remove every container: a clean slate between tests."""
        for row in self.api.containers(all=True):
            with contextlib.suppress(Exception):  # one that goes by itself meanwhile is gone too
                self.api.remove_container(row["Id"], force=True, v=True)

    def tidy(self) -> None:
        """Remove every container, every volume, and every network that was not there from the start."""
        self.remove_containers()
        for row in self.api.networks():
            if row["Name"] not in {"bridge", "host", "none", "ingress", "docker_gwbridge"}:
                with contextlib.suppress(Exception):  # in use by a service that goes meanwhile
                    self.api.remove_network(row["Id"])
        for row in self.api.volumes()["Volumes"] or []:
            with contextlib.suppress(Exception):
                self.api.remove_volume(row["Name"], force=True)
        if self.images and not self.api.images(name=self.image):  # a test that prunes images may have taken it along
            self.make_image(*self.images)

    def stop(self) -> None:
        """End what was started here, by process id, and remove the folder made here."""
        daemon = self._daemon
        if daemon is not None and daemon.poll() is None:
            self._kill_containers()
        for process in [*self._helpers, *([daemon] if daemon else [])]:
            _end(process)
        self._helpers, self._daemon, self._api = [], None, None
        _remove_folder(self.folder)

    def _end_daemon(self) -> None:
        """End a daemon that did not come up, and whatever it has started."""
        if self._daemon is not None:
            _end(self._daemon)
        for pid in list(_processes_of(self.folder)):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        self._daemon = self._api = None

    def _kill_containers(self) -> None:
        """Ask the daemon to kill what runs, so that it need not wait for each at its own end."""
        with contextlib.suppress(Exception):  # a daemon in trouble is ended all the same
            api = APIClient(base_url=self.host, version="1.41", timeout=10)
            for row in api.containers():
                with contextlib.suppress(Exception):
                    api.remove_container(row["Id"], force=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End one process that was started here: politely, then not."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(25)
            return


def _processes_of(folder: Path) -> Iterator[int]:
    """Process ids whose command line names a folder made here (containerd and its shims, after a hard end)."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with contextlib.suppress(OSError):
                if str(folder).encode() + b"/" in (entry / "cmdline").read_bytes():
                    yield int(entry.name)


def _remove_folder(folder: Path) -> None:
    """Remove a folder that `start` made; refuse any other, and one that something is still mounted in."""
    temp = Path(_temp_folder()).resolve()
    if folder == Path() or not folder.name.startswith(PREFIX) or folder.resolve().parent != temp or folder.is_symlink():
        return
    for pid in list(_processes_of(folder)):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
    for _ in range(20):
        mounts = [line.split()[1] for line in Path("/proc/self/mounts").read_text("utf-8").splitlines()]
        inside = sorted((where for where in mounts if where.startswith(f"{folder}/")), reverse=True)
        if not inside:
            shutil.rmtree(folder, ignore_errors=True)
            return
        for where in inside:
            subprocess.run(["umount", where], capture_output=True, check=False)
        time.sleep(0.1)
