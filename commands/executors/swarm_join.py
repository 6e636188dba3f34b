"""`docker swarm join`."""

from __future__ import annotations

from commands.executors.acting import ask
from commands.executors.base import Job
from commands.executors.flag_values import FlagValues
from commands.parsed import ParsedCommand
from commands.result import Result


def swarm_join(parsed: ParsedCommand, job: Job) -> Result:
    """Make this host a node of a swarm. Mirrors docker/cli cli/command/swarm/join.go."""
    flags = FlagValues(parsed)
    listen = flags.last("listen-addr")
    body = {
        "ListenAddr": str(listen) if listen else "0.0.0.0:2377",
        "AdvertiseAddr": flags.text("advertise-addr"),
        "DataPathAddr": flags.text("data-path-addr"),
        "RemoteAddrs": [parsed.args[0]],
        "JoinToken": flags.text("token"),
        "Availability": flags.text("availability") if flags.given("availability") else "",
    }
    ask(job, "POST", "swarm", "join", body=body, wait=True)
    manager = ask(job, "GET", "info").json().get("Swarm", {}).get("ControlAvailable")
    return Result(stdout=f"This node joined a swarm as a {'manager' if manager else 'worker'}.\n")
