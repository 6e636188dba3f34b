"""Values that docker's client sends on unread and the daemon refuses, or takes in another way than meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from commands.explaining.processes import signal_name
from commands.findings import Finding
from commands.parsed import FlagUse, ParsedCommand
from commands.rules.base import RUN, SERVICE, Rule
from commands.spec.load import values as table


def place(use: FlagUse) -> tuple[int, int]:
    """The value's place, or the flag's where none was typed."""
    return use.value_span or use.span


def _closest(value: str, options: list[str]) -> str | None:
    from commands.rules.suggest import nearest

    return nearest(value, [option for option in options if option])


class UnknownChoice(Rule):
    """Some flags take only a few words, which the daemon checks and not the docker program.

    bad:  docker run -d --ipc shared nginx:1.27
    bad:  docker service create --name web --endpoint-mode dns nginx:1.27
    good: docker run -d --ipc shareable nginx:1.27
    """

    code, name = "DW301", "unknown-choice"

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use in parsed.uses:
            known: dict[str, Any] = use.flag.facts.get("values") or {}
            if (
                not known.get("closed")
                or known.get("checked_by") != "daemon"
                or known.get("kind")
                or use.long in {"restart", "isolation", "tail"}
            ):
                continue
            options = known.get("set")
            if not options or not use.value or use.value in options:
                continue
            if any(
                option.isupper() or use.value.startswith(option.partition(":")[0] + ":")
                for option in options
                if ":" in option or option.isupper()
            ):
                continue
            words = ", ".join(option for option in options if option)
            yield self.finding(
                f"the daemon takes {words} for {use.spelling}, not {use.value!r}", place(use), _closest(use.value, options)
            )


class UnknownSignal(Rule):
    """The daemon refuses a signal that the system does not have.

    bad:  docker kill --signal SIGFOO web
    bad:  docker run -d --stop-signal TREM nginx:1.27
    good: docker kill --signal SIGHUP web
    """

    code, name = "DW302", "unknown-signal"
    flags = ("signal", "stop-signal")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        names = table("sets")["signals"]["names"]
        for use in [use for use in parsed.uses if use.long in self.flags]:
            value = use.value
            if not value or value.startswith("$") or (value.isdecimal() and len(value) < 9 and 0 < int(value) <= 64):
                continue
            if signal_name(value) not in names:
                guess = _closest(signal_name(value), names)
                yield self.finding(f"the daemon knows no signal {value!r}", place(use), f"SIG{guess}" if guess else None)


class UnknownCapability(Rule):
    """The daemon refuses a capability that Linux does not have.

    bad:  docker run --rm --cap-add NETADMIN alpine:3.20 ip link
    good: docker run --rm --cap-drop ALL alpine:3.20 id
    """

    code, name = "DW303", "unknown-capability"
    flags = ("cap-add", "cap-drop")

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        names = [name.removeprefix("CAP_") for name in table("sets")["capabilities"]["names"]]
        for use in [use for use in parsed.uses if use.long in self.flags]:
            value = use.value.upper().removeprefix("CAP_")
            if value not in names and value not in {"ALL", "RESET"} and not value.startswith("$"):
                squeezed = next((name for name in names if name.replace("_", "") == value.replace("_", "").replace("-", "")), None)
                yield self.finding(f"Linux has no capability {use.value!r}", place(use), squeezed or _closest(value, names))


class UnknownLogOption(Rule):
    """Each log driver has options of its own, and the daemon refuses others when the container is made.

    bad:  docker run -d --log-driver json-file --log-opt maxsize=10m nginx:1.27
    good: docker run -d --log-driver json-file --log-opt max-size=10m nginx:1.27
    """

    code, name = "DW304", "unknown-log-option"
    applies_to, flags = (*RUN, *SERVICE), ("log-opt",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        drivers: dict[str, list[str]] = table("sets")["log_drivers"]
        driver = parsed.uses_of("log-driver")[-1].value if parsed.given("log-driver") else ""
        known = drivers.get(driver) if driver else sorted({option for options in drivers.values() for option in options})
        if known is None:
            return
        more = {"tag", "labels-regex", "cache-disabled", "cache-max-size", "cache-max-file", "cache-compress"}
        for use in parsed.uses_of("log-opt"):
            key = use.value.partition("=")[0]
            if key and key not in known and key not in more:
                who = f"the log driver {driver} has" if driver else "no log driver has"
                verb = "no option" if driver else "an option"
                guess = next(
                    (name for name in known if name.replace("-", "") == key.replace("_", "").replace("-", "")), None
                ) or _closest(key, list(known))
                better = f"{guess}={use.value.partition('=')[2]}" if guess else None
                yield self.finding(f"{who} {verb} {key!r}", place(use), better)


class UnknownLogDriver(Rule):
    """A log driver that is not built in must come from a plugin, or the container is refused.

    bad:  docker run -d --log-driver jsonfile nginx:1.27
    good: docker run -d --log-driver json-file nginx:1.27
    """

    code, name = "DW305", "unknown-log-driver"
    applies_to, flags = (*RUN, *SERVICE), ("log-driver",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        drivers = list(table("sets")["log_drivers"])
        for use in parsed.uses_of("log-driver"):
            if use.value and use.value not in drivers and ":" not in use.value and "/" not in use.value:
                yield self.finding(
                    f"Docker has no log driver {use.value!r} of its own; a plugin would have to provide it",
                    place(use),
                    _closest(use.value, drivers),
                )


class TailNotNumber(Rule):
    """`--tail` takes a number; the daemon reads anything else as `all`, which may be very long.

    bad:  docker logs --tail ten web
    good: docker logs --tail 10 web
    """

    code, name = "DW306", "tail-not-number"
    flags = ("tail",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use in parsed.uses_of("tail"):
            if use.value != "all" and not use.value.lstrip("+").isdecimal() and not use.value.startswith("$"):
                yield self.finding(f"{use.value!r} is no number, so all lines are shown", place(use), "100")


class WindowsOnly(Rule):
    """Some flags mean something to Windows daemons alone; a Linux daemon refuses or ignores them.

    bad:  docker run -d --isolation hyperv nginx:1.27
    good: docker run -d --cpus 2 nginx:1.27
    """

    code, name = "DW314", "windows-only"

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        for use in parsed.uses:
            facts = use.flag.facts
            if facts.get("ostype") == "windows" or (use.long == "isolation" and use.value not in {"", "default"}):
                yield self.finding(f"{use.spelling} is for Windows containers only", use.whole)


class MaxFileAlone(Rule):
    """`json-file` keeps one file that grows for ever until `max-size` is set; `max-file` alone does nothing.

    bad:  docker run -d --log-driver json-file --log-opt max-file=3 nginx:1.27
    good: docker run -d --log-driver json-file --log-opt max-size=10m --log-opt max-file=3 nginx:1.27
    """

    code, name = "DW315", "max-file-without-max-size"
    applies_to, flags = (*RUN, *SERVICE), ("log-opt",)

    def check(self, parsed: ParsedCommand) -> Iterator[Finding]:
        driver = parsed.uses_of("log-driver")[-1].value if parsed.given("log-driver") else "json-file"
        keys = {use.value.partition("=")[0]: use for use in parsed.uses_of("log-opt")}
        if driver == "json-file" and "max-file" in keys and "max-size" not in keys:
            yield self.finding(
                "without max-size a log file never ends, so max-file does nothing", place(keys["max-file"]), "max-size=10m"
            )
