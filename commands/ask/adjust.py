"""What follows from a command's nature: one value a flag, switches that exclude each other, and each command's own ways."""

from __future__ import annotations

from collections.abc import Callable

from commands.ask import columns, composing, habits, happenings, lists, narrowing, ports, processes, shapes, swarming, tables
from commands.ask.reading import Reading, Use, put
from commands.spec import load

EXCLUDING = (
    ("device", "add-host"),
    ("group-add", "user"),
    ("sysctl", "ip"),
    ("ulimit", "pids-limit"),
    ("publish", "expose"),
    ("no-healthcheck", "health-cmd"),
    ("platform", "mac-address"),
    ("device-write-bps", "device"),
    ("device-read-bps", "device"),
    ("device-write-iops", "device"),
    ("device-read-iops", "device"),
    ("detach-keys", "detach"),
    ("no-recreate", "force-recreate"),
    ("no-build", "build"),
    ("memory-swap", "memory"),
    ("security-opt", "pids-limit"),
    ("device", "expose"),
    ("metadata-file", "output"),
    ("iidfile", "output"),
    ("call", "secret"),
    ("format", "platform"),
    ("network-alias", "dns"),
    ("network-alias", "name"),
    ("force-rm", "rm"),
    ("cpuset-cpus", "cpus"),
    ("health-start-period", "health-interval"),
    ("health-interval", "health-cmd"),
    ("health-timeout", "health-cmd"),
    ("health-retries", "health-cmd"),
    ("health-start-period", "health-cmd"),
    ("health-start-interval", "health-cmd"),
    ("memory-reservation", "memory"),
    ("kernel-memory", "memory"),
    ("password-stdin", "password"),
    ("publish-all", "publish"),
    ("env-file", "env"),
    ("volumes-from", "volume"),
    ("label-file", "label"),
    ("no-stdin", "attach"),
    ("hash", "services"),
    ("list", "push"),
    ("print", "push"),
    ("environment", "variables"),
    ("build-context", "memory-swap"),
    ("sbom", "attest"),
    ("provenance", "attest"),
)


def apply(reading: Reading) -> None:
    """Run the adjustments of the command."""
    _platform(reading)
    _published(reading)
    _filters(reading)
    _policy(reading)
    _merge(reading)
    _conflicts(reading)
    _quantity(reading)
    if reading.command.startswith("compose ") and reading.command != "compose publish":
        composing.files(reading)
    if reading.command.endswith(" ls"):
        narrowing.denied(reading)
        columns.whole_ids(reading)
    for step in OWN.get(reading.command, ()):
        step(reading)
    columns.to_format(reading)


def _platform(reading: Reading) -> None:
    """A platform in the text is one: "build an image for linux/arm64"."""
    if load.command(reading.command).flag("platform") is None or reading.has("platform"):
        return
    for i, token in enumerate(reading.tokens):
        if token.is_("platform") and i not in reading.explained:
            put(reading, Use("flag", "platform", token.value or token.text, i, i + 1, i))
            return


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


def _policy(reading: Reading) -> None:
    """ "always restarts unless I stop it": the exception makes the policy."""
    off = {"disable", "cancel", "off", "revoke", "remove"} & {token.base for token in reading.tokens}
    for use in reading.uses:
        if off and use.key == "restart" and use.kind == "flag" and use.value in (None, "always"):
            use.value = "no"
    if any(use.key == "restart" and use.value == "unless-stopped" for use in reading.uses):
        reading.uses = [use for use in reading.uses if use.key != "restart" or use.value == "unless-stopped"]


def _merge(reading: Reading) -> None:
    """One use a flag: of several, those with a value; a filter key once for each value."""
    seen: set[tuple[str, str, str | None]] = set()
    valued = {(use.kind, use.key) for use in reading.uses if use.value is not None}
    kept: list[Use] = []
    command = load.command(reading.command)
    for use in reading.uses:
        mark = (use.kind, use.key, use.value)
        if use.kind == "column" and mark in seen and _alone(reading, use):
            kept = [one for one in kept if (one.kind, one.key) != (use.kind, use.key)]
            seen.discard(mark)
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
    kept = _without_vague(reading, kept)
    whole = {use.value.partition("=")[2] for use in kept if use.key == "label" and use.value and "=" in use.value}
    reading.uses = [use for use in kept if not (use.key == "label" and use.value in whole)]


def _alone(reading: Reading, use: Use) -> bool:
    """True for "names only"."""
    return use.end < len(reading.tokens) and reading.tokens[use.end].low in ("only", "alone")


def _without_vague(reading: Reading, uses: list[Use]) -> list[Use]:
    """A common flag without a value gives way to one that more words speak of: "an alias on the network"."""
    longest = max((use.end - use.start for use in uses if use.kind == "flag"), default=0)
    lone = [use for use in uses if use.kind == "flag" and use.value is None and use.key in VAGUE and use.end - use.start == 1]
    if longest < 2 and not (lone and any(use.kind == "flag" and use.key not in VAGUE and use.end > use.start for use in uses)):
        return uses
    return [use for use in uses if use not in lone]


def _conflicts(reading: Reading) -> None:
    """Switches that speak of the same thing in opposite ways, or of a wider and a narrower one."""
    flags = {use.key for use in reading.uses if use.kind == "flag"}
    if len(flags) < 2:
        return
    for keep, gone in EXCLUDING:
        if (
            keep in flags
            and gone in flags
            and reading.has(keep)
            and not any(use.key == gone and use.value not in (None, "false") for use in reading.uses)
        ):
            reading.drop(gone)


def _quantity(reading: Reading) -> None:
    """`--tail` and `--last` without a number in the text: "the last line" is 1."""
    for use in reading.uses:
        if use.key in ("tail", "last", "limit") and use.kind == "flag" and use.value in shapes.NUMBER_WORDS:
            use.value = str(shapes.NUMBER_WORDS[str(use.value)])


def _changes(reading: Reading) -> None:
    """ "from the changes of web" are no Dockerfile instructions."""
    if not {"instruction", "instructions", "dockerfile", "cmd", "entrypoint"} & reading.low():
        reading.drop_unvalued("change")


LIVE = frozenset({"live", "watch", "continuously", "streaming", "follow", "realtime", "real-time", "keep"})


def _once(reading: Reading) -> None:
    """ "how much memory does web use": one look, no stream."""
    if {"how", "much"} <= reading.low() and not reading.has("no-stream") and not LIVE & reading.low():
        reading.uses.append(Use("flag", "no-stream", None, 0, 0))


def _published(reading: Reading) -> None:
    """A port that is one half of a mapping is not published once more."""
    whole = [use.value for use in reading.uses if use.key == "publish" and use.value]
    halves = {part for value in whole if len(set(value.split(":"))) > 1 for part in value.split(":")}
    reading.uses = [
        use
        for use in reading.uses
        if not (use.key == "publish" and use.value and set(use.value.split(":")) <= halves and len(set(use.value.split(":"))) == 1)
    ]
    ports.finish(reading)


# Flags whose name is an everyday noun of Docker's.
VAGUE = frozenset({"network", "device", "cpus", "memory", "volume", "publish", "log-driver", "env", "label", "platform", "mount"})


Step = Callable[[Reading], None]
NEW_CONTAINER: tuple[Step, ...] = (
    processes.memory_left,
    processes.process,
    processes.restart_retries,
    processes.named,
    habits.read_only_root,
    habits.host_entry,
    habits.env_file,
)
OWN: dict[str, tuple[Step, ...]] = {
    "container ls": (columns.as_json, narrowing.versions, lists.container_ls),
    "image ls": (columns.as_json, narrowing.image_ls, lists.other_list),
    "container run": NEW_CONTAINER,
    "container create": NEW_CONTAINER,
    "service create": (swarming.service_create, processes.process, processes.named),
    "container exec": (processes.process,),
    "compose exec": (processes.process,),
    "container stop": (processes.time_to_stop,),
    "container restart": (processes.time_to_stop,),
    "container commit": (_changes,),
    "container update": (processes.container_update,),
    "image build": (habits.host_entry, processes.image_build),
    "buildx build": (processes.image_build,),
    "compose commit": (_changes,),
    "buildx create": (composing.builder,),
    "stack deploy": (composing.stack,),
    "stack config": (composing.stack,),
    "compose up": (processes.compose_up,),
    "compose ps": (lists.compose_ps,),
    "container logs": (processes.logs,),
    "service logs": (processes.logs,),
    "compose logs": (processes.logs,),
    "image prune": (lists.image_prune,),
    "image load": (habits.load_input,),
    "image save": (habits.archive,),
    "container export": (habits.archive,),
    "login": (habits.login,),
    "service update": (swarming.service_update,),
    "swarm ca": (swarming.swarm_ca,),
    "swarm join": (habits.swarm_join,),
    "node update": (habits.node_update,),
    "volume create": (habits.volume_create,),
    "network create": (habits.subnet,),
    "system prune": (lists.system_prune,),
    "system events": (columns.as_json, happenings.system_events),
    "search": (columns.as_json, happenings.search, columns.keep_wanted),
}
LISTS = (
    "network ls;volume ls;node ls;service ls;secret ls;config ls;plugin ls;context ls;stack ls;node ps;service ps;stack ps;"
    "stack services;container stats;image history;system df"
)
SHOWN = (
    "compose images;compose ls;compose volumes;compose version;compose stats;compose config;buildx history inspect;version;"
    "system info;container inspect;image inspect;network inspect;volume inspect;"
    "node inspect;service inspect;inspect;context inspect;buildx ls;buildx du"
)
OWN |= dict.fromkeys(LISTS.split(";"), (columns.as_json, lists.other_list))
OWN["container stats"] = (columns.as_json, lists.other_list, _once)
OWN |= dict.fromkeys(SHOWN.split(";"), (columns.as_json,))
