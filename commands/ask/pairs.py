"""Values made of two: host and container port, source and target of a mount, key and value, host and address."""

from __future__ import annotations

from collections.abc import Sequence

from commands.ask import concepts, shapes, slots, tables
from commands.ask.tokens import Token
from commands.spec import load

NAMELIKE = tables.words("NAMELIKE")
KEYED = tables.words("KEYED")
# The port that these images listen on when nothing else is said.
KNOWN_PORTS = {
    "nginx": "80",
    "httpd": "80",
    "apache": "80",
    "redis": "6379",
    "postgres": "5432",
    "mysql": "3306",
    "mariadb": "3306",
    "mongo": "27017",
    "grafana/grafana": "3000",
    "registry": "5000",
    "wordpress": "80",
    "rabbitmq": "5672",
    "elasticsearch": "9200",
    "jenkins/jenkins": "8080",
    "memcached": "11211",
    "traefik": "80",
    "caddy": "80",
    "tomcat": "8080",
    "ghost": "2368",
    "adminer": "8080",
    "prom/prometheus": "9090",
}


PROTOCOLS = frozenset({"udp", "tcp", "sctp"})
TYPES = frozenset({"container", "image", "volume", "network", "daemon", "plugin", "service", "node", "secret", "config", "builder"})


ACTIONS = tables.words("ACTIONS")


def find(
    command: str, key: str, tokens: Sequence[Token], start: int, end: int, busy: set[int], told: set[int]
) -> tuple[int, str] | None:
    """The pair beside a cue, as (place of its last word, text); None where this flag takes no pair or none is there."""
    if key == "publish" and command.endswith(("run", "create")):
        return _ports(tokens, start, end, told)
    if key == "volume" and command.endswith(("run", "create")):
        return _mount(tokens, start, end, told)
    if key == "cpuset-cpus":
        return _cores(tokens, end)
    if key == "scale":
        return _scale(tokens, start, end)
    if key == "add-host":
        return _host(tokens, end)
    if key in KEYED:
        return _keyed(tokens, start, end, busy)
    return None


def _ports(tokens: Sequence[Token], start: int, end: int, busy: set[int]) -> tuple[int, str] | None:
    window = [(i, tokens[i]) for i in range(max(0, start - 4), min(len(tokens), end + 14)) if i not in busy]
    for i, token in window:
        if token.is_("ports"):
            return i, token.value or token.text
    numbers = [
        (i, token)
        for i, token in window
        if (token.is_("number", "port") and (token.value or token.text).split("/")[0].replace("-", "").isdigit())
    ]
    numbers = [(i, t) for i, t in numbers if not _counted(tokens, i)]
    if not numbers:
        return None
    if len(numbers) == 1:
        i, token = numbers[0]
        number = token.value or token.text
        inner = next((port for image, port in KNOWN_PORTS.items() if any(t.low.split(":")[0] == image for t in tokens)), None)
        return i, f"{number}:{inner}" if inner and "/" not in number else f"{number}:{number}"
    (i, first), (j, second) = numbers[0], numbers[1]
    if all(token.low in ("and", ",", "&") for token in tokens[i + 1 : j]):
        number = first.value or first.text
        return i, f"{number}:{number}"
    a, b = first.value or first.text, second.value or second.text
    first_from = max([k + 1 for k in range(max(0, i - 3), i) if tokens[k].punct], default=max(0, i - 3))
    joint = max([k for k in range(i + 1, j) if tokens[k].low in ("to", "onto", "->", "=>", "into")], default=-1)
    around_first = [t.low for t in tokens[first_from:i]] + [t.low for t in tokens[i + 1 : joint if joint > 0 else min(i + 5, j)]]
    around_second = [t.low for t in tokens[(joint if joint > 0 else i) + 1 : j]][-3:] + [t.low for t in tokens[j + 1 : j + 5]]
    behind = [t.low for t in tokens[i + 1 : i + 5]]
    if behind[:1] == ["on"] and "host" in behind[1:3] and behind[behind.index("host") + 1 :][:1] != ["port"]:
        return j, f"{a}:{b}"
    inner_first = ("container" in around_first and "host" not in around_first) or (
        "host" in around_second and "container" not in around_second
    )
    host, inner = (b, a) if inner_first else (a, b)
    return j, f"{host}:{inner}"


def _counted(tokens: Sequence[Token], i: int) -> bool:
    follow = tokens[i + 1].low if i + 1 < len(tokens) else ""
    return follow in ("cpus", "cpu", "cores", "core", "instances", "replicas", "containers", "times", "retries")


def _mount(tokens: Sequence[Token], start: int, end: int, busy: set[int]) -> tuple[int, str] | None:
    window = [i for i in range(max(0, start - 3), min(len(tokens), end + 14)) if i not in busy]
    for i in window:
        if tokens[i].is_("bound") and not tokens[i].is_("url", "pair"):
            return i, (tokens[i].value or tokens[i].text) + _read_only(tokens, tokens[i].text)
    places = [
        i for i in window if tokens[i].is_("path") and (tokens[i].value or tokens[i].text).startswith(("/", "./", "../", "~", "."))
    ]
    if len(places) >= 2:
        source, target = tokens[places[0]].value or tokens[places[0]].text, tokens[places[1]].value or tokens[places[1]].text
        return places[1], f"{source}:{target}{_read_only(tokens, '')}"
    if len(places) == 1:
        names = [
            i
            for i in window
            if slots.free(tokens[i])
            and not tokens[i].is_("path", "image", "number", "size", "ports", "port")
            and abs(i - places[0]) <= 5
            and (
                tokens[i - 1].base == "volume"
                or (i + 1 < len(tokens) and tokens[i + 1].base == "volume")
                or (tokens[i - 1].low in ("named", "called") and "container" not in {one.base for one in tokens[max(0, i - 3) : i]})
            )
        ]
        target = tokens[places[0]].value or tokens[places[0]].text
        lows = {token.low for token in tokens}
        if names:
            name = tokens[names[0]].value or tokens[names[0]].text
            return max(names[0], places[0]), f"{name}:{target}{_read_only(tokens, '')}"
        if "current" in lows and {"directory", "folder", "dir"} & lows:
            return places[0], f".:{target}{_read_only(tokens, '')}"
        return places[0], target
    return None


def _read_only(tokens: Sequence[Token], text: str) -> str:
    lows = [token.low for token in tokens]
    said = "read-only" in lows or "readonly" in lows or "read only" in " ".join(lows)
    mounting = {"volume", "mount", "bind"} & {token.base for token in tokens}
    return ":ro" if said and not text.endswith((":ro", ":rw")) and mounting and not {"filesystem", "rootfs"} & set(lows) else ""


def _host(tokens: Sequence[Token], end: int) -> tuple[int, str] | None:
    window = [*range(end, min(len(tokens), end + 10)), *range(max(0, end - 5), end)]
    addresses = [i for i in window if tokens[i].is_("ip", "ip6") or tokens[i].low == "host-gateway"]
    for i in window:
        text = tokens[i].value or tokens[i].text
        if ":" in text and len(text) > 3 and not tokens[i].is_("path", "ip6"):
            return i, text
    names = [
        i
        for i in window
        if slots.free(tokens[i]) and not tokens[i].is_("ip", "ip6", "number", "path") and tokens[i].low != "host-gateway"
    ]
    if addresses and names:
        name, address = tokens[names[0]], tokens[addresses[0]]
        return max(names[0], addresses[0]), f"{name.value or name.text}:{address.value or address.text}"
    return None


def _cores(tokens: Sequence[Token], end: int) -> tuple[int, str] | None:
    """ "cores 0 and 1" is `0,1`, "0 to 3" is `0-3`."""
    if end + 2 >= len(tokens) or not tokens[end].is_("number") or tokens[end + 1].low not in ("and", "to", ",", "through"):
        return None
    text, at = tokens[end].text, end
    while at + 2 < len(tokens) and tokens[at + 1].low in ("and", "to", ",", "through") and tokens[at + 2].is_("number"):
        text += ("-" if tokens[at + 1].low in ("to", "through") else ",") + tokens[at + 2].text
        at += 2
    return (at, text) if at > end else None


def _scale(tokens: Sequence[Token], start: int, end: int) -> tuple[int, str] | None:
    """`web=3` from "scale web to 3 instances"."""
    for i, token in enumerate(tokens):
        if token.is_("pair"):
            return i, token.value or token.text
    numbers = [i for i, token in enumerate(tokens) if token.is_("number")]
    if not numbers:
        return None
    names = [i for i, token in enumerate(tokens) if slots.free(token) and not token.is_("number", "size", "duration", "path")]
    names = names or [i for i, token in enumerate(tokens) if token.low in NAMELIKE and token.text.isascii()]
    name = (tokens[names[0]].value or tokens[names[0]].text) if names else "SERVICE"
    return numbers[0], f"{name}={tokens[numbers[0]].value or tokens[numbers[0]].text}"


def _keyed(tokens: Sequence[Token], start: int, end: int, busy: set[int]) -> tuple[int, str] | None:
    """`env=prod`, or "label env with value prod", "FOO set to bar"."""
    behind = [token.low for token in tokens[end : end + 3]]
    if (
        start
        and slots.free(tokens[start - 1])
        and start - 1 not in busy
        and behind[:2] in (["set", "as"], ["set", "to"], ["equal", "to"], ["with", "value"])
        and end + 2 < len(tokens)
    ):
        name, value = tokens[start - 1], tokens[end + 2]
        return end + 2, f"{name.value or name.text}={value.value or value.text}"
    near = list(range(max(0, start - 2), min(len(tokens), end + 8)))
    for i in [i for i in near if i >= end] + [i for i in near if i < start]:
        if tokens[i].is_("pair") and i not in busy:
            return i, tokens[i].value or tokens[i].text
        if i >= end and tokens[i].low not in slots.CONNECT and not slots.free(tokens[i]):
            break
    key = -1
    for i in range(end, min(len(tokens), end + 6)):
        token = tokens[i]
        if i in busy:
            break
        if slots.free(token) or token.is_("upper"):
            key = i
            break
        follow = tokens[i + 1] if i + 1 < len(tokens) else None
        if (
            follow is not None
            and token.is_("word")
            and token.low not in slots.CONNECT | tables.fillers()
            and (follow.quoted or follow.is_("number", "named"))
            and i + 1 not in busy
        ):
            return i + 1, f"{token.text}={follow.value or follow.text}"
        if token.low not in slots.CONNECT:
            break
    if key < 0:
        return _unvalued(tokens, start, end)
    linked = False
    for j in range(key + 1, min(len(tokens), key + 6)):
        token = tokens[j]
        if token.low in ("to", "as", "=", "value", "equal", "equals", "is", "with", "set", "being", "of", "at"):
            linked = linked or token.low in ("to", "as", "=", "value", "equal", "equals", "is", "being", "at")
            continue
        if (
            linked
            and token.low not in tables.fillers() | {"."}
            and not token.punct
            and j not in busy
            and (slots.free(token) or token.is_("number", "upper", "word"))
        ):
            name, value = tokens[key], token
            return j, f"{name.value or name.text}={value.value or value.text}"
        break
    return None


def _unvalued(tokens: Sequence[Token], start: int, end: int) -> tuple[int, str] | None:
    """A key that the text describes without a value: "a label to specify the maintainer", "an environment-specific label"."""
    if start and tokens[start - 1].low.endswith("-specific"):
        return start - 1, f"{tokens[start - 1].low.removesuffix('-specific')}=VALUE"
    lows = [token.low for token in tokens[end : end + 4]]
    if lows[:2] in (["to", "specify"], ["to", "set"], ["specifying", "the"], ["to", "define"], ["to", "indicate"]):
        for i in range(end + 2, min(len(tokens), end + 5)):
            if tokens[i].is_("word") and tokens[i].low not in tables.fillers():
                return i, f"{tokens[i].low}=VALUE"
    return None


def filter_test(command: str, key: str, loose: bool = False) -> slots.Accept:
    """A test for values of a filter key, by what the reference knows about it."""
    fact = load.values("filters").get(command, {}).get(key, {})
    kind = str(fact.get("type", "string"))
    closed = {str(value) for value in fact.get("values") or ()}

    def test(token: Token) -> str | None:
        if token.punct or token.is_("flag") or token.text in ("-", "–", "—"):
            return None
        text = token.value or token.text
        if closed:
            return token.low if token.low in closed else None
        if kind == "int":
            number = (
                str(shapes.NUMBER_WORDS[token.low])
                if token.low in shapes.NUMBER_WORDS and token.low not in ("one", "single")
                else text
            )
            return number if number.isdigit() else None
        if kind.startswith("PORT"):
            return text if token.is_("number", "port", "ranges") and text[0].isdigit() else None
        if key == "type" and command == "system events":
            return token.base if token.base in TYPES else None
        if key == "container" and token.low in ACTIONS:
            return None
        if key == "event":
            return token.low if token.low in ACTIONS else None
        if kind == "bool":
            return token.low if token.low in ("true", "false") else None
        if "duration" in kind:
            return text if token.is_("duration", "time") else None
        if token.is_("size", "duration", "number") and not token.quoted:
            return None if key != "name" else text
        if (
            token.is_("pair")
            and key in ("id", "reference", "name", "ancestor", "before", "since", "volume", "network")
            and "*" not in text
        ):
            return None
        if key in ("ancestor", "network") and (text.startswith("/") or token.is_("port")):
            return None
        if key == "network" and concepts.NODE_NAME.fullmatch(token.low):
            return None
        if key in ("network", "driver") and token.low in slots.DRIVERS:
            return token.low
        if token.low in tables.fillers() and not (token.quoted or token.own):
            return None
        if token.low.endswith("ly") and token.low.isalpha() and len(token.low) > 5 and not (token.quoted or token.own):
            return None
        if token.quoted or slots.free(token):
            return text.lower() if key in ("ancestor",) and token.is_("word") else text
        if loose and slots.plain(token):
            return text
        return None

    return test
