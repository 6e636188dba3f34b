"""What a command acts on: the names that the text gives, or a placeholder."""

from __future__ import annotations

import re
from collections.abc import Sequence

from commands.ask import operands, slots, tables
from commands.ask.reading import Reading
from commands.ask.tokens import Token
from commands.spec import load

# Operands of each command: placeholders in order; `?` may be missing, `+` may be several.
SHAPES: dict[str, str] = {key: rest for _, key, _, rest in tables.rows("operands")}
HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?|[\w.-]+:\d{4,5}|localhost")
CERTAIN = frozenset({"specific", "private", "given", "particular", "custom", "certain", "another", "self-hosted", "specified"})


def shape_of(command: str) -> list[str]:
    """The placeholders of a command, from the table or from its usage line."""
    if command in SHAPES:
        return SHAPES[command].split()
    spec = load.command(command)
    pattern = spec.args_pattern.split()
    if not pattern:
        return []
    word = pattern[0].strip("[].").split("[")[0].split("|")[0] or "NAME"
    if command.startswith("compose") and spec.args_min == 0:
        return ["SERVICE?+"]
    return [word + ("?" if spec.args_min == 0 else "") + ("+" if "..." in spec.args_pattern else "")]


def fill(reading: Reading) -> None:
    """Find the operands of a reading; what is missing becomes a placeholder and a need."""
    from commands.ask import idioms, operand_kinds, references

    shapes = shape_of(reading.command)
    idioms.narrow(reading)
    if reading.command == "image tag" and references.tagged(reading):
        return
    if "scaled" in reading.notes:
        reading.explained.update(i for i, token in enumerate(reading.tokens) if token.base == "service")
        return
    for number, shape in enumerate(shapes):
        optional, many = "?" in shape, shape.endswith("+")
        placeholder = shape.strip("?+")
        if reading.command == "inspect" and reading.has("format"):
            placeholder = "CONTAINER"
        special = operand_kinds.SPECIAL.get(placeholder)
        if special is not None:
            special(reading, optional)
            continue
        wanted = _choose(reading, placeholder, many, shapes[number + 1 :])
        if wanted:
            for i in wanted:
                reading.explained.add(i)
                reading.operand_words.append((i, placeholder))
                reading.operands.append(
                    _registry(reading, i, placeholder)
                    + _as_operand(placeholder, reading.tokens[i])
                    + (_version(reading, i) if placeholder in ("IMAGE", "REPOSITORY") else "")
                )
        elif placeholder == "NODE" and _here(reading):
            reading.operands.append("self")
        elif not optional or operands.generic(reading, _nouns(reading, placeholder)):
            if (
                optional
                and placeholder in ("REPOSITORY", "VOLUME", "BUILDER", "CONTEXT", "TARGET", "SERVER", "REMOTE", "REF")
                and not _needed(reading, placeholder)
            ):
                continue
            reading.operands.append(placeholder)
            reading.needs.append(placeholder)


def _here(reading: Reading) -> bool:
    """True for "the current node", "this node"."""
    tokens = reading.tokens
    return (
        any(token.low == "node" and i and tokens[i - 1].low in ("current", "this", "local") for i, token in enumerate(tokens))
        and not {"specific", "more"} & reading.low()
    )


def _nouns(reading: Reading, placeholder: str) -> tuple[str, ...]:
    """The nouns of a placeholder; in compose a container is a service's."""
    return (
        *operands.NOUNS.get(placeholder, ()),
        *(("container",) if reading.command.startswith("compose") and placeholder == "SERVICE" else ()),
    )


def _needed(reading: Reading, placeholder: str) -> bool:
    command = reading.command
    if command == "volume create":
        return bool({"named", "name", "called"} & reading.low())
    if command in ("buildx rm", "buildx stop", "buildx inspect"):
        return (
            not reading.has("all-inactive")
            and "current" not in reading.low()
            and placeholder == "BUILDER"
            and operands.generic(reading, ("builder", "instance"))
        )
    if command in ("login", "logout"):
        return (
            placeholder == "SERVER"
            and operands.generic(reading, ("registry", "server"))
            and _certain(reading, ("registry", "server"))
        )
    if command == "image ls":
        return bool({"repository"} & {t.base for t in reading.tokens}) and bool(
            {"specific", "given", "particular", "certain"} & reading.low()
        )
    if command == "container commit":
        return False
    if command == "buildx create":
        return placeholder == "CONTEXT" and "context" in reading.low()
    if command == "buildx bake":
        return not reading.has("list")
    if placeholder == "CONTEXT" and command == "context inspect":
        return "current" not in reading.low()
    return placeholder == "REF"


def _certain(reading: Reading, nouns: Sequence[str]) -> bool:
    """True for "a private registry": a thing of its own, not the usual one."""
    for i, token in enumerate(reading.tokens):
        if token.base in nouns and CERTAIN & {before.low for before in reading.tokens[max(0, i - 3) : i]}:
            return True
    return False


def _as_operand(placeholder: str, token: Token) -> str:
    text = operands.text_of(token)
    if placeholder == "IMAGE" and token.low in operands.IMAGES and not token.quoted:
        return token.low
    return text


def _registry(reading: Reading, i: int, placeholder: str) -> str:
    """ "the image app from the registry r.example.com" is `r.example.com/app`."""
    tokens = reading.tokens
    pushing = reading.command == "image push"
    if placeholder != "IMAGE" or reading.command not in ("image pull", "image push", "container run", "container create"):
        return ""
    for j in range(1, len(tokens)):
        near = {token.low for token in tokens[max(0, j - 3) : j]}
        host = tokens[j].text.partition("/")[0]
        if (
            j == i
            or j in reading.explained
            or not tokens[j].is_("domain", "image")
            or not ({"to", "onto", "registry"} if pushing else {"from", "registry"}) & near
        ):
            continue
        if ("." in host or ":" in host) and "/" not in tokens[j].text and not tokens[i].text.startswith(host):
            reading.explained.add(j)
            return f"{tokens[j].text}/"
    return ""


def _version(reading: Reading, i: int) -> str:
    """ "postgres 16" is `postgres:16`."""
    tokens = reading.tokens
    from commands.ask import references

    worded = references.version_of(reading, i)
    if worded:
        return worded
    for note in reading.notes:
        if note.startswith("tag:") and ":" not in tokens[i].text:
            return note.removeprefix("tag")
    for j, token in enumerate(tokens):
        if j in reading.explained or ":" in tokens[i].text or "@" in tokens[i].text:
            continue
        if token.text.startswith("sha256:") and j != i:
            reading.explained.add(j)
            return f"@{token.text}"
        if (
            j
            and tokens[j - 1].base == "tag"
            and reading.command in ("image ls", "image pull", "image push", "container run", "image rm", "container commit")
            and (token.is_("number") or slots.free(token))
        ):
            reading.explained.update((j - 1, j))
            return f":{token.value or token.text}"
    if i + 1 < len(tokens) and i + 1 not in reading.explained and tokens[i + 1].is_("number") and tokens[i].low in operands.IMAGES:
        reading.explained.add(i + 1)
        return f":{tokens[i + 1].value}"
    return ""


def _choose(reading: Reading, placeholder: str, many: bool, later: Sequence[str]) -> list[int]:
    found = operands.names(reading)
    if placeholder == "IMAGE" and reading.command == "image pull":
        found = [
            i for i in found if not (i and reading.tokens[i - 1].low in ("from", "at") and _host(reading.tokens[i].text))
        ] or found
    if placeholder == "IMAGE":
        found = [i for i in found if not reading.tokens[i].text.startswith("sha256:")] or found
    called = [i for i in found if i > 1 and reading.tokens[i - 1].low == "it" and reading.tokens[i - 2].base in ("call", "name")]
    if (
        called
        and reading.command.endswith("create")
        and placeholder in ("NETWORK", "VOLUME", "NAME", "SECRET", "CONFIG", "CONTEXT")
    ):
        return called[:1]
    typed = {i: operands.kind_of(reading, i) for i in found}
    match = [i for i in found if typed[i] == placeholder]
    loose = [i for i in found if not typed[i] or typed[i] == "NAME" or placeholder == "NAME"]
    if placeholder == "IMAGE":
        match = (
            match
            or [i for i in found if reading.tokens[i].is_("image") and not reading.tokens[i].is_("path")]
            or [i for i in found if reading.tokens[i].low in operands.IMAGES]
        )
        loose = [i for i in loose if not reading.tokens[i].is_("path", "pair", "url", "time", "flag")] or loose
    elif placeholder in ("TERM", "REPOSITORY", "MANIFEST", "MANIFEST_LIST", "PLUGIN"):
        loose = loose or found
    elif placeholder in ("FILE", "PATH"):
        match = [i for i in found if reading.tokens[i].is_("path", "url")] or match
        match = match or [
            i
            for i in found
            if i
            and (
                reading.tokens[i - 1].low in ("file", "to", "into")
                or (reading.tokens[i + 1 : i + 2] and reading.tokens[i + 1].low == "file")
            )
            and "." in reading.tokens[i].text
        ]
    else:
        loose = [i for i in loose if not reading.tokens[i].is_("path", "pair", "url", "time") or _called(reading.tokens, i)]
    if reading.command == "image ls":
        match = [i for i in match if not reading.tokens[i].text.isupper()]
        loose = [i for i in loose if not reading.tokens[i].text.isupper() and not reading.tokens[i].text.startswith("sha256:")]
    if reading.command == "container rm" and reading.has("link"):
        match = [i for i in found if reading.tokens[i].is_("path")] or match
    if placeholder == "SERVER":
        match = [i for i in found if reading.tokens[i].is_("domain", "url", "image", "ip")]
        loose = [i for i in loose if reading.tokens[i].quoted]
    if placeholder == "NETWORK" and reading.command == "network create":
        match = [i for i in match if reading.tokens[i].low not in slots.DRIVERS]
        loose = [i for i in loose if reading.tokens[i].low not in slots.DRIVERS]
    if placeholder == "NETWORK" and not match and reading.command.endswith("connect") and operands.generic(reading, ("network",)):
        return []
    if placeholder == "NETWORK" and not match:
        toward = [
            i
            for i in loose
            if "net" in reading.tokens[i].low or (i and reading.tokens[i - 1].low in ("to", "from", "off", "into", "onto"))
        ]
        match = toward[-1:]
    if placeholder == "NODE":
        loose = [i for i in loose if reading.tokens[i].low not in operands.ROLES or reading.tokens[i].own]
    chosen = match or loose or (_last_resort(reading) if placeholder in ("CONTAINER", "SERVICE") else [])
    if not chosen:
        return []
    if many:
        chosen = list(chosen)
        while match:
            extra = [
                i
                for i in loose
                if i not in chosen and any(abs(i - j) <= 4 and operands.listed(reading.tokens, i, j) for j in chosen)
            ]
            if not extra:
                break
            chosen += extra
        return sorted(set(chosen))
    return chosen[:1]


def _host(text: str) -> bool:
    """True for `registry.example.com`, `localhost:5000`: a place that images come from."""
    return bool(HOST.fullmatch(text))


def _called(tokens: Sequence[Token], i: int) -> bool:
    return i > 0 and tokens[i - 1].low in ("named", "called") and "/" not in tokens[i].text


# What may stand behind a name that is a word of ours.
BEHIND_NAME = frozenset({"'s", "please", "now", "again", "container", "in", "with", "using", "via"})


def _last_resort(reading: Reading) -> list[int]:
    """Words of ours that people also name things by, where a name would stand: "restart worker", "logs of cache"."""
    tokens = reading.tokens
    for i, token in enumerate(tokens):
        if (
            token.low not in operands.NAMELIKE
            or token.quoted
            or i == 0
            or (i in reading.explained and i not in reading.intent.used)
        ):
            continue
        before = tokens[i - 1].low
        verb = reading.intent.verb
        behind = i + 1 == len(tokens) or tokens[i + 1].punct or tokens[i + 1].low in BEHIND_NAME
        article = before in ("the", "my", "our") and verb is not None and verb.end == i - 1
        if behind and (
            before in ("of", "for", "from", "container", "to", "in")
            or article
            or (verb is not None and verb.end == i)
            or tokens[i - 1].base == "log"
        ):
            return [i]
    return []
