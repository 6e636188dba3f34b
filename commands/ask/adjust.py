"""What follows from a command's nature: states and `--all`, columns and `--format`, quantities, what implies what."""

from __future__ import annotations

from collections.abc import Callable

from commands.ask import shapes, slots, tables
from commands.ask.reading import Reading, Use
from commands.spec import load

LISTS_ALL = ("container ls",)


def apply(reading: Reading) -> None:
    """Run the adjustments of the command."""
    _filters(reading)
    _merge(reading)
    _conflicts(reading)
    _quantity(reading)
    own = OWN.get(reading.command)
    if own is not None:
        own(reading)
    _columns(reading)


def _filters(reading: Reading) -> None:
    """`--filter` with a value that has no key: the key that the value itself speaks of, or none."""
    keys = [key for key, _, _ in tables.section("filters", reading.command)]
    for use in reading.uses:
        if use.kind == "flag" and use.key == "filter" and use.value and "=" not in use.value:
            key = next((key for key in keys if key in use.value.lower()), "")
            if key:
                use.kind, use.key = "filter", key
            else:
                use.value = None
    if any(use.kind == "filter" for use in reading.uses):
        reading.uses = [use for use in reading.uses if not (use.kind == "flag" and use.key == "filter" and not use.value)]


def _merge(reading: Reading) -> None:
    """One use a flag: of several, those with a value; a filter key once for each value."""
    seen: set[tuple[str, str, str | None]] = set()
    valued = {(use.kind, use.key) for use in reading.uses if use.value is not None}
    kept: list[Use] = []
    command = load.command(reading.command)
    for use in reading.uses:
        mark = (use.kind, use.key, use.value)
        flag = command.flag(use.key) if use.kind == "flag" else None
        if (
            use.value is None
            and (use.kind, use.key) in valued
            and not (flag is not None and flag.is_bool and flag.default is not True)
        ):
            continue
        if mark in seen or (
            flag is not None and not flag.repeatable and any(k.kind == use.kind and k.key == use.key for k in kept)
        ):
            continue
        seen.add(mark)
        kept.append(use)
    if any(use.key in ("reserved-space", "max-used-space", "min-free-space", "keep-storage") for use in kept):
        kept = [use for use in kept if not (use.kind == "filter" and use.value is None)]
    whole = {use.value.partition("=")[2] for use in kept if use.key == "label" and use.value and "=" in use.value}
    reading.uses = [use for use in kept if not (use.key == "label" and use.value in whole)]


def _conflicts(reading: Reading) -> None:
    """Switches that speak of the same thing in opposite ways, or of a wider and a narrower one."""
    for keep, gone in (("no-recreate", "force-recreate"), ("no-build", "build"), ("memory-swap", "memory"), ("force-rm", "rm"), ("cpuset-cpus", "cpus"),
                       ("health-start-period", "health-interval"), ("memory-reservation", "memory"), ("kernel-memory", "memory"), ("password-stdin", "password"),
                       ("publish-all", "publish"), ("env-file", "env"), ("volumes-from", "volume"), ("label-file", "label"), ("no-stdin", "attach")):  # fmt: skip
        if (
            reading.has(keep)
            and reading.has(gone)
            and not any(use.key == gone and use.value not in (None, "false") for use in reading.uses)
        ):
            reading.drop(gone)


def _quantity(reading: Reading) -> None:
    """`--tail` and `--last` without a number in the text: "the last line" is 1."""
    for use in reading.uses:
        if use.key in ("tail", "last", "limit") and use.kind == "flag" and use.value in shapes.NUMBER_WORDS:
            use.value = str(shapes.NUMBER_WORDS[str(use.value)])


def _columns(reading: Reading) -> None:
    """Columns asked for become `--format`; a lone "name" or "id" beside a list is none."""
    columns = [use for use in reading.uses if use.kind == "column"]
    reading.uses = [use for use in reading.uses if use.kind != "column"]
    if not columns or (reading.has("format") and any(use.key == "format" and use.value for use in reading.uses)):
        return
    table = any(token.low == "table" for token in reading.tokens)
    as_json = any(token.low in ("json", "jsonl") for token in reading.tokens)
    fields = [f".{use.key}" for use in sorted(columns, key=lambda use: use.start)]
    fields = list(dict.fromkeys(fields))
    if as_json:
        return
    if not fields or (reading.command == "system df" and len(fields) < 2):
        return
    separator = "\\t"
    lows = [token.low for token in reading.tokens]
    for i, token in enumerate(reading.tokens):
        if token.low in ("colon", "comma", "commas", "tab", "pipe", "separated", "table", "semicolon", "dash"):
            reading.explained.add(i)
    for word, mark in (
        ("colon", ": "),
        ("comma", ","),
        ("pipe", " | "),
        ("space", " "),
        ("dash", " - "),
        ("tab", "\\t"),
        ("commas", ","),
        ("semicolon", ";"),
    ):
        if word in lows:
            separator = mark
    text = separator.join("{{%s}}" % field for field in fields)
    if reading.has("quiet") and fields == [".ID"]:
        return
    if len(fields) > 1 or fields != [".ID"]:
        reading.drop("quiet")
    reading.drop("format")
    reading.uses.append(Use("flag", "format", ("table " if table else "") + text, columns[0].start, columns[-1].end))


def _json(reading: Reading) -> None:
    """ "as JSON" is the format `json`."""
    lows = reading.low()
    if (
        {"json", "jsonl"} & lows
        and load.command(reading.command).flag("format")
        and not any(use.key == "format" and use.value for use in reading.uses)
    ):
        reading.drop("format")
        for i, token in enumerate(reading.tokens):
            if token.low in ("json", "jsonl", "format", "lines", "valid", "formatted", "streamed", "as", "output"):
                reading.explained.add(i)
        value = (
            "{{json .}}" if reading.command in ("system events", "container inspect", "inspect") or "template" in lows else "json"
        )
        reading.uses.append(Use("flag", "format", value, 0, 0))
    elif (
        "table" in lows
        and load.command(reading.command).flag("format")
        and not any(use.kind == "column" for use in reading.uses)
        and reading.has("format")
    ):
        reading.drop("format")
        reading.uses.append(Use("flag", "format", "table", 0, 0))


def _container_ls(reading: Reading) -> None:
    lows = reading.low()
    states = [use for use in reading.uses if use.kind == "filter" and use.key == "status"]
    values = {use.value for use in states}
    if (values == {"running", "exited"} and not {"status", "state"} & lows) or (
        reading.has("all") and "running" in values and "exited" in values
    ):
        reading.drop("status", "filter")
        _add(reading, "all")
    elif values == {"running"}:
        if not _pinned(reading, "status"):
            reading.drop("status", "filter")
            reading.notes.append("running")
    elif "exited" in values and "running" in values and not ("or" in lows and "all" not in lows):
        reading.uses = [
            use for use in reading.uses if not (use.kind == "filter" and use.key == "status" and use.value == "running")
        ]
    if reading.has("status", "filter"):
        reading.drop("all")
    if reading.has("exited", "filter"):
        reading.uses = [use for use in reading.uses if not (use.kind == "filter" and use.key == "status" and use.value == "exited")]
        _add(reading, "all")
    _leftover_network(reading)
    if reading.has("latest") and reading.has("last"):
        reading.drop("latest" if any(use.key == "last" and use.value for use in reading.uses) else "last")
    if reading.has("latest") and not any(use.key == "last" for use in reading.uses):
        _many_latest(reading)
    _ids(reading)
    _filters_beat_columns(reading)
    columns = {use.key for use in reading.uses if use.kind == "column"}
    filters = any(use.kind == "filter" for use in reading.uses)
    limited = reading.has("last") or reading.has("latest")
    if "all" in lows and "running" not in reading.notes and not filters and not limited and not reading.has("all"):
        if not {"details", "detail", "information", "info", "ids"} & lows or _all_containers(reading):
            _add(reading, "all")
    if columns & {"Status", "State"} and "running" not in reading.notes and not filters and not limited:
        _add(reading, "all")
    if "running" in reading.notes or limited:
        if not ({"regardless", "irrespective"} & lows):
            reading.drop("all") if "running" in reading.notes and not {"stopped", "not", "non-running"} & lows else None
    if reading.has("quiet") and not ({"id", "ids", "identifier", "identifiers", "quiet", "quietly", "-q", "--quiet"} & lows):
        reading.drop("quiet")
    if reading.has("quiet") and any(use.kind == "filter" and use.key == "id" for use in reading.uses):
        reading.drop("quiet")
    if reading.has("quiet") and reading.has("no-trunc") and not {"only", "just", "quiet"} & lows:
        reading.drop("quiet")
    if len(states) >= 3 and any(token.base == "filter" for token in reading.tokens):
        reading.drop("status", "filter")
        reading.uses.append(Use("filter", "status", None, states[0].start, states[-1].end))
    if reading.has("quiet"):
        if any(
            word in lows for word in ("full", "untruncated", "complete", "entire", "long", "truncation", "truncated", "truncating")
        ) and reading.has("no-trunc"):
            return
        if len(columns) > 1 or (columns and columns != {"ID"}):
            reading.drop("quiet")
            if "ID" not in columns:
                at = next(i for i, token in enumerate(reading.tokens) if token.base in ("id", "identifier", "identifiers"))
                reading.uses.append(Use("column", "ID", None, at, at + 1))
        else:
            reading.drop("ID", "column")


def _leftover_network(reading: Reading) -> None:
    """ "containers in frontend-net": a name behind "in" or "on" that speaks of a network is one."""
    for i, token in enumerate(reading.tokens):
        if (
            i
            and i not in reading.explained
            and "net" in token.low
            and slots.free(token)
            and any(t.low in ("in", "on", "by") for t in reading.tokens[max(0, i - 3) : i])
        ):
            reading.uses.append(Use("filter", "network", token.value or token.text, i, i + 1, i))
            reading.explained.add(i)


def _ids(reading: Reading) -> None:
    """A column of ids alone is `--quiet`."""
    if (
        {use.key for use in reading.uses if use.kind == "column"} == {"ID"}
        and not reading.has("id", "filter")
        and not reading.has("quiet")
    ):
        for use in reading.uses:
            if use.kind == "column":
                use.kind, use.key = "flag", "quiet"


def _all_containers(reading: Reading) -> bool:
    tokens = reading.tokens
    return any(a.low == "all" and any(b.base == "container" for b in tokens[i + 1 : i + 5]) for i, a in enumerate(tokens))


def _pinned(reading: Reading, key: str) -> bool:
    return any(use.kind == "filter" and use.key == key and reading.tokens[use.start].is_("pair") for use in reading.uses)


def _many_latest(reading: Reading) -> None:
    use = next(use for use in reading.uses if use.key == "latest" and use.kind == "flag")
    if any(token.low == "containers" for token in reading.tokens):
        number = next(
            (
                token
                for token in reading.tokens
                if token.is_("number") or (token.low in shapes.NUMBER_WORDS and token.low not in ("one", "single"))
            ),
            None,
        )
        if number is not None:
            use.key, use.value = "last", str(shapes.NUMBER_WORDS.get(number.low, number.value or number.text))


def _filters_beat_columns(reading: Reading) -> None:
    """One column needs "only", or to be what is asked for ("names of …"): the list shows most of them anyway."""
    columns = sorted((use for use in reading.uses if use.kind == "column"), key=lambda use: use.start)
    several = len({use.key for use in columns}) > 1
    kept = [use for use in columns if _wanted(reading, use, several)]
    if several and len({use.key for use in kept}) == 1:
        kept = [use for use in kept if _wanted(reading, use, False)]
    reading.uses = [use for use in reading.uses if use.kind != "column" or use in kept]


def _wanted(reading: Reading, use: Use, several: bool) -> bool:
    tokens = reading.tokens
    before = [token.low for token in tokens[max(0, use.start - 4) : use.start]]
    after = [token.low for token in tokens[use.end : use.end + 3]]
    if (
        after[:1] and after[0] in ("before", "prior", "after", "since", "as", "set", "is", "=", "named", "called")
    ) or "as" in after[:1]:
        return False
    if use.start and tokens[use.start - 1].low in (
        "a",
        "an",
        "exited",
        "running",
        "stopped",
        "paused",
        "same",
        "specific",
        "this",
        "that",
    ):
        return False
    if {"only", "just"} & set(before) or after[:1] == ["only"]:
        return True
    if several:
        return bool(
            {",", "and", "with", "their", "including", "showing", "columns", "along", "of", "or"} & {*before[-3:], *after[:2]}
        )
    head = (
        reading.intent.verb is not None and use.start - reading.intent.verb.end <= 3 and not {"with", "on", "in"} & set(before[-2:])
    )
    return head and after[:1] == ["of"] and tokens[use.start].low.endswith("s")


def _list(reading: Reading) -> None:
    """Other lists: ids and names by `--quiet` or columns."""
    if reading.command != "volume ls" and load.command(reading.command).flag("quiet"):
        _ids(reading)
    if reading.command == "container stats" and not {"only", "just", "columns", "format", "table"} & reading.low():
        reading.uses = [use for use in reading.uses if use.kind != "column"]
    _names_column(reading)
    _filters_beat_columns(reading)
    lows = reading.low()
    columns = {use.key for use in reading.uses if use.kind == "column"}
    if (
        reading.has("quiet")
        and any(use.kind == "filter" and use.key in ("id", "name") for use in reading.uses)
        and not {"only", "just"} & lows
    ):
        reading.drop("quiet")
    if reading.has("quiet") and columns - {"ID", "Name"}:
        reading.drop("quiet")
        if "ID" not in columns and {"id", "ids"} & lows:
            at = next(i for i, token in enumerate(reading.tokens) if token.base == "id")
            reading.uses.append(Use("column", "ID", None, at, at + 1))
    elif reading.has("quiet"):
        reading.uses = [use for use in reading.uses if use.kind != "column"]
    if reading.command == "image ls" and reading.has("digests"):
        reading.drop("Digest", "column")
        reading.uses = [use for use in reading.uses if not (use.kind == "column")]


def _names_column(reading: Reading) -> None:
    """ "names and drivers": with another column the names are one too, no `--quiet`."""
    if not any(use.kind == "column" for use in reading.uses):
        return
    for use in reading.uses:
        if use.kind == "flag" and use.key == "quiet" and use.end > use.start and reading.tokens[use.end - 1].base == "name":
            use.kind, use.key = "column", "Name"


def _logs(reading: Reading) -> None:
    """ "tail the logs" without a number is to follow them."""
    verb = reading.intent.verb
    if verb is not None and verb.word == "tail" and not reading.has("tail"):
        _add(reading, "follow")


def _build(reading: Reading) -> None:
    """A directory is the context, not the Dockerfile; a name that nothing took is the tag."""
    from commands.ask import operands

    for use in list(reading.uses):
        if (
            use.key == "file"
            and use.value
            and use.value_at >= 0
            and "ockerfile" not in use.value
            and "." not in use.value.lstrip("./")
            and "/" in use.value
        ):
            reading.uses.remove(use)
            reading.explained.discard(use.value_at)
    if not reading.has("file"):
        for i, token in enumerate(reading.tokens):
            if "dockerfile" in token.low and "." in token.low and i not in reading.explained:
                reading.uses.append(Use("flag", "file", operands.text_of(token), i, i + 1, i))
                reading.explained.add(i)
                break
    if not reading.has("tag"):
        names = [i for i in operands.names(reading) if not reading.tokens[i].is_("path", "url", "pair", "bound")]
        if len(names) == 1:
            reading.uses.append(Use("flag", "tag", operands.text_of(reading.tokens[names[0]]), names[0], names[0] + 1, names[0]))
            reading.explained.add(names[0])


def _compose_ps(reading: Reading) -> None:
    """`compose ps` shows what runs anyway."""
    values = {use.value for use in reading.uses if use.key == "status"}
    if values == {"running"}:
        reading.drop("status")
        reading.drop("all")
    elif values:
        reading.drop("all")
    _json(reading)


def _scaled(reading: Reading) -> None:
    """The service to scale is no service to start alone."""
    if reading.has("scale"):
        reading.notes.append("scaled")


def _prune(reading: Reading) -> None:
    """Dangling is what `image prune` removes anyway."""
    reading.uses = [use for use in reading.uses if not (use.kind == "filter" and use.key == "dangling" and use.value == "true")]


def _system_prune(reading: Reading) -> None:
    """ "… and volumes" among what is to go."""
    if "volume" in reading.found and not reading.has("volumes"):
        _add(reading, "volumes")


def _add(reading: Reading, key: str, value: str | None = None) -> None:
    if not reading.has(key):
        reading.uses.append(Use("flag", key, value, 0, 0))


def _run(reading: Reading) -> None:
    lows = reading.low()
    shell = {"bash", "sh", "shell", "/bin/bash", "/bin/sh", "interactive", "interactively"} & lows
    if reading.has("tty") and not reading.has("interactive") and shell:
        _add(reading, "interactive")
    if {"interactive", "interactively"} & lows and shell and reading.command != "service create":
        _add(reading, "interactive")
    if (
        reading.command.endswith("exec")
        and {"bash", "sh", "shell", "/bin/bash", "/bin/sh", "terminal"} & lows
        and not reading.command.startswith("compose")
    ):
        _add(reading, "interactive")
        _add(reading, "tty")
    if (
        reading.command == "container run"
        and reading.has("restart")
        and any(use.key == "restart" and use.value == "no" for use in reading.uses)
        and reading.has("rm")
    ):
        reading.drop("restart")
    if reading.has("volume") and reading.has("mount") and any(use.key == "volume" and use.value for use in reading.uses):
        reading.drop("mount")
    for i, token in enumerate(reading.tokens):
        if (
            token.is_("pair")
            and i not in reading.explained
            and token.text.partition("=")[0].isupper()
            and load.command(reading.command).flag("env")
        ):
            reading.uses.append(Use("flag", "env", token.value or token.text, i, i + 1, i))
            reading.explained.add(i)
    mounted = [use.value for use in reading.uses if use.key == "volume" and use.value]
    if reading.has("read-only") and any(value.endswith(":ro") for value in mounted):
        reading.drop("read-only")
    for use in reading.uses:
        if (
            use.key == "publish"
            and use.value
            and reading.tokens[use.start].base == "expose"
            and use.value.partition(":")[0] == use.value.partition(":")[2]
        ):
            if (
                not {"host", "map", "outside", "localhost"} & lows
                and not reading.found.get("image")
                and reading.intent.verb is not None
                and "run" not in reading.intent.verb.classes
            ):
                use.key, use.value = "expose", use.value.partition(":")[0]
    if (
        reading.has("link")
        and not any(use.key == "link" and use.value for use in reading.uses)
        and "link" not in lows | {t.base for t in reading.tokens}
    ):
        reading.drop("link")


def _restart_retries(reading: Reading) -> None:
    for use in reading.uses:
        if use.key == "restart" and use.value == "on-failure":
            numbers = [i for i, token in enumerate(reading.tokens) if token.is_("number") and i not in reading.explained]
            if numbers and {"times", "retries", "attempts", "maximum", "most"} & reading.low():
                use.value = f"on-failure:{reading.tokens[numbers[0]].value}"
                reading.explained.add(numbers[0])


def _events(reading: Reading) -> None:
    """A name that no filter took is a container's."""
    from commands.ask import operands

    if any(use.kind == "filter" and use.key not in ("event", "type", "scope") for use in reading.uses):
        return
    for i in operands.names(reading)[:1]:
        reading.uses.append(Use("filter", "container", operands.text_of(reading.tokens[i]), i, i + 1, i))
        reading.explained.add(i)


def _search(reading: Reading) -> None:
    for use in reading.uses:
        if use.kind == "flag" and use.key == "filter":
            use.kind = "drop"
    reading.uses = [use for use in reading.uses if use.kind != "drop"]


def _update(reading: Reading) -> None:
    _restart_retries(reading)


OWN: dict[str, Callable[[Reading], None]] = {
    "container ls": lambda r: (_json(r), _container_ls(r))[-1],
    "image ls": lambda r: (_json(r), _list(r))[-1],
    "container run": lambda r: (_run(r), _restart_retries(r))[-1],
    "container create": lambda r: (_run(r), _restart_retries(r))[-1],
    "image prune": _prune,
    "container logs": _logs,
    "service logs": _logs,
    "compose logs": _logs,
    "compose ps": _compose_ps,
    "image build": _build,
    "buildx build": _build,
    "compose up": _scaled,
    "system prune": _system_prune,
    "container exec": _run,
    "container update": _update,
    "compose exec": _run,
    "system events": lambda r: (_json(r), _events(r))[-1],
    "search": lambda r: (_json(r), _search(r), _filters_beat_columns(r))[-1],
}
for _path in ("network ls", "volume ls", "node ls", "service ls", "secret ls", "config ls", "plugin ls", "context ls", "stack ls", "node ps", "service ps", "stack ps",
              "stack services", "container stats", "image history", "system df"):  # fmt: skip
    OWN[_path] = lambda r: (_json(r), _list(r))[-1]
for _path in ("compose images", "compose ls", "compose config", "version", "system info", "container inspect", "image inspect", "network inspect", "volume inspect",
              "node inspect", "service inspect", "inspect", "context inspect", "buildx ls", "buildx du"):  # fmt: skip
    OWN[_path] = _json
