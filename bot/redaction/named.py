"""Values whose name gives them away, in free text: `password=…`, `"apiKey": "…"`, `--token …`, `Authorization: Bearer …`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction import PLACEHOLDER
from bot.redaction.names import bland, hides, secret_name, word_set

Span = tuple[int, int]
_MARKS = (
    "pass", "pwd", "secret", "token", "key", "cred", "auth", "dsn", "cookie", "jwt", "session", "salt", "sig", "bearer",
    "webhook", "connection", "connstr", "mnemonic", "otp", "hmac", "pw", "basic ", "密码", "口令", "令牌", "密钥",
)  # fmt: skip
_NAME = re.compile(r"[\w.-]{0,64}")
_NAME_BEFORE = re.compile(r"[\w.-]{1,64}\Z")
_SEPARATOR = re.compile(r"(?:\\?[\"'])?[ \t]{0,3}(?::=|=>|==?|:|：|是)[ \t]{0,4}")
_IS = re.compile(r"[ \t]{1,2}(?:is|was)[ \t]{1,2}(?!not\b|in|required|wrong|missing|too|empty)")
# What a sentence goes on with: `the token is refused here`, `swarm join-token is granted on local`.
_STATE = re.compile(r"[a-z]{2,30}(?:ed|ing|en|wn|able|ible|ly)(?=[\s.,;:!]|$)")
_COMMAND = re.compile(r"\bswarm (?:join-token|unlock-key)$")
_SCHEME = re.compile(r"(?:Bearer|Basic|Digest|Token|ApiKey|apikey|bearer|basic|token)[ \t]+(?=\S)")
# Flags whose value is the name of a secret.
_NO_VALUES = frozenset({"--secret", "--secret-add", "--secret-rm"})
_QUOTED = re.compile(r"(\\?[\"'`])")
_NEXT_KEY = re.compile(r"[,;&][ \t]*(?:$|\s|[\w.-]{1,40}[=:]|[\"'})\]])|[)}\]>](?=[\s,;.)}\]>]|$)")
# After `token: ` and the like these say how things are, not what the secret is.
_PROSE = word_set("""
    invalid missing expected unexpected required empty expired wrong incorrect not is was are the a an for from to of in
    on with has have had must cannot should will could failed failure error rejected denied accepted refused valid unknown
    found none authentication basic bearer unauthorized mismatch rotated refreshed revoked updated created deleted changed
    generated loaded set unset reset using use file path string str int integer number bool boolean object array any
    optional
""")


def named_values(text: str) -> Iterator[Span]:
    """The places of values that stand after a secret's name."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters change their length: look at plain letters only
        lowered = "".join(c.lower() if c.isascii() else c for c in text)
    done = -1
    for at in _positions(lowered):
        if at < done:
            continue
        found = _at(text, at)
        if found:
            done = found[1]
            yield found


def _positions(lowered: str) -> list[int]:
    places = set()
    for mark in _MARKS:
        at = lowered.find(mark)
        while at != -1:
            places.add(at)
            at = lowered.find(mark, at + len(mark))
    return sorted(places)


def _at(text: str, at: int) -> Span | None:
    """The value that belongs to the name around that place."""
    before = _NAME_BEFORE.search(text, max(0, at - 64), at)
    start = before.start() if before else at
    match = _NAME.match(text, at)
    end = match.end() if match else at
    name = text[start:end].rstrip(".-")
    scheme = _SCHEME.match(text, at)
    if scheme and start == at and scheme.group().strip().lower() in ("bearer", "basic"):
        return _token(text, scheme.end())
    separator = _SEPARATOR.match(text, end) or _IS.match(text, end)
    if separator:
        if name.lower() == "key" and _KEY_OF.search(text, max(0, start - 16), start):
            name = "secret " + name  # `API key: …`
        if not _is_secret(name) or (separator.group() == ":" and _image_tag(text, start, separator.end())):
            return None
        verb = separator.re is _IS
        if verb and (_STATE.match(text, separator.end()) or _COMMAND.search(text, max(0, start - 16), end)):
            return None  # how things are with a token, or with the command of that name
        return _value(text, separator.end(), name, spaced=":" in separator.group() or verb)
    if name.startswith("--") and name not in _NO_VALUES and end < len(text) and text[end] in " \t" and secret_name(name):
        return _value(text, end + 1, name, spaced=False)
    return None


_KEY_OF = re.compile(r"(?i)\b(?:api|access|secret|private|encryption|signing|license|master|account)[ ]$")
_TAG = re.compile(r"(?:v?\d[\w.-]{0,60}|latest|stable|edge|alpine|slim|main|master|dev|prod|[0-9a-f]{7,40})(?=[\s\"',@)\]}]|$)")


def _image_tag(text: str, name_start: int, at: int) -> bool:
    """`team/auth:1.2`, `session:latest`: the name and tag of an image, not a secret."""
    return bool(_TAG.match(text, at)) and (text[name_start - 1 : name_start] == "/" or "pass" not in text[name_start:at].lower())


def _is_secret(name: str) -> bool:
    return secret_name(name) or any(mark in name for mark in ("密码", "口令", "令牌", "密钥"))


def _token(text: str, at: int) -> Span | None:
    """One word after `Bearer` or `Basic`, where it looks like more than a word of a sentence."""
    end = _plain_end(text, at)
    word = "" if text.startswith(PLACEHOLDER, at) else text[at:end]
    return (at, end) if len(word) >= 8 and not (word.isalpha() and word.islower()) and not bland(word) else None


def _value(text: str, at: int, name: str, spaced: bool) -> Span | None:
    scheme = _SCHEME.match(text, at)
    quote = _QUOTED.match(text, at)
    if quote:
        start, mark = quote.end(), quote.group()
        inner = _SCHEME.match(text, start)
        start = inner.end() if inner else start
        end = _closing(text, start, mark)
    else:
        start = scheme.end() if scheme else at
        end = _plain_end(text, start)
    value = text[start:end]
    if not value or text.startswith(PLACEHOLDER, start) or bland(value) or set(value) <= set("[]{},"):
        return None
    if spaced and value.strip(".,!").lower() in _PROSE:
        return None
    if value.startswith(("${", "$(", "{{", "$")) and re.fullmatch(r"\$\{?\w+\}?|\{\{.*\}\}|\$\(\w+\)", value):
        return None  # a reference to a variable
    return (start, end) if hides(name, value) or any(mark in name for mark in ("密码", "口令", "令牌", "密钥")) else None


def _closing(text: str, start: int, mark: str) -> int:
    """Where a quoted value ends; backslashes keep a quote inside. It may run to the end of its line."""
    at = start
    while (at := text.find(mark, at, start + 8192)) != -1:
        if len(mark) == 1 and text[at - 1] == "\\" and at > start:
            at += 1
            continue
        return at
    stop = text.find("\n", start)
    return len(text) if stop == -1 else stop


_WORD_END = re.compile(r"[\s\"'`]|\\[\"'n]")


def _plain_end(text: str, start: int) -> int:
    """Where an unquoted value ends: at a blank or a quote, or where plainly the next value begins."""
    stop = _WORD_END.search(text, start, start + 8192)
    end = stop.start() if stop else min(len(text), start + 8192)
    following = _NEXT_KEY.search(text[start : end + 1])
    return start + following.start() if following else end


_PROGRAMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("mysql", re.compile(r"\b(?:mysql|mysqldump|mysqladmin|mariadb|mysqlsh)\b[^\n|;&]{0,200}?\s-p([^\s\"']+|\"[^\"]*\"|'[^']*')")),
    ("redis", re.compile(r"\bredis-cli\b[^\n|;&]{0,200}?\s-a[ ]?([^\s\"']+|\"[^\"]*\"|'[^']*')")),
    ("sshpass", re.compile(r"\bsshpass\s+-p[ ]?([^\s\"']+|\"[^\"]*\"|'[^']*')")),
    ("curl", re.compile(r"\b(?:curl|http)\b[^\n|;&]{0,400}?\s(?:-u[ ]?|--user[ =])[\"']?[^\s:\"']+:([^\s\"']+)")),
    ("htpasswd", re.compile(r"\bhtpasswd\b[^\n|;&]{0,100}?\s-\w*b\w*\s+\S+(?:\s+\S+)?\s+([^\s\"']+)")),
    ("login", re.compile(r"\blogin\b[^\n|;&]{0,200}?\s-p[ =]?([^\s\"']+|\"[^\"]*\"|'[^']*')")),
    ("mongo", re.compile(r"\bmongo\w*\b[^\n|;&]{0,200}?\s-p[ ]([^\s\"'-][^\s\"']*)")),
    ("unzip", re.compile(r"\bunzip\s+-P[ ]?([^\s\"']+)")),
    ("openssl", re.compile(r"\bpass:([^\s\"']+)")),
    ("docker login", re.compile(r"\b(?:echo|printf)\s+(?:-n\s+)?[\"']?([^\s\"'|]+)[\"']?\s*\|\s*(?:sudo\s+)?docker login")),
    ("jdbc:oracle", re.compile(r"jdbc:oracle:thin:[^\s/@]{1,100}/([^\s@]{1,200})@")),
    ("machine ", re.compile(r"\bmachine\s+\S+[^\n]{0,200}?\bpassword\s+([^\s\"']+)")),
    ("requirepass", re.compile(r"\b(?:requirepass|masterauth)\s+([^\s\"']+|\"[^\"]*\"|'[^']*')")),
)


_PORTS = re.compile(r"[\d.:-]*\d:\d[\d-]*(?:/\w+)?")


def program_passwords(text: str) -> Iterator[Span]:
    """Passwords as the programs take them that people run in containers: `mysql -psecret`, `curl -u me:secret`."""
    for mark, pattern in _PROGRAMS:
        if mark in text:
            for match in pattern.finditer(text):
                start, end = match.span(1)
                if text[start] in "\"'" and end - start > 1:
                    start, end = start + 1, end - 1
                if not bland(text[start:end]) and not _PORTS.fullmatch(text, start, end):
                    yield start, end


_PAIR = re.compile(r"(?:^|[ \t])[A-Za-z_][\w.%()-]{0,100}=")


def _beside_processes(text: str) -> Iterator[Span]:
    """Variables in the line of a process (`ps axe`): from the first one to the end of the line."""
    at = 0
    while (found := text.find("PATH=", at)) != -1:
        start = text.rfind("\n", 0, found) + 1
        end = text.find("\n", found)
        end = len(text) if end == -1 else end
        at = end
        line = text[start:end]
        if any(f" {name}=" in line for name in ("HOME", "HOSTNAME", "PWD", "SHLVL")) and " PATH=" in line:
            first = _PAIR.search(line)
            if first and not line.startswith(PLACEHOLDER, first.end()):
                yield start + first.end(), end


_ENV_LINE = re.compile(r"^(?:export |declare -x )?([A-Za-z_][A-Za-z0-9_]{0,100})=(.*)$", re.MULTILINE)
_ALWAYS_THERE = frozenset({"PATH", "HOME", "HOSTNAME", "PWD", "SHLVL", "TERM", "USER", "LANG"})


def dumped_variables(text: str) -> Iterator[Span]:
    """Every value where a text lists a process's variables (`env`, `printenv`, `export`, /proc/1/environ)."""
    if "PATH=" not in text and "HOSTNAME=" not in text and "HOME=" not in text:
        return
    if "\0" in text and text.count("=") > 1:
        at = 0
        for piece in text.split("\0"):
            name, equals, value = piece.partition("=")
            if equals and re.fullmatch(r"[A-Za-z_]\w*", name) and not value.startswith(PLACEHOLDER):
                yield at + len(name) + 1, at + len(piece)
            at += len(piece) + 1
        return
    yield from _beside_processes(text)
    found = list(_ENV_LINE.finditer(text))
    names = {match[1] for match in found}
    if len(names & _ALWAYS_THERE) and 2 * len(found) > text.count("\n"):
        for match in found:
            if match[2] and not match[2].strip("'\"").startswith(PLACEHOLDER):
                yield match.span(2)
