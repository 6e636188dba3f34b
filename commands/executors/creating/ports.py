"""`--publish` and `--expose`. Mirrors docker/go-connections nat (ParsePortSpecs)."""

from __future__ import annotations

from commands.executors.flag_values import FlagValues
from commands.opts.port import Expose, PortSpec, short_form


def _specs(flags: FlagValues) -> list[PortSpec]:
    return [PortSpec.parse(short_form(text)) for text in flags.raw("publish")]


def port_bindings(flags: FlagValues) -> dict[str, list[dict[str, str]]]:
    """Container port (`80/tcp`) → where it is published; an empty host port is any free one."""
    bindings: dict[str, list[dict[str, str]]] = {}
    for spec in _specs(flags):
        first, last = spec.container
        for port in range(first, last + 1):
            host = ""
            if spec.host[0]:
                host = str(spec.host[0] + port - first)
                if first == last and spec.host[0] != spec.host[1]:
                    host = f"{spec.host[0]}-{spec.host[1]}"
            bindings.setdefault(f"{port}/{spec.protocol}", []).append({"HostIp": spec.ip, "HostPort": host})
    return bindings


def exposed_ports(flags: FlagValues) -> list[str]:
    """Published and exposed ports, each once."""
    found = dict.fromkeys(port_bindings(flags))
    for text in flags.raw("expose"):
        expose = Expose.parse(text)
        found.update(dict.fromkeys(f"{port}/{expose.protocol}" for port in range(expose.ports[0], expose.ports[1] + 1)))
    return list(found)
