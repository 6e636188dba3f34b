"""What some commands cannot do without, or never take together: a token to join, a user with a password from stdin."""

from __future__ import annotations

from commands.ask import operands
from commands.ask.reading import Reading, Use, put


def _needs(reading: Reading, key: str) -> None:
    """Add a flag whose value only the person knows."""
    if not reading.has(key):
        reading.uses.append(Use("flag", key, None, 0, 0))


def login(reading: Reading) -> None:
    """A password from stdin wants a user; who is prompted for one gives none."""
    if reading.has("password-stdin"):
        for use in [use for use in reading.uses if use.key == "password"]:
            reading.uses.remove(use)
            if use.value and not reading.valued("username"):
                reading.drop("username")
                put(reading, Use("flag", "username", use.value, use.value_at, use.value_at + 1, use.value_at))
        _needs(reading, "username")
    if not reading.valued("password") and {"prompt", "prompts", "prompted", "prompting", "interactively"} & reading.low():
        reading.drop("password")


def swarm_join(reading: Reading) -> None:
    """No node joins without a token."""
    _needs(reading, "token")


def archive(reading: Reading) -> None:
    """What goes to standard output goes to no file."""
    streamed = {"stdout", "redirect", "redirecting", "redirection", "pipe", "piping", "piped"} & reading.low()
    if streamed and not reading.valued("output"):
        reading.drop("output")
        reading.explained.update(i for i, token in enumerate(reading.tokens) if token.low in streamed)


def load_input(reading: Reading) -> None:
    """ "load backup.tar quietly": the file is what is loaded."""
    paths = [i for i, token in enumerate(reading.tokens) if token.is_("path") and i not in reading.explained]
    if not reading.has("input") and len(paths) == 1:
        put(reading, Use("flag", "input", operands.text_of(reading.tokens[paths[0]]), paths[0], paths[0] + 1, paths[0]))


def _other_value(reading: Reading, use: Use) -> None:
    """ "label the node worker1 with foo": the label stands behind "with"."""
    tokens = reading.tokens
    for i in range(use.value_at + 1, len(tokens) - 1):
        if tokens[i].low in ("with", "as") and not tokens[i + 1].punct:
            reading.explained.discard(use.value_at)
            reading.explained.update((i, i + 1))
            use.value, use.value_at = operands.text_of(tokens[i + 1]), i + 1
            return


def node_update(reading: Reading) -> None:
    """ "its metadata, such as the availability": what is named counts, not the word for all of it."""
    for use in reading.uses:
        if use.key == "label-add" and use.value_at > 0 and reading.tokens[use.value_at - 1].base == "node":
            _other_value(reading, use)
    if any(use.key in ("availability", "role") for use in reading.uses):
        reading.uses = [
            use
            for use in reading.uses
            if not (use.key == "label-add" and use.value is None and reading.tokens[use.start].base == "metadata")
        ]


def volume_create(reading: Reading) -> None:
    """A tmpfs volume is one of the local driver's, with its size and owner as mount options."""
    if "tmpfs" not in reading.low() or reading.has("opt"):
        return
    options = []
    for i, token in enumerate(reading.tokens):
        before = reading.tokens[i - 1].low if i else ""
        if token.is_("size"):
            options.append(f"size={token.value}")
        elif token.is_("number") and ("uid" in (before, reading.tokens[i - 2].low if i > 1 else "")):
            options.append(f"uid={operands.text_of(token)}")
        else:
            continue
        reading.explained.add(i)
    for text in ("type=tmpfs", "device=tmpfs", *([f"o={','.join(options)}"] if options else [])):
        reading.uses.append(Use("flag", "opt", text, 0, 0))
    reading.explained.update(i for i, token in enumerate(reading.tokens) if token.low in ("tmpfs", "uid", "size"))


def subnet(reading: Reading) -> None:
    """ "a network lan, 10.20.0.0/16": the range that nothing took is the subnet."""
    for i, token in enumerate(reading.tokens):
        if not token.is_("cidr") or i in reading.explained:
            continue
        key = "ip-range" if reading.valued("subnet") else "subnet"
        if not reading.valued(key):
            reading.drop(key)
            put(reading, Use("flag", key, operands.text_of(token), i, i + 1, i))


def read_only_root(reading: Reading) -> None:
    """ "its root filesystem mounted read-only" mounts nothing."""
    if reading.has("read-only") and not reading.valued("mount") and {"root", "rootfs", "filesystem"} & reading.low():
        reading.drop("mount")


def _from(reading: Reading, i: int) -> bool:
    """True behind "from", "out of", "in the file"."""
    return bool({"from", "of", "in", "file"} & {token.low for token in reading.tokens[max(0, i - 2) : i]})


def env_file(reading: Reading) -> None:
    """ "with the variables in prod.env": a file of variables, where no pair is given."""
    files = [i for i, token in enumerate(reading.tokens) if token.low.endswith(".env") or token.low.startswith(".env")]
    if len(files) != 1 or files[0] in reading.explained or reading.has("env-file"):
        return
    if not reading.valued("env") or _from(reading, files[0]):
        reading.drop("env")
        put(reading, Use("flag", "env-file", operands.text_of(reading.tokens[files[0]]), files[0], files[0] + 1, files[0]))


def host_entry(reading: Reading) -> None:
    """ "map db.internal to 10.0.0.5": a name and an address are an entry in the hosts file."""
    tokens = reading.tokens
    if reading.has("add-host") or not {"map", "mapping", "resolve", "point", "resolves", "points"} & {
        token.base for token in tokens
    }:
        return
    free = [i for i in operands.names(reading) if not tokens[i].is_("number", "path", "pair", "ports")]
    addresses = [i for i in free if tokens[i].is_("ip", "ip6")]
    hosts = [
        i
        for i in free
        if i not in addresses
        and tokens[i].low not in operands.IMAGES
        and not (tokens[i].is_("image") and not tokens[i].is_("domain"))
    ]
    if len(addresses) == 1 and hosts and abs(hosts[0] - addresses[0]) <= 5:
        text = f"{operands.text_of(tokens[hosts[0]])}:{operands.text_of(tokens[addresses[0]])}"
        put(reading, Use("flag", "add-host", text, hosts[0], hosts[0] + 1, addresses[0]))
        if not reading.valued("publish"):
            reading.drop("publish")
