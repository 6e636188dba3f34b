"""Compose, stacks, builders and bake: names beside their nouns, and what a command of theirs cannot do without."""

from __future__ import annotations

from commands.ask import tables
from commands.ask.reading import Reading, Use, put

# The files that are read when nothing is said.
DEFAULTS = frozenset({"docker-compose.yml", "docker-compose.yaml", "compose.yml", "compose.yaml"})
NO_TARGET = frozenset({"bake", "all", "default", "build", "multiple", "several", "every", "each", "these", "those", "list", "show"})
GENERIC = tables.words("GENERIC")
OWNERS = GENERIC | {"their", "its", "our", "your", "to", "private", "remote", "docker", "container"}


def nameable(reading: Reading, i: int) -> bool | None:
    """Whether a word is a name by the noun behind it or the article before it; None where these say nothing."""
    token = reading.tokens[i]
    after = reading.tokens[i + 1].base if i + 1 < len(reading.tokens) else ""
    if reading.command == "stack deploy" and after == "stack" and token.is_("word"):
        return True if token.base not in tables.vocabulary() and token.low not in tables.everyday() else None
    if reading.command == "buildx bake" and after == "target":
        return token.is_("word") and token.low not in tables.fillers() | GENERIC | NO_TARGET
    if token.low == "registry" and i and reading.command.startswith(("compose", "buildx")):
        return False if reading.tokens[i - 1].low in OWNERS else None
    return None


def builder(reading: Reading) -> None:
    """Which builder a node is added to or taken from is said by `--name`."""
    from commands.ask import operands

    if not (reading.has("append") or reading.has("leave")):
        return
    for key, kind in (("name", "BUILDER"), ("node", "NODE")):
        if reading.has(key) or (key == "node" and not reading.has("leave")):
            continue
        at = next((i for i in operands.names(reading) if operands.kind_of(reading, i) == kind), -1)
        put(reading, Use("flag", key, operands.text_of(reading.tokens[at]) if at >= 0 else None, 0, 0, at))


def files(reading: Reading, kind: str = "global", key: str = "file") -> None:
    """All the YAML files of a text, where there is more than the one that is read anyway."""
    for use in [use for use in reading.uses if (use.kind, use.key) == ("global", "file") and use.value]:
        if not str(use.value).endswith((".yml", ".yaml")):
            reading.uses.remove(use)
            reading.explained.discard(use.value_at)
    every = [i for i, token in enumerate(reading.tokens) if token.is_("path") and token.low.endswith((".yml", ".yaml"))]
    if kind == "global" and all(reading.tokens[i].low in DEFAULTS for i in every):
        return
    for i in every:
        if any(use.value_at == i for use in reading.uses) or (i in reading.explained and i not in reading.intent.used):
            continue
        token = reading.tokens[i]
        if reading.command == "compose config" and i and reading.tokens[i - 1].low in ("to", "into"):
            kind, key = "flag", "output"
        reading.drop_unvalued(key)
        put(reading, Use(kind, key, token.value or token.text, i, i + 1, i))


def stack(reading: Reading) -> None:
    """A stack comes from a file, named or not."""
    files(reading, "flag", "compose-file")
    if not reading.has("compose-file"):
        reading.uses.append(Use("flag", "compose-file", "PATH", 0, 0))
        reading.needs.append("PATH")


def pushed(reading: Reading) -> None:
    """What is pushed needs a name."""
    verb = reading.intent.verb
    if reading.command == "buildx build" and verb is not None and verb.word == "push" and not reading.has("push"):
        reading.uses.append(Use("flag", "push", None, 0, 0))
    if reading.command == "buildx build" and reading.has("push") and not reading.has("tag"):
        reading.uses.append(Use("flag", "tag", "TAG", 0, 0))
        reading.needs.append("TAG")


def platforms(reading: Reading) -> None:
    """ "for amd64 and arm64" is one list."""
    from commands.ask import slots

    where = [i for i, token in enumerate(reading.tokens) if token.is_("platform") or token.low in slots.ARCH]
    values = [slots.ARCH.get(reading.tokens[i].low) or reading.tokens[i].value or reading.tokens[i].text for i in where]
    wanted = ",".join(dict.fromkeys(values))
    if "," not in wanted:
        return
    reading.drop("platform")
    reading.uses.append(Use("flag", "platform", wanted, where[0], where[-1] + 1, where[0]))
    reading.explained.update(where)
