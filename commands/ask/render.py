"""A reading written as a docker command, in the spelling that people know."""

from __future__ import annotations

import itertools
import re

from commands.ask.reading import PLACEHOLDER, Reading, Use
from commands.spec import load

# The short spelling where one is in everybody's fingers.
SPELLING = {
    "container ls": "ps",
    "image ls": "images",
    "image build": "build",
    "image pull": "pull",
    "image push": "push",
    "image rm": "rmi",
    "image tag": "tag",
    "image save": "save",
    "image load": "load",
    "image import": "import",
    "image history": "history",
    "system events": "events",
    "system info": "info",
}
KEEP_LONG = frozenset({"container prune", "container ls"})
_PLAIN = re.compile(r"[\w@%+=:,./{}$()-]+")


def spelling(path: str) -> str:
    """`container stop` → `stop`; the management form where there is no shorter one."""
    if path in SPELLING:
        return SPELLING[path]
    if path.startswith("container ") and path not in KEEP_LONG and path.split()[1] in load.paths():
        return path.split()[1]
    return path


def quote(word: str) -> str:
    """A word as a shell takes it whole; `$(docker …)` stays as it is."""
    if word.startswith("$(docker ") and word.endswith(")"):
        return word
    if _PLAIN.fullmatch(word) and "{{" not in word and "$" not in word and "(" not in word:
        return word
    return "'" + word.replace("'", "'\"'\"'") + "'"


def command(reading: Reading) -> str:
    """The whole command."""
    program, words = "docker", spelling(reading.command)
    if reading.command == "container inspect" and _spelled_out(reading):
        words = reading.command
    spec = load.command(reading.command)
    pre: list[str] = []
    flags: list[tuple[str, str]] = []
    filters: list[str] = []
    for use in reading.uses:
        if use.kind == "filter":
            filters.append(f"{use.key}={use.value or _missing(reading, use)}")
        elif use.kind == "global":
            flag = load.command("compose").flag(use.key)
            pre += [f"--{use.key}"] + ([] if flag is not None and flag.is_bool else [use.value or _missing(reading, use)])
        else:
            flag = spec.flag(use.key)
            if flag is None:
                continue
            flags.append((flag.long, _written(reading, use, flag.is_bool)))
    if filters:
        flags = [(long, text) for long, text in flags if not (long == "filter" and PLACEHOLDER in text)]
        if "VALUE" in reading.needs and not any(PLACEHOLDER in text for text in [*filters, *pre, *(text for _, text in flags)]):
            reading.needs.remove("VALUE")
    flags += [("filter", f"--filter {quote(text)}") for text in sorted(filters)]
    flags.sort(key=lambda item: item[0])
    body = [text for _, text in flags]
    if pre:
        program, words = f"docker compose {' '.join(quote(word) for word in pre)}", words.removeprefix("compose ")
    operands = [quote(word) for word in reading.operands]
    return " ".join([program, words, *body, *operands])


def _spelled_out(reading: Reading) -> bool:
    """True where the text has the command itself: "docker container inspect"."""
    lows = [token.low for token in reading.tokens]
    return ("container", "inspect") in itertools.pairwise(lows)


def _missing(reading: Reading, use: Use) -> str:
    if "VALUE" not in reading.needs:
        reading.needs.append("VALUE")
    return PLACEHOLDER


def _written(reading: Reading, use: Use, is_bool: bool) -> str:
    if is_bool:
        return f"--{use.key}" if use.value in (None, "true") else f"--{use.key}=false"
    value = use.value if use.value is not None else _missing(reading, use)
    if use.key == "scale" and value == PLACEHOLDER:
        value = PLACEHOLDER
    if use.key == "docker" and "=" not in value:
        value = f"host={value}"
    return f"--{use.key} {quote(value)}"
