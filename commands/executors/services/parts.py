"""Parts of a service's specification, from the flags that `create` and `update` share.

Mirrors docker/cli cli/command/service/opts.go.
"""

from __future__ import annotations

from typing import Any

from commands.executors.flag_values import FlagValues, mapping
from commands.opts.gonum import parse_int
from commands.opts.port import PublishedPort

_POLICY = {
    "parallelism": ("Parallelism", 1),
    "delay": ("Delay", 0),
    "monitor": ("Monitor", 5_000_000_000),
    "failure-action": ("FailureAction", "pause"),
    "max-failure-ratio": ("MaxFailureRatio", 0),
    "order": ("Order", "stop-first"),
}
_DURATIONS = frozenset({"delay", "monitor"})
RESTART = {
    "restart-condition": "Condition",
    "restart-delay": "Delay",
    "restart-max-attempts": "MaxAttempts",
    "restart-window": "Window",
}
HEALTH = {
    "health-interval": "Interval",
    "health-timeout": "Timeout",
    "health-start-period": "StartPeriod",
    "health-start-interval": "StartInterval",
    "health-retries": "Retries",
}


def value_of(flags: FlagValues, long: str) -> Any:
    """A flag's value as the daemon takes it: durations in nanoseconds, numbers as numbers."""
    value = flags.last(long)
    return getattr(value, "nanoseconds", value)


def policy(flags: FlagValues, lead: str, config: dict[str, Any] | None) -> dict[str, Any] | None:
    """`--update-*` or `--rollback-*` over what is there, or over the defaults; None where nothing is said or there."""
    named = [name for name in _POLICY if flags.given(f"{lead}-{name}")]
    if not named:
        return config
    found = dict(config) if config else dict(_POLICY.values())
    for name in named:
        found[_POLICY[name][0]] = value_of(flags, f"{lead}-{name}")
    return found


def restart_policy(flags: FlagValues, config: dict[str, Any] | None) -> dict[str, Any] | None:
    """`--restart-*` over what is there, or over the defaults."""
    named = [long for long in RESTART if flags.given(long)]
    if not named:
        return config
    found = dict(config) if config else {"Condition": "any", "Delay": 5_000_000_000}
    for long in named:
        found[RESTART[long]] = value_of(flags, long)
    return found


def generic_resources(texts: list[str]) -> list[dict[str, Any]]:
    """`gpu=2` and `ssd=name`, sorted by kind. Mirrors docker/cli cli/command/service/generic_resource_opts.go."""
    found = []
    for text in texts:
        kind, _, value = text.partition("=")
        try:
            found.append({"DiscreteResourceSpec": {"Kind": kind, "Value": parse_int(value, 10)}})
        except ValueError:
            found.append({"NamedResourceSpec": {"Kind": kind, "Value": value}})
    return found


def ports(published: list[PublishedPort]) -> list[dict[str, Any]]:
    """Each published port; a range is as many ports."""
    found = []
    for item in published:
        for number in range(item.target[0], item.target[1] + 1):
            outside = item.published[0] + number - item.target[0] if item.published[0] else 0
            port = {"Protocol": item.protocol, "TargetPort": number, "PublishedPort": outside, "PublishMode": item.mode}
            found.append(port)
    return found


def credential_spec(flags: FlagValues, configs: dict[str, str]) -> dict[str, Any]:
    """`--credential-spec` under the privileges; a config is named by its id."""
    spec = flags.last("credential-spec")
    keys = {"config": "Config", "file": "File", "registry": "Registry"}
    value = configs.get(spec.name, spec.name) if spec.kind == "config" else spec.name
    return {"CredentialSpec": {keys[spec.kind]: value}, "SELinuxContext": None}


def hosts(texts: list[str]) -> list[str]:
    """`NAME:ADDRESS` as lines of a hosts file: address first."""
    found = []
    for text in texts:
        name, _, address = text.partition(":")
        found.append(f"{address} {name}")
    return found


def health(flags: FlagValues) -> dict[str, Any] | None:
    """The health check asked for; None where nothing was said."""
    if flags.on("no-healthcheck"):
        return {"Test": ["NONE"]}
    found: dict[str, Any] = {key: value_of(flags, long) for long, key in HEALTH.items() if flags.given(long)}
    if flags.text("health-cmd"):
        found["Test"] = ["CMD-SHELL", flags.text("health-cmd")]
    return found or None


def log_driver(flags: FlagValues) -> dict[str, Any] | None:
    """`--log-driver` with its options; None where no driver is named: options alone are dropped, as by docker."""
    driver = {"Name": flags.text("log-driver"), "Options": mapping(flags.raw("log-opt"))}
    return driver if driver["Name"] else None
