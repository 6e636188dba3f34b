"""Platforms: `linux/amd64`, `linux/arm/v7`.

Mirrors containerd/platforms (Parse, normalizeOS, normalizeArch).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from commands.opts.gonum import quoted

_OS = re.compile(r"([A-Za-z0-9_-]+)(?:\(([A-Za-z0-9_.-]*)\))?\Z")
_OS_TEXT = r"^([A-Za-z0-9_-]+)(?:\(([A-Za-z0-9_.-]*)\))?$"
_PART = re.compile(r"[A-Za-z0-9_.-]+\Z")
_PART_TEXT = r"^[A-Za-z0-9_.-]+$"
SYSTEMS = frozenset(
    ("aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "js", "linux", "nacl", "netbsd", "openbsd",
     "plan9", "solaris", "windows", "zos")
)  # fmt: skip
ARCHITECTURES = frozenset(
    ("386", "amd64", "amd64p32", "arm", "armbe", "arm64", "arm64be", "ppc64", "ppc64le", "loong64", "mips", "mipsle", "mips64",
     "mips64le", "mips64p32", "mips64p32le", "ppc", "riscv", "riscv64", "s390", "s390x", "sparc", "sparc64", "wasm")
)  # fmt: skip
_OTHER_NAMES = {
    "i386": ("386", ""), "x86_64": ("amd64", ""), "x86-64": ("amd64", ""), "aarch64": ("arm64", ""), "armhf": ("arm", "v7"),
    "armel": ("arm", "v6"),
}  # fmt: skip


def normal_architecture(name: str, variant: str = "") -> tuple[str, str]:
    """`x86_64` → ("amd64", "")."""
    name, variant = name.lower(), variant.lower()
    if name in _OTHER_NAMES:
        name, fixed = _OTHER_NAMES[name]
        variant = fixed or variant
    if (name == "amd64" and variant == "v1") or (name == "arm64" and variant in ("8", "v8")):
        variant = ""
    elif name == "arm":
        variant = {"": "v7", "7": "v7", "5": "v5", "6": "v6", "8": "v8"}.get(variant, variant)
    return name, variant


@dataclass(frozen=True, slots=True)
class Platform:
    """`--platform OS[(VERSION)][/ARCHITECTURE[/VARIANT]]`, normalised."""

    os: str
    architecture: str = ""
    variant: str = ""
    os_version: str = ""

    @classmethod
    def parse(cls, text: str) -> Platform:
        """Read a platform; ValueError with docker's text."""
        if "*" in text:
            raise ValueError(f"{quoted(text)}: wildcards not yet supported: invalid argument")
        parts = text.split("/", 3)
        found = _OS.match(parts[0])
        if found is None:
            raise ValueError(
                f"{quoted(parts[0])} is an invalid OS component of {quoted(text)}: OSAndVersion specifier component must match "
                f"{quoted(_OS_TEXT)}: invalid argument"
            )
        for part in parts[1:]:
            if not _PART.match(part):
                raise ValueError(
                    f"{quoted(part)} is an invalid component of {quoted(text)}: platform specifier component must match "
                    f"{quoted(_PART_TEXT)}: invalid argument"
                )
        if len(parts) > 3:
            raise ValueError(f"{quoted(text)}: cannot parse platform specifier: invalid argument")
        system = "darwin" if found[1].lower() == "macos" else found[1].lower()
        if len(parts) > 1:
            architecture, variant = normal_architecture(parts[1], parts[2] if len(parts) > 2 else "")
            if len(parts) == 2 and (architecture, variant) == ("arm", "v7"):
                variant = ""
            elif len(parts) == 3 and (architecture, variant) == ("arm64", ""):
                variant = "v8"
            return cls(system, architecture, variant, found[2] or "")
        if system in SYSTEMS:
            return cls(system, os_version=found[2] or "")
        architecture, variant = normal_architecture(parts[0])
        if architecture not in ARCHITECTURES:
            raise ValueError(f"{quoted(text)}: unknown operating system or architecture: invalid argument")
        return cls("linux", architecture, "" if variant == "v7" else variant)

    def __str__(self) -> str:
        system = f"{self.os}({self.os_version})" if self.os_version else self.os
        return "/".join(part for part in (system, self.architecture, self.variant) if part)
