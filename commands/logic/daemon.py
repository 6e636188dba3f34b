"""`-H` and `-c`: an address that docker's client refuses before it asks anybody, and both flags at once.

Mirrors docker/cli cli/command/cli.go (Initialize, resolveContextName, getServerHost).
"""

from __future__ import annotations

from commands.opts.daemonhost import DaemonHost
from commands.parsed import ParsedCommand, UsageError

# Commands that never make a client of the daemon, and the groups that hold only such commands.
_WITHOUT = frozenset({
    "context rm", "context show", "context use", "context import", "context export", "context update",
    "help", "login", "logout", "plugin create", "stack config", "stack deploy",
})  # fmt: skip
_WITHOUT_GROUPS = ("completion", "__complete", "manifest ", "trust ")
# Commands that print the reason alone.
_BARE = frozenset({"context create", "context inspect", "context ls"})


def conflict(root: ParsedCommand) -> UsageError | None:
    """A host and a context together: refused before anything else, help and version included."""
    hosts = [use for use in root.global_uses if use.long == "host"]
    contexts = [use for use in root.global_uses if use.long == "context"]
    if hosts and contexts and contexts[-1].value:
        message = "conflicting options: cannot specify both --host and --context"
        return UsageError("conflict", message, 1, contexts[-1].whole)
    return None


def check(parsed: ParsedCommand) -> UsageError | None:
    """What docker's client refuses of `-H`; None where the command needs no daemon or the address can be one."""
    hosts = [use for use in parsed.global_uses if use.long == "host"]
    if not hosts or parsed.path in _WITHOUT or parsed.path.startswith(_WITHOUT_GROUPS) or _asks_first(parsed):
        return None
    try:
        if len(hosts) > 1:
            raise ValueError("Failed to initialize: unable to resolve docker endpoint: Specify only one -H")
        tls = any(use.long in ("tls", "tlsverify") and use.value in ("", "true") for use in parsed.global_uses)
        DaemonHost.parse(hosts[0].value, tls)
    except ValueError as problem:
        message = str(problem)
        if parsed.path in _BARE:
            message = message.removeprefix("Failed to initialize: ").removeprefix("unable to resolve docker endpoint: ")
        return UsageError("bad-value", message, 1, hosts[-1].whole)
    return None


def _asks_first(parsed: ParsedCommand) -> bool:
    """A prune without `--force` asks the person first, and nobody has answered."""
    return parsed.path.endswith(" prune") and not parsed.value("force")
