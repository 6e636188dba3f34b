"""Published ports that people say in several words: an address in front, a range, a protocol, several mappings in one sentence."""

from __future__ import annotations

import re

from commands.ask.pairs import KNOWN_PORTS, PROTOCOLS
from commands.ask.reading import Reading, Use
from commands.ask.said import Line, matches, put

SPOKEN = frozenset(
    "udp tcp publish map port expose forward bind reach available accessible listen serve access mapping open".split()
)
N = r"(\d{1,5})"
IP = r"((?:\d{1,3}\.){3}\d{1,3}|localhost)"
TO = r"(?: (?:to|through|thru|until|till|up to|and|-))"
RANGE = re.compile(
    rf"\b(?:(expos\w+) )?(?:port range|ports|range)(?: (?:the|from|in|range|of|between))* {N}{TO} {N}(?![-\w:])", re.IGNORECASE
)
RANGES = re.compile(
    r"\b(\d{2,5}-\d{2,5})(?: (?:on|of|the|host|container|ports?|to|in|range|onto|are|mapped|forwarded))+ (\d{2,5}-\d{2,5})\b",
    re.IGNORECASE,
)
BOUND = re.compile(
    rf"(?<!\S){IP}:{N}(?: (?:on|of|the|host|is|to|onto|forwards?|port|container|'s|mapped|forwarded|in|for|its))+ {N}(?![-\w.:/])"
)
BINDS = re.compile(
    rf"(?<!\S){N}(?: (?:on|of|the|a|an|my|docker|container|to|onto|in|inside|only|mapped|bound|port|is|published|at))+"
    rf" {IP}:{N}(?![-\w])"
)
HOSTED = re.compile(
    rf"(?<![\w.:-]){N} (?:on|of|at) (?:my|the|our|this) (?:machine|host|laptop|box|server|computer|mac|pc)"
    rf"(?: (?:to|onto|->|=>|into|port|container|on|in|the|is|goes|mapped|forwarded))* {N}(?![\w.:-])"
)
PAIRS = re.compile(rf"(?<![\w.:-]){N} (?:to|onto|->) (?:container )?(?:port )?{N}(?![\w.:-])")
BOTH = re.compile(
    rf"\b(?:(?:tcp and udp|udp and tcp) (?:on )?(?:port )?{N}"
    rf"|{N} (?:over |on |for |via |as )?(?:both )?(?:tcp and udp|udp and tcp))\b",
    re.IGNORECASE,
)
ONE = re.compile(rf"(?<![\w.:-]){N}(?: (?:over|via|using|as|with|on|for))? (udp|tcp|sctp)\b", re.IGNORECASE)
SLASHED = re.compile(r"(?<!\S)(\d{1,5})/(udp|tcp|sctp)(?!\S)", re.IGNORECASE)
EXPOSED = re.compile(r"\bexpos\w+(?: (?:a|the|port|ports|range|of))* (\d{2,5}-\d{2,5})(?![:\w])", re.IGNORECASE)
BARE = re.compile(r"\bon (\d{2,5})(?= ,| and| in| with| as|$| \.)", re.IGNORECASE)
LOOPBACK = re.compile(
    r"\b(?:only|solely|just|exclusively)(?: \w+)? (?:from|on|to|by|via|through|at) (?:the )?"
    r"(?:localhost|loopback|local host|127\.0\.0\.1)"
    r"|\b(?:on|to|from|at) (?:the )?(?:localhost|loopback(?: interface| address)?|127\.0\.0\.1) only"
    r"|\bbound to (?:localhost|the loopback)",
    re.IGNORECASE,
)


def gather(reading: Reading, line: Line) -> None:
    """Mappings of more than two numbers."""
    if reading.command not in ("container run", "container create"):
        return
    for found in matches(reading, line, BARE):
        image = next(
            (port for name, port in KNOWN_PORTS.items() if any(t.low.split(":")[0] == name for t in reading.tokens)), found[1]
        )
        put(reading, line, found, "publish", f"{found[1]}:{image}")
    for found in matches(reading, line, HOSTED):
        put(reading, line, found, "publish", f"{found[1]}:{found[2]}")
    if not SPOKEN & {token.base for token in reading.tokens}:
        return
    for found in matches(reading, line, EXPOSED):
        put(reading, line, found, "expose", found[1])
    _ranges(reading, line)
    _addresses(reading, line)
    pairs = list(matches(reading, line, PAIRS))
    if len(pairs) > 1:
        for found in pairs:
            put(reading, line, found, "publish", f"{found[1]}:{found[2]}")
    _protocols(reading, line)


def _ranges(reading: Reading, line: Line) -> None:
    for found in matches(reading, line, RANGES):
        swapped = re.search(r"\bcontainer\b", line.text[: found.start()] + found[0].partition(found[2])[0]) and re.search(
            r"\bhost\b", line.text[found.start() :]
        )
        host, inner = (found[2], found[1]) if swapped else (found[1], found[2])
        put(reading, line, found, "publish", f"{host}:{inner}")
    for found in matches(reading, line, RANGE):
        first, last = int(found[2]), int(found[3])
        if (
            not first < last
            or (last - first > 200 and "range" not in found[0])
            or (" and " in found[0] and "between" not in found[0])
        ):
            continue
        key, text = ("expose", f"{first}-{last}") if found[1] else ("publish", f"{first}-{last}:{first}-{last}")
        put(reading, line, found, key, text)


def _addresses(reading: Reading, line: Line) -> None:
    for found in matches(reading, line, BOUND):
        put(reading, line, found, "publish", f"{_ip(found[1])}:{found[2]}:{found[3]}")
    for found in matches(reading, line, BINDS):
        put(reading, line, found, "publish", f"{_ip(found[2])}:{found[3]}:{found[1]}")


def _ip(text: str) -> str:
    return "127.0.0.1" if text == "localhost" else text


def _protocols(reading: Reading, line: Line) -> None:
    for found in matches(reading, line, BOTH):
        number = found[1] or found[2]
        put(reading, line, found, "publish", f"{number}:{number}/tcp")
        reading.uses.append(Use("flag", "publish", f"{number}:{number}/udp", reading.uses[-1].start, reading.uses[-1].end))
    for pattern in (SLASHED, ONE):
        every = list(matches(reading, line, pattern))
        if len(every) > 1:
            for found in every:
                put(reading, line, found, "publish", f"{found[1]}:{found[1]}/{found[2].lower()}")


def finish(reading: Reading) -> None:
    """What the sentence says of all its ports: the protocol, and that only this machine may reach them."""
    uses = [use for use in reading.uses if use.key == "publish" and use.kind == "flag" and use.value]
    if not uses or reading.command not in ("container run", "container create"):
        return
    words = {token.low: i for i, token in enumerate(reading.tokens)}
    if len(spoken := PROTOCOLS & words.keys()) == 1:
        name = next(iter(spoken))
        reading.explained.add(words[name])
        for use in uses:
            if use.value and "/" not in use.value:
                use.value += f"/{name}"
    for i, token in enumerate(reading.tokens):
        if (
            token.is_("ip")
            and i not in reading.explained
            and i
            and reading.tokens[i - 1].low in ("on", "at", "address", "interface", "to", "of")
        ):
            reading.explained.add(i)
            for use in uses:
                if use.value and use.value.count(":") == 1:
                    use.value = f"{token.text}:{use.value}"
    text = " ".join(token.low for token in reading.tokens)
    if LOOPBACK.search(text):
        reading.explained.update(i for i, token in enumerate(reading.tokens) if token.low in LOCAL)
        for use in uses:
            if use.value and use.value.count(":") == 1:
                use.value = f"127.0.0.1:{use.value}"


LOCAL = frozenset({"localhost", "loopback", "127.0.0.1", "interface", "only", "from", "reachable", "bound"})
