"""Networks: subnets, ranges and gateways that must fit, and empty names.

Mirrors docker/cli cli/command/network/create.go (createIPAMConfig, subnetMatches) and connect.go.
"""

from __future__ import annotations

from commands.logic.base import Refusal, refuse_blank, texts
from commands.logic.templates import parsed_format
from commands.opts.address import cidr, ip_number
from commands.opts.slices import string_slice
from commands.parsed import ParsedCommand

EMPTY = "invalid network name or ID: value is empty"
EMPTY_CONTAINER = "invalid container name or ID: value is empty"


def _both_named(parsed: ParsedCommand) -> None:
    for index, message in enumerate((EMPTY, EMPTY_CONTAINER)):
        if not parsed.args[index].strip():
            raise Refusal(message, argument=index, code="bad-name")


def network_connect(parsed: ParsedCommand) -> None:
    """Driver options, then names."""
    for text in texts(parsed, "driver-opt"):
        for part in string_slice(text):
            key, equals, _ = part.partition("=")
            if not equals or not key:
                raise Refusal("invalid key/value pair format in driver options", flag="driver-opt", code="bad-value")
    _both_named(parsed)


network_disconnect = _both_named


def network_inspect(parsed: ParsedCommand) -> None:
    """The template, then empty names."""
    parsed_format(parsed)
    refuse_blank(parsed, EMPTY)


def network_rm(parsed: ParsedCommand) -> None:
    """Empty names."""
    refuse_blank(parsed, EMPTY, after="\nexit status 1")


def network_create(parsed: ParsedCommand) -> None:
    """Subnets must not overlap; ranges, gateways and further addresses lie in one of them."""
    subnets = _parts(parsed, "subnet")
    ranges, gateways = _parts(parsed, "ip-range"), _parts(parsed, "gateway")
    if len(subnets) < len(ranges) or len(subnets) < len(gateways):
        flag = "ip-range" if len(subnets) < len(ranges) else "gateway"
        raise Refusal("every ip-range or gateway must have a corresponding subnet", flag=flag, code="conflict")
    known: list[str] = []
    for subnet in subnets:
        for earlier in known:
            if _inside(earlier, subnet, "subnet") or _inside(subnet, earlier, "subnet"):
                raise Refusal("multiple overlapping subnet configuration is not supported", flag="subnet", code="conflict")
        known.append(subnet)
    _ranges_fit(ranges, subnets)
    _gateways_fit(gateways, subnets)
    _further_addresses_fit(texts(parsed, "aux-address"), subnets)


def _parts(parsed: ParsedCommand, long: str) -> list[str]:
    return [part for text in texts(parsed, long) for part in string_slice(text)]


def _ranges_fit(ranges: list[str], subnets: list[str]) -> None:
    taken: set[str] = set()
    for text in ranges:
        if cidr(text) is None:
            raise Refusal(f"invalid CIDR address: {text}", flag="ip-range", code="bad-value")
        match = False
        for subnet in subnets:
            if not _inside(text, subnet, "ip-range"):
                continue
            if subnet in taken:
                message = f"cannot configure multiple ranges ({text}, {text}) on the same subnet ({subnet})"
                raise Refusal(message, flag="ip-range", code="conflict")
            taken.add(subnet)
            match = True
        if not match:
            raise Refusal(f"no matching subnet for range {text}", flag="ip-range", code="conflict")


def _gateways_fit(gateways: list[str], subnets: list[str]) -> None:
    taken: dict[str, str] = {}
    for text in gateways:
        match = False
        for subnet in subnets:
            if not _inside(text, subnet, "gateway"):
                continue
            if taken.get(subnet):
                message = f"cannot configure multiple gateways ({text}, {taken[subnet]}) for the same subnet ({subnet})"
                raise Refusal(message, flag="gateway", code="conflict")
            taken[subnet] = text
            match = True
        if not match:
            raise Refusal(f"no matching subnet for gateway {text}", flag="gateway", code="conflict")


def _further_addresses_fit(entries: list[str], subnets: list[str]) -> None:
    addresses = dict(entry.partition("=")[::2] for entry in entries)
    for text in addresses.values():
        if not any(_inside(text, subnet, "aux-address") for subnet in subnets):
            raise Refusal(f"no matching subnet for aux-address {text}", flag="aux-address", code="conflict")


def _inside(text: str, subnet: str, flag: str) -> bool:
    """True where an address, or the first address of a range, lies in the subnet."""
    network = cidr(subnet)
    if network is None:
        raise Refusal(f"invalid subnet: invalid CIDR address: {subnet}", flag="subnet", code="bad-value")
    if flag in ("subnet", "ip-range") or "/" in text:
        found = cidr(text)
        if found is None:
            before = "invalid subnet: " if flag == "subnet" else ""
            raise Refusal(f"{before}invalid CIDR address: {text}", flag=flag, code="bad-value")
        address: tuple[int, int] | None = ip_number(text.partition("/")[0])
    else:
        address = ip_number(text)
    return address is not None and _contains(network, address)


def _contains(network: tuple[int, int, int], address: tuple[int, int]) -> bool:
    version, first, bits = network
    if address[0] != version:
        return False
    shift = (32 if version == 4 else 128) - bits
    return address[1] >> shift == first >> shift
