"""`run`, `exec`, `build`, `update`: what one option implies, and what a word beside them means."""

from __future__ import annotations

from commands.ask import columns, composing, programs, shapes, slots
from commands.ask.reading import Reading, Use, put
from commands.spec import load

# Names after "as" that are users, not names for a container.
USERS = frozenset({"root", "nobody", "www-data", "nginx", "postgres", "node", "mysql", "redis", "admin", "daemon"})


STREAMS = frozenset({"stdin", "stdout", "stderr"})


def process(reading: Reading) -> None:
    lows = reading.low()
    if reading.command in ("container run", "container create"):
        for use in [
            use
            for use in reading.uses
            if use.key == "attach" and (use.value.lower() not in STREAMS if use.value else len(reading.uses) > 1)
        ]:
            reading.uses.remove(use)
            reading.explained.discard(use.value_at)
    shell = {"bash", "sh", "shell", "/bin/bash", "/bin/sh", "interactive", "interactively"} & lows
    if reading.command == "compose exec":
        reading.drop("interactive")
        reading.drop("tty")
        shell = set()
    if reading.has("tty") and not reading.has("interactive") and shell:
        columns.add(reading, "interactive")
    if {"interactive", "interactively"} & lows and shell and reading.command != "service create":
        columns.add(reading, "interactive")
        if reading.command == "container run":
            columns.add(reading, "tty")
    if (
        reading.command.endswith("exec")
        and {"bash", "sh", "shell", "/bin/bash", "/bin/sh", "terminal"} & lows
        and not reading.command.startswith("compose")
    ):
        columns.add(reading, "interactive")
        columns.add(reading, "tty")
    said = programs.spoken(reading.command, reading.tokens) if reading.command == "container exec" else []
    alone = len(said) == 1 and reading.tokens[said[0]].low in programs.CONSOLES
    if reading.command == "container exec" and (alone or ("open" in lows and programs.CONSOLES & lows)):
        columns.add(reading, "interactive")
        columns.add(reading, "tty")
    talked_to = ("throwaway" in reading.found and {"bash", "sh", "shell"} & lows) or ("enter" in lows and {"bash", "sh"} & lows)
    if reading.command == "container run" and talked_to:
        columns.add(reading, "interactive")
        columns.add(reading, "tty")
    _password(reading)
    if (
        reading.command == "container run"
        and reading.has("restart")
        and any(use.key == "restart" and use.value == "no" for use in reading.uses)
        and reading.has("rm")
    ):
        reading.drop("restart")
    if "--mount" in lows or ("mount" in lows and {"flag", "syntax", "option"} & lows and "volume" not in lows):
        _as_mount(reading)
        reading.drop_unvalued("name")
    if reading.has("volume") and reading.has("mount") and any(use.key == "volume" and use.value for use in reading.uses):
        reading.drop("mount")
    for i, token in enumerate(reading.tokens):
        if (
            token.is_("pair")
            and i not in reading.explained
            and token.text.partition("=")[0].isupper()
            and load.command(reading.command).flag("env")
        ):
            reading.drop_unvalued("env")
            put(reading, Use("flag", "env", token.value or token.text, i, i + 1, i))
    for use in reading.uses:
        if (
            use.key == "user"
            and use.value
            and use.value not in USERS
            and not reading.has("name")
            and not {"user", "uid"} & {t.base for t in reading.tokens}
            and load.command(reading.command).flag("name")
            and use.value.replace("-", "").replace("_", "").isalnum()
            and not use.value.isdigit()
        ):
            use.key = "name"
    mounted = [use.value for use in reading.uses if use.key == "volume" and use.value]
    for use in reading.uses:
        if (
            use.key == "volumes-from"
            and use.value
            and ":" not in use.value
            and reading.has("read-only")
            and not {"root", "filesystem"} & lows
        ):
            use.value += ":ro"
            mounted.append(use.value)
    if reading.has("read-only") and any(value.endswith(":ro") for value in mounted):
        reading.drop("read-only")
    for use in reading.uses:
        unpublished = use.key == "publish" and use.value and {"without", "not"} & lows and {"publishing", "publish"} & lows
        if unpublished and reading.tokens[use.start].base == "expose" and load.command(reading.command).flag("expose"):
            use.key, use.value = "expose", str(use.value).partition(":")[0]
        if (
            use.key == "publish"
            and use.value
            and reading.tokens[use.start].base == "expose"
            and use.value.partition(":")[0] == use.value.partition(":")[2]
        ) and (
            not {"host", "map", "outside", "localhost"} & lows
            and not reading.found.get("image")
            and reading.intent.verb is not None
            and "run" not in reading.intent.verb.classes
            and load.command(reading.command).flag("expose")
        ):
            use.key, use.value = "expose", use.value.partition(":")[0]
    if (
        reading.has("link")
        and not any(use.key == "link" and use.value for use in reading.uses)
        and "link" not in lows | {t.base for t in reading.tokens}
    ):
        reading.drop("link")


# The variable that a database's image takes its first password from.
PASSWORDS = {"mysql": "MYSQL_ROOT_PASSWORD", "mariadb": "MARIADB_ROOT_PASSWORD", "postgres": "POSTGRES_PASSWORD"}


def _password(reading: Reading) -> None:
    """ "run postgres:16 with the password secret": as the image wants to be told."""
    if reading.command not in ("container run", "container create") or reading.has("env"):
        return
    tokens = reading.tokens
    key = next((PASSWORDS[token.low.partition(":")[0]] for token in tokens if token.low.partition(":")[0] in PASSWORDS), None)
    at = next((i for i, token in enumerate(tokens) if token.low == "password"), -1)
    if key is None or at < 0:
        return
    value = at + 1
    while value < len(tokens) and tokens[value].low in ("is", "of", "to", "set", "as", "=", ":", "being", "should", "be"):
        value += 1
    if value < len(tokens) and not tokens[value].punct and (tokens[value].quoted or slots.free(tokens[value])):
        said = tokens[value].value or tokens[value].text
        put(reading, Use("flag", "env", f"{key}={said}", at, value + 1, value))
        reading.explained.update(i for i in range(max(0, at - 1), value) if tokens[i].low in ("root", "password"))


def _as_mount(reading: Reading) -> None:
    """ "use the mount flag to bind /a to /b": the same volume, as `--mount` writes it."""
    for use in reading.uses:
        source, _, rest = (use.value or "").partition(":")
        target, _, mode = rest.partition(":")
        if use.key == "volume" and target.startswith("/"):
            kind = "bind" if source[:1] in "./~" else "volume"
            reading.uses = [one for one in reading.uses if one.key != "mount" or "=" in (one.value or "")]
            use.key, use.value = "mount", f"type={kind},source={source},target={target}{',readonly' if mode == 'ro' else ''}"


def memory_left(reading: Reading) -> None:
    """ "1.5 cores and 768 MB": the one size that nothing took is the memory; without swap there is as much of both."""
    sizes = [i for i, token in enumerate(reading.tokens) if token.is_("size") and i not in reading.explained]
    elsewhere = {"tmpfs", "storage", "disk", "log", "shm", "swap", "core", "file"} & {token.base for token in reading.tokens}
    if len(sizes) == 1 and not elsewhere and not any(use.key.startswith("memory") for use in reading.uses):
        value = shapes.plain_size(reading.tokens[sizes[0]].value)
        put(reading, Use("flag", "memory", value, sizes[0], sizes[0] + 1, sizes[0]))
    memory = next((use.value for use in reading.uses if use.key == "memory" and use.value), None)
    swaps = [
        i
        for i, token in enumerate(reading.tokens)
        if token.low == "swap" and i and reading.tokens[i - 1].low in ("no", "without", "disable", "disabling")
    ]
    if memory and swaps:
        reading.drop("memory-swap")
        put(reading, Use("flag", "memory-swap", memory, swaps[0] - 1, swaps[0] + 1))


def _made_from(reading: Reading, i: int) -> bool:
    """True for "run web from nginx:1.25": the name right behind the verb."""
    verb = reading.intent.verb
    follow = [token.low for token in reading.tokens[i + 1 : i + 2]]
    return verb is not None and verb.end == i and follow == ["from"]


def _of_volume(reading: Reading, at: int) -> bool:
    """True behind "named" in "the named volume data"."""
    return at < len(reading.tokens) and reading.tokens[at].base in ("volume", "network")


def named(reading: Reading) -> None:
    """ "a service web-svc from …": the name beside the noun is the new thing's."""
    from commands.ask import operands

    kind = "SERVICE" if reading.command == "service create" else "CONTAINER"
    if reading.has("name"):
        return
    reading.uses = [use for use in reading.uses if not (use.key == "name" and not use.value and _of_volume(reading, use.end))]
    found = operands.names(reading)
    images = [
        i
        for i in found
        if reading.tokens[i].is_("image") or reading.tokens[i].low in operands.IMAGES or operands.kind_of(reading, i) == "IMAGE"
    ]
    for i in found if images else ():
        if i not in images and (operands.kind_of(reading, i) == kind or _made_from(reading, i)):
            put(reading, Use("flag", "name", operands.text_of(reading.tokens[i]), i, i + 1, i))
            return


def restart_retries(reading: Reading) -> None:
    if "health" not in reading.low() and any(use.key == "restart" and use.value == "on-failure" for use in reading.uses):
        for use in reading.uses:
            if use.key == "health-retries" and use.value_at >= 0:
                reading.explained.discard(use.value_at)
        reading.drop("health-retries")
    for use in reading.uses:
        if use.key == "restart" and use.value == "on-failure":
            numbers = [
                i
                for i, token in enumerate(reading.tokens)
                if (token.is_("number") or (token.low in shapes.NUMBER_WORDS and token.low not in ("one", "zero", "single")))
                and i not in reading.explained
            ]
            if numbers and {"times", "retries", "attempts", "maximum", "most", "max", "restarts", "tries"} & reading.low():
                number = reading.tokens[numbers[0]]
                use.value = f"on-failure:{shapes.NUMBER_WORDS.get(number.low, number.value)}"
                reading.explained.add(numbers[0])


def time_to_stop(reading: Reading) -> None:
    """ "give web 45 seconds, then stop it": the one duration that nothing took is the timeout."""
    free = [i for i, token in enumerate(reading.tokens) if token.is_("duration") and i not in reading.explained]
    value = shapes.seconds(reading.tokens[free[0]].value) if len(free) == 1 else None
    ago = free and {"ago", "since", "last", "older"} & {token.low for token in reading.tokens[max(0, free[0] - 2) : free[0] + 2]}
    if value is not None and value.isdigit() and not ago and not reading.valued("timeout"):
        reading.drop("timeout")
        put(reading, Use("flag", "timeout", value, free[0], free[0] + 1, free[0]))


def container_update(reading: Reading) -> None:
    restart_retries(reading)
    memory_left(reading)


def compose_up(reading: Reading) -> None:
    """The service to scale is no service to start alone, nor is the one whose exit code is asked for."""
    from commands.ask import operands

    if reading.has("scale"):
        reading.notes.append("scaled")
    for use in reading.uses:
        if use.key == "exit-code-from" and use.value is None:
            use.value = "SERVICE"
            reading.needs.append("SERVICE")
            reading.notes.append("scaled")
        elif use.key == "exit-code-from" and not operands.names(reading):
            reading.notes.append("scaled")


def image_build(reading: Reading) -> None:
    """A directory is the context, not the Dockerfile; a name that nothing took is the tag."""
    from commands.ask import operands

    for use in list(reading.uses):
        if (
            use.key == "file"
            and use.value
            and use.value_at >= 0
            and ("://" in use.value or ("ockerfile" not in use.value and "." not in use.value.lstrip("./") and "/" in use.value))
        ):
            reading.uses.remove(use)
            reading.explained.discard(use.value_at)
    composing.platforms(reading)
    if not reading.has("file"):
        for i, token in enumerate(reading.tokens):
            if "dockerfile" in token.low and "." in token.low and i not in reading.explained:
                put(reading, Use("flag", "file", operands.text_of(token), i, i + 1, i))
                break
    tags = [use for use in reading.uses if use.key == "tag" and use.value and ":" not in use.value]
    if len(tags) == 2 and any(token.base == "tag" for token in reading.tokens[tags[0].end : tags[1].end]):
        tags[0].value = f"{tags[0].value}:{tags[1].value}"
        reading.uses.remove(tags[1])
    for use in reading.uses:
        if use.key == "label" and use.value and ":" in use.value and "=" not in use.value and not reading.has("tag"):
            use.key = "tag"
    for i, token in enumerate(reading.tokens):
        if token.is_("pair") and i not in reading.explained and token.text.partition("=")[0].isupper():
            put(reading, Use("flag", "build-arg", token.value or token.text, i, i + 1, i))
    if not reading.has("tag"):
        names = [i for i in operands.names(reading) if not reading.tokens[i].is_("path", "url", "pair", "bound")]
        names = [i for i in names if not reading.tokens[i].low.startswith("dockerfile")]
        if len(names) == 1:
            put(reading, Use("flag", "tag", operands.text_of(reading.tokens[names[0]]), names[0], names[0] + 1, names[0]))
    composing.pushed(reading)


def logs(reading: Reading) -> None:
    """ "tail the logs" without a number is to follow them; "from the last 50 lines" is no time."""
    if reading.has("tail"):
        reading.drop_unvalued("since")
    verb = reading.intent.verb
    if verb is not None and (verb.word in ("follow", "stream", "watch") or (verb.word == "tail" and not reading.has("tail"))):
        columns.add(reading, "follow")
    for i, token in enumerate(reading.tokens[:-1]):
        if token.low == "keep" and reading.tokens[i + 1].base in ("tail", "watch", "follow", "stream", "show", "print"):
            columns.add(reading, "follow")
