"""The container's process: who it runs as, what it may do, how it starts and ends."""

from __future__ import annotations

import re

from commands.explaining.text import count, looks_secret, shown, span_of_time
from commands.spec import notes


def meanings(name: str) -> dict[str, str]:
    """One table of words: `capabilities`, `signals`, `log_drivers` …"""
    found: dict[str, str] = notes.table("meanings")[name]
    return found


def env(value: str, path: str) -> str:
    """`-e NAME[=VALUE]`."""
    name, equals, text = value.partition("=")
    where = "for this command" if path.endswith("exec") else "in the container"
    if not equals:
        return f"The variable {shown(name)} gets the value it has where you run docker; nothing is set when it has none there."
    if looks_secret(name):
        return f"The variable {shown(name)} gets the secret value given {where}."
    if "$" in text:
        return f"The variable {shown(name)} is what your shell makes of {shown(text)} {where}."
    return f"The variable {shown(name)} is {shown(text) if text else 'set to nothing'} {where}."


def build_arg(value: str, path: str) -> str:
    """`--build-arg NAME[=VALUE]`."""
    name, equals, text = value.partition("=")
    if not equals:
        return f"The build argument {shown(name)} gets the value of your environment variable of that name."
    return f"The build argument {shown(name)} is {'the secret value given' if looks_secret(name) else shown(text)}."


def label(value: str, path: str) -> str:
    """`-l KEY[=VALUE]`."""
    key, equals, text = value.partition("=")
    if looks_secret(key) and text:
        return f"The label {shown(key)} has the value given."
    return f"The label {shown(key)} is {shown(text)}." if equals and text else f"The label {shown(key)} is set, without a value."


def user(value: str, path: str) -> str:
    """`-u USER[:GROUP]`."""
    name, _, group = value.partition(":")
    if not name and not group:
        return "The image's own user is used."
    who = "root" if name == "0" else name
    who = f"user id {who}" if who.isdecimal() else f"the user {who}"
    of_group = "" if not group else f" and group id {group}" if group.isdecimal() else f" and the group {group}"
    power = ", with all of root's rights inside the container" if name in {"0", "root"} else ""
    return f"The program runs as {who}{of_group}{power}."


def group_add(value: str, path: str) -> str:
    """`--group-add`."""
    return f"The container's user is also a member of the group {'id ' if value.isdecimal() else ''}{shown(value)}."


def entrypoint(value: str, path: str) -> str:
    """`--entrypoint`."""
    if not value:
        return "The image's entrypoint is cleared: what stands after the image is the whole command."
    return f"The container starts {shown(value)} instead of the image's own program; words after the image are its arguments."


def _capability_name(value: str) -> str:
    return value.upper().removeprefix("CAP_")


def cap_add(value: str, path: str) -> str:
    """`--cap-add`."""
    name = _capability_name(value)
    if name == "ALL":
        return "The container gets every capability: nearly all of root's power on the host."
    meaning = meanings("capabilities").get(name)
    return (
        f"The container may {meaning} ({name})."
        if meaning
        else f"The container gets the capability {shown(value)}, which Docker does not know."
    )


def cap_drop(value: str, path: str) -> str:
    """`--cap-drop`."""
    name = _capability_name(value)
    if name == "ALL":
        return "The container loses every capability; `--cap-add` gives single ones back."
    meaning = meanings("capabilities").get(name)
    return (
        f"The container may no longer {meaning} ({name})."
        if meaning
        else f"The container loses the capability {shown(value)}, which Docker does not know."
    )


def namespace(kind: str, value: str) -> str:
    """`--pid`, `--ipc`, `--uts`, `--userns`, `--cgroupns`."""
    if value.startswith("container:"):
        what = {"pid": "sees the processes of", "ipc": "shares the memory segments of"}.get(kind, "shares its namespace with")
        return f"The container {what} the container {shown(value.partition(':')[2])}."
    text = meanings("namespaces").get(f"{kind}={value}")
    return text or f"Docker knows no {kind} mode {shown(value)}."


def security_opt(value: str, path: str) -> str:
    """`--security-opt`."""
    normal = value.replace(":", "=", 1) if "=" not in value.partition(":")[0] else value
    known = meanings("security_options")
    if normal in known:
        return known[normal]
    key, _, text = normal.partition("=")
    sentence = known.get(key)
    return sentence.replace("{value}", shown(text)) if sentence else f"The security option {shown(value)} is set."


def device(value: str, path: str) -> str:
    """`--device HOST[:CONTAINER][:PERMISSIONS]`, or a CDI name."""
    if not value.startswith("/") and "=" in value:
        return f"The device {shown(value)} is added as its vendor describes it (CDI)."
    pieces = value.split(":")
    rights = pieces[-1] if len(pieces) > 1 and re.fullmatch("[rwm]{1,3}", pieces[-1]) else ""
    inside = pieces[1] if len(pieces) > 1 and pieces[1].startswith("/") else pieces[0]
    may = ", ".join(word for letter, word in (("r", "read"), ("w", "write"), ("m", "mknod")) if letter in (rights or "rwm"))
    return f"The host's device {shown(pieces[0])} is {shown(inside)} in the container ({may})."


def gpus(value: str, path: str) -> str:
    """`--gpus`."""
    if value == "all":
        return "The container may use all graphics processors."
    if value.lstrip("-").isdecimal():
        return f"The container may use {count(int(value), 'graphics processor')}."
    if "device=" in value:
        return f"The container may use the graphics processors {value.partition('device=')[2].strip(chr(34))}."
    return f"The container may use graphics processors: {shown(value)}."


def ulimit(value: str, path: str) -> str:
    """`--ulimit NAME=SOFT[:HARD]`."""
    name, _, limits = value.partition("=")
    soft, _, hard = limits.partition(":")
    what = meanings("ulimits").get(name, name)
    soft = "unlimited" if soft == "-1" else soft
    hard = "unlimited" if hard == "-1" else hard
    tail = f"; the process may raise it itself up to {hard}" if hard and hard != soft else ""
    return f"The limit for {what} ({name}) is {soft}{tail}."


def sysctl(value: str, path: str) -> str:
    """`--sysctl KEY=VALUE`."""
    key, _, text = value.partition("=")
    return f"The kernel parameter {shown(key)} is {shown(text)} inside the container."


def signal_name(value: str) -> str:
    """`9`, `kill`, `SIGKILL` → `KILL`."""
    if value.isdecimal():
        return meanings("signal_numbers").get(value.lstrip("0") or "0", value)
    return value.upper().removeprefix("SIG")


def signal(value: str, path: str) -> str:
    """`--signal`."""
    name = signal_name(value)
    meaning = meanings("signals").get(name)
    return f"The signal sent is SIG{name}: {meaning}." if meaning else f"The signal sent is {shown(value)}."


def stop_signal(value: str, path: str) -> str:
    """`--stop-signal`."""
    name = signal_name(value)
    meaning = meanings("signals").get(name)
    return f"`docker stop` sends SIG{name} to end it{': ' + meaning if meaning else ''}."


def stop_timeout(value: str, path: str) -> str:
    """`--stop-timeout`, `stop --timeout`: seconds."""
    try:
        seconds = int(value, 0)
    except ValueError:
        return f"Docker waits {shown(value)} seconds before it kills."
    if seconds < 0:
        return "Docker waits for the end as long as it takes and never kills."
    if seconds == 0:
        return "Docker kills at once, without waiting."
    return f"Docker waits {span_of_time(seconds)} for the end, then kills."


def detach_keys(value: str, path: str) -> str:
    """`--detach-keys`."""
    return f"Pressing {value.replace(',', ' ')} leaves the container without stopping it."


def attach(value: str, path: str) -> str:
    """`-a STREAM`."""
    known = {
        "stdin": "What you type goes to the program.",
        "stdout": "What the program prints is shown.",
        "stderr": "The program's error messages are shown.",
    }
    return known.get(value.lower(), f"The stream {shown(value)} is connected.")
