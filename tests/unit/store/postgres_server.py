"""A private PostgreSQL cluster in a temporary folder, reachable over a socket in it, for as long as a `with` block lasts."""

from __future__ import annotations

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


def program(name: str) -> str | None:
    """Where one of PostgreSQL's programs is; Debian keeps them off the PATH."""
    found = shutil.which(name)
    if found:
        return found
    beside = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(beside[-1]) if beside else None


def why_not() -> str:
    """Why no cluster can be started here; "" when one can."""
    missing = [name for name in ("initdb", "postgres") if not program(name)]
    if missing:
        return f"not installed: {', '.join(missing)}"
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
                    "max_connections=60",
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
