"""What a command may do to its host: look, change, destroy, need a terminal, or act on the caller's machine.

risk_of(parsed)          # one docker command
risk_of_script(script, all)   # a whole text: the highest of its parts, and `unknown` where a part's effect cannot be proven
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import pairwise

from commands.parsed import ParsedCommand
from commands.words import STAND_INS, Script, Stage


class Risk(StrEnum):
    """In rising order; of several commands in one text the highest counts. `unknown`: the effect cannot be proven."""

    READ = "read"
    CHANGE = "change"
    DESTROY = "destroy"
    INTERACTIVE = "interactive"
    LOCAL = "local"
    UNKNOWN = "unknown"


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


# Programs that print or wait and do nothing else, whatever their words are.
_PURE = frozenset(
    """
    grep egrep fgrep head tail wc uniq cut cat tr jq column nl tac rev echo printf true false : cd pwd sleep date ls test [ set
    """.split()
)
_SED = re.compile(r"(?:\d+|\$)?(?:,(?:\d+|\$))?[pdq]|s(?P<mark>[/|#,]).*(?P=mark).*(?P=mark)[gpIi0-9]*", re.DOTALL)
_AWK_ACTS = re.compile(r"system\s*\(|getline|[|>]")
# Variables that decide which program a name stands for.
_LEADS_ELSEWHERE = ("PATH=", "LD_", "BASH_ENV=", "ENV=", "SHELLOPTS=", "IFS=")


def risk_of_script(script: Script, parsed: Sequence[ParsedCommand]) -> Risk:
    """The risk of a whole text; `parsed` are its docker commands. What is not known to be harmless is `unknown`."""
    if script.problems or not parsed:
        return Risk.UNKNOWN
    by_start = {one.words[0].start: one for one in parsed}
    return highest(_of_stage(stage, by_start) for stage in script.stages())


def _of_stage(stage: Stage, by_start: dict[int, ParsedCommand]) -> Risk:
    """One program with its words, its redirections, and the texts inside its `$(…)`."""
    inside = [_of_stage(one, by_start) for word in stage.words for sub in word.substitutions for one in sub.script.stages()]
    if any(word.text.startswith(_LEADS_ELSEWHERE) for word in stage.prefix) or any(_runs_inside(word.raw) for word in stage.words):
        return Risk.UNKNOWN
    return highest([_of_program(stage, by_start), _of_redirects(stage), *inside])


def _runs_inside(raw: str) -> bool:
    """`<(…)` and `>(…)` start a program of their own."""
    return raw.startswith(("<(", ">("))


def _of_program(stage: Stage, by_start: dict[int, ParsedCommand]) -> Risk:
    words = [word.text for word in stage.words]
    if not words:
        return Risk.READ  # a redirection alone
    if stage.is_docker or words[0] in STAND_INS:
        return _of_docker(by_start.get(stage.words[0].start))
    if words[0] == "xargs":
        inner = next((word.start for word in stage.words[1:] if word.text == "docker"), None)
        return Risk.UNKNOWN if inner is None else _of_docker(by_start.get(inner))
    if words[0] == "awk":
        return Risk.UNKNOWN if any(_AWK_ACTS.search(text) or text.startswith("-f") for text in words[1:]) else Risk.READ
    if words[0] == "sed":
        scripts = [text for text in words[1:] if not text.startswith("-")]
        plain = all(text in ("-n", "-E", "-r") for text in words[1:] if text.startswith("-"))
        return Risk.READ if plain and scripts and _SED.fullmatch(scripts[0]) else Risk.UNKNOWN
    if words[0] == "sort":
        return Risk.UNKNOWN if any(text.startswith(("-o", "--o", "--c", "-T", "--t")) for text in words[1:]) else Risk.READ
    if words[0] == "tee":
        return Risk.LOCAL
    return Risk.READ if words[0] in _PURE and not (words[0] == "printf" and "-v" in words) else Risk.UNKNOWN


def _of_docker(parsed: ParsedCommand | None) -> Risk:
    """A docker command; `unknown` where a variable or a `$(…)` says which command it is."""
    if parsed is None:
        return Risk.UNKNOWN
    if parsed.spec is None or parsed.spec.has_subcommands:
        names = parsed.arg_words or parsed.words[1:]
        if any(word.substitutions or "$" in word.raw for word in names):
            return Risk.UNKNOWN
    return risk_of(parsed)


def _of_redirects(stage: Stage) -> Risk:
    """A file that is written or read is one of the caller's machine."""
    texts = [word.text for word in stage.redirects]
    files = [after for sign, after in pairwise(texts) if "&" not in sign[1:] and sign[-1:] in "<>|"]
    return Risk.LOCAL if any(text != "/dev/null" for text in files) else Risk.READ


def highest(risks: Iterable[Risk]) -> Risk:
    """The highest of several; `read` for none."""
    return max(risks, key=_ORDER.index, default=Risk.READ)
