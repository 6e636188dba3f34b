"""A small image made of what the machine has: a static busybox, and a link for each of its programs."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path


def build_context(busybox: str, dockerfile_tail: str) -> io.BytesIO:
    """A build context for an image `FROM scratch`, as a tar file."""
    context = io.BytesIO()
    with tarfile.open(fileobj=context, mode="w") as tar:
        _add(tar, "Dockerfile", f"FROM scratch\nADD rootfs.tar /\n{dockerfile_tail}".encode())
        _add(tar, "rootfs.tar", _rootfs(busybox))
    context.seek(0)
    return context


def _rootfs(busybox: str) -> bytes:
    """A root file system of one program: busybox, and a link for each of its names."""
    names = subprocess.run([busybox, "--list"], capture_output=True, text=True, check=True).stdout.split()
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for folder in ("bin", "etc", "home", "root", "tmp", "var"):
            entry = tarfile.TarInfo(folder)
            entry.type, entry.mode = tarfile.DIRTYPE, 0o1777 if folder == "tmp" else 0o755
            tar.addfile(entry)
        _add(tar, "etc/passwd", b"root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n")
        _add(tar, "etc/group", b"root:x:0:\naudio:x:29:\nnogroup:x:65534:\n")
        _add(tar, "bin/busybox", Path(busybox).read_bytes(), 0o755)
        for name in names:
            if name != "busybox":
                entry = tarfile.TarInfo(f"bin/{name}")
                entry.type, entry.linkname = tarfile.SYMTYPE, "busybox"
                tar.addfile(entry)
    return out.getvalue()


def _add(tar: tarfile.TarFile, name: str, data: bytes, mode: int = 0o644) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(data), mode
    tar.addfile(entry, io.BytesIO(data))
