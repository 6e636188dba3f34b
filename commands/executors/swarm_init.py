"""`docker swarm init`."""

from __future__ import annotations

from commands.executors.acting import ask
from commands.executors.base import Job
from commands.executors.flag_values import FlagValues
from commands.executors.swarm_settings import merge, unlock_words
from commands.parsed import ParsedCommand
from commands.result import Result

_JOIN = """
To add a worker to this swarm, run the following command:

    docker swarm join --token {} {}
"""


def swarm_init(parsed: ParsedCommand, job: Job) -> Result:
    """Make a swarm of this host. Mirrors docker/cli cli/command/swarm/init.go."""
    flags = FlagValues(parsed)
    listen = flags.last("listen-addr")
    body = {
        "ListenAddr": str(listen) if listen else "0.0.0.0:2377",
        "AdvertiseAddr": flags.text("advertise-addr"),
        "DataPathAddr": flags.text("data-path-addr"),
        "DataPathPort": flags.number("data-path-port"),
        "ForceNewCluster": flags.on("force-new-cluster"),
        "Spec": merge({}, flags),
        "AutoLockManagers": flags.on("autolock"),
        "Availability": flags.text("availability") if flags.given("availability") else "",
        "DefaultAddrPool": [str(network) for value in flags.typed("default-addr-pool") for network in value],
        "SubnetSize": flags.number("default-addr-pool-mask-length", 24),
    }
    node = ask(job, "POST", "swarm", "init", body=body, wait=True).json()
    out = f"Swarm initialized: current node ({node}) is now a manager.\n" + _how_to_join(job, node)
    out += "\nTo add a manager to this swarm, run 'docker swarm join-token manager' and follow the instructions.\n"
    if flags.on("autolock"):
        out += unlock_words(job)
    return Result(stdout=out)


def _how_to_join(job: Job, node: str) -> str:
    manager = ask(job, "GET", "nodes", node).json().get("ManagerStatus")
    tokens = ask(job, "GET", "swarm").json()["JoinTokens"]
    return _JOIN.format(tokens["Worker"], manager["Addr"]) if manager else ""
