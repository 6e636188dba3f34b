"""Texts to judge: every command and flag with good, bad and odd values, and realistic commands with one thing wrong.

    python -m tests.differential.texts SEED COUNT

The same seed gives the same texts. Commands of plugins are left out: the judge has none.
"""

from __future__ import annotations

import random
import shlex
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from commands.spec.load import all_paths, command
from commands.spec.model import Command, Flag
from tests.differential.values import ANY, BY_NAME, BY_TYPE, IMAGES, PLATFORMS, TEMPLATES

FOLDER = Path(__file__).resolve().parent
# Values whose fate depends on files or on the machine, not on the words.
STATE_FLAGS = {"ca-cert", "ca-key", "key", "env-file", "label-file", "use-api-socket", "cidfile", "iidfile", "from", "dir", "output", "input"}
NAMES = ["web", "db", "a", "my_app", "x-1", "0123456789ab", "web.1", "service1", "/web"]
ODD = ["", " ", "A B", "é", "..", "-", "a/b", "a:b", "$x", "a=b", "*", "x" * 200]


@cache
def commands_to_judge() -> tuple[Command, ...]:
    """All commands of the judge itself, without the ones that wait, serve, or print themselves."""
    skip = {"system dial-stdio", "help", "login", "logout"}
    found = [command(path) for path in all_paths()]
    return tuple(
        one for one in found
        if one.program == "docker" and one.in_judge and one.runnable and one.path not in skip and not one.path.startswith(("completion", "__"))
    )  # fmt: skip


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

    def operands(self, one: Command) -> list[str]:
        """As many likely operands as the command takes."""
        choice = self.random.choice
        fixed: dict[str, list[str]] = {
            "container run": [choice(["nginx", "alpine", "ubuntu:24.04", "app"])],
            "container create": [choice(["nginx", "busybox"])],
            "container exec": ["web", "ls"], "container cp": choice([["web:/x", "y"], ["y", "web:/x"]]),
            "service create": ["nginx"], "service scale": ["web=3"], "swarm join-token": ["worker"], "swarm join": ["10.0.0.1:2377"],
            "context use": ["default"], "trust sign": ["a/b:1"], "trust revoke": ["a/b:1"], "image build": ["."], "plugin create": ["a/b", "dir"],
            "secret create": ["s", "file"], "config create": ["c", "file"], "context create": ["ctx"], "context inspect": [],
            "context rm": ["nosuch"], "image import": ["x.tar"], "manifest create": ["a/list", "a/img"], "container rename": ["a", "b"],
        }  # fmt: skip
        if one.path in fixed:
            return fixed[one.path]
        count = one.args_min if self.random.random() < 0.8 else self.random.randint(one.args_min, min(one.args_max or 3, 3))
        return [choice(NAMES[:6]) for _ in range(count)]

    def spelling(self, one: Command) -> list[str]:
        """The command's own words, mostly under its usual names."""
        return self.random.choice(one.aliases).split()

    def value(self, one: Command, flag: Flag) -> str:
        """A value for a flag: by name, by type, or whatever comes."""
        if flag.long in STATE_FLAGS:
            return "file.txt"
        roll = self.random.random()
        pools = BY_NAME.get(flag.long) or BY_TYPE.get(flag.type) or ["a"]
        if roll < 0.25:
            pools = BY_TYPE.get(flag.type) or pools
        elif roll < 0.4 and flag.long not in ("compose-file", "file"):
            pools = ANY
        return self.random.choice(pools)

    def use(self, one: Command, flag: Flag, value: str | None = None) -> list[str]:
        """A flag as somebody may type it."""
        value = self.value(one, flag) if value is None else value
        long, roll = f"--{flag.long}", self.random.random()
        if flag.is_bool:
            if roll < 0.55:
                return [f"-{flag.short}" if flag.short and roll < 0.3 else long]
            return [f"-{flag.short}={value}" if flag.short and roll < 0.65 else f"{long}={value}"] if roll < 0.9 else [long, value]
        if flag.no_opt_default is not None:
            return [long] if roll < 0.3 else [f"{long}={value}"]
        if flag.short and roll < 0.4:
            return [[f"-{flag.short}", value], [f"-{flag.short}{value}"], [f"-{flag.short}={value}"]][int(roll * 7.5) % 3]
        return [f"{long}={value}"] if roll < 0.7 else [long, value]

    def arranged(self, one: Command, uses: list[list[str]], operands: list[str]) -> str:
        """Words of a command in a likely order, now and then in another."""
        flat = [word for use in uses for word in use]
        words = self.spelling(one) + (flat + operands if self.random.random() < 0.85 or not one.interspersed else operands + flat)
        return shlex.join(["docker", *words])

    # Kinds of texts ---------------------------------------------------------------------------------------------

    def one_flag(self) -> str:
        """A command with one flag and some value."""
        one = self.random.choice(commands_to_judge())
        heavy = {"container run", "container create", "service create"}
        if self.random.random() < 0.35:
            one = command(self.random.choice(sorted(heavy)))
        flags = flags_to_judge(one.path)
        if not flags:
            return self.arranged(one, [], self.operands(one))
        return self.arranged(one, [self.use(one, self.random.choice(flags))], self.operands(one))

    def some_flags(self) -> str:
        """A command with two to five flags."""
        one = self.random.choice(commands_to_judge())
        if self.random.random() < 0.5:
            one = command(self.random.choice(["container run", "container run", "service create", "container create", "network create"]))
        flags = flags_to_judge(one.path)
        uses = [self.use(one, self.random.choice(flags)) for _ in range(self.random.randint(2, 5))] if flags else []
        return self.arranged(one, uses, self.operands(one))

    def counts(self) -> str:
        """A command with any number of operands, good or odd."""
        one = self.random.choice(commands_to_judge())
        count = self.random.randint(0, min((one.args_max if one.args_max is not None else one.args_min + 2) + 1, 4))
        pool = NAMES if self.random.random() < 0.7 else ODD + IMAGES
        return self.arranged(one, [], [self.random.choice(pool) for _ in range(count)])

    def image_name(self) -> str:
        """A reference where a command takes one."""
        image = self.random.choice(IMAGES)
        form = self.random.choice(
            ["run {}", "create {}", "pull {}", "push {}", "tag {} x", "tag x {}", "commit a {}", "pull -a {}", "push -a {}", "rmi {}", "run -d {} sh",
             "import x.tar {}", "plugin install {}", "plugin push {}", "service create {}", "manifest inspect {}", "trust sign {}", "trust inspect {}",
             "build -t {} .", "history {}", "save {}", "plugin install --alias {} x", "manifest create {} x", "manifest annotate x {}", "trust revoke -y {}",
             "inspect {}", "image inspect {}", "manifest create x {}", "plugin create {} dir"]
        )  # fmt: skip
        return "docker " + form.format(shlex.quote(image))

    def template(self) -> str:
        """A template where a command takes one."""
        form = self.random.choice(
            ["ps --format {}", "ps -a --format={}", "ps -s --format {}", "events --format {}", "inspect -f {} x", "version -f {}", "info -f {}",
             "images --format {}", "network inspect -f {} x", "service inspect --format {} x", "node inspect -f {} self", "context ls --format json",
             "secret inspect -f {} x", "config inspect -f {} x", "volume inspect -f {} x", "plugin inspect -f {} x", "image inspect -f {} x",
             "container inspect -f {} x", "stats --format {}", "service inspect --pretty -f {} x", "node inspect --pretty -f {} x", "search --format {} x",
             "history --format {} x", "container ls -q --format {}", "system df --format {}", "inspect --type image -f {} x"]
        )  # fmt: skip
        return "docker " + form.format(shlex.quote(self.random.choice(TEMPLATES)))

    def platform(self) -> str:
        """A platform where a command takes one."""
        form = self.random.choice(
            ["run --platform {} x", "create --platform {} x", "pull --platform {} x", "push --platform {} x", "history --platform {} x",
             "save -o x --platform {} y", "load -i x --platform {}", "rmi --platform {} x", "image inspect --platform {} x", "import --platform {} x.tar",
             "build --platform {} ."]
        )  # fmt: skip
        return "docker " + form.format(shlex.quote(self.random.choice(PLATFORMS)))

    def empty_name(self) -> str:
        """A command with empty operands, or with one of them."""
        one = self.random.choice(commands_to_judge())
        count = max(1, one.args_min)
        operands = ["" for _ in range(count)]
        if self.random.random() < 0.4:
            operands[self.random.randrange(count)] = "web"
        return self.arranged(one, [], operands)

    def network_plan(self) -> str:
        """Subnets, ranges and gateways together."""
        pick = self.random.choice
        subnets = ["10.0.0.0/8", "10.1.0.0/16", "172.28.0.0/16", "192.168.0.0/24", "fd00::/64", "foo", "10.0.0.0/8,11.0.0.0/8", "", "10.0.0.7/24"]
        others = ["10.0.0.1", "172.28.5.254", "192.168.0.1", "fd00::1", "10.1.0.0/16", "172.28.5.0/24", "192.168.0.128/25", "foo", "", "11.0.0.1"]
        words = ["network", "create"]
        for _ in range(self.random.randint(0, 3)):
            words += ["--subnet", pick(subnets)]
        for _ in range(self.random.randint(0, 2)):
            words += [pick(["--gateway", "--ip-range", "--gateway", "--ip-range", "--aux-address"]), pick(others)]
        if words[-2:-1] == ["--aux-address"]:
            words[-1] = f"a={words[-1]}"
        return shlex.join(["docker", *words, "net"])

    def cluster(self) -> str:
        """Short flags run together."""
        one = self.random.choice([one for one in commands_to_judge() if any(flag.short for flag in one.flags)])
        shorts = [flag for flag in flags_to_judge(one.path) if flag.short]
        if not shorts:
            return self.one_flag()
        letters = "".join(self.random.choice(shorts).short for _ in range(self.random.randint(1, 4)))
        tail = self.random.choice(["", "", "", "=true", "=false", "=x", "5", "Z", "=", "80:80", " x", "h", "-", "é", "=1"])
        return shlex.join(["docker", *self.spelling(one), f"-{letters}{tail}", *self.operands(one)])

    def group(self) -> str:
        """Groups, help, and words that name no command."""
        groups = sorted({one.path.rsplit(" ", 1)[0] for one in commands_to_judge() if " " in one.path})
        words = self.random.choice(groups).split()
        tail = self.random.choice(
            [[], ["--help"], ["-h"], ["nosuch"], ["nosuch", "--help"], ["--nosuch"], ["list"], ["delete"], ["ls", "x"], ["-x"], ["--help=false"], ["", "x"], ["help"],
             ["--help", "ls"], ["ls", "--help"], ["-D", "ls"], ["--", "ls"], ["LS"], ["ls", "--"], ["create", "-h"], ["remove", "x"], ["inspect"], ["rm", "-h"]]
        )  # fmt: skip
        if self.random.random() < 0.3:
            words = self.random.choice(
                [["nosuch"], ["Run"], ["rn"], ["-x"], ["--nosuch"], ["--version"], ["-v"], ["help", "nosuch"], ["--debug=x"], ["-l", "foo", "ps"], ["-D", "nosuch"],
                 ["--", "ps"], ["--config", "x", "ps"], ["-H"], ["--log-level", "foo", "ps"], ["ps", "-D"], ["--tls=maybe", "ps"], ["-c", "x"], ["-Dv"], [""], ["-"]]
            )  # fmt: skip
            tail = tail if self.random.random() < 0.3 else []
        return shlex.join(["docker", *words, *tail])

    # A realistic command with one thing changed -------------------------------------------------------------------

    def mutated(self) -> str:
        """A realistic command, mostly with one change."""
        words = _split(self.random.choice(realistic()))
        changes: list[Callable[[list[str]], list[str]]] = [
            self._typo_in_flag, self._foreign_flag, self._own_flag, self._drop_word, self._extra_word, self._bare_flag, self._bool_value, self._late_flag,
            self._empty_value, self._one_dash, self._three_dashes, self._twice, self._typo_in_command, self._other_command, self._bad_value, self._split_it,
            self._swap, self._upper, self._add_help, self._equals, self._bad_image, self._any_value,
        ]  # fmt: skip
        if self.random.random() < 0.93:
            words = self.random.choice(changes)(words)
            if self.random.random() < 0.1:
                words = self.random.choice(changes)(words)
        return shlex.join(words)

    def _places(self, words: list[str], test: Callable[[str], bool]) -> int | None:
        found = [index for index, word in enumerate(words) if index and test(word)]
        return self.random.choice(found) if found else None

    def _command_of(self, words: list[str]) -> Command | None:
        for size in (3, 2, 1):
            try:
                return command(" ".join(words[1 : 1 + size]))
            except KeyError:
                continue
        return None

    def _typo(self, word: str) -> str:
        index = self.random.randrange(max(1, len(word)))
        letter = self.random.choice("abcdefghijklmnopqrstuvwxyz-")
        kinds = [word[:index] + word[index + 1 :], word[:index] + letter + word[index:], word[:index] + letter + word[index + 1 :], word[:-1], word + "s"]
        return self.random.choice(kinds)

    def _typo_in_flag(self, words: list[str]) -> list[str]:
        index = self._places(words, lambda word: word.startswith("--") and len(word) > 3)
        if index is None:
            return words
        name, equals, value = words[index].partition("=")
        return [*words[:index], "--" + self._typo(name[2:]) + equals + value, *words[index + 1 :]]

    def _insert(self, words: list[str], new: list[str], at: int | None = None) -> list[str]:
        one = self._command_of(words)
        lead = 1 + (len(one.path.split()) if one and " ".join(words[1:]).startswith(one.path) else 1)
        index = at if at is not None else self.random.randint(min(lead, len(words)), len(words))
        return [*words[:index], *new, *words[index:]]

    def _foreign_flag(self, words: list[str]) -> list[str]:
        other = self.random.choice(commands_to_judge())
        flags = flags_to_judge(other.path)
        return self._insert(words, self.use(other, self.random.choice(flags))) if flags else words

    def _own_flag(self, words: list[str]) -> list[str]:
        one = self._command_of(words)
        flags = flags_to_judge(one.path) if one else ()
        return self._insert(words, self.use(one, self.random.choice(flags))) if one and flags else words

    def _drop_word(self, words: list[str]) -> list[str]:
        index = self.random.randrange(1, len(words)) if len(words) > 1 else None
        return words if index is None else words[:index] + words[index + 1 :]

    def _extra_word(self, words: list[str]) -> list[str]:
        return [*words, self.random.choice([*NAMES, *ODD, "extra", "-x", "--", "--help"])]

    def _bare_flag(self, words: list[str]) -> list[str]:
        one = self._command_of(words)
        flags = [flag for flag in flags_to_judge(one.path) if not flag.is_bool] if one else []
        if not flags:
            return words
        flag = self.random.choice(flags)
        return [*words, self.random.choice([f"--{flag.long}", f"-{flag.short}" if flag.short else f"--{flag.long}"])]

    def _bool_value(self, words: list[str]) -> list[str]:
        one = self._command_of(words)
        flags = [flag for flag in flags_to_judge(one.path) if flag.is_bool] if one else []
        if not flags:
            return words
        flag, value = self.random.choice(flags), self.random.choice(BY_TYPE["bool"])
        return self._insert(words, [f"--{flag.long}={value}"] if self.random.random() < 0.6 else [f"--{flag.long}", value], 2)

    def _late_flag(self, words: list[str]) -> list[str]:
        index = self._places(words, lambda word: word.startswith("-"))
        return words if index is None else [*words[:index], *words[index + 1 :], words[index]]

    def _empty_value(self, words: list[str]) -> list[str]:
        index = self._places(words, lambda word: word.startswith("-") and len(word) > 1)
        if index is None:
            return words
        return [*words[:index], words[index].partition("=")[0] + "=", *words[index + 1 :]]

    def _one_dash(self, words: list[str]) -> list[str]:
        index = self._places(words, lambda word: word.startswith("--") and len(word) > 3)
        return words if index is None else [*words[:index], words[index][self.random.choice([1, 2]) :], *words[index + 1 :]]

    def _three_dashes(self, words: list[str]) -> list[str]:
        index = self._places(words, lambda word: word.startswith("-"))
        return words if index is None else [*words[:index], "-" + words[index], *words[index + 1 :]]

    def _twice(self, words: list[str]) -> list[str]:
        index = self._places(words, lambda word: word.startswith("-"))
        return words if index is None else [*words[:index], words[index], *words[index:]]

    def _typo_in_command(self, words: list[str]) -> list[str]:
        if len(words) < 2:
            return words
        index = 1 if len(words) < 3 or self.random.random() < 0.6 else 2
        return [*words[:index], self._typo(words[index]), *words[index + 1 :]]

    def _other_command(self, words: list[str]) -> list[str]:
        other = self.random.choice(commands_to_judge())
        return [words[0], *self.spelling(other), *words[2:]]

    def _bad_value(self, words: list[str]) -> list[str]:
        one = self._command_of(words)
        flags = flags_to_judge(one.path) if one else ()
        return self._insert(words, self.use(one, self.random.choice(flags)), min(3, len(words))) if one and flags else words

    def _any_value(self, words: list[str]) -> list[str]:
        index = self._places(words, lambda word: "=" in word and word.startswith("--"))
        if index is None or words[index].startswith(tuple(f"--{name}" for name in STATE_FLAGS)):
            return words
        return [*words[:index], words[index].partition("=")[0] + "=" + self.random.choice(ANY), *words[index + 1 :]]

    def _split_it(self, words: list[str]) -> list[str]:
        return self._insert(words, [self.random.choice(["-it", "-ti", "-itd", "--it", "-IT", "-i t", "-itz", "--i", "-i=true", "-it=false", "- it", "—it", "-d=false"])])

    def _swap(self, words: list[str]) -> list[str]:
        if len(words) < 4:
            return words
        index = self.random.randrange(1, len(words) - 1)
        return [*words[:index], words[index + 1], words[index], *words[index + 2 :]]

    def _upper(self, words: list[str]) -> list[str]:
        index = self.random.randrange(1, len(words)) if len(words) > 1 else None
        return words if index is None else [*words[:index], words[index].upper(), *words[index + 1 :]]

    def _add_help(self, words: list[str]) -> list[str]:
        return self._insert(words, [self.random.choice(["--help", "-h", "--help=false", "help", "--help=x", "-help"])])

    def _equals(self, words: list[str]) -> list[str]:
        index = self._places(words, lambda word: word.startswith("-") and "=" not in word)
        if index is None or index + 1 >= len(words):
            return words
        return [*words[:index], f"{words[index]}={words[index + 1]}", *words[index + 2 :]]

    def _bad_image(self, words: list[str]) -> list[str]:
        return [*words[:-1], self.random.choice(IMAGES)] if len(words) > 2 else words


def _split(text: str) -> list[str]:
    return shlex.split(text)


WEIGHTS = {
    "one_flag": 30, "some_flags": 14, "mutated": 34, "counts": 6, "image_name": 5, "template": 5, "platform": 2, "empty_name": 3, "network_plan": 2,
    "cluster": 4, "group": 4,
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
    return "dial-stdio" not in words and not any(word.startswith(("--use-api-socket", "--config")) for word in words) and "key" not in named[1:2]


if __name__ == "__main__":
    for line in texts(int(sys.argv[1]), int(sys.argv[2])):
        print(line)
