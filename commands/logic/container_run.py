"""`run` and `create`: what docker checks of their flags together.

Mirrors docker/cli cli/command/container/run.go, create.go and opts.go (parse, parseNetworkOpts).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from commands.logic.base import Refusal, last, number, refusing, switched, texts
from commands.opts.modes import CGROUP_MODES, HOST_MODES, is_pid_mode
from commands.opts.reference import any_reference
from commands.opts.registry import Reader, load
from commands.parsed import FlagUse, ParsedCommand

if TYPE_CHECKING:
    from commands.opts.network import NetworkAttachment

PULL_OPTIONS = ("", "always", "missing", "never")


def container_run(parsed: ParsedCommand) -> None:
    """What `docker run` refuses before it asks the daemon."""
    with _with_help("run"):
        _pull(parsed)
        _container(parsed)
    if switched(parsed, "detach") and parsed.given("attach"):
        raise Refusal("conflicting options: cannot specify both --attach and --detach", flag="attach", code="conflict")
    with _with_help("run"):
        _image_and_platform(parsed)


def container_create(parsed: ParsedCommand) -> None:
    """What `docker create` refuses before it asks the daemon."""
    with _with_help("create"):
        _pull(parsed)
        _container(parsed)
    _image_and_platform(parsed)


class _with_help:
    """Docker's name before the message, and the hint after it, with status 125."""

    def __init__(self, command: str) -> None:
        self.command = command

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Refusal):
            error.message = f"docker: {error.message}\n\nRun 'docker {self.command} --help' for more information"
            error.status = 125


def _pull(parsed: ParsedCommand) -> None:
    pull = last(parsed, "pull")
    if pull not in PULL_OPTIONS:
        message = f'invalid pull option: \'{pull}\': must be one of "always", "missing" or "never"'
        raise Refusal(message, flag="pull", code="bad-value")


def _image_and_platform(parsed: ParsedCommand) -> None:
    with refusing(argument=0, code="bad-reference"):
        any_reference(parsed.args[0])
    platform = last(parsed, "platform")
    if platform:
        with refusing("error parsing specified platform: ", flag="platform"):
            load("platform:Platform.parse")(platform)


def _container(parsed: ParsedCommand) -> None:
    """In the order of docker's own parse()."""
    given = {use.long for use in parsed.uses}
    if "mac-address" in given and (mac := last(parsed, "mac-address")):
        _mac(mac, "mac-address")
    if "memory-swappiness" in given:
        swappiness = number(parsed, "memory-swappiness", -1)
        if swappiness != -1 and not 0 <= swappiness <= 100:
            message = f"invalid value: {swappiness}. Valid memory swappiness range is 0-100"
            raise Refusal(message, flag="memory-swappiness", code="bad-value")
    _each(parsed, "volume", "volume:VolumeSpec.parse")
    _ports(parsed)
    _each(parsed, "expose", "port:Expose.parse")
    if "device" in given:
        _devices(parsed)
    _modes(parsed, given)
    restarts = "restart" in given and _restarts(parsed)
    if last(parsed, "log-driver") == "none" and "log-opt" in given:
        raise Refusal("invalid logging opts for driver none", flag="log-opt", code="conflict")
    _each(parsed, "security-opt", "securityopt:SecurityOption.parse")
    _each(parsed, "storage-opt", "storageopt:StorageOption.parse")
    _health(parsed, given)
    if restarts and switched(parsed, "rm"):
        raise Refusal("conflicting options: cannot specify both --restart and --rm", flag="restart", code="conflict")
    _networks(parsed, given)


def _each(parsed: ParsedCommand, long: str, where: str) -> None:
    """Read each use of a flag by a value type, which is loaded only where the flag was typed."""
    for use in parsed.uses_of(long):
        with refusing(use=use):
            load(where)(use.value)


def _restarts(parsed: ParsedCommand) -> bool:
    """True where the container is started again."""
    from commands.opts.restart import RestartPolicy

    with refusing(flag="restart"):
        return not RestartPolicy.parse(last(parsed, "restart")).is_none


def _mac(text: str, flag: str) -> None:
    try:
        load("address:MACAddress.parse")(text)
    except ValueError:
        raise Refusal(f"{text} is not a valid mac address", flag=flag, code="bad-value") from None


def _ports(parsed: ParsedCommand) -> None:
    """The long form first, for all of them; then each port."""
    uses = parsed.uses_of("publish")
    if not uses:
        return
    from commands.opts.port import PortSpec, short_form

    short: list[tuple[FlagUse, str]] = []
    for use in uses:
        with refusing(use=use):
            short.append((use, short_form(use.value)))
    for use, text in short:
        with refusing(use=use):
            PortSpec.parse(text)


def _devices(parsed: ParsedCommand) -> None:
    from commands.opts.device import DeviceMapping, is_cdi_name

    for use in parsed.uses_of("device"):
        if not is_cdi_name(use.value):
            with refusing(use=use):
                DeviceMapping.parse(use.value)


def _modes(parsed: ParsedCommand, given: Iterable[str]) -> None:
    if "pid" in given and not is_pid_mode(last(parsed, "pid")):
        raise Refusal("--pid: invalid PID mode", flag="pid", code="bad-value")
    for long, name in (("uts", "UTS"), ("userns", "USER")):
        if long in given and last(parsed, long) not in HOST_MODES:
            raise Refusal(f"--{long}: invalid {name} mode", flag=long, code="bad-value")
    if "cgroupns" in given and last(parsed, "cgroupns") not in CGROUP_MODES:
        raise Refusal("--cgroupns: invalid CGROUP mode", flag="cgroupns", code="bad-value")


def _health(parsed: ParsedCommand, given: Iterable[str]) -> None:
    values = {long: last(parsed, long) for long in given if long.startswith("health-")}
    if not values:
        return
    from commands.opts.healthcheck import Healthcheck, HealthcheckError

    try:
        Healthcheck.of(values, switched(parsed, "no-healthcheck"))
    except HealthcheckError as error:
        raise Refusal(str(error), flag=error.flag, code="conflict" if error.flag == "no-healthcheck" else "bad-value") from None


def _networks(parsed: ParsedCommand, given: Iterable[str]) -> None:
    read: Reader = load("network:NetworkAttachment.parse") if "network" in given else str
    attachments: list[NetworkAttachment] = [read(text) for text in texts(parsed, "network")]
    if not attachments:
        if "network-alias" in given:
            _scoped_aliases()
        return
    seen: set[str] = set()
    for index, network in enumerate(attachments):
        if index == 0:
            _beside_container_flags(network, given)
        if not network.target.strip():
            raise Refusal("no name set for network", flag="network", code="bad-value")
        aliases = network.aliases or (index == 0 and "network-alias" in given)
        if aliases and not network.user_defined:
            _scoped_aliases()
        if network.mac_address:
            _mac(network.mac_address, "network")
        if network.target in seen:
            raise Refusal(f'network "{network.target}" is specified multiple times', flag="network", code="conflict")
        if not (index == 0 and len(attachments) == 1):
            seen.add(network.target)
    kinds = {network.user_defined for network in attachments}
    if len(kinds) == 2:
        message = "conflicting options: cannot attach both user-defined and non-user-defined network-modes"
        raise Refusal(message, flag="network", code="conflict")


def _scoped_aliases() -> None:
    raise Refusal("network-scoped aliases are only supported for user-defined networks", flag="network-alias", code="conflict")


def _beside_container_flags(network: NetworkAttachment, given: Iterable[str]) -> None:
    """The long form and the old flags may not both say the same thing."""
    pairs = (
        (network.aliases, "network-alias", "--network-alias and per-network alias"),
        (network.ip, "ip", "--ip and per-network IPv4 address"),
        (network.ip6, "ip6", "--ip6 and per-network IPv6 address"),
        (network.mac_address, "mac-address", "--mac-address and per-network MAC address"),
        (network.link_local_ips, "link-local-ip", "--link-local-ip and per-network link-local IP addresses"),
    )
    for value, long, both in pairs:
        if value and long in given:
            raise Refusal(f"conflicting options: cannot specify both {both}", flag=long, code="conflict")
