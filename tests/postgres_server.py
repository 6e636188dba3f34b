"""A private PostgreSQL cluster in a temporary folder, reachable over a socket in it, for as long as a `with` block lasts."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = ("initdb", "postgres")
NO_SERVICES = Path("/usr/sbin/policy-rc.d")  # while it says 101, Debian's packages start no service


def program(name: str) -> str | None:
    """Where one of PostgreSQL's programs is; Debian keeps them off the PATH."""
    found = shutil.which(name)
    if found:
        return found
    beside = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(beside[-1]) if beside else None


def _missing() -> list[str]:
    return [name for name in PROGRAMS if not program(name)]


def why_not() -> str:
    """Why no cluster can be started here, after trying to install what is missing; "" when one can."""
    if _missing():
        problem = _install()
        if missing := _missing():
            return f"not installed: {', '.join(missing)}" + (f" ({problem})" if problem else "")
    try:
        import psycopg  # noqa: F401
    except ImportError as error:
        return f"psycopg cannot be used: {error}"
    if os.geteuid() == 0:
        try:
            pwd.getpwnam("nobody")
        except KeyError:
            return "PostgreSQL does not run as root, and there is no user nobody"
    return ""


def _install() -> str:
    """Install Debian's package without letting it start its own server; the reason when it is not done or fails."""
    if os.geteuid() != 0:
        return "installing it needs root"
    if not Path("/etc/debian_version").exists() or not shutil.which("apt-get"):
        return "this is not Debian"
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with open(Path(tempfile.gettempdir()) / "dockwise-apt.lock", "w", encoding="utf-8") as lock, _no_services():
        fcntl.flock(lock, fcntl.LOCK_EX)  # two test workers must not install at once
        if not _missing():
            return ""
        install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "postgresql"]
        for command in (["apt-get", "update", "-q"], install):
            done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=600, check=False)
            if done.returncode:
                return f"{' '.join(command[:2])} failed: {done.stderr.strip().splitlines()[-1:] or done.returncode}"
    return ""


@contextmanager
def _no_services() -> Iterator[None]:
    """Packages that are installed meanwhile start nothing (where the machine has a policy of its own, that one holds)."""
    if NO_SERVICES.exists():
        yield
        return
    NO_SERVICES.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")
    NO_SERVICES.chmod(0o755)
    try:
        yield
    finally:
        with contextlib.suppress(FileNotFoundError):
            NO_SERVICES.unlink()


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of an empty database of a cluster that is thrown away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="dockwise-postgres-"))
    other: dict[str, object] = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        other = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    server: subprocess.Popen[bytes] | None = None
    try:
        data = folder / "data"
        made = subprocess.run(
            [str(program("initdb")), "-D", str(data), "-U", "dockwise", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"],
            capture_output=True,
            text=True,
            cwd=folder,
            timeout=120,
            check=False,
            **other,
        )  # type: ignore[call-overload]
        assert made.returncode == 0, made.stderr
        with open(folder / "log", "wb") as log:
            server = subprocess.Popen(
                [
                    str(program("postgres")),
                    "-D",
                    str(data),
                    "-k",
                    str(folder),
                    "-c",
                    "listen_addresses=",
                    "-c",
                    "max_connections=100",
                    "-c",
                    "fsync=off",
                    "-c",
                    "full_page_writes=off",
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=folder,
                **other,
            )  # type: ignore[call-overload]
        wait_for(server, folder)
        yield f"postgresql+psycopg://dockwise@/postgres?host={folder}"
    finally:
        if server is not None and server.poll() is None:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait(20)
        if folder.name.startswith("dockwise-postgres-") and folder.parent == Path(tempfile.gettempdir()):
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database(cluster: str, name: str) -> Iterator[str]:
    """The URL of a new database of that cluster, dropped afterwards."""
    import psycopg
    from sqlalchemy.engine import make_url

    address = make_url(cluster)
    folder = str(address.query["host"])
    with psycopg.connect(f"host={folder} user=dockwise dbname=postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')  # type: ignore[arg-type]
        try:
            yield address.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[arg-type]


def wait_for(server: subprocess.Popen[bytes], folder: Path) -> None:
    """Until it answers; AssertionError with the last line of its log when it does not."""
    import psycopg

    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        assert server.poll() is None, (folder / "log").read_text("utf-8", "replace")[-500:]
        try:
            psycopg.connect(f"host={folder} user=dockwise dbname=postgres connect_timeout=2").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise AssertionError((folder / "log").read_text("utf-8", "replace")[-500:])
