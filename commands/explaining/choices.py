"""Values out of a small set: restart policies, when to pull, orders and actions, platforms."""

from __future__ import annotations

from commands.explaining.processes import meanings
from commands.explaining.text import count, listed, shown

_SENTENCES = {
    "pull": {
        "always": "The registry is asked for a newer image every time.",
        "missing": "The image is downloaded only when it is not on the host.",
        "never": "Nothing is downloaded; the image must be on the host already.",
        "build": "The image is built, not downloaded.",
        "policy": "Each service's own pull policy holds.",
        "true": "Newer base images are downloaded.",
    },
    "rmi": {
        "all": "Every image that a service uses is removed.",
        "local": "Only images without a name of their own (built by Compose) are removed.",
    },
    "mode": {
        "replicated": "As many tasks run as `--replicas` says.",
        "global": "One task runs on every node.",
        "replicated-job": "Tasks run to their end, as many as `--replicas` says.",
        "global-job": "One task runs to its end on every node.",
    },
    "endpoint-mode": {
        "vip": "Its name leads to one virtual address, which spreads connections.",
        "dnsrr": "Its name leads to all tasks in turn, by DNS.",
    },
    "availability": {
        "active": "It takes tasks.",
        "pause": "It takes no new tasks; those it has go on.",
        "drain": "It takes no tasks, and those it has move to other nodes.",
    },
    "restart-condition": {
        "none": "An ended task is not replaced.",
        "on-failure": "A task that ended with an error is replaced.",
        "any": "An ended task is always replaced.",
    },
    "order": {
        "stop-first": "The old task is stopped before the new one starts.",
        "start-first": "The new task starts before the old one is stopped, so that both run for a while.",
    },
    "failure-action": {
        "pause": "It stops there and waits.",
        "continue": "It goes on.",
        "rollback": "It goes back to the settings before.",
    },
    "role": {"worker": "The node only runs tasks.", "manager": "The node also steers the swarm."},
}


def restart(value: str, path: str) -> str:
    """`--restart NAME[:MAX]`."""
    name, _, tries = value.partition(":")
    if name in {"no", ""}:
        return "The container is not started again when it ends."
    if name == "always":
        return "The container is started again whenever it ends, and when the daemon starts, even after you stopped it by hand."
    if name == "unless-stopped":
        return "The container is started again whenever it ends, and when the daemon starts, unless you stopped it by hand."
    if name == "on-failure":
        counted = tries.isdecimal() and len(tries) < 9 and int(tries)
        often = f", at most {count(int(tries), 'time')} in a row" if counted else ", as often as needed"
        return f"The container is started again when it ends with an error (a status other than 0){often}."
    return f"Docker knows no restart policy {shown(value)}; the daemon will refuse it."


def choice(kind: str, value: str) -> str:
    """A sentence from one of the tables; a plain one for a value that is not in it."""
    return _SENTENCES[kind].get(value, f"It is set to {shown(value)}.")


def _one_platform(value: str) -> str:
    system, _, rest = value.partition("/")
    if not rest:
        name = meanings("architectures").get(system.lower())
        return f"{name} ({system})" if name else {"linux": "Linux", "windows": "Windows"}.get(system.lower(), system)
    arch, _, variant = rest.partition("/")
    name = meanings("architectures").get(arch, arch)
    known = {"linux": "Linux", "windows": "Windows"}.get(system.lower(), system)
    return f"{known} on {name} ({arch}{' ' + variant if variant else ''})"


def platform(value: str, path: str) -> str:
    """`--platform OS[/ARCH[/VARIANT]]`, several with commas."""
    names = listed([_one_platform(item.strip()) for item in value.split(",") if item.strip()])
    if path.endswith(("build", "bake")):
        return f"The image is built for {names}."
    if path in {"container run", "container create", "image pull", "compose run"}:
        return f"The image for {names} is used, whatever the host is."
    return f"The platform meant is {names}."


def log_driver(value: str, path: str) -> str:
    """`--log-driver`."""
    return meanings("log_drivers").get(value, f"Output goes to the log driver {shown(value)}, which a plugin must provide.")


def log_opt(value: str, path: str) -> str:
    """`--log-opt KEY=VALUE`."""
    key, _, text = value.partition("=")
    if key == "max-size":
        from commands.explaining.text import size

        return f"A log file is closed and a new one begun at {size(text) if text != '-1' else 'no size'}."
    if key == "max-file":
        return (
            f"{count(int(text), 'log file')} {'is' if text == '1' else 'are'} kept; the oldest goes first."
            if text.isdecimal()
            else f"{shown(text)} log files are kept."
        )
    known = {
        "mode": {
            "non-blocking": "The program does not wait for slow logging; lines may be lost.",
            "blocking": "The program waits until its lines are logged.",
        },
        "compress": {"true": "Closed log files are compressed.", "false": "Closed log files stay as they are."},
    }
    if key in known and text in known[key]:
        return known[key][text]
    words = {
        "tag": "Lines are tagged {}.", "labels": "The container's labels {} are added to lines.",
        "env": "The variables {} are added to lines.", "max-buffer-size": "Up to {} of lines are buffered in memory.",
        "syslog-address": "Lines go to the syslog server {}.", "gelf-address": "Lines go to the server {}.",
        "fluentd-address": "Lines go to the server {}.", "awslogs-group": "Lines go to the log group {}.",
        "awslogs-region": "Lines go to the region {}.",
    }  # fmt: skip
    return words[key].format(shown(text)) if key in words else f"The log driver gets the option {shown(value)}."


def scale(value: str, path: str) -> str:
    """`--scale SERVICE=NUMBER`, and the argument of `scale`."""
    name, _, number = value.partition("=")
    if not number.isdecimal() or len(number) > 18:
        return f"The number of copies: {shown(value)}."
    return f"{count(int(number), 'copy', 'copies')} of {shown(name)} {'runs' if number == '1' else 'run'}."
