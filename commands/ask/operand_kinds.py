"""Operands with a form of their own: paths to copy, a command to run, a scale, a token's role."""

from __future__ import annotations

from collections.abc import Callable

from commands.ask import copying, operands, programs, shapes, swarming
from commands.ask.reading import Reading, Use

SHELLS = {"bash": "bash", "sh": "sh", "zsh": "zsh", "ash": "ash", "/bin/bash": "/bin/bash", "/bin/sh": "/bin/sh"}


OF_COMMANDS = frozenset({"one-off", "one-time", "single", "specific", "given", "certain", "custom", "particular"})


def _take(reading: Reading, i: int, placeholder: str) -> None:
    reading.explained.add(i)
    reading.operand_words.append((i, placeholder))
    reading.operands.append(operands.text_of(reading.tokens[i]))


def _miss(reading: Reading, word: str, optional: bool = False, need: str = "") -> None:
    if not optional:
        reading.operands.append(word)
        reading.needs.append(need or word)


def path(reading: Reading, optional: bool) -> None:
    """The build context: a path or address in the text, else `.`."""
    for i in operands.names(reading):
        token = reading.tokens[i]
        if token.is_("url") or (token.is_("path") and not token.low.startswith("dockerfile")):
            _take(reading, i, "PATH")
            if token.low.endswith(".git"):
                reading.operands[-1] += _branch(reading)
            return
    if reading.command in ("image build", "buildx build") and _elsewhere(reading):
        return
    for i, token in enumerate(reading.tokens):
        if token.text == "." and token.is_("path") and i not in reading.explained:
            reading.explained.add(i)
    reading.operands.append(".")


def _branch(reading: Reading) -> str:
    """ "the branch dev of …": what a repository's address ends with."""
    tokens = reading.tokens
    for i, token in enumerate(tokens[:-1]):
        name = tokens[i + 1]
        if token.low in ("branch", "tag", "commit") and not name.punct and name.low not in ("of", "from", "it", "the", "as"):
            for use in [use for use in reading.uses if use.key == "tag" and use.value in (token.low, name.value)]:
                reading.uses.remove(use)
            reading.explained.update((i, i + 1))
            return f"#{operands.text_of(name)}"
    return ""


def _elsewhere(reading: Reading) -> bool:
    """A context that is no directory: an address that is not given, or standard input."""
    lows = reading.low()
    if "url" in lows or ("from" in lows and lows & {"github", "git", "gitlab", "bitbucket"}):
        _miss(reading, "URL")
        return True
    if "from" in lows and ("stdin" in lows or {"standard", "input"} <= lows):
        reading.explained.update(
            i for i, token in enumerate(reading.tokens) if token.low in ("stdin", "standard", "input", "tarball", "context")
        )
        reading.operands.append("-")
        return True
    return False


def command(reading: Reading, optional: bool) -> None:
    """The command to run inside: quoted words, "bash", or what follows "the command"."""
    tokens = reading.tokens
    optional = optional or reading.command in ("container run", "container create", "service create", "compose run")
    for i, token in enumerate(tokens):
        if token.quoted and i not in reading.explained and " " in token.value:
            reading.explained.add(i)
            reading.operands += token.value.split()
            return
    spoken = programs.spoken(reading.command, tokens)
    if spoken:
        reading.explained.update(spoken)
        reading.operands += [
            word
            for i in spoken
            for word in (operands.text_of(tokens[i]).split() if tokens[i].quoted else [operands.text_of(tokens[i])])
        ]
        return
    for i, token in enumerate(tokens):
        if (
            token.low in SHELLS
            and i not in reading.told
            and not any(use.value_at == i for use in reading.uses)
            and not (optional and not {"shell", "bash", "command", "run", "execute", "sh"} & reading.low())
        ):
            reading.explained.add(i)
            reading.operands.append(SHELLS[token.low])
            return
    shell = any(token.base in ("shell", "terminal", "prompt") for token in tokens) and reading.command.endswith("exec")
    if shell and (reading.command == "container exec" or operands_given(reading)):
        reading.operands.append("sh")
        return
    if reading.command == "container run" and "shell" in reading.low():
        reading.operands.append("sh")
        for key in ("interactive", "tty"):
            remember(reading, key)
        return
    verb = reading.intent.verb
    if (
        verb is not None
        and verb.word in ("ssh", "enter", "go", "jump", "step", "hop", "get", "drop", "exec", "bash")
        and (verb.word == "enter" or {"into", "inside"} & reading.low())
        and "command" not in reading.low()
    ):
        reading.operands.append("sh")
        for key in ("interactive", "tty"):
            remember(reading, key)
        return
    lows = [token.low for token in tokens]
    spoken_of = any(
        a in ("run", "execute", "running", "executing")
        and (b == "command" or (b in ("a", "one", "the", "some") and (c == "command" or (c in OF_COMMANDS and d == "command"))))
        for a, b, c, d in zip(lows, lows[1:], [*lows[2:], ""], [*lows[3:], "", ""], strict=False)
    )
    spoken_of = spoken_of or (reading.command == "compose run" and {"oneoff", "command"} <= reading.found.keys())
    _miss(reading, "COMMAND", optional and not spoken_of)


def operands_given(reading: Reading) -> bool:
    """True when the container is named."""
    return bool(reading.operand_words)


def scale(reading: Reading, optional: bool) -> None:
    """`SERVICE=REPLICAS`."""
    tokens = reading.tokens
    for name, count_at in swarming.scales(reading):
        reading.explained.update((name, count_at))
        reading.operands.append(f"{operands.text_of(tokens[name])}={swarming.number(tokens[count_at])}")
    if reading.operands:
        return
    for i, token in enumerate(tokens):
        if token.is_("pair") and i not in reading.explained:
            _take(reading, i, "SCALE")
            return
    number = next((i for i, token in enumerate(tokens) if token.is_("number")), -1)
    if number < 0:
        number = next(
            (
                i
                for i, token in enumerate(tokens)
                if (token.low in shapes.NUMBER_WORDS and token.low not in ("one", "single", "zero")) or token.low == "zero"
            ),
            -1,
        )
    count = "REPLICAS"
    if number >= 0:
        count = swarming.number(tokens[number])
        reading.explained.add(number)
    free = [i for i in operands.names(reading) if i != number] or [
        i for i, token in enumerate(tokens) if token.low in operands.NAMELIKE and i not in reading.explained and not token.quoted
    ]
    several = any(token.low in ("multiple", "several", "more") for token in tokens) or {"services"} & reading.low()
    if free:
        reading.explained.add(free[0])
        reading.operands.append(f"{operands.text_of(tokens[free[0]])}={count}")
    else:
        reading.operands.append(f"SERVICE={count}")
        reading.needs.append("SERVICE")
        if several:
            reading.notes.append("several")
    if number < 0:
        reading.needs.append("REPLICAS")


def role(reading: Reading, optional: bool) -> None:
    """`worker` or `manager`."""
    for word in ("manager", "worker"):
        for i, token in enumerate(reading.tokens):
            if token.base == word:
                reading.explained.add(i)
                reading.operands.append(word)
                return
    _miss(reading, "ROLE")


def port(reading: Reading, optional: bool) -> None:
    """A container's port: a number."""
    for i, token in enumerate(reading.tokens):
        if i not in reading.explained and token.is_("number", "port"):
            _take(reading, i, "PORT")
            return
    specific = any(
        a.low in ("specific", "given", "particular", "private", "certain") and b.base == "port"
        for a, b in zip(reading.tokens, reading.tokens[1:], strict=False)
    )
    _miss(reading, "PORT", optional and not specific)


def pair(reading: Reading, optional: bool) -> None:
    """`KEY=VALUE`."""
    for i, token in enumerate(reading.tokens):
        if token.is_("pair") and i not in reading.explained:
            _take(reading, i, "PAIR")
            return
    _miss(reading, "KEY=VALUE", optional)


def address(reading: Reading, optional: bool) -> None:
    """The manager to join: `host:port`."""
    for i, token in enumerate(reading.tokens):
        if i not in reading.explained and token.is_("ip", "ports", "domain", "bound", "image"):
            _take(reading, i, "HOST:PORT")
            return
    for i in operands.names(reading):
        if ":" in reading.tokens[i].text:
            _take(reading, i, "HOST:PORT")
            return
    _miss(reading, "HOST:PORT")


def file(reading: Reading, optional: bool) -> None:
    """A file's path, or `-` where the text speaks of standard input."""
    lows = reading.low()
    for i in operands.names(reading):
        if reading.tokens[i].is_("path", "url"):
            _take(reading, i, "FILE")
            return
    if {"stdin"} & lows or ("standard" in lows and "input" in lows):
        for i, token in enumerate(reading.tokens):
            if token.low in ("stdin", "standard", "input"):
                reading.explained.add(i)
        reading.operands.append("-")
        return
    spoken = reading.command in ("secret create", "config create") or {"file", "tarball", "url"} & lows
    _miss(reading, "FILE", optional and not spoken)


def new_name(reading: Reading, optional: bool) -> None:
    """The second name."""
    left = list(operands.names(reading))
    if left:
        _take(reading, left[0], "NEW_NAME")
    else:
        _miss(reading, "NEW_NAME")


def target_image(reading: Reading, optional: bool) -> None:
    """The new tag: an image reference, or "as v2", which keeps the image's name."""
    left = list(operands.names(reading))
    if not left:
        _miss(reading, "TARGET_IMAGE")
        return
    _take(reading, left[0], "TARGET_IMAGE")


def remember(reading: Reading, key: str, value: str | None = None) -> None:
    """Add a flag that an operand's words imply."""
    if not reading.has(key):
        reading.uses.append(Use("flag", key, value, 0, 0))


SPECIAL: dict[str, Callable[[Reading, bool], None]] = {
    "PATH": path,
    "CP": copying.copy,
    "COMMAND": command,
    "SCALE": scale,
    "ROLE": role,
    "PORT": port,
    "PAIR": pair,
    "HOST:PORT": address,
    "FILE": file,
    "NEW_NAME": new_name,
    "TARGET_IMAGE": target_image,
}
