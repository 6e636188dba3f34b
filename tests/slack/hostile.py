"""Replies made up at random, hostile on purpose: everything a container, a log or a person could put before the drawing."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from bot.blocks import Message, Scene, View, draw, shown
from bot.reply import ApprovalView, DecisionView, NextStep, Plan, PlanItem, Reply, ReplyKind
from commands.answer import Answer
from commands.check import Checked, check
from commands.findings import Finding, Severity
from commands.result import Result
from tests.slack.limits import Problem, message_problems

PIECES = (
    "web", "nginx:1.27", " ", "\n", "\t", "<!channel>", "<!here|x>", "<@U0ALICE>", "<#C0OPS>", "<!subteam^S0ONCALL>", "&amp;", "&",
    "<", ">", "`", "```", "*", "_", "~", "\x1b[31mred\x1b[0m", "\x1b]8;;http://x\x07", "\x00", "\x07", "\r", "\x9b2J", "😀",
    "👩\u200d💻", "עברית", "مرحبا",
    "\u202egnp.exe", "\u2066", "日本語", "\ud800", "\ufeff", "https://example.com/<x>|y", "{{.Names}}", "ERROR", "|",
    "\\", '"', "'", "é" * 40, "x" * 700, "mailto:a@b.c", "$(id)", "\u2028", "\x85", "a" * 64,
)  # fmt: skip
COMMANDS = (
    "docker ps", "docker ps -a", "docker ps -q", "docker ps --format '{{.Names}}'", "docker images", "docker network ls",
    "docker volume ls", "docker inspect web", "docker image inspect nginx", "docker network inspect blue", "docker logs web",
    "docker logs -t --tail 10 web", "docker stats --no-stream", "docker top web", "docker system df", "docker history nginx",
    "docker version", "docker info",
    "docker exec web ls", "docker run --rm -it -p 80:80 nginx sh", "docker run --memry 1g nginx", "docker rm -f web",
    "docker nosuch", "docker pull nginx", "docker ps | grep web", "docker stop $(docker ps -q)", "docker run 'x",
)  # fmt: skip


@cache
def checked(text: str) -> Checked:
    """Each command is checked once."""
    return check(text, "slack")


@cache
def long_texts() -> tuple[str, ...]:
    """A stock of texts: six in ten short, three long, one huge."""
    chance = random.Random(4)
    short = ["".join(chance.choices(PIECES, k=chance.randint(0, 12))) for _ in range(600)]
    long = ["".join(chance.choices(PIECES, k=chance.randint(0, 200))) for _ in range(300)]
    huge = [letter * size for letter in ("A", "😀", "<", "&", "\n", '"', "\\", "`", "é") for size in (3_000, 13_200, 65_536)] * 4
    return (*short, *long, *huge)


class Maker:
    """Random replies from one seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def some(self, most: int = 6) -> str:
        """A short hostile text."""
        return "".join(self.chance.choices(PIECES, k=self.chance.randint(0, most)))

    def text(self) -> str:
        """A hostile text of any length up to 64 kB."""
        return self.chance.choice(long_texts())

    def cell(self, width: int) -> str:
        """A cell of a table as docker would print it: on one line, padded."""
        return self.some(4).replace("\n", " ").replace("\r", " ").replace("\t", " ")[: width - 3].ljust(width)

    def table(self, headings: tuple[str, ...]) -> str:
        """A table with up to 500 rows."""
        rows = self.chance.choice([0, 1, 3, 30, 500])
        width = self.chance.choice([16, 40, 300])
        lines = ["".join(title.ljust(width) for title in headings)]
        status = (
            "Up 2 hours (unhealthy)",
            "Exited (137) 2 days ago",
            "Exited (0) now",
            "Restarting (1) now",
            "Created",
            "Dead",
            "Up 1 second (Paused)",
        )
        for _ in range(rows):
            lines.append(
                "".join((self.chance.choice(status) if title == "STATUS" else self.cell(width)).ljust(width) for title in headings)
            )
        return "\n".join(lines) + "\n"

    def json_objects(self) -> str:
        """What inspect prints, with anything in it."""
        objects = []
        for _ in range(self.chance.choice([0, 1, 2, 9])):
            state: Any = {
                "Status": self.chance.choice(["running", "exited", "dead", self.some()]),
                "ExitCode": self.chance.choice([0, 1, 125, 137, 139, 143, 255, 999, "x", None]),
                "OOMKilled": self.chance.random() < 0.3,
                "Error": self.some(),
                "Health": self.chance.choice(
                    [None, {"Status": "unhealthy", "FailingStreak": 3, "Log": [{"ExitCode": 1, "Output": self.text()}]}]
                ),
            }
            found: dict[str, Any] = {"Id": "f" * 64, "Name": "/" + self.some(), "RepoTags": [self.some() for _ in range(3)]}
            kind = self.chance.random()
            if kind < 0.5:
                found |= {
                    "State": state,
                    "HostConfig": {"Memory": self.chance.choice([0, 5, 2**60, "x"]), "RestartPolicy": {"Name": self.some()}},
                }
                found["Config"] = {"Image": self.text()}
                found["Mounts"] = [
                    {"Type": "bind", "Source": self.some(), "Destination": self.text()} for _ in range(self.chance.choice([0, 40]))
                ]
                found["NetworkSettings"] = {
                    "Ports": {self.some(): [{"HostIp": self.some(), "HostPort": "1"}], "x": None},
                    "Networks": {self.some(): None},
                }
            elif kind < 0.7:
                found |= {
                    "RootFS": {"Layers": ["x"] * 9},
                    "Config": {"Cmd": [self.text()], "Entrypoint": None, "ExposedPorts": {self.some(): {}}},
                    "Size": 1,
                }
            elif kind < 0.85:
                found |= {
                    "IPAM": {"Config": [{"Subnet": self.some()}]},
                    "Containers": {str(n): {"Name": self.some()} for n in range(30)},
                }
            else:
                found[self.some()] = self.text()
            objects.append(found)
        return json.dumps(objects, indent=4, ensure_ascii=False)

    def output(self, command: str) -> str:
        """What that command could print."""
        if "-q" in command or "--format" in command:
            return self.text()
        by_start: dict[str, Callable[[], str]] = {
            "docker ps": lambda: self.table(("CONTAINER ID", "IMAGE", "COMMAND", "CREATED", "STATUS", "PORTS", "NAMES")),
            "docker images": lambda: self.table(("REPOSITORY", "TAG", "IMAGE ID", "CREATED", "SIZE")),
            "docker network ls": lambda: self.table(("NETWORK ID", "NAME", "DRIVER", "SCOPE")),
            "docker volume ls": lambda: self.table(("DRIVER", "VOLUME NAME")),
            "docker stats": lambda: self.table(("CONTAINER ID", "NAME", "CPU %", "MEM USAGE / LIMIT", "MEM %", "NET I/O")),
            "docker top": lambda: self.table(("UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD")),
            "docker system df": lambda: self.table(("TYPE", "TOTAL", "ACTIVE", "SIZE", "RECLAIMABLE")),
            "docker history": lambda: self.table(("IMAGE", "CREATED", "CREATED BY", "SIZE", "COMMENT")),
        }
        for start, make in by_start.items():
            if command.startswith(start) and self.chance.random() < 0.85:
                return make()
        if "inspect" in command and self.chance.random() < 0.85:
            return self.json_objects()
        return "\n".join(self.text() for _ in range(self.chance.choice([0, 1, 5, 60])))

    def problems(self, command: str) -> tuple[Finding, ...]:
        """Findings with any words and places."""
        found = []
        for _ in range(self.chance.choice([0, 0, 1, 3, 20])):
            start = self.chance.randint(0, len(command) + 3)
            span = (start, self.chance.randint(start, len(command) + 9))
            severity = self.chance.choice(list(Severity))
            found.append(Finding("x", severity, self.text(), span, self.chance.choice([None, self.some(), self.text()])))
        return tuple(found)

    def reply(self) -> Reply:
        """One reply of any kind."""
        chance = self.chance
        command = chance.choice(COMMANDS)
        known = checked(command)
        kind = chance.choice([*ReplyKind, ReplyKind.OUTPUT, ReplyKind.OUTPUT, ReplyKind.OUTPUT])
        shown_command = command if chance.random() < 0.7 else self.text()
        parts: tuple[dict[str, Any], ...] = ()
        if chance.random() < 0.5:
            parts = tuple(
                {"span": [0, 1], "text": self.some(), "kind": "flag", "explanation": self.text()}
                for _ in range(chance.choice([1, 8, 200]))
            )
        ran = kind == ReplyKind.OUTPUT or chance.random() < 0.1
        result = Result(
            self.output(command),
            self.text() if chance.random() < 0.3 else "",
            chance.choice([0, 0, 1, 125]),
            chance.random() < 0.1,
            "lines",
        )
        items = tuple(
            PlanItem(
                self.some(2),
                self.text(),
                self.text(),
                self.text(),
                tuple(self.text() for _ in range(chance.choice([0, 1, 9]))),
                self.text(),
            )
            for _ in range(chance.choice([0, 1, 3, 120]))
        )
        plan = Plan(items, tuple(self.text() for _ in range(chance.choice([0, 1, 12]))), self.text())
        many = lambda most=6: tuple(self.text() for _ in range(chance.randint(0, most)))  # noqa: E731 - a local shorthand
        return Reply(
            kind,
            text=self.text(),
            understood=self.text() if chance.random() < 0.3 else "",
            command=shown_command,
            host=self.some(3),
            ok=chance.random() < 0.7,
            exit_code=chance.choice([0, 1, 137]),
            note=self.text() if kind != ReplyKind.OUTPUT or chance.random() < 0.2 else "",
            risk=chance.choice(["read", "change", "destroy", "", "interactive"]),
            parsed=known.main if chance.random() < 0.9 else None,
            problems=self.problems(shown_command),
            parts=parts,
            result=result if ran else None,
            decision=DecisionView(chance.random() < 0.5, self.text(), "none", self.text()) if chance.random() < 0.6 else None,
            plan=plan if kind == ReplyKind.APPROVAL or chance.random() < 0.2 else None,
            approval=ApprovalView(
                self.some(1)[:30] or "id", chance.choice(["confirm", "second"]), self.text(), 1_700_000_000.5, self.some(2)
            )
            if kind == ReplyKind.APPROVAL
            else None,
            answer=Answer(self.text(), self.text(), many(), self.text(), many(), examples=many())
            if kind == ReplyKind.ANSWER
            else None,
            alternatives=many(12),
            needs=many(12),
            next_steps=tuple(NextStep(self.text(), self.text()) for _ in range(chance.randint(0, 8))),
            suggestions=many(8),
            document=self.text() if kind == ReplyKind.DOCUMENT else None,
            replies=tuple(self.reply().but(kind=ReplyKind.OUTPUT, replies=()) for _ in range(chance.choice([1, 2, 25])))
            if kind == ReplyKind.FANOUT
            else (),
            reference=self.some(1),
            truncated=self.text() if chance.random() < 0.1 else "",
        )

    def view(self) -> View:
        """Looked at in any way."""
        chance = self.chance
        if chance.random() < 0.4:
            return View()
        return View(
            explain=chance.random() < 0.4,
            raw=chance.random() < 0.3,
            grep=chance.choice(["", "web", self.some(2)]),
            level=chance.choice(["", "error", "warning", "odd"]),
            since=chance.choice(["", "10m", "x"]),
            columns=chance.choice([(), ("NAMES", "STATUS"), ("SIZE",), (self.some(1),)]),
            sort=chance.choice(["", "NAMES", "-SIZE", "CPU %", self.some(1)]),
            page=chance.choice([0, 0, 10, 480, 10**6]),
        )

    def message(self) -> Message:
        """One message, drawn."""
        chance = self.chance
        scene = Scene(
            chance.choice(["", "0123456789abcdef"]), chance.random() < 0.5, lambda _: chance.random() < 0.7, chance.random() < 0.8
        )
        return draw(shown(self.reply(), self.text() if chance.random() < 0.3 else "", "U0ALICE"), scene, self.view())


def mrkdwn(item: Any) -> Iterator[str]:
    """Every text in which Slack looks for mentions."""
    if isinstance(item, dict):
        if item.get("type") in ("mrkdwn", "markdown") and isinstance(item.get("text"), str):
            yield item["text"]
        for value in item.values():
            yield from mrkdwn(value)
    elif isinstance(item, list):
        for value in item:
            yield from mrkdwn(value)


def pings(message: Message) -> list[str]:
    """Texts that would call somebody, or link to a place, that was not meant."""
    marks = ("<!channel", "<!here", "<!everyone", "<!subteam", "<#C0OPS", "<https://example.com/<")
    return [text for text in [*mrkdwn(message.blocks), message.text] if any(mark in text for mark in marks)]


def problems_of(message: Message) -> list[Problem]:
    """What Slack would refuse, whichever way the message is sent."""
    payload = {"text": message.text, "blocks": message.blocks}
    return [problem for kind in ("post", "update", "ephemeral", "response") for problem in message_problems(payload, kind)]


def check_one(seed: int) -> list[str]:
    """Everything that is wrong with the message of that seed."""
    message = Maker(seed).message()
    found = [str(problem) for problem in problems_of(message)] + [f"ping: {text[:80]!r}" for text in pings(message)]
    size = len(json.dumps(message.blocks, ensure_ascii=False).encode("utf-16-le", "surrogatepass")) // 2
    return found + ([f"{size} characters of JSON"] if size > 13_200 else [])
