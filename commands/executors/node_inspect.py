"""`docker node inspect`.

Mirrors docker/cli cli/command/node/inspect.go.
"""

from __future__ import annotations

from commands.executors.base import Job
from commands.executors.inspect_pretty import inspect_or_pretty
from commands.executors.resolving import node_reference
from commands.formatter.nodes import pretty
from commands.parsed import ParsedCommand
from commands.result import Result


def node_inspect(parsed: ParsedCommand, job: Job) -> Result:
    """Nodes in full; `self` is the one that answers. `data` is the list of objects found."""
    return inspect_or_pretty(parsed, job, "node", pretty, lambda name: node_reference(job, name))
