"""`docker config inspect`.

Mirrors docker/cli cli/command/config/inspect.go.
"""

from __future__ import annotations

from commands.executors.base import Job
from commands.executors.inspect_pretty import inspect_or_pretty
from commands.formatter.secrets import pretty_config
from commands.parsed import ParsedCommand
from commands.result import Result


def config_inspect(parsed: ParsedCommand, job: Job) -> Result:
    """Configs in full. `data` is the list of objects found."""
    return inspect_or_pretty(parsed, job, "config", pretty_config)
