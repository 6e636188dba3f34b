"""What one command would do, as the policy judges it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Use:
    """An object that a command names without changing it: what it stands for counts as well.

    `kind` is `container`, `image`, `network` or `volume`. `role` of an image: `base` where a build starts from it, so that its
    ONBUILD instructions run, `fresh` where it is pulled anew for that.
    """

    kind: str
    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """An address that the daemon would connect to, from the network of its host.

    `kind` is `registry` (images; `registries:` of the configuration lists hosts) or `fetch` (archives, repositories, files of
    a build; `fetch:` lists hosts). `host` is `HOST[:PORT]` in lower case, "" where it is not known before it runs.
    `image` names the image that is fetched only where the host does not have it; "" where it is fetched in any case.
    """

    kind: str
    host: str
    what: str
    image: str = ""

    def allowed(self, registries: tuple[str, ...], fetch: tuple[str, ...]) -> bool:
        """True where the configuration lists the host."""
        return bool(self.host) and self.host in (registries if self.kind == "registry" else fetch)

    @property
    def reason(self) -> str:
        """Why it needs `host_access`, and what would do instead."""
        key = "registries" if self.kind == "registry" else "fetch"
        if not self.host:
            return f"{self.what} makes the daemon connect to an address that is not known before it runs"
        return f"{self.what} makes the daemon connect to {self.host}, which `{key}:` of the configuration does not list"


@dataclass(frozen=True, slots=True)
class Effects:
    """Everything that follows from the request itself, before any object is looked at.

    `host_access` are phrases that say why it is as much as root on the host. `uses` are objects it names; `moves` are names
    of images that stand for another image afterwards; `reaches` are addresses that the daemon would connect to. `refused`
    are reasons that hold whoever asks: what cannot be read, or would not be done. `unseen` is what labels cannot be checked of.
    `labels` are those of what it makes.
    """

    host_access: tuple[str, ...] = ()
    uses: tuple[Use, ...] = ()
    moves: tuple[str, ...] = ()
    reaches: tuple[Reach, ...] = ()
    refused: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
