"""What is never run, whoever asks: explained, with the words to write instead.

never_run(parsed, risk, pinned=False) -> tuple[str, ...]
about_script(script) -> tuple[str, ...]      # `DOCKER_HOST=… docker ps`, redirections into files
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from commands.parsed import FlagUse, ParsedCommand
from commands.words import Script

# Global flags that would lead away from the configured hosts, and what to do instead.
LEADS_AWAY = {
    "host": "hosts are named in the configuration: write `on HOST` after the command, or ask for the host to be added",
    "context": "contexts belong to somebody's own machine: write `on HOST` after the command",
    "config": "the folder of docker's own settings belongs to the bot's machine: leave it out",
    "log-level": "this is the docker program's own log on the bot's machine: leave it out",
    "tls": "how a host is reached stands in the configuration: leave it out",
    "tlscacert": "how a host is reached stands in the configuration: leave it out",
    "tlscert": "how a host is reached stands in the configuration: leave it out",
    "tlskey": "how a host is reached stands in the configuration: leave it out",
    "tlsverify": "how a host is reached stands in the configuration: leave it out",
}

# Flags that read or write files of the machine the docker program runs on: here the bot's.
CALLER_FILES = {
    "env-file": "write the variables out, each as -e NAME=value",
    "label-file": "write the labels out, each as --label key=value",
    "cidfile": "leave it out: the id is in the answer",
    "iidfile": "leave it out: the id is in the answer",
    "metadata-file": "leave it out",
    "password-stdin": "log in on the host itself",
    "compose-file": "run it on the host itself",
    "secret-file": "run it on the host itself",
    "input": "run it on the host itself",
    "output": "run it on the host itself",
}
# Assignments before a command that would lead the docker program, or the bot itself, elsewhere.
_LEADING = ("DOCKER_", "BUILDKIT_", "BUILDX_", "COMPOSE_", "HTTP", "NO_PROXY", "http", "no_proxy", "HOME", "PATH", "LD_", "XDG_")
VARIABLES = {"env": "-e", "env-add": "--env-add", "build-arg": "--build-arg"}

# Commands whose operands are names of objects: nothing in them may be a path, a URL, a pattern or an option.
NAMED = re.compile(
    r"container (attach|commit|diff|exec|export|inspect|kill|logs|pause|port|rename|restart|rm|start|stats|stop|top)"
    r"|container (unpause|update|wait)|volume (inspect|rm|create|update)|network (inspect|rm|connect|disconnect|create)"
    r"|service (inspect|logs|ps|rm|rollback|update)|node (inspect|ps|rm|update|promote|demote)|secret (inspect|rm)"
    r"|config (inspect|rm)|stack (ps|rm|services)|plugin (inspect|rm|enable|disable)"
)
FIRST_ONLY = frozenset({"container exec", "container commit", "container top", "container port"})
OBJECT_NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]*")
PLUGIN_NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_./:@-]*")
IMAGE_PATHS = re.compile(r"image (history|inspect|pull|push|rm|tag)|container (run|create)|inspect")
IMAGE_NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.:/@\[\]-]*")
_TO_FILE = re.compile(r"(?:\d|&)?>{1,2}\|?|<{1,3}")
GIT = re.compile(r"(https?|git|ssh)://|git@|github\.com/")


def never_run(parsed: ParsedCommand, risk: str, pinned: bool = False) -> tuple[str, ...]:
    """Why this command is never run by the bot; empty when a grant may allow it."""
    reasons = [*_odd_characters(parsed), *_globals(parsed)]
    if parsed.spec is None:
        return tuple(dict.fromkeys([*reasons, "This is no docker command."]))
    if risk == "interactive":
        reasons.append(
            f"docker {parsed.path} needs a terminal of its own, so it is explained and not run: type it on the host itself."
        )
    elif risk == "local":
        reasons.append(
            f"docker {parsed.path} acts on the machine where it is typed, which here is the bot's own: type it on the host itself."
        )
    reasons += _caller_files(parsed)
    if not pinned:
        reasons += _names(parsed)
    return tuple(dict.fromkeys(reasons))


def about_script(script: Script) -> tuple[str, ...]:
    """Assignments before a docker command, and redirections: neither is ever done."""
    reasons = []
    for stage in script.docker_stages():
        for word in stage.prefix:
            name, equals, _ = word.text.partition("=")
            if equals and name.startswith(_LEADING):
                where = "which host and how it is reached stands in the configuration (write `on HOST`)"
                reasons.append(f"{name}=… is not taken over: {where}.")
        texts = [word.text for word in stage.redirects]
        for text, target in zip(texts, [*texts[1:], ""], strict=False):
            if _TO_FILE.fullmatch(text) and target != "/dev/null":
                reasons.append("Redirections to and from files are not done: they would be files of the bot's machine.")
    return tuple(dict.fromkeys(reasons))


# Letters that are drawn as nothing.
_BLANK = "\u115f\u1160\u3164\uffa0\u2800"


def _odd_characters(parsed: ParsedCommand) -> Iterator[str]:
    """Invisible characters, bidirectional marks and controls: what is shown must be what is run."""
    for word in parsed.words:
        for character in word.text:
            if character in "\n\t\r":
                continue
            if (
                unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs")
                or character in _BLANK
                or ord(character) & 0xFFFE == 0xFFFE
            ):
                name = unicodedata.name(character, "a control character").lower()
                where = f"The word at {word.start} holds U+{ord(character):04X} ({name})"
                yield f"{where}, which cannot be seen: type the command again without it."
                return


def _globals(parsed: ParsedCommand) -> Iterator[str]:
    for use in parsed.global_uses:
        advice = LEADS_AWAY.get(use.long)
        if advice:
            yield f"{use.spelling} is not for a person to choose: {advice}."


def _caller_files(parsed: ParsedCommand) -> Iterator[str]:
    path = parsed.path
    for use in parsed.uses:
        advice = CALLER_FILES.get(use.long)
        if advice and not (use.long in ("input", "output") and path.startswith(("compose", "buildx"))):
            yield f"{use.spelling} reads or writes a file of the bot's machine: {advice}."
        if use.long in VARIABLES and "=" not in use.value and use.value:
            yield f"{VARIABLES[use.long]} {use.value} would take the value from the bot's own environment: write {use.value}=value."
        if use.long == "security-opt" and _profile_file(use):
            yield f"{use.spelling} {use.value} reads a file of the bot's machine."
        if use.long == "credential-spec" and use.value.startswith("file://"):
            yield f"{use.spelling} {use.value} names a file: run it on the host itself."
    if path in ("image build", "buildx build"):
        yield from _build(parsed)
    if path == "image import" and parsed.args and not parsed.args[0].startswith(("http://", "https://")):
        yield "docker import reads a file of the bot's machine: give the address of an archive, or run it on the host itself."


def _profile_file(use: FlagUse) -> bool:
    """`seccomp=profile.json`: docker reads that file where it is typed."""
    key, mark, value = use.value.replace(":", "=", 1).partition("=")
    return key.strip().lower() == "seccomp" and bool(mark) and value.strip() not in ("unconfined", "builtin", "")


def _build(parsed: ParsedCommand) -> Iterator[str]:
    context = parsed.args[0] if parsed.args else ""
    if context != "-" and not GIT.match(context):
        advice = "give the address of a Git repository, or the Dockerfile as text"
        yield f"docker build with a folder would build from the bot's own machine: {advice}."
    for use in parsed.uses:
        if use.long == "file" and (use.value.startswith(("/", "~")) or ".." in use.value.split("/")):
            yield f"{use.spelling} {use.value} stands outside of what is built: give the path inside the repository."
        if use.long in ("secret", "ssh", "output", "build-context", "cache-to", "load", "push") and parsed.path == "buildx build":
            yield f"{use.spelling} acts on the bot's own machine: leave it out."
        if use.long == "secret" and parsed.path == "image build":
            yield f"{use.spelling} reads a secret of the bot's machine: leave it out."


def _names(parsed: ParsedCommand) -> Iterator[str]:
    """Operands that are paths, URLs, patterns or options where a name belongs."""
    words = [word for word in parsed.arg_words if not word.substitutions]
    if NAMED.fullmatch(parsed.path):
        pattern = PLUGIN_NAME if parsed.path.startswith("plugin") else OBJECT_NAME
        for word in words[:1] if parsed.path in FIRST_ONLY else words:
            text = word.text.removeprefix("/") if parsed.path.startswith("container") else word.text
            if not pattern.fullmatch(text):
                yield _no_name(word.text)
    elif IMAGE_PATHS.fullmatch(parsed.path):
        first_only = parsed.path in ("container run", "container create")
        for word in words[:1] if first_only else words:
            path_like = parsed.path == "inspect" and word.text.startswith("/") and OBJECT_NAME.fullmatch(word.text[1:])
            if not path_like and (not IMAGE_NAME.fullmatch(word.text) or "//" in word.text or ".." in word.text.split("/")):
                yield _no_name(word.text)
    elif parsed.path == "service scale":
        for word in words:
            if not OBJECT_NAME.fullmatch(word.text.rpartition("=")[0] or word.text):
                yield _no_name(word.text)


def _no_name(text: str) -> str:
    shown = text if len(text) <= 60 else text[:57] + "…"
    shown = "".join(c if c.isprintable() else "�" for c in shown)
    allowed = "letters, digits, '_', '.' and '-' only, no paths, addresses, patterns or options"
    return f"{shown!r} is no name or id of an object: {allowed}."
