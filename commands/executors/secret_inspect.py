"""`docker secret inspect`.

Mirrors docker/cli cli/command/secret/inspect.go.
"""

from __future__ import annotations

from commands.executors.base import Job
from commands.executors.inspect_pretty import inspect_or_pretty
from commands.formatter.secrets import pretty_secret
from commands.parsed import ParsedCommand
from commands.result import Result


def secret_inspect(parsed: ParsedCommand, job: Job) -> Result:
    """Secrets in full. `data` is the list of objects found."""
    return inspect_or_pretty(parsed, job, "secret", pretty_secret)
