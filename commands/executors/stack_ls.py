"""`docker stack ls`.

Mirrors docker/cli cli/command/stack/list.go.
"""

from __future__ import annotations

from collections import Counter

from commands.executors.asking import get
from commands.executors.base import Job
from commands.executors.listing import listed
from commands.formatter import natural, stacks
from commands.parsed import ParsedCommand
from commands.result import Result


def stack_ls(parsed: ParsedCommand, job: Job) -> Result:
    """List stacks, by the label that their services carry. `data` is name → number of services."""
    found = get(job, "/services", filters={"label": {stacks.NAMESPACE: True}}) or []
    counts = Counter(((service.get("Spec") or {}).get("Labels") or {}).get(stacks.NAMESPACE, "") for service in found)
    names = sorted(counts, key=natural.key)
    source = parsed.value("format") or "table"
    form = stacks.TABLE if source == "table" else source
    return listed(form, (stacks.row(name, counts[name]) for name in names), stacks.HEADERS, dict(counts))
