"""`docker network connect`."""

from __future__ import annotations

from commands.engine import check_name
from commands.executors.acting import ask
from commands.executors.base import Job
from commands.executors.flag_values import FlagValues, mapping
from commands.parsed import ParsedCommand
from commands.result import Result


def network_connect(parsed: ParsedCommand, job: Job) -> Result:
    """Attach a container to a network; nothing is printed. Mirrors docker/cli cli/command/network/connect.go."""
    network, container = parsed.args
    flags = FlagValues(parsed)
    ipam = {"IPv4Address": flags.text("ip"), "IPv6Address": flags.text("ip6"), "LinkLocalIPs": flags.raw("link-local-ip")}
    endpoint = {
        "IPAMConfig": {key: value for key, value in ipam.items() if value},
        "Links": flags.raw("link") or None,
        "Aliases": flags.raw("alias") or None,
        "DriverOpts": mapping(flags.raw("driver-opt")),
        "GwPriority": flags.number("gw-priority"),
    }
    body = {"Container": container, "EndpointConfig": endpoint}
    ask(job, "POST", "networks", check_name("network", network), "connect", body=body, wait=True)
    return Result()
