"""The shapes of `dockwise.yml`: one frozen pydantic model a part, every default in it.

Unknown keys are errors everywhere. What is wrong is raised as `wrong(message, write)`, so that the
reader of the file learns what to write instead (see `bot.config_errors`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from commands.spec.load import all_paths, paths

Approval = Literal["none", "confirm", "second"]
RiskName = Literal["read", "change", "destroy", "interactive", "local"]
RedactMode = Literal["env", "names", "none"]

EVERYONE, LOCAL = "everyone", "local"
SCHEMES = ("unix://", "tcp://", "ssh://", "npipe://", "http://", "https://")


def wrong(message: str, write: str = "") -> PydanticCustomError:
    """An error of the configuration: what is wrong, and what to write instead."""
    return PydanticCustomError("dockwise", "{said}", {"said": message, "write": write})


class Part(BaseModel):
    """Every part of the file: frozen, and no key that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Tls(Part):
    """The files of a `tcp://` host with TLS; relative ones stand beside the configuration file."""

    ca: str | None = None
    cert: str | None = None
    key: str | None = None
    verify: bool = True

    @model_validator(mode="after")
    def _pair(self) -> Tls:
        if bool(self.cert) != bool(self.key):
            raise wrong("cert and key belong together", "tls: {ca: ca.pem, cert: cert.pem, key: key.pem}")
        return self


def _url(text: str) -> str:
    if not text.startswith(SCHEMES):
        raise wrong(
            f"{text!r} is no address of a Docker host",
            'url: "ssh://ops@prod-1", "tcp://prod-1:2376" or "unix:///var/run/docker.sock"',
        )
    if any(character.isspace() or not character.isprintable() for character in text):
        raise wrong("the address holds blanks or invisible characters", 'url: "ssh://ops@prod-1"')
    return text


class Host(Part):
    """One Docker host; without `url` what DOCKER_HOST, or the current docker context, says."""

    url: Annotated[str, AfterValidator(_url)] | None = None
    tls: Tls | None = None

    @model_validator(mode="before")
    @classmethod
    def _nothing(cls, data: Any) -> Any:
        return {} if data is None else data

    @model_validator(mode="after")
    def _tls_needs_tcp(self) -> Host:
        if self.tls and self.url and not self.url.startswith(("tcp://", "https://")):
            raise wrong(f"tls is for tcp:// addresses, not for {self.url}", 'url: "tcp://prod-1:2376"')
        return self


class Channel(Part):
    """What holds in one channel: the host meant where none is named."""

    host: str | None = None


def _slack_id(letters: str, what: str, example: str) -> AfterValidator:
    def check(text: str) -> str:
        if not text or text[0] not in letters or not text.isalnum() or not text.isascii() or text != text.upper():
            raise wrong(f"{text!r} is no id of a {what}: names can be changed by anybody, so ids only", example)
        return text

    return AfterValidator(check)


UserId = Annotated[str, _slack_id("UWB", "person", "users: [U0ALICE]")]
UsergroupId = Annotated[str, _slack_id("S", "user group", "usergroups: [S0ONCALL]")]
ChannelId = Annotated[str, _slack_id("CGD", "channel", "channels: [C0OPS]")]


TeamId = Annotated[str, _slack_id("T", "workspace", "workspaces: [T0SALES]")]


class Role(Part):
    """Who has a role: people by id, and everybody in a user group."""

    users: frozenset[UserId] = frozenset()
    usergroups: frozenset[UsergroupId] = frozenset()


def _command(text: str) -> str:
    """`docker restart` and `restart` → `container restart`; `container *` stays a pattern."""
    words = " ".join(text.split()).removeprefix("docker ")
    if any(mark in words for mark in "*?["):
        if not any(fnmatchcase(path, words) for path in all_paths()):
            raise wrong(f"{text!r} covers no docker command", 'commands: ["container *"]')
        return words
    found = paths().get(words)
    if found is None:
        raise wrong(f"there is no command {text!r}", _near(words))
    program, path = found
    full = path if program == "docker" else f"{program} {path}".strip()
    if any(other.startswith(full + " ") for other in all_paths()):
        raise wrong(f"{text!r} is a group of commands", f'commands: ["{full} *"]')
    return full


def _near(words: str) -> str:
    from rapidfuzz import process

    best = process.extractOne(words, list(paths()), score_cutoff=60)
    return f"commands: [{best[0]}]" if best else "commands: [container restart]"


def _label(text: str) -> str:
    if not text.partition("=")[0].strip() or text != text.strip():
        raise wrong(f"{text!r} is no label", "labels: [team=web]")
    return text


def _listed(data: Any) -> Any:
    """A single word where a list belongs is an error that says how to write it."""
    if isinstance(data, str):
        raise wrong("a list is needed here", f"[{data}]")
    return data


def _list_of(item: Any) -> Any:
    return Annotated[tuple[item, ...], BeforeValidator(_listed)]


def _switch(data: Any) -> Any:
    """YAML reads `no` and `off` as false; for `none` that is a slip worth explaining."""
    if isinstance(data, bool):
        raise wrong("yes and no say too little here", "none, confirm or second")
    return data


class Grant(Part):
    """One thing that is allowed: to whom, what, where, on which objects, after whose approval."""

    roles: _list_of(str) = Field(min_length=1)  # type: ignore[valid-type]
    risk: _list_of(RiskName) = ()  # type: ignore[valid-type]
    commands: _list_of(Annotated[str, AfterValidator(_command)]) = ()  # type: ignore[valid-type]
    hosts: _list_of(str) = ("*",)  # type: ignore[valid-type]
    channels: _list_of(ChannelId) = ()  # type: ignore[valid-type]
    labels: _list_of(Annotated[str, AfterValidator(_label)]) = ()  # type: ignore[valid-type]
    approval: Annotated[Approval, BeforeValidator(_switch)] = "none"
    host_access: bool = False

    @model_validator(mode="after")
    def _says_what(self) -> Grant:
        if not self.risk and not self.commands:
            raise wrong("a grant says what it allows", "risk: [read], or commands: [container restart]")
        never = [risk for risk in self.risk if risk in ("interactive", "local")]
        if never:
            raise wrong(
                f"{never[0]} commands are explained and never run, so no grant allows them", "risk: [read, change, destroy]"
            )
        return self

    @property
    def rule(self) -> str:
        """`oncall: container restart on prod-* in C0OPS with team=web`."""
        what = ", ".join(self.commands or self.risk)
        if self.commands and self.risk:
            what += f" ({', '.join(self.risk)} only)"
        text = f"{', '.join(self.roles)}: {what} on {', '.join(self.hosts)}"
        if self.channels:
            text += f" in {', '.join(self.channels)}"
        if self.labels:
            text += f" with {', '.join(self.labels)}"
        return text

    def covers(self, path: str, risk: str) -> bool:
        """True when the grant is about that command."""
        if self.risk and risk not in self.risk:
            return False
        return not self.commands or any(path == command or fnmatchcase(path, command) for command in self.commands)

    def on_host(self, host: str) -> bool:
        """True when the grant holds on that host."""
        return any(fnmatchcase(host, pattern) for pattern in self.hosts)

    def carries(self, labels: Mapping[str, str]) -> bool:
        """True when an object with these labels carries all labels of the grant (`team` alone: with any value)."""
        for wanted in self.labels:
            key, equals, value = wanted.partition("=")
            if key not in labels or (equals and labels[key] != value):
                return False
        return True


def _rate(text: str) -> str:
    from limits import parse_many

    try:
        parse_many(text)
    except ValueError:
        raise wrong(f"{text!r} is no rate", 'per_person: "60/minute"') from None
    return text


Rate = Annotated[str, AfterValidator(_rate)]


class LimitSettings(Part):
    """The most that one run may print and take, and how often somebody may run something; null is no limit."""

    lines: int | None = Field(default=1000, ge=1)
    bytes: int | None = Field(default=1_000_000, ge=1)
    seconds: float | None = Field(default=30, gt=0)
    per_person: Rate | None = "4000/hour"
    per_host: Rate | None = "12000/hour"
    changes_per_person: Rate | None = "60/minute"


_REACHABLE = re.compile(r"(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?")


def _reachable(text: str) -> str:
    """`HOST[:PORT]`, as it stands in names of images and in addresses; in lower case."""
    host = text.strip().lower()
    if not _REACHABLE.fullmatch(host):
        raise wrong(f"{text!r} is no host: a name or an address, with a port where it has one", "[registry.example.com:5000]")
    return host


def default_grants(hosts: Mapping[str, Host], default_host: str) -> tuple[Grant, ...]:
    """What holds where the file names no grants: `everyone` may read, `local` may do everything, on the default host."""
    on = ("*",) if len(hosts) == 1 else (default_host,)
    return (
        Grant(roles=(EVERYONE,), risk=("read",), hosts=on),
        Grant(roles=(LOCAL,), risk=("read",), hosts=on, host_access=True),
        Grant(roles=(LOCAL,), risk=("change", "destroy"), hosts=on, approval="confirm", host_access=True),
    )


class Settings(Part):
    """The whole configuration, defaults filled in.

    `source` is the file it came from ("" without one); `state_directory` where a relative SQLite file goes.
    """

    hosts: dict[str, Host] = Field(default_factory=lambda: {"local": Host()})
    default_host: str = ""
    channels: dict[ChannelId, Channel] = Field(default_factory=dict)
    roles: dict[str, Role] = Field(default_factory=dict)
    workspaces: frozenset[TeamId] = frozenset()
    grants: Annotated[tuple[Grant, ...], BeforeValidator(_listed)] | None = None
    limits: LimitSettings = LimitSettings()
    registries: _list_of(Annotated[str, AfterValidator(_reachable)]) = ()  # type: ignore[valid-type]
    fetch: _list_of(Annotated[str, AfterValidator(_reachable)]) = ()  # type: ignore[valid-type]
    redact: RedactMode = "env"
    storage: str = ""
    approval_minutes: float = Field(default=10, gt=0)
    approvals_channel: ChannelId | None = None
    audit_channel: ChannelId | None = None
    source: str = Field(default="", exclude=True)

    @property
    def all_grants(self) -> tuple[Grant, ...]:
        """The grants in force; the built-in ones where the file names none."""
        return default_grants(self.hosts, self.default_host) if self.grants is None else self.grants

    def channel_host(self, channel: str) -> str:
        """The host meant in that channel where none is named."""
        entry = self.channels.get(channel)
        return (entry.host if entry else None) or self.default_host

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is allowed in the file but probably not meant: hosts that no grant reaches."""
        found = []
        for grant in self.all_grants:
            found += [
                f"no host is named {pattern!r} ({grant.rule})"
                for pattern in grant.hosts
                if not any(fnmatchcase(host, pattern) for host in self.hosts)
            ]
        return tuple(dict.fromkeys(found))

    @model_validator(mode="after")
    def _hosts_exist(self) -> Settings:
        if not self.hosts:
            raise wrong("at least one host is needed", "hosts: {local: {}}")
        for name in self.hosts:
            if not name or not name.isascii() or not all(c.isalnum() or c in "-_." for c in name):
                raise wrong(f"{name!r} is no name for a host: letters, digits, '-', '_' and '.'", "hosts: {prod-1: {}}")
        if not self.default_host:
            object.__setattr__(self, "default_host", "local" if "local" in self.hosts else next(iter(self.hosts)))
        for where, host in [("default_host", self.default_host)] + [
            (f"channels.{c}.host", e.host) for c, e in self.channels.items() if e.host
        ]:
            if host not in self.hosts:
                raise PydanticCustomError(
                    "dockwise",
                    "{said}",
                    {"said": f"there is no host {host!r}", "write": f"one of {', '.join(self.hosts)}", "where": where},
                )
        known = (EVERYONE, LOCAL, *self.roles)
        for index, grant in enumerate(self.grants or ()):
            for role in grant.roles:
                if role not in known:
                    raise PydanticCustomError(
                        "dockwise",
                        "{said}",
                        {
                            "said": f"the role {role!r} is defined nowhere",
                            "write": f"it into roles, or one of {', '.join(known)}",
                            "where": f"grants.{index}.roles",
                        },
                    )
        for name in self.roles:
            if name in (EVERYONE, LOCAL):
                raise PydanticCustomError(
                    "dockwise",
                    "{said}",
                    {"said": f"the role {name!r} exists by itself", "write": "another name", "where": f"roles.{name}"},
                )
        return self
