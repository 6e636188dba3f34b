"""Texts to judge: every command and flag with good, bad and odd values, and realistic commands with one thing wrong.

    python -m tests.differential.texts SEED COUNT

The same seed gives the same texts. Commands of plugins are left out: the judge has none.
"""

from __future__ import annotations

import json
import random
import shlex
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from commands.spec.load import all_paths, command
from commands.spec.model import Command, Flag
from tests.differential.mutations import Mutations, command_of

FOLDER = Path(__file__).resolve().parent
VALUES: dict[str, Any] = json.loads((FOLDER / "values.json").read_text("utf-8"))
BY_TYPE: dict[str, list[str]] = VALUES["by_type"]
BY_NAME: dict[str, list[str]] = VALUES["by_name"]
ANY: list[str] = VALUES["any"]
FORMS: dict[str, list[str]] = json.loads((FOLDER / "forms.json").read_text("utf-8"))
# Values whose fate depends on files or on the machine, not on the words.
STATE_FLAGS = frozenset(
    ("ca-cert", "ca-key", "key", "env-file", "label-file", "use-api-socket", "cidfile", "iidfile", "from", "dir", "output", "input")
)  # fmt: skip
HEAVY = ("container run", "container create", "service create")
NAMES = ["web", "db", "a", "my_app", "x-1", "0123456789ab", "web.1", "service1", "/web"]
ODD = ["", " ", "A B", "é", "..", "-", "a/b", "a:b", "$x", "a=b", "*", "x" * 200]
OPERANDS: dict[str, list[str]] = {
    "container run": ["nginx"], "container create": ["busybox"], "container exec": ["web", "ls"], "container cp": ["web:/x", "y"],
    "service create": ["nginx"], "service scale": ["web=3"], "swarm join-token": ["worker"], "swarm join": ["10.0.0.1:2377"],
    "context use": ["default"], "trust sign": ["a/b:1"], "trust revoke": ["a/b:1"], "image build": ["."],
    "plugin create": ["a/b", "dir"], "secret create": ["s", "file"], "config create": ["c", "file"],
    "context create": ["ctx"], "context inspect": [],
    "context rm": ["nosuch"], "image import": ["x.tar"], "manifest create": ["a/list", "a/img"], "container rename": ["a", "b"],
}  # fmt: skip


@cache
def commands_to_judge() -> tuple[Command, ...]:
    """All commands of the judge itself, without the ones that wait, serve, or print themselves."""
    found = [command(path) for path in all_paths()]
    skip = {"system dial-stdio", "help", "login", "logout"}
    return tuple(
        one
        for one in found
        if one.program == "docker" and one.in_judge and one.runnable and one.path not in skip
        if not one.path.startswith(("completion", "__"))
    )


@cache
def flags_to_judge(path: str) -> tuple[Flag, ...]:
    """The flags of the judge itself."""
    return tuple(flag for flag in command(path).flags if flag.in_judge and flag.component != "buildx")


@cache
def realistic() -> tuple[str, ...]:
    """Commands that people write."""
    return tuple(line for line in (FOLDER / "realistic.txt").read_text("utf-8").splitlines() if line)


class Writer:
    """Writes texts out of a random source."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.mutations = Mutations(self.random, VALUES["images"], ANY, ODD, NAMES)

    def operands(self, one: Command) -> list[str]:
        """As many likely operands as the command takes."""
        if one.path in OPERANDS:
            return list(OPERANDS[one.path])
        count = one.args_min if self.random.random() < 0.8 else self.random.randint(one.args_min, min(one.args_max or 3, 3))
        return [self.random.choice(NAMES[:6]) for _ in range(count)]

    def value(self, flag: Flag) -> str:
        """A value for a flag: by name, by type, or whatever comes."""
        if flag.long in STATE_FLAGS:
            return "file.txt"
        roll = self.random.random()
        pool = BY_NAME.get(flag.long) or BY_TYPE.get(flag.type) or ["a"]
        if roll < 0.25:
            pool = BY_TYPE.get(flag.type) or pool
        elif roll < 0.4 and flag.long not in ("compose-file", "file"):
            pool = ANY
        return self.random.choice(pool)

    def use(self, flag: Flag) -> list[str]:
        """A flag as somebody may type it."""
        value, long, roll = self.value(flag), f"--{flag.long}", self.random.random()
        short = f"-{flag.short}" if flag.short else long
        if flag.is_bool:
            if roll < 0.55:
                return [short if roll < 0.3 else long]
            return [f"{short if roll < 0.65 else long}={value}"] if roll < 0.9 else [long, value]
        if flag.no_opt_default is not None:
            return [long] if roll < 0.3 else [f"{long}={value}"]
        if flag.short and roll < 0.4:
            return self.random.choice([[short, value], [f"{short}{value}"], [f"{short}={value}"]])
        return [f"{long}={value}"] if roll < 0.7 else [long, value]

    def arranged(self, one: Command, uses: list[list[str]], operands: list[str]) -> str:
        """Words of a command in a likely order, now and then in another."""
        flat = [word for use in uses for word in use]
        flags_first = self.random.random() < 0.85 or not one.interspersed
        words = self.random.choice(one.aliases).split() + (flat + operands if flags_first else operands + flat)
        return shlex.join(["docker", *words])

    def one_flag(self) -> str:
        """A command with one flag and some value."""
        one = command(self.random.choice(HEAVY)) if self.random.random() < 0.35 else self.random.choice(commands_to_judge())
        flags = flags_to_judge(one.path)
        return self.arranged(one, [self.use(self.random.choice(flags))] if flags else [], self.operands(one))

    def some_flags(self) -> str:
        """A command with two to five flags."""
        one = self.random.choice(commands_to_judge())
        if self.random.random() < 0.5:
            one = command(self.random.choice([*HEAVY, "container run", "network create"]))
        flags = flags_to_judge(one.path)
        uses = [self.use(self.random.choice(flags)) for _ in range(self.random.randint(2, 5))] if flags else []
        return self.arranged(one, uses, self.operands(one))

    def counts(self) -> str:
        """A command with any number of operands, good or odd."""
        one = self.random.choice(commands_to_judge())
        count = self.random.randint(0, min((one.args_max if one.args_max is not None else one.args_min + 2) + 1, 4))
        pool = NAMES if self.random.random() < 0.7 else ODD + VALUES["images"]
        return self.arranged(one, [], [self.random.choice(pool) for _ in range(count)])

    def _filled(self, form: str, pool: str) -> str:
        return "docker " + self.random.choice(FORMS[form]).replace("{}", shlex.quote(self.random.choice(VALUES[pool])))

    def image_name(self) -> str:
        """A reference where a command takes one."""
        return self._filled("images", "images")

    def template(self) -> str:
        """A template where a command takes one."""
        return self._filled("templates", "templates")

    def platform(self) -> str:
        """A platform where a command takes one."""
        return self._filled("platforms", "platforms")

    def empty_name(self) -> str:
        """A command with empty operands, or with one that is not."""
        one = self.random.choice(commands_to_judge())
        operands = ["" for _ in range(max(1, one.args_min))]
        if self.random.random() < 0.4:
            operands[self.random.randrange(len(operands))] = "web"
        return self.arranged(one, [], operands)

    def network_plan(self) -> str:
        """Subnets, ranges and gateways together."""
        words = ["network", "create"]
        for _ in range(self.random.randint(0, 3)):
            words += ["--subnet", self.random.choice(FORMS["subnets"])]
        for _ in range(self.random.randint(0, 2)):
            flag = self.random.choice(["--gateway", "--ip-range", "--aux-address"])
            address = self.random.choice(FORMS["addresses"])
            words += [flag, f"a={address}" if flag == "--aux-address" else address]
        return shlex.join(["docker", *words, "net"])

    def cluster(self) -> str:
        """Short flags run together."""
        one = self.random.choice([one for one in commands_to_judge() if any(flag.short for flag in flags_to_judge(one.path))])
        shorts = [flag.short for flag in flags_to_judge(one.path) if flag.short]
        letters = "".join(self.random.choice(shorts) for _ in range(self.random.randint(1, 4)))
        tail = self.random.choice(["", "", "", "=true", "=false", "=x", "5", "Z", "=", "80:80", " x", "h", "-", "é", "=1"])
        return shlex.join(["docker", *self.random.choice(one.aliases).split(), f"-{letters}{tail}", *self.operands(one)])

    def group(self) -> str:
        """Groups, help, and words that name no command."""
        groups = sorted({one.path.rsplit(" ", 1)[0] for one in commands_to_judge() if " " in one.path})
        if self.random.random() < 0.3:
            words = shlex.split(self.random.choice(FORMS["roots"]))
            tail = shlex.split(self.random.choice(FORMS["tails"])) if self.random.random() < 0.3 else []
        else:
            words, tail = self.random.choice(groups).split(), shlex.split(self.random.choice(FORMS["tails"]))
        return shlex.join(["docker", *words, *tail])

    def any_words(self) -> str:
        """A command and words of every kind, in any order."""
        one = self.random.choice(commands_to_judge())
        words = self.random.choice(one.aliases).split()
        if self.random.random() < 0.15:
            words.insert(self.random.randint(0, len(words)), self._any_word(one))
        return shlex.join(["docker", *words, *(self._any_word(one) for _ in range(self.random.randint(0, 4)))])

    def _any_word(self, one: Command) -> str:
        roll, flags = self.random.random(), [flag for flag in flags_to_judge(one.path) if flag.long not in STATE_FLAGS]
        if roll < 0.35 and flags:
            flag, value = self.random.choice(flags), self.random.choice(ANY)
            short = flag.short or "x"
            return self.random.choice(
                [f"--{flag.long}", f"--{flag.long}=", f"--{flag.long}={value}", f"-{short}", f"-{short}{value}",
                 f"-{short}={value}", f"--{flag.long[:-1]}", f"---{flag.long}", f"-{flag.long}"]
            )  # fmt: skip
        if roll < 0.5:
            return self.random.choice(FORMS["dashes"])
        if roll < 0.6:
            return "".join(self.random.choice("abdefhinprstuvwxz-=") for _ in range(self.random.randint(0, 8)))
        return self.random.choice(ANY + NAMES * 6)

    def mutated(self) -> str:
        """A realistic command, mostly with one change."""
        words = shlex.split(self.random.choice(realistic()))
        own = [self._foreign_flag, self._own_flag, self._own_flag, self._bare_flag, self._bool_value, self._other_command]
        changes = [*self.mutations.all(), *own]
        if self.random.random() < 0.93:
            words = self.random.choice(changes)(words)
            if self.random.random() < 0.1:
                words = self.random.choice(changes)(words)
        return shlex.join(words)

    def _foreign_flag(self, words: list[str]) -> list[str]:
        flags = flags_to_judge(self.random.choice(commands_to_judge()).path)
        return self.mutations.insert(words, self.use(self.random.choice(flags))) if flags else words

    def _own(self, words: list[str], switches: bool | None = None) -> Flag | None:
        one = command_of(words)
        flags = [flag for flag in (flags_to_judge(one.path) if one else ()) if switches is None or flag.is_bool == switches]
        return self.random.choice(flags) if flags else None

    def _own_flag(self, words: list[str]) -> list[str]:
        flag = self._own(words)
        return self.mutations.insert(words, self.use(flag)) if flag else words

    def _bare_flag(self, words: list[str]) -> list[str]:
        flag = self._own(words, switches=False)
        return [*words, f"-{flag.short}" if flag.short and self.random.random() < 0.5 else f"--{flag.long}"] if flag else words

    def _bool_value(self, words: list[str]) -> list[str]:
        flag = self._own(words, switches=True)
        if flag is None:
            return words
        value = self.random.choice(BY_TYPE["bool"])
        typed = [f"--{flag.long}={value}"] if self.random.random() < 0.6 else [f"--{flag.long}", value]
        return self.mutations.insert(words, typed, 2)

    def _other_command(self, words: list[str]) -> list[str]:
        other = self.random.choice(commands_to_judge())
        return [words[0], *self.random.choice(other.aliases).split(), *words[2:]]


WEIGHTS = {
    "one_flag": 30, "some_flags": 14, "mutated": 34, "counts": 6, "image_name": 5, "template": 5, "platform": 2, "empty_name": 3,
    "network_plan": 2, "cluster": 4, "group": 4, "any_words": 10,
}  # fmt: skip


def texts(seed: int, count: int) -> Iterator[str]:
    """That many different texts."""
    writer = Writer(seed)
    kinds, weights = list(WEIGHTS), list(WEIGHTS.values())
    seen: set[str] = set()
    while len(seen) < count:
        text = getattr(writer, writer.random.choices(kinds, weights)[0])()
        if text not in seen and "\0" not in text and judgeable(text):
            seen.add(text)
            yield text


def judgeable(text: str) -> bool:
    """False for texts that wait for somebody, serve, or belong to a plugin."""
    words = shlex.split(text)
    named = [word for word in words[1:] if not word.startswith("-")]
    if named[:1] and named[0] in {"compose", "buildx", "login", "logout", "bake", "completion"}:
        return False
    if any(word.startswith(("--use-api-socket", "--config", "--tls")) for word in words):
        return False
    return "dial-stdio" not in words and named[:2] != ["trust", "key"]


if __name__ == "__main__":
    for line in texts(int(sys.argv[1]), int(sys.argv[2])):
        print(line)
