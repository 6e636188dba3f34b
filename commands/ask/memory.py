"""What was said before in a conversation: "its logs", "restart it", "the second one", "on prod-1"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from commands.ask import clean, texts
from commands.ask.asked import Asked
from commands.ask.tokens import has_chinese

NAMED_KINDS = {
    "container": "container",
    "image": "image",
    "volume": "volume",
    "network": "network",
    "service": "service",
    "stack": "stack",
    "node": "node",
    "compose": "service",
    "secret": "secret",
    "config": "config",
    "plugin": "plugin",
    "context": "context",
}
ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "last": -1,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "5th": 5,
}
_ORDINAL = re.compile(
    r"\bthe\s+(first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th)(?:\s+(?:one|container|image|volume|network|service))?\b|第([一二三四五12345])个(?:容器|镜像)?|最后一个(?:容器|镜像)?",
    re.IGNORECASE,
)
_ITS = re.compile(r"\b(its|it's)\b(?=\s+\w)|它的|其(?=日志)", re.IGNORECASE)
_IT = re.compile(
    r"\b(?:it|that one|this one|that (?:container|image|service|volume|network)|the same (?:one|container|image|service))\b"
    r"|它|该容器|这个容器|那个容器",
    re.IGNORECASE,
)
_ONLY_HOST = re.compile(
    r"^(?:and|now|what about|how about|same|the same|again)?[\s,]*(?:the same\s+)?(?:on|for|at)\s+([\w.-]+)\s*[?.!]*$"
    r"|^(?:在\s*)?([A-Za-z][\w.-]*)\s*(?:上)(?:呢|的)?[?？。]*$",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"^(?:(?:do it|run it|once|same|the same)\s+)?again[.!]*$|^再来一次[。！]*$", re.IGNORECASE)
_ZH_ORDINAL = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5}


@dataclass
class Memory:
    """One conversation. `objects` are (kind, name) last spoken of, newest first; `rows` the names last listed, in order."""

    command: str = ""
    objects: list[tuple[str, str]] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    rows_kind: str = ""
    host: str = ""

    def note(self, asked: Asked) -> None:
        """Keep what was asked for: the command, and the names in it."""
        self.command = asked.command or ""
        if asked.host:
            self.host = asked.host
        for kind, name in reversed(objects_of(self.command)):
            self.objects = [(kind, name), *[one for one in self.objects if one != (kind, name)]][:8]

    def listed(self, kind: str, names: list[str]) -> None:
        """Keep the names that a list just showed, so that "the second one" has a meaning."""
        self.rows, self.rows_kind = list(names), kind

    def as_dict(self) -> dict[str, Any]:
        """For a store."""
        return {
            "command": self.command,
            "objects": [list(one) for one in self.objects],
            "rows": self.rows,
            "rows_kind": self.rows_kind,
            "host": self.host,
        }

    @classmethod
    def of(cls, data: dict[str, Any]) -> Memory:
        """From a store."""
        objects = [(str(kind), str(name)) for kind, name in data.get("objects", [])]
        return cls(
            str(data.get("command", "")),
            objects,
            [str(row) for row in data.get("rows", [])],
            str(data.get("rows_kind", "")),
            str(data.get("host", "")),
        )

    def resolve(self, prepared: clean.Clean, text: str) -> Asked | None:
        """A text that leans on what was said before, with that filled in; None where it stands alone."""
        words = prepared.text
        only_host = _ONLY_HOST.match(words)
        if only_host and self.command:
            return self._again(text, only_host[1] or only_host[2])
        if (
            prepared.host
            and self.command
            and not re.search(r"\w", re.sub(r"\b(and|now|same|the|what|about|how|again|please)\b", "", words, flags=re.IGNORECASE))
        ):
            return self._again(text, prepared.host)
        if _AGAIN.match(words) and self.command:
            return self._again(text, self.host)
        filled, _kind = self._filled(words)
        if filled == words:
            return None
        if not filled:
            return Asked(text, "unknown", hint=texts.hint("zh" if prepared.chinese else "en", "follow"))
        asked = _ask(filled)
        return asked.but(
            text=text,
            host=asked.host or prepared.host or (self.host if self.host != "*" else ""),
            why=((words, f"→ {filled}"), *asked.why),
        )

    def _again(self, text: str, host: str) -> Asked:
        asked = _ask(self.command)
        return asked.but(text=text, host=host, confidence=0.95, why=((text, f"the same command on {host}"),))

    def _filled(self, words: str) -> tuple[str, str]:
        """The words with "it", "its", "the second one" replaced by names; "" where nothing is known to replace them."""
        found = _ORDINAL.search(words)
        if found and self.rows:
            if found[1]:
                number = ORDINALS[found[1].lower()]
            elif found[2]:
                number = _ZH_ORDINAL.get(found[2]) or int(found[2])
            else:
                number = -1
            index = number - 1 if number > 0 else number
            if -len(self.rows) <= index < len(self.rows):
                return words[: found.start()] + f"{_noun(self.rows_kind, words)}{self.rows[index]}" + words[
                    found.end() :
                ], self.rows_kind
            return "", ""
        its, it = _ITS.search(words), _IT.search(words)
        if (not its and not it) or re.search(
            r"\bit(?:'s| is) (?:time|possible|important|necessary|ok|okay|fine)\b"
            r"|would it be|is it possible|\bit (?:up|again)\b.*\bcontainer\b",
            words,
        ):
            return words, ""
        if not self.objects:
            bare = len(words.split()) <= 5 and (its or it) and not _said_before(words)
            return ("", "") if bare else (words, "")
        if _said_before(words):
            return words, ""
        kind, name = self.objects[0]
        lead = _noun(kind, words)
        if its:
            return _ITS.sub(f"{lead}{name}'s" if its[0][0].isascii() else f"{lead}{name} 的", words, count=1), kind
        return _IT.sub(f" {lead}{name} " if not (it and it[0][0].isascii()) else f"{lead}{name}", words, count=1).strip(), kind


def _noun(kind: str, words: str) -> str:
    """The kind in front of the name, unless the words say it, or it is a container."""
    return "" if kind in ("", "container") else f"{kind} "


def _said_before(words: str) -> bool:
    """True where "it" means something named earlier in the same text: "stop web and remove it"."""
    from commands.ask import slots, understand

    found = _IT.search(words) or _ITS.search(words)
    if not found:
        return False
    head = words[: found.start()]
    if re.search(r"\b(?:to|from|into|with|on|in)\s*$", head):
        return False
    named = any(slots.free(token) and not has_chinese(token.text) for token in understand.tokens_of(head))
    return named or bool(
        re.search(
            r"\b(?:an?|the|all|every|any|each) (?:\w+ ){0,2}(?:containers?|images?|services?|networks?|volumes?)\b",
            head,
            re.IGNORECASE,
        )
    )


def objects_of(command: str) -> list[tuple[str, str]]:
    """The named things that a command touches: (kind, name), the most important first."""
    from commands.parser import parse_text

    if not command or "$(" in command:
        return []
    parsed = parse_text(command)
    if parsed.spec is None:
        return []
    out: list[tuple[str, str]] = []
    group = parsed.path.split()[0]
    path = parsed.path
    placeholders = {"IMAGE", "CONTAINER", "NAME", "VALUE", "SERVICE", "NETWORK", "VOLUME", "COMMAND", "PATH"}
    if path in ("container run", "container create"):
        name = parsed.value("name")
        out += [("container", str(name))] if name else []
        out += [("image", parsed.args[0])] if parsed.args else []
    elif path == "container ls":
        for text in parsed.values("filter"):
            key, _, value = str(text).partition("=")
            if key in ("name", "id") and value:
                out.append(("container", value))
    elif path == "container rename" and len(parsed.args) == 2:
        out.append(("container", parsed.args[1]))
    elif path in ("network connect", "network disconnect") and len(parsed.args) == 2:
        out += [("container", parsed.args[1]), ("network", parsed.args[0])]
    elif path in (
        "container exec",
        "container top",
        "container port",
        "container commit",
        "container diff",
        "compose exec",
        "compose run",
    ):
        out += [(NAMED_KINDS[group], parsed.args[0])] if parsed.args else []
    elif path == "container cp":
        out += [("container", arg.partition(":")[0]) for arg in parsed.args if ":" in arg and not arg.startswith(("/", "."))]
    elif path == "image build":
        out += [("image", str(tag)) for tag in parsed.values("tag")]
    elif path == "service create":
        name = parsed.value("name")
        out += [("service", str(name))] if name else []
    elif path == "service scale":
        out += [("service", arg.partition("=")[0]) for arg in parsed.args]
    elif path not in ("search", "login", "logout") and group in NAMED_KINDS and not path.endswith(" ls"):
        out += [(NAMED_KINDS[group], arg) for arg in parsed.args]
    elif path == "inspect":
        out += [("container", arg) for arg in parsed.args]
    return [(kind, name) for kind, name in out if name not in placeholders]


def _ask(text: str) -> Asked:
    from commands.ask import asking

    call: Callable[[str], Asked] = asking.ask
    return call(text)
