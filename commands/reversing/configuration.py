"""The part of a container that an image has too: what differs from the image was given on the command line."""

from __future__ import annotations

from typing import Any

from commands.reversing.words import Words, duration, each, given, pair, switch


def configuration(config: dict[str, Any], image: dict[str, Any], container_id: str, mode: str) -> Words:
    """The flags for `Config`. `mode` is the network mode: some modes take the host name from elsewhere."""
    words = attached(config)
    hostname = config.get("Hostname") or ""
    if hostname != container_id[:12] and mode != "host" and not mode.startswith("container:"):
        words += given("--hostname", hostname)
    words += given("--domainname", config.get("Domainname"))
    words += changed("--user", config, image, "User") + changed("--workdir", config, image, "WorkingDir")
    inherited = image.get("Env") or []
    own = [entry for entry in config.get("Env") or [] if entry not in inherited]
    words += each("--env", [entry for entry in own if not _default_path(entry, image)])
    labels, image_labels = config.get("Labels") or {}, image.get("Labels") or {}
    words += each("--label", [f"{key}={value}" for key, value in sorted(labels.items()) if image_labels.get(key) != value])
    words += changed("--stop-signal", config, image, "StopSignal")
    if config.get("StopTimeout") is not None:
        words += pair("--stop-timeout", config["StopTimeout"])
    return words + health(config.get("Healthcheck"), image.get("Healthcheck"))


def _default_path(entry: str, image: dict[str, Any]) -> bool:
    """The PATH that the daemon itself puts in where neither the image nor the person names one."""
    return not image and entry.startswith("PATH=/usr/local/sbin:/usr/local/bin:")


def attached(config: dict[str, Any]) -> Words:
    """`-d` where nothing is attached; `-a` where only some streams are."""
    streams = [name for name in ("stdin", "stdout", "stderr") if config.get(f"Attach{name.capitalize()}")]
    words = [] if streams else ["-d"]
    words += switch("-i", config.get("OpenStdin")) + switch("-t", config.get("Tty"))
    outputs = [name for name in streams if name != "stdin"]
    if streams and (len(outputs) < 2 or ("stdin" in streams and not config.get("OpenStdin"))):
        words += each("-a", streams)
    return words


def changed(flag: str, config: dict[str, Any], image: dict[str, Any], key: str) -> Words:
    """The flag where a text differs from the image's."""
    value = config.get(key) or ""
    return [] if value == (image.get(key) or "") else pair(flag, value)


def health(check: dict[str, Any] | None, image: dict[str, Any] | None) -> Words:
    """The health check, where it is not the image's own. What is not said is taken from the image."""
    if not check or check == image:
        return []
    test, own = check.get("Test") or [], image or {}
    if test == ["NONE"]:
        return ["--no-healthcheck"]
    words = []
    if test and test != own.get("Test"):
        words += pair("--health-cmd", test[1] if test[0] == "CMD-SHELL" else " ".join(test[1:]))
    named = {"Interval": "interval", "Timeout": "timeout", "StartPeriod": "start-period", "StartInterval": "start-interval"}
    for key, flag in named.items():
        if check.get(key) and check[key] != own.get(key):
            words += pair(f"--health-{flag}", duration(check[key]))
    if check.get("Retries") and check["Retries"] != own.get("Retries"):
        words += pair("--health-retries", check["Retries"])
    return words


def program(config: dict[str, Any], image: dict[str, Any]) -> tuple[Words, Words]:
    """`--entrypoint` where it is not the image's, and the words after the image."""
    entrypoint, command = list(config.get("Entrypoint") or []), list(config.get("Cmd") or [])
    if entrypoint == list(image.get("Entrypoint") or []):
        return [], [] if command == list(image.get("Cmd") or []) else command
    first = entrypoint[0] if entrypoint else ""
    return pair("--entrypoint", first), [*entrypoint[1:], *command]
