"""What somebody's text is: a docker command, words for one, a question, a file, or none of these."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from bot.request import Request
from commands import heredoc
from commands.ask import Asked, Memory, ask
from commands.parsed import ParsedCommand
from commands.spec.load import paths
from commands.words import STAND_INS, read

ALL_HOSTS = "*"
KEPT_CONVERSATIONS = 1_000
_LONGEST_ENDING = 300
_ALL = r"all hosts|every host|all the hosts|each host|所有主机|全部主机|每台主机"
_CODE = re.compile(r"^\s*(?:```[\w-]*\n?(?P<block>.*?)\n?```|`(?P<line>[^`]+)`)\s*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Understood:
    """A command (with what words it came from) or another kind of text; `host` is one that the text names, `*` all."""

    text: str
    command: str = ""
    host: str = ""
    asked: Asked | None = None
    typed: bool = False


def is_command(text: str) -> bool:
    """True for a text that begins as a docker command: `docker ps`, `sudo docker run …`, `docker --help`, `$ docker nosuch -x`.

    A sentence that begins with the word docker ("docker, list the images") is not one.
    """
    script = read(text)
    stage = next((stage for stage in script.stages() if stage.words), None)
    if stage is None:
        return False
    if not stage.is_docker:
        return stage.program in STAND_INS and len(stage.words) > 1
    if len(stage.words) == 1:
        return text.strip() == "docker"
    second = stage.words[1].text
    if second in paths() or second.startswith("-"):
        return not _prose(stage.words[1].text, [word.text for word in stage.words[2:]])
    return len(stage.words) < 4 and not any(word.text.lower() in _TALK for word in stage.words[1:])


_TALK = frozenset(
    """show me my the all list please a an is are what which how why give get delete containers images networks volumes""".split()
)


def _prose(second: str, rest: list[str]) -> bool:
    """`docker images list please …`: a command name followed by talk only."""
    talk = {"me", "my", "the", "please", "that", "which", "all", "for", "with", "and", "is", "are"}
    return second in {"images", "image", "container", "network", "volume"} and any(word.lower() in talk for word in rest[:3])


_PROGRAMS = frozenset(
    {
        "rm",
        "mv",
        "cp",
        "cat",
        "curl",
        "wget",
        "bash",
        "sh",
        "zsh",
        "eval",
        "exec",
        "env",
        "if",
        "for",
        "while",
        "until",
        "case",
        "do",
        "then",
        "alias",
        "export",
        "set",
        "source",
        "chmod",
        "chown",
        "kill",
        "nc",
        "ssh",
        "scp",
        "sudo",
        "su",
        "python",
        "python3",
        "perl",
        "ruby",
        "node",
        "awk",
        "sed",
        "xargs",
        "tee",
        "dd",
        "mkfs",
        "mount",
        "echo",
        "printf",
        "cd",
        "ls",
        "touch",
        "find",
        "nsenter",
        "chroot",
        "crontab",
        "systemctl",
        "service",
    }
)
_SHELL = re.compile(r"&&|\|\||;|\||`|\$\(|>\s*\S|^\s*[{(!]|\bthen\b.*\bfi\b|\(\)\s*\{")


def is_shell(text: str) -> bool:
    """True for shell text around docker commands that is no docker command itself: it is checked and refused, never guessed at."""
    if "docker" not in text:
        return False
    first = text.split(maxsplit=1)[0] if text.split() else ""
    named = re.search(r"\bdocker\s+(?:-|\w+)", text) is not None
    return named and (first in _PROGRAMS or _SHELL.search(text) is not None)


class Conversations:
    """What was said before, by person and conversation; the least recently used are forgotten.

    Several people talk in a thread: "restart it" never means what somebody else has looked at.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Memory] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, request: Request) -> Memory | None:
        """The memory of that person there; None where there is no conversation."""
        key = request.memory_key
        if not key:
            return None
        with self._lock:
            memory = self._kept.pop(key, None) or Memory()
            self._kept[key] = memory
            while len(self._kept) > KEPT_CONVERSATIONS:
                self._kept.popitem(last=False)
            return memory

    def ran(self, request: Request, understood: Understood, parsed: ParsedCommand | None, data: object) -> None:
        """Keep what has run and the names it listed, so that "it" and "the second one" have a meaning."""
        memory = self.of(request)
        if memory is None or parsed is None:
            return
        if understood.typed:
            memory.note(Asked(understood.text, "command", understood.command, host=understood.host))
        kind, _, verb = parsed.path.partition(" ")
        if verb in {"ls", "ps"} and isinstance(data, list):
            memory.listed(kind, [name for row in data if isinstance(row, dict) and (name := name_of(row))])


def name_of(row: dict[str, Any]) -> str:
    """What people call an object of the Engine's lists: its name, its tag, or its short id."""
    for key in ("Names", "RepoTags"):
        values = row.get(key)
        if isinstance(values, list) and values:
            return str(values[0]).lstrip("/")
    spec = row.get("Spec")
    if isinstance(spec, dict) and spec.get("Name"):
        return str(spec["Name"])
    return str(row.get("Name") or str(row.get("Id") or row.get("ID") or "").removeprefix("sha256:")[:12])


def uncoded(text: str) -> str:
    """The text inside a code fence or backticks, where that is all there is."""
    found = _CODE.match(text)
    return (found.group("block") or found.group("line") or "").strip() if found else text.strip()


def named_host(text: str, hosts: tuple[str, ...]) -> tuple[str, str]:
    """A host named at the end of a command: `docker ps on prod-1`, `docker ps @prod-1`, `docker ps on all hosts`.

    Returns the text without it, and the name (`*` for all, "" for none).
    """
    names = "|".join(re.escape(name) for name in sorted(hosts, key=len, reverse=True))
    text = text.rstrip()
    start = max(0, len(text) - _LONGEST_ENDING)  # it stands at the end; nobody looks through all blanks of a long text for it
    pattern = re.compile(rf"\s+(?:on|@|在)\s*(?:host\s+)?(?P<host>{_ALL}{'|' + names if names else ''})$", re.IGNORECASE)
    found = pattern.search(text, start)
    if not found:
        return text, ""
    host = found.group("host")
    by_name = {name.lower(): name for name in hosts}
    return text[: found.start()], by_name.get(host.lower(), ALL_HOSTS)


def understand(request: Request, hosts: tuple[str, ...], memory: Memory | None) -> Understood:
    """Read one request; deterministic, without asking any daemon."""
    text = heredoc.from_fence(request.text) or uncoded(request.text)
    if heredoc.split(text):
        return Understood(text, command=text, typed=True)
    if is_command(text):
        command, host = named_host(text, hosts)
        return Understood(text, command=command.strip(), host=host, typed=True)
    if is_shell(text):
        return Understood(text, command=text, typed=True)
    without, host = named_host(text, hosts)
    asked: Any = ask(without, memory)
    return Understood(text, command=asked.command or "", host=host, asked=asked)
