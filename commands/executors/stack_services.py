"""`docker stack services`.

Mirrors docker/cli cli/command/stack/services.go.
"""

from __future__ import annotations

from commands.executors.asking import filters
from commands.executors.base import Job
from commands.executors.service_ls import shown
from commands.formatter.stacks import NAMESPACE
from commands.parsed import ParsedCommand
from commands.result import Result


def stack_services(parsed: ParsedCommand, job: Job) -> Result:
    """The services of a stack. `data` is the Engine's list."""
    name = parsed.args[0]
    asked = filters(parsed.values("filter"))
    asked.setdefault("label", {})[f"{NAMESPACE}={name}"] = True
    return shown(parsed, job, asked, empty=f"Nothing found in stack: {name}\n")
