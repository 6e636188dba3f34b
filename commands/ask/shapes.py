"""What a word looks like: number, size, duration, port, path, image, id … One word can look like several things."""

from __future__ import annotations

import re
from functools import lru_cache

SIZE_UNITS = {
    "b": "b",
    "byte": "b",
    "bytes": "b",
    "k": "k",
    "kb": "k",
    "kib": "k",
    "kilobyte": "k",
    "kilobytes": "k",
    "m": "m",
    "mb": "m",
    "mib": "m",
    "meg": "m",
    "megs": "m",
    "megabyte": "m",
    "megabytes": "m",
    "mebibytes": "m",
    "g": "g",
    "gb": "g",
    "gib": "g",
    "gig": "g",
    "gigs": "g",
    "gigabyte": "g",
    "gigabytes": "g",
    "gibibytes": "g",
    "t": "t",
    "tb": "t",
    "tib": "t",
    "terabyte": "t",
    "terabytes": "t",
}
TIME_UNITS = {
    "ns": "ns",
    "nanoseconds": "ns",
    "us": "us",
    "microseconds": "us",
    "ms": "ms",
    "millisecond": "ms",
    "milliseconds": "ms",
    "s": "s",
    "sec": "s",
    "secs": "s",
    "second": "s",
    "seconds": "s",
    "m": "m",
    "min": "m",
    "mins": "m",
    "minute": "m",
    "minutes": "m",
    "h": "h",
    "hr": "h",
    "hrs": "h",
    "hour": "h",
    "hours": "h",
    "d": "d",
    "day": "d",
    "days": "d",
    "w": "w",
    "week": "w",
    "weeks": "w",
    "month": "mo",
    "months": "mo",
    "year": "y",
    "years": "y",
}
HOURS = {"d": 24, "w": 168, "mo": 720, "y": 8760}

NUMBER_WORDS = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
    "thousand": 1000,
    "dozen": 12,
    "couple": 2,
    "single": 1,
}

EXTENSIONS = (
    "tar|gz|tgz|zip|txt|yml|yaml|json|log|env|conf|cfg|ini|pem|key|crt|cert|html|py|sh|js|css|sql|csv|md|toml|xml|sock|img|iso|cid|list"
    "|bak|dump|service|hcl|dockerfile|rego|out|properties|pub"
)
_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("flag", r"--?[A-Za-z][\w-]*(=.*)?"),
        ("template", r".*\{\{.*\}\}.*"),
        ("placeholder", r"<[^<>]+>|\{\{?[\w .-]+\}?\}"),
        ("url", r"[a-z][a-z0-9+.-]*://\S+"),
        ("pair", r"[\w.\-/]+!?=\S*"),
        ("cidr", r"\d{1,3}(\.\d{1,3}){3}/\d{1,2}|[0-9a-fA-F:]+::?[0-9a-fA-F:]*/\d{1,3}"),
        ("ip", r"\d{1,3}(\.\d{1,3}){3}"),
        ("ip6", r"(?=.*:.*:)[0-9a-fA-F]{0,4}(:[0-9a-fA-F]{0,4}){2,7}"),
        ("mac", r"[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}"),
        ("ports", r"(\d{1,3}(\.\d{1,3}){3}:)?\d+(-\d+)?:\d+(-\d+)?(/(tcp|udp|sctp))?"),
        ("port", r"\d{1,5}(-\d{1,5})?/(tcp|udp|sctp)|\d{2,5}-\d{2,5}"),
        ("size", r"\d+(\.\d+)?(?i:b|k|m|g|t|[kmgt]i?b)"),
        ("duration", r"(\d+(\.\d+)?(ns|us|ms|s|m|h|d))+"),
        ("percent", r"\d+(\.\d+)?%"),
        ("number", r"-?\d+(\.\d+)?|\d+/\d+"),
        ("ranges", r"\d+(-\d+)?(,\d+(-\d+)?)+|\d+-\d+"),
        ("id", r"(?=.*\d)[0-9a-f]{12,64}|(?=.*\d)(?=.*[a-f])[0-9a-f]{6,}|sha256:[0-9a-f]{6,}"),
        ("time", r"\d{4}-\d{1,2}-\d{1,2}([T ]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?|\d{10}"),
        ("platform", r"(linux|windows|darwin|freebsd)/\w+(/\w+)?(,(linux|windows|darwin)/\w+(/\w+)?)*"),
        ("bound", r"[\w.-]+:/\S*|[~./][\w.~/-]*:/?\S*"),
        ("path", rf"(/|\./|\.\./|~|[A-Za-z]:\\)\S*|\.|\.\.|[\w./-]*\.({EXTENSIONS})(\.gz)?|Dockerfile[\w.-]*|[\w.-]+/"),
        (
            "image",
            r"([\w.-]+(:\d+)?/)*[a-z0-9][\w.-]*(/[\w.-]+)*(:[\w][\w.-]*|@sha256:[0-9a-f]+)|([\w.-]+(:\d+)?/)+[a-z0-9][\w.-]*",
        ),
        ("domain", r"([\w-]+\.)+[A-Za-z]{2,}(:\d+)?(/\S*)?|localhost(:\d+)?"),
        ("upper", r"[A-Z][A-Z0-9_]+"),
        ("glob", r"\S*\*\S*"),
        ("signal", r"SIG[A-Z0-9+-]+|(?i:sig(hup|int|term|kill|quit|usr1|usr2|stop|cont|winch|abrt|alrm))"),
        ("named", r"(?=[\w.-]*[\d_.-])[A-Za-z0-9][\w.-]*[A-Za-z0-9_]"),
        ("word", r"[A-Za-z][A-Za-z']*"),
    )
)
SPEAKING = frozenset(
    [
        "pair",
        "cidr",
        "ip",
        "ip6",
        "mac",
        "ports",
        "port",
        "size",
        "duration",
        "percent",
        "number",
        "ranges",
        "id",
        "time",
        "platform",
        "bound",
        "path",
        "image",
        "domain",
        "upper",
        "glob",
        "signal",
        "url",
    ]
)


@lru_cache(maxsize=4096)
def kinds(text: str) -> frozenset[str]:
    """Everything that a word looks like, by its letters alone."""
    return frozenset(kind for kind, pattern in _SHAPES if pattern.fullmatch(text))


def size(number: str, unit: str) -> str:
    """`512` and `megabytes` → `512m`."""
    return f"{number}{SIZE_UNITS[unit]}"


def duration(number: str, unit: str) -> str:
    """`2` and `days` → `48h`: docker's durations end at hours."""
    short = TIME_UNITS[unit]
    if short in HOURS:
        hours = float(number) * HOURS[short]
        return f"{hours:g}h"
    return f"{number}{short}"


def plain_size(text: str) -> str:
    """`512MB` → `512m`, as docker's help writes sizes."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([A-Za-z]+)", text)
    if match and match[2].lower() in SIZE_UNITS:
        return size(match[1], match[2].lower())
    return text


def microseconds(text: str) -> str | None:
    """A duration as whole microseconds, for the CPU scheduler's periods: `100ms` → `100000`."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(us|ms|s)", text)
    return f"{float(match[1]) * {'us': 1, 'ms': 1e3, 's': 1e6}[match[2]]:.0f}" if match else None


def seconds(text: str) -> str | None:
    """A duration as whole seconds, for flags that count them: `2m` → `120`."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)?", text)
    if not match:
        return None
    factor = {"ms": 0.001, "s": 1, None: 1, "m": 60, "h": 3600, "d": 86400}[match[2]]
    return f"{float(match[1]) * factor:g}"
