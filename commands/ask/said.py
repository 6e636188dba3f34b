"""Option values that people say in several words: a rate on a device, a user with a group, soft and hard limits, several mounts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from importlib import resources

from commands.ask import shapes, slots, tables
from commands.ask.reading import Reading, Use
from commands.ask.reading import put as add
from commands.ask.tokens import Token
from commands.spec import load

COMMANDS = frozenset(
    {
        "container run",
        "container create",
        "container exec",
        "container update",
        "image build",
        "buildx build",
        "container commit",
        "container cp",
        "container attach",
        "network connect",
        "search",
        "volume create",
        "service create",
        "service update",
        "container start",
    }
)
LINK = r"(?: (?:down|up|is|of|to|as|at|set|be|being|equal|equals|with|the|a|an|value|limit|limited|=|:))*"
LIMITS = r"(nofile|nproc|memlock|fsize|rtprio|sigpending|msgqueue)"
NOT = (
    r"(?!(?:and|or|the|a|an|my|of|for|with|in|on|to|from|that|which|is|are|be|named|called|host|daemon|it|its|at|as|another|other"
    r"|container|containers|volume|volumes)\b(?![-.]))"
)
CAPABILITIES = (
    "(?:CAP_)?(?:AUDIT_(?:CONTROL|READ|WRITE)|BLOCK_SUSPEND|BPF|CHECKPOINT_RESTORE|CHOWN|DAC_OVERRIDE|DAC_READ_SEARCH|FOWNER|FSETID|IPC_LOCK"
    "|IPC_OWNER|KILL|LEASE|LINUX_IMMUTABLE|MAC_ADMIN|MAC_OVERRIDE|MKNOD|NET_ADMIN|NET_BIND_SERVICE|NET_BROADCAST|NET_RAW|PERFMON|SETFCAP|SETGID"
    "|SETPCAP|SETUID|SYSLOG|SYS_(?:ADMIN|BOOT|CHROOT|MODULE|NICE|PACCT|PTRACE|RAWIO|RESOURCE|TIME|TTY_CONFIG)|WAKE_ALARM)"
)
PARTS = {
    "{LINK}": LINK,
    "{NAME}": rf"({NOT}[A-Za-z0-9][\w.-]*)",
    "{FILE}": r"((?:[\w./~-]*\.[\w-]+|[/~.][\w./-]+))",
    "{SIZE}": r"(\d+(?:\.\d+)?[a-zA-Z]{1,3})",
    "{SPACE}": r"(?: (?:namespaces?|modes?|stacks?))?",
    "{OWNER}": r"(?: (?:of|from|with|in|used by))(?: (?:the|another|other|an?))?(?: existing| running)?",
    "{LIMITS}": LIMITS,
    "{CAP}": f"(?-i:({CAPABILITIES}))",
    "{NUMBERS}": "|".join(shapes.NUMBER_WORDS),
}
NO_NAMES = slots.REFUSED | frozenset(
    "target specific build given certain particular final multi each every first last a an the another that this".split()
)
COUNTS = {"one": "1", "single": "1", "couple": "2"}
_COUNTED = re.compile(r"#(\w+)")
HEALTH = frozenset({"health", "healthcheck", "healthchecks", "health-check"})
# Options whose patterns count only in a text with one of these words.
ONLY_WITH = {"health-interval": HEALTH, "health-timeout": HEALTH, "health-cmd": HEALTH, "cache-to": frozenset({"cache", "caches"})}
DOTTED = frozenset({"label-file", "env-file", "cidfile", "iidfile"})


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    out = []
    for row in resources.files("commands.ask").joinpath("lexicon", "said.txt").read_text("utf-8").splitlines():
        if not row.strip() or row.startswith("#"):
            continue
        key, _, rest = row.partition(": ")
        text, _, value = rest.rpartition(" => ")
        for name, part in PARTS.items():
            text = text.replace(name, part)
        out.append((key, re.compile(text, re.IGNORECASE), value))
    return tuple(out)


class Line:
    """A text's words with one space between them, and which word a place belongs to."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        words = [_shown(token) for token in tokens]
        self.starts = [0]
        for word in words:
            self.starts.append(self.starts[-1] + len(word) + 1)
        self.text = " ".join(words)

    def words(self, start: int, end: int) -> range:
        """The words that a part of the text covers."""
        return range(bisect_right(self.starts, start) - 1, bisect_right(self.starts, max(start, end - 1)))


def _shown(token: Token) -> str:
    return (token.value or token.text).replace(" ", "\0") or "\0"


def gather(reading: Reading) -> None:
    """Put the values that stand in several words; their words are spoken for."""
    from commands.ask import ports

    if reading.command not in COMMANDS:
        return
    line = Line(reading.tokens)
    for step in (ports.gather, *STEPS):
        step(reading, line)


def put(reading: Reading, line: Line, found: re.Match[str], key: str, value: str | None) -> None:
    """One value, with all words of the match explained by it."""
    words = line.words(found.start(), found.end())
    value = value.replace("\0", " ") if value is not None else None
    if key.startswith("memory") and value:
        value = shapes.plain_size(value)
    add(reading, Use("flag", key, value, words.start, words.stop, words.start))
    for i in words:
        token = reading.tokens[i]
        somebodys = token.quoted or token.own or (token.is_("image") and ":" in token.text)
        stray = value is not None and somebodys and (token.value or token.text) not in value
        if stray and found.re.groups and _outside(found, line, i):
            reading.explained.discard(i)
        else:
            reading.told.add(i)


def _outside(found: re.Match[str], line: Line, i: int) -> bool:
    """True for a word of the match that is in none of its groups: "pin `web` to cores 2 and 3"."""
    at = line.starts[i]
    return not any(found.start(n) <= at < found.end(n) for n in range(1, found.re.groups + 1) if found[n] is not None)


def has(reading: Reading, key: str) -> bool:
    """True where the command has that flag."""
    return load.command(reading.command).flag(key) is not None


def untouched(reading: Reading, line: Line, found: re.Match[str]) -> bool:
    """True where no other option has these words."""
    return not any(i in reading.explained and i not in reading.intent.used for i in line.words(found.start(), found.end()))


def _several_words(reading: Reading, line: Line) -> None:
    lows = reading.low()
    for key, found, shape in _found(line.text, reading.command):
        instructed = key != "network" or not reading.command.endswith("build") or "instruction" in found[0]
        if not instructed or not untouched(reading, line, found):
            continue
        value = _value(found, shape, lows)
        if value is None or (key == "target" and value.lower() in NO_NAMES) or (key == "log-opt" and not _logged(found, lows)):
            continue
        if key in ONLY_WITH and not ONLY_WITH[key] & lows:
            continue
        if key in DOTTED and value.strip(".") == "":
            continue
        for one in filter(None, value.split(" ; ")):
            put(reading, line, found, key, one if one != "-" else None)


@cache
def _patterns_of(command: str) -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """The patterns of the flags that a command has."""
    spec = load.command(command)
    return tuple(row for row in _patterns() if spec.flag(row[0]) is not None)


@lru_cache(maxsize=8)
def _found(text: str, command: str) -> tuple[tuple[str, re.Match[str], str], ...]:
    rows = [(key, found, shape) for key, pattern, shape in _patterns_of(command) for found in pattern.finditer(text)]
    # Of one option the match that covers most counts: it has the parts that a shorter one leaves out.
    return tuple(dict.fromkeys(max((other for other in rows if _within(row, other)), key=_length) for row in rows))


def _length(row: tuple[str, re.Match[str], str]) -> int:
    return row[1].end() - row[1].start()


def _within(one: tuple[str, re.Match[str], str], other: tuple[str, re.Match[str], str]) -> bool:
    """True where a match lies in one of the same option, or is that one."""
    return one[0] == other[0] and other[1].start() <= one[1].start() and one[1].end() <= other[1].end()


def _logged(found: re.Match[str], lows: set[str]) -> bool:
    return (
        "log" in found[0].lower()
        or "max-" in found[0].lower()
        or "=" in found[0]
        or bool({"log", "logs", "logging", "json-file"} & lows)
    )


def _value(found: re.Match[str], shape: str, lows: set[str]) -> str | None:
    if shape.startswith("s:"):
        return shapes.seconds(found[1])
    if shape == "%":
        return ",".join(part for part in found.groups() if part)
    if shape.startswith("0-@"):
        return f"0-{int(shapes.NUMBER_WORDS.get(found[1].lower(), found[1])) - 1}"
    if shape.startswith("@:"):
        name = re.search(LIMITS, " ".join(sorted(lows)))
        told = name[1] if name else "nofile" if {"files", "descriptors"} & lows else ""
        return f"{told}={found[1]}:{found[2]}" if told else None
    return _COUNTED.sub(_number, found.expand(shape))


def _number(found: re.Match[str]) -> str:
    word = found[1].lower()
    return COUNTS.get(word) or str(shapes.NUMBER_WORDS.get(word, word))


RATE = re.compile(r"^(\d+(?:\.\d+)?)\s*([kmgt]?i?b?)(?:/s(?:ec)?|ps)?$", re.IGNORECASE)


def _rates(reading: Reading, line: Line) -> None:
    """ "limit reads from /dev/sda to 1mb per second", "300 write operations on /dev/vda"."""
    tokens = reading.tokens
    if not has(reading, "device-read-bps"):
        return
    devices = [i for i, token in enumerate(tokens) if (token.value or token.text).startswith("/dev/") and not token.is_("bound")]
    ways = [
        (i, way)
        for i, token in enumerate(tokens)
        for way in ("read", "write")
        if token.base == way or token.low in (f"{way}s", f"{way}ing")
    ]
    if not devices or not ways or {"mount", "tmpfs", "volume"} & {token.base for token in tokens}:
        return
    lows = reading.low()
    counted = bool({"iops", "operations", "ios", "ops"} & lows) or bool(
        re.search(r"\b(?:io|i/o)s?(?: operations)? (?:per|a|/)\b", line.text.lower())
    )
    rates = [i for i in range(len(tokens)) if i not in devices and not tokens[i].quoted and _rate(tokens[i], counted)]
    if not rates:
        return
    for number, (at, way) in enumerate(ways):
        rate = rates[min(number, len(rates) - 1)]
        device = devices[min(number, len(devices) - 1)]
        key = f"device-{way}-{'iops' if counted else 'bps'}"
        value = f"{tokens[device].value or tokens[device].text}:{_rate(tokens[rate], counted)}"
        reading.uses.append(Use("flag", key, value, at, at + 1, rate))
        reading.explained.update((at, rate, device))
    reading.explained.update(i for i, token in enumerate(tokens) if token.low in RATING)


RATING = frozenset(
    "per second rate speed bandwidth throughput iops operations limit limited bytes device io i/o ops cap capped maximum".split()
)


def _rate(token: Token, counted: bool) -> str:
    found = RATE.match(token.text)
    if not found or (not found[2] and not counted):
        return ""
    return found[1] if counted and not found[2] else f"{found[1]}{found[2].lower()}"


ENV = re.compile(r"\b([A-Z][A-Z0-9_]+)((?: (?:pass|is|be|being|as|to|set|equal|equals|having|has|with|the|a|value|of|=))+) (\S+)")
NOT_TO = re.compile(r"pass|value|set|=|equal|as|is|be|having")


def _variables(reading: Reading, line: Line) -> None:
    """ "MYVAR with the value foo", "POSTGRES_PASSWORD as secret"."""
    building = not has(reading, "env")
    key = "build-arg" if building else "env"
    lows = reading.low()
    spoken = bool({"variable", "variables", "environment", "env", "envvar", "var", "argument", "arg", "arguments"} & lows)
    if not has(reading, key) or (building and not spoken and "_" not in line.text):
        return
    for found in ENV.finditer(line.text):
        words = line.words(found.start(), found.end())
        value = reading.tokens[words.stop - 1]
        if (
            not untouched(reading, line, found)
            or not (spoken or "_" in found[1] or _named_like_one(found[1], found[2]))
            or value.punct
            or value.is_("pair")
        ):
            continue
        vague = not NOT_TO.search(found[2])
        if not value.quoted and (
            value.low in slots.REFUSED | slots.CONNECT | NO_VALUE
            or (vague and (value.low in tables.words("IMAGES") or value.is_("image")))
        ):
            continue
        put(reading, line, found, key, f"{found[1]}={value.value or value.text}")


def _named_like_one(name: str, link: str) -> bool:
    return len(name) > 1 and " to" in link and not slots.SIGNALS & {name, f"SIG{name}"} and name not in ACRONYMS


NO_VALUE = frozenset("and or it them me us every each all any only not when if new one".split())
ACRONYMS = tables.words("ACRONYMS")
MOUNT = re.compile(
    r"(?<!\S)([A-Za-z0-9][\w.-]*|[.~/][\w./~-]*)(?: (?:volume|directory|folder|file))?"
    r"(?: (?:is|be|mounted|mapped|bound|bind-mounted|available|mount|read-only|readonly|ro|as))*"
    r" (?:at|to|on|onto|into|in|under) (/[\w./-]*)",
)


def _mounts(reading: Reading, line: Line) -> None:
    """ "volumes data at /data and logs at /var/log", "./conf mounted read-only at /etc/nginx"."""
    bases = {token.base for token in reading.tokens}
    if not has(reading, "volume") or not bases & {"mount", "volume", "bind", "bind-mount", "map", "share"} or "tmpfs" in bases:
        return
    pairs = [found for found in MOUNT.finditer(line.text) if not found[1].startswith("/dev/") and _is_source(reading, line, found)]
    if len(pairs) < 2 and not (pairs and pairs[0][1][0] in "./~"):
        return
    only = {"read-only", "readonly"} & reading.low() or "read only" in line.text.lower()
    for found in pairs:
        put(reading, line, found, "volume", f"{found[1]}:{found[2]}{':ro' if only and not FILESYSTEM & reading.low() else ''}")
    if only:
        reading.explained.update(
            i for i, token in enumerate(reading.tokens) if token.low in ("read-only", "readonly", "read", "only", "mode")
        )


FILESYSTEM = frozenset({"filesystem", "root", "rootfs"})


NO_SOURCE = frozenset({"mounted", "mapped", "bound", "mount", "mounting", "available", "it", "them", "and", "attached", "which"})


def _is_source(reading: Reading, line: Line, found: re.Match[str]) -> bool:
    words = line.words(found.start(), found.end())
    if not untouched(reading, line, found):
        return False
    first = reading.tokens[words.start]
    if found[1][0] in "./~":
        return True
    before = reading.tokens[words.start - 1] if words.start else None
    near = before is not None and (before.base in ("volume", "and", ",") or before.low in ("named", "called"))
    return (
        first.low not in slots.REFUSED | NO_SOURCE
        and (slots.free(first) or (near and first.low not in slots.CONNECT))
        and not first.is_("number")
    )


STEPS: tuple[Callable[[Reading, Line], None], ...] = (_rates, _mounts, _several_words, _variables)


def matches(reading: Reading, line: Line, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Matches whose words no other option has."""
    return (found for found in pattern.finditer(line.text) if untouched(reading, line, found))
