"""Volumes in the short form: `[SOURCE:]TARGET[:OPTIONS]`.

Mirrors docker/cli cli/compose/loader/volume.go (ParseVolume).
"""

from __future__ import annotations

from dataclasses import dataclass

PROPAGATIONS = ("private", "rprivate", "shared", "rshared", "slave", "rslave")


@dataclass(frozen=True, slots=True)
class VolumeSpec:
    """`-v data:/data:ro`; no source is an anonymous volume. Unknown options are the daemon's to refuse."""

    target: str
    source: str = ""
    options: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> VolumeSpec:
        """Read a volume; ValueError with docker's text."""
        if not text:
            raise ValueError("invalid empty volume spec")
        if len(text.encode("utf-8", "surrogateescape")) <= 2:
            return cls(text)
        sections = _sections(text)
        for index, section in enumerate(sections):
            if not section:
                raise ValueError(f"invalid spec: {text}: empty section between colons")
            if index == 2 and len(sections) > 3:
                raise ValueError(f"invalid spec: {text}: too many colons")
        if len(sections) == 1:
            return cls(sections[0])
        return cls(sections[1], sections[0], tuple(sections[2].split(",")) if len(sections) > 2 else ())

    @property
    def kind(self) -> str:
        """`bind` for a path of the host, `volume` for a name or none."""
        source = self.source
        is_path = source.startswith(("/", ".", "~", "\\\\")) or (len(source) > 2 and source[1:3] in (":\\", ":/"))
        return "bind" if is_path else "volume"

    @property
    def readonly(self) -> bool:
        """True with the option `ro`."""
        return "ro" in self.options

    def __str__(self) -> str:
        parts = [self.source] if self.source else []
        parts.append(self.target)
        if self.options:
            parts.append(",".join(self.options))
        return ":".join(parts)


def _sections(text: str) -> list[str]:
    """Split at colons, but for the one of a Windows drive (`c:\\data`)."""
    sections, section = [], ""
    for char in text:
        if char == ":" and not (len(section) == 1 and section.isalpha()):
            sections.append(section)
            section = ""
        else:
            section += char
    return [*sections, section]


@dataclass(frozen=True, slots=True)
class Tmpfs:
    """`--tmpfs TARGET[:OPTIONS]`; the daemon reads the options."""

    target: str
    options: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Tmpfs:
        """Read a tmpfs mount; any text does."""
        target, _, options = text.partition(":")
        return cls(target, tuple(options.split(",")) if options else ())

    def __str__(self) -> str:
        return f"{self.target}:{','.join(self.options)}" if self.options else self.target


@dataclass(frozen=True, slots=True)
class VolumesFrom:
    """`--volumes-from CONTAINER[:MODE]`."""

    container: str
    mode: str = ""

    @classmethod
    def parse(cls, text: str) -> VolumesFrom:
        """Read a container and how its volumes are mounted; any text does."""
        container, _, mode = text.partition(":")
        return cls(container, mode)

    def __str__(self) -> str:
        return f"{self.container}:{self.mode}" if self.mode else self.container
