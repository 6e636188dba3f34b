"""What `swarm init` and `swarm update` say of the whole swarm. Mirrors docker/cli cli/command/swarm/opts.go."""

from __future__ import annotations

from typing import Any

from commands.executors.acting import ask
from commands.executors.base import Job
from commands.executors.flag_values import FlagValues

UNLOCK = """To unlock a swarm manager after it restarts, run the `docker swarm unlock`
command and provide the following key:

    {}

Remember to store this key in a password manager, since without it you
will not be able to restart the manager.
"""


def merge(spec: dict[str, Any], flags: FlagValues) -> dict[str, Any]:
    """The specification with what was named changed."""
    for part in ("Orchestration", "Raft", "Dispatcher", "CAConfig", "EncryptionConfig"):
        spec[part] = dict(spec.get(part) or {})
    if flags.given("task-history-limit"):
        spec["Orchestration"]["TaskHistoryRetentionLimit"] = flags.number("task-history-limit")
    if flags.given("dispatcher-heartbeat"):
        spec["Dispatcher"]["HeartbeatPeriod"] = flags.nanoseconds("dispatcher-heartbeat")
    if flags.given("cert-expiry"):
        spec["CAConfig"]["NodeCertExpiry"] = flags.nanoseconds("cert-expiry")
    if flags.given("external-ca"):
        spec["CAConfig"]["ExternalCAs"] = [_authority(item) for item in flags.typed("external-ca")]
    if flags.given("max-snapshots"):
        spec["Raft"]["KeepOldSnapshots"] = flags.number("max-snapshots")
    if flags.given("snapshot-interval"):
        spec["Raft"]["SnapshotInterval"] = flags.number("snapshot-interval")
    if flags.given("autolock"):
        spec["EncryptionConfig"]["AutoLockManagers"] = flags.on("autolock")
    return spec


def _authority(item: Any) -> dict[str, Any]:
    options = {key: value for key, value in item.options if key != "cacert"}
    if any(key == "cacert" for key, _ in item.options):
        raise ValueError("the cacert of an external CA is a file on your own machine")
    return {"Protocol": item.protocol, "URL": item.url, "Options": options or None, "CACert": ""}


def unlock_words(job: Job) -> str:
    """The key that unlocks managers, as docker shows it."""
    return UNLOCK.format(ask(job, "GET", "swarm", "unlockkey").json().get("UnlockKey", ""))
