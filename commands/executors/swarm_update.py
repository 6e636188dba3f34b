"""`docker swarm update`."""

from __future__ import annotations

from commands.executors.acting import ask
from commands.executors.base import Job
from commands.executors.flag_values import FlagValues
from commands.executors.swarm_settings import merge, unlock_words
from commands.parsed import ParsedCommand
from commands.result import Result


def swarm_update(parsed: ParsedCommand, job: Job) -> Result:
    """Change settings of the whole swarm. Mirrors docker/cli cli/command/swarm/update.go."""
    flags = FlagValues(parsed)
    found = ask(job, "GET", "swarm").json()
    locked = bool((found["Spec"].get("EncryptionConfig") or {}).get("AutoLockManagers"))
    spec = merge(found["Spec"], flags)
    query = {"version": str(found["Version"]["Index"])}
    query |= dict.fromkeys(("rotateWorkerToken", "rotateManagerToken", "rotateManagerUnlockKey"), "false")
    ask(job, "POST", "swarm", "update", query=query, body=spec, wait=True)
    out = "Swarm updated.\n"
    if not locked and spec["EncryptionConfig"].get("AutoLockManagers"):
        out += unlock_words(job)
    return Result(stdout=out)
