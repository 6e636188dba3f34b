"""Lists and what prunes them: states, `--all`, ids, quantities, what a list shows anyway."""

from __future__ import annotations

from commands.ask import columns, shapes, slots, tables
from commands.ask.reading import Reading, Use, put
from commands.ask.tokens import has_chinese
from commands.spec import load


def container_ls(reading: Reading) -> None:
    lows = reading.low()
    reading.uses = [use for use in reading.uses if not (use.key == "status" and _of_command(reading, use))]
    states = [use for use in reading.uses if use.kind == "filter" and use.key == "status"]
    values = {use.value for use in states}
    if (values == {"running", "exited"} and not {"status", "state"} & lows) or (
        reading.has("all") and "running" in values and "exited" in values
    ):
        reading.drop("status", "filter")
        columns.add(reading, "all")
    elif values == {"running"}:
        if not _pinned(reading, "status") and not _among_members(reading):
            reading.drop("status", "filter")
            reading.notes.append("running")
    elif "exited" in values and "running" in values and not ("or" in lows and "all" not in lows):
        reading.uses = [
            use for use in reading.uses if not (use.kind == "filter" and use.key == "status" and use.value == "running")
        ]
    if "exited" in values and "all" in lows and {"too", "also", "well"} & lows:
        reading.drop("status", "filter")
        columns.add(reading, "all")
    if reading.has("status", "filter") or reading.has("last") or reading.has("latest"):
        reading.drop("all")
    if not {"code", "codes", "status", "number", "value"} & lows:
        reading.drop_unvalued("exited")
        if (
            "exited" in lows
            and not reading.has("exited", "filter")
            and not reading.has("status", "filter")
            and not reading.has("all")
        ):
            reading.uses.append(Use("filter", "status", "exited", 0, 0))
    if reading.has("exited", "filter"):
        reading.uses = [use for use in reading.uses if not (use.kind == "filter" and use.key == "status" and use.value == "exited")]
        columns.add(reading, "all")
    for use in reading.uses:
        if use.kind == "filter" and use.key == "network" and 0 <= use.value_at < len(reading.tokens) - 1:
            use.key = "volume" if reading.tokens[use.value_at + 1].base == "volume" else use.key
    _this_host(reading)
    _leftover_network(reading)
    _exposed(reading)
    _recent(reading)
    if reading.has("all") and {"whether", "regardless", "irrespective"} & lows:
        reading.uses = [use for use in reading.uses if not (use.key == "no-trunc" and reading.tokens[use.end - 1].low == "list")]
    if reading.has("latest") and reading.has("last"):
        reading.drop("latest" if any(use.key == "last" and use.value for use in reading.uses) else "last")
    if reading.has("latest") and not any(use.key == "last" for use in reading.uses):
        _many_latest(reading)
    _ids(reading)
    _id_of_latest(reading)
    columns.keep_wanted(reading)
    asked_for = {use.key for use in reading.uses if use.kind == "column"}
    filters = any(use.kind == "filter" for use in reading.uses)
    limited = reading.has("last") or reading.has("latest")
    whole = _all_containers(reading) or not {"details", "detail", "information", "info", "ids"} & lows
    if whole and {"all", "every", "each"} & lows and "running" not in reading.notes and not filters and not limited:
        columns.add(reading, "all")
    if asked_for & {"Status", "State"} and "running" not in reading.notes and not filters and not limited:
        columns.add(reading, "all")
    if ("running" in reading.notes or limited) and not ({"regardless", "irrespective"} & lows):
        reading.drop("all") if "running" in reading.notes and not {"stopped", "not", "non-running"} & lows else None
    if reading.has("quiet") and not ({"id", "ids", "identifier", "identifiers", "quiet", "quietly", "-q", "--quiet"} & lows):
        reading.drop("quiet")
    if reading.has("quiet") and reading.has("size") and not {"only", "just"} & lows:
        reading.drop("quiet")
    if reading.has("quiet") and any(use.kind == "filter" and use.key == "id" for use in reading.uses):
        reading.drop("quiet")
    wished = NOTHING_ELSE & lows or _ids_first(reading) or _listed_ids(reading)
    if reading.has("quiet") and reading.has("no-trunc") and not wished:
        reading.drop("quiet")
    if len(states) >= 3 and any(token.base == "filter" for token in reading.tokens):
        reading.drop("status", "filter")
        reading.uses.append(Use("filter", "status", None, states[0].start, states[-1].end))
    if reading.has("quiet"):
        if any(
            word in lows for word in ("full", "untruncated", "complete", "entire", "long", "truncation", "truncated", "truncating")
        ) and reading.has("no-trunc"):
            return
        if len(asked_for) > 1 or (asked_for and asked_for != {"ID"}):
            reading.drop("quiet")
            if "ID" not in asked_for:
                at = next(i for i, token in enumerate(reading.tokens) if token.base in ("id", "identifier", "identifiers"))
                reading.uses.append(Use("column", "ID", None, at, at + 1))
        else:
            reading.drop("ID", "column")


def _id_of_latest(reading: Reading) -> None:
    """ "the id of the newest container": one container's id is what is wanted."""
    tokens = reading.tokens
    if not reading.has("latest") or reading.has("quiet") or any(use.kind == "column" and use.key != "ID" for use in reading.uses):
        return
    for i, token in enumerate(tokens[:-2]):
        if token.base in ("id", "identifier") and tokens[i + 1].low == "of" and tokens[i - 1].low not in ("with", "and", ","):
            reading.drop("ID", "column")
            put(reading, Use("flag", "quiet", None, i, i + 1))
            return


def _listed_ids(reading: Reading) -> bool:
    """True for "running containers, ids, no truncation": one of several wishes."""
    tokens = reading.tokens
    return any(
        token.low == "ids" and i and tokens[i - 1].low == "," and (i + 1 == len(tokens) or tokens[i + 1].punct)
        for i, token in enumerate(tokens)
    )


NOTHING_ELSE = frozenset({"only", "just", "quiet", "nothing", "columns", "alone"})


def _exposed(reading: Reading) -> None:
    """ "with port 8000 exposed" is `expose`, not `publish`."""
    lows = reading.low()
    if {"exposed", "exposing", "expose", "exposes"} & lows and not {"published", "publish", "publishing"} & lows:
        for use in reading.uses:
            if use.kind == "filter" and use.key == "publish":
                use.key = "expose"


def _recent(reading: Reading) -> None:
    """ "three containers that were created last", "the container created most recently"."""
    tokens = reading.tokens
    words = {"last", "latest", "recently", "newest"} & reading.low()
    if not words or reading.has("last") or reading.has("latest"):
        return
    for i, token in enumerate(tokens):
        number = token.value if token.is_("number") else str(shapes.NUMBER_WORDS.get(token.low, ""))
        if number and token.low not in ("one", "single") and any(after.base == "container" for after in tokens[i + 1 : i + 3]):
            put(reading, Use("flag", "last", number, i, i + 1, i))
            return
    if {"created", "recently", "newest"} & reading.low() and not any(token.low == "containers" for token in tokens):
        columns.add(reading, "latest")


def _of_command(reading: Reading, use: Use) -> bool:
    """True for "the command they run"."""
    tokens = reading.tokens
    near = {token.base for token in tokens[max(0, use.start - 3) : use.start]}
    return tokens[use.start].low in ("run", "runs", "running") and "command" in near


def _this_host(reading: Reading) -> None:
    """ "on this host" is no network."""
    tokens = reading.tokens
    reading.uses = [
        use
        for use in reading.uses
        if not (
            use.key == "network"
            and use.value == "host"
            and use.value_at > 0
            and tokens[use.value_at].low == "host"
            and tokens[use.value_at - 1].low in ("this", "the", "my", "our", "your", "docker")
            and "network" not in reading.low()
        )
    ]


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
            put(reading, Use("filter", "network", token.value or token.text, i, i + 1, i))


def _ids(reading: Reading) -> None:
    """A column of ids alone is `--quiet`."""
    if (
        {use.key for use in reading.uses if use.kind == "column"} == {"ID"}
        and not reading.has("id", "filter")
        and not reading.has("quiet")
    ):
        for use in reading.uses:
            before = {token.low for token in reading.tokens[max(0, use.start - 2) : use.end + 1]}
            spoken = any(has_chinese(token.text) for token in reading.tokens)
            if use.end < len(reading.tokens) and reading.tokens[use.end].low in ("without", "not", "in"):
                continue
            if use.kind == "column" and (spoken or before & {"ids", "identifiers", "only", "just", "container"}):
                use.kind, use.key = "flag", "quiet"


def _all_containers(reading: Reading) -> bool:
    tokens = reading.tokens
    return any(
        a.low in ("all", "every", "each") and any(b.base == "container" for b in tokens[i + 1 : i + 5])
        for i, a in enumerate(tokens)
    )


def _ids_first(reading: Reading) -> bool:
    """True for "the full, untruncated ids of …": ids are what is wanted, not lists with long ids."""
    verb, tokens = reading.intent.verb, reading.tokens
    at = next((i for i, token in enumerate(tokens) if token.base in ("id", "identifier")), -1)
    if verb is None or at < verb.end or tokens[at + 1 : at + 2] == [] or tokens[at + 1].low not in ("of", "only", ",", "and"):
        return False
    return all(token.low in BEFORE_IDS or token.punct for token in tokens[verb.end : at])


BEFORE_IDS = tables.words("BEFORE_IDS")


def _among_members(reading: Reading) -> bool:
    """True for "running in the network front": a label or a network in words, where paused members are members too.

    A filter that was typed as docker writes it ("the 'network=host' filter") is taken as it stands, with nothing added.
    """
    belongs = [use for use in reading.uses if use.kind == "filter" and use.key in ("network", "label") and use.value]
    return bool(belongs) and not any(reading.tokens[use.start].quoted for use in belongs if reading.tokens[use.start].is_("pair"))


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


def other_list(reading: Reading) -> None:
    """Other lists: ids and names by `--quiet` or columns."""
    if reading.command != "volume ls" and load.command(reading.command).flag("quiet"):
        _ids(reading)
    if reading.has("quiet") and reading.has("no-trunc") and not {"only", "just"} & reading.low():
        reading.uses = [use for use in reading.uses if not (use.key == "quiet" and use.start and _beside(reading, use.start))]
    chosen = {"only", "just"} & reading.low() and not _just_names(reading)
    if reading.command == "container stats" and not chosen and not {"columns", "format", "table"} & reading.low():
        reading.uses = [use for use in reading.uses if use.kind != "column"]
    _names_column(reading)
    columns.keep_wanted(reading)
    lows = reading.low()
    asked_for = {use.key for use in reading.uses if use.kind == "column"}
    if (
        reading.has("quiet")
        and any(use.kind == "filter" and use.key in ("id", "name") for use in reading.uses)
        and not {"only", "just"} & lows
    ):
        reading.drop("quiet")
    if reading.has("quiet") and asked_for - {"ID", "Name"}:
        reading.drop("quiet")
        if "ID" not in asked_for and {"id", "ids"} & lows:
            at = next(i for i, token in enumerate(reading.tokens) if token.base == "id")
            reading.uses.append(Use("column", "ID", None, at, at + 1))
    elif reading.has("quiet"):
        reading.uses = [use for use in reading.uses if use.kind != "column"]
    if reading.command == "image ls" and reading.has("digests"):
        if not {"only", "just", "quiet", "quietly"} & lows:
            reading.drop("quiet")
        if {"json", "repository"} <= lows:
            reading.drop("digests")
        if not {"table", "columns", "headers", "only", "just"} & lows:
            reading.uses = [use for use in reading.uses if use.kind != "column"]


def _just_names(reading: Reading) -> bool:
    """True for "just api and worker": containers, not columns."""
    tokens = reading.tokens
    return any(
        token.low in ("just", "only")
        and any(slots.free(one) and not one.punct for one in (*tokens[i + 1 : i + 2], *tokens[max(0, i - 1) : i]))
        for i, token in enumerate(tokens)
    )


def _beside(reading: Reading, start: int) -> bool:
    """True for "listed with full-length ids": the ids stand beside the rest."""
    near = {token.low for token in reading.tokens[max(0, start - 3) : start]}
    return _cutting(reading, start) or ("with" in near and reading.tokens[start].low not in ("only", "just"))


def _cutting(reading: Reading, start: int) -> bool:
    """True for "without truncating the network ids"."""
    return any(
        token.low.startswith(("truncat", "cut", "shorten", "trim")) for token in reading.tokens[max(0, start - 3) : start + 1]
    )


def _names_column(reading: Reading) -> None:
    """ "names and drivers": with another column the names are one too, no `--quiet`."""
    if not any(use.kind == "column" for use in reading.uses):
        return
    for use in reading.uses:
        if use.kind == "flag" and use.key == "quiet" and use.end > use.start and reading.tokens[use.end - 1].base == "name":
            use.kind, use.key = "column", "Name"


def compose_ps(reading: Reading) -> None:
    """`compose ps` shows what runs anyway."""
    values = {use.value for use in reading.uses if use.key == "status"}
    if values == {"running"}:
        reading.drop("status")
        reading.drop("all")
    elif values:
        reading.drop("all")
    if reading.has("status"):
        reading.drop("filter")
    columns.as_json(reading)


def image_prune(reading: Reading) -> None:
    """Dangling is what `image prune` removes anyway; "not used by any container" is more."""
    for use in reading.uses:
        words = {token.low for token in reading.tokens[use.start : use.end]}
        if use.key == "dangling" and use.value == "true" and "container" in words:
            columns.add(reading, "all")
    reading.uses = [use for use in reading.uses if not (use.kind == "filter" and use.key == "dangling" and use.value == "true")]


def system_prune(reading: Reading) -> None:
    """ "… and volumes" among what is to go."""
    if "volume" in reading.found and not reading.has("volumes"):
        columns.add(reading, "volumes")
