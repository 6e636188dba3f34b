"""What a command may do to its host: look, change, destroy, need a terminal, or act on the caller's machine."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from commands.parsed import ParsedCommand


class Risk(StrEnum):
    """In rising order; of several commands in one text the highest counts."""

    READ = "read"
    CHANGE = "change"
    DESTROY = "destroy"
    INTERACTIVE = "interactive"
    LOCAL = "local"


_ORDER = list(Risk)

_READ = frozenset(
    """
    container diff;container inspect;container logs;container ls;container port;container stats;container top
    container wait;image history;image inspect;image ls;inspect;search;version;system info;system df;system events
    network inspect;network ls;volume inspect;volume ls;node inspect;node ls;node ps;service inspect;service logs
    service ls;service ps;stack ls;stack ps;stack services;stack config;secret inspect;secret ls;config inspect;config ls
    plugin inspect;plugin ls;checkpoint ls;manifest inspect;trust inspect;swarm join-token;swarm unlock-key;swarm ca;help
    completion;__complete;__completeNoDesc;completion bash;completion fish;completion powershell;completion zsh;context ls
    context inspect;context show;compose config;compose events;compose images;compose logs;compose ls;compose port
    compose ps;compose stats;compose top;compose version;compose volumes;compose wait;compose alpha viz
    compose bridge transformations list;buildx ls;buildx inspect;buildx du;buildx version;buildx imagetools inspect
    buildx history ls;buildx history inspect;buildx history logs;buildx history inspect attachment;buildx history trace
    """.replace("\n", ";").split(";")
)
_DESTROY = frozenset(
    """
    container rm;container prune;image rm;image prune;network rm;network prune;volume rm;volume prune;system prune
    builder prune;service rm;stack rm;secret rm;config rm;node rm;swarm leave;plugin rm;checkpoint rm;compose down
    compose rm;buildx prune;buildx rm;buildx history rm
    """.replace("\n", ";").split(";")
)
_INTERACTIVE = frozenset(
    {
        "container attach",
        "swarm unlock",
        "compose attach",
        "system dial-stdio",
        "buildx dial-stdio",
        "compose watch",
        "buildx dap",
        "buildx dap build",
        "buildx dap attach",
    }
)
_LOCAL = frozenset(
    """
    container cp;container export;image save;image load;image import;login;logout;context create;context export
    context import;context rm;context update;context use;config create;secret create;stack deploy;plugin create
    plugin push;manifest annotate;manifest create;manifest push;manifest rm;trust key generate;trust key load;trust revoke
    trust sign;trust signer add;trust signer remove;bake;buildx bake;buildx build;buildx create;buildx use;buildx debug
    buildx debug build;buildx history export;buildx history import;buildx history open;buildx imagetools create
    buildx install;buildx uninstall;buildx stop;compose build;compose cp;compose export;compose publish
    compose alpha publish;compose alpha generate;compose bridge convert;compose bridge transformations create
    """.replace("\n", ";").split(";")
)
_ALIKE = (_READ, _DESTROY, _INTERACTIVE, _LOCAL)
_BY_PATH: dict[str, Risk] = {
    path.strip(): risk
    for paths, risk in zip(_ALIKE, (Risk.READ, Risk.DESTROY, Risk.INTERACTIVE, Risk.LOCAL), strict=True)
    for path in paths
    if path.strip()
}
_REMOTE = ("http://", "https://", "git://", "git@", "github.com/", "ssh://")


def risk_of(parsed: ParsedCommand) -> Risk:
    """The risk of one command, its flags and operands considered; unknown commands only print a message: `read`."""
    path = parsed.path
    if parsed.help or parsed.spec is None or parsed.spec.has_subcommands:
        return Risk.READ
    if path in {"container run", "container exec", "compose exec", "compose run"}:
        return _of_process(parsed)
    if path == "container start":
        return Risk.INTERACTIVE if parsed.value("interactive") else Risk.CHANGE
    if path in {"image build", "builder build"}:
        given = parsed.stdin and parsed.args == ("-",)
        return Risk.CHANGE if given or (parsed.args and parsed.args[0].startswith(_REMOTE)) else Risk.LOCAL
    if path == "image import" and parsed.args and parsed.args[0].startswith(("http://", "https://")):
        return Risk.CHANGE
    if path in {"swarm join-token", "swarm unlock-key", "swarm ca"} and parsed.value("rotate"):
        return Risk.CHANGE
    return _BY_PATH.get(path, Risk.CHANGE)


def _of_process(parsed: ParsedCommand) -> Risk:
    """`run` and `exec` need a terminal when they keep standard input open and stay in the foreground."""
    if parsed.value("detach"):
        return Risk.CHANGE
    if parsed.path.startswith("compose"):
        return Risk.CHANGE if parsed.value("no_tty") or parsed.value("no_TTY") or parsed.value("T") else Risk.INTERACTIVE
    return Risk.INTERACTIVE if parsed.value("interactive") else Risk.CHANGE


def highest(risks: Iterable[Risk]) -> Risk:
    """The highest of several; `read` for none."""
    return max(risks, key=_ORDER.index, default=Risk.READ)
