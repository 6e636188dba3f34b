"""`dockwise can-i` and `dockwise audit`."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.request import Actor, Place, Surface

if TYPE_CHECKING:
    from bot.core import Core


def run(core: Core, options: argparse.Namespace) -> int:
    """One of the two verbs."""
    from bot.audit import AuditError
    from bot.store import StoreError

    try:
        return _can_i(core, options) if options.verb == "can-i" else _audit(core, options)
    except (StoreError, AuditError) as error:
        print(f"dockwise: {error}", file=sys.stderr)
        return 2


def _can_i(core: Core, options: argparse.Namespace) -> int:
    """0 when that person may, 1 when not."""
    from rich.console import Console

    from bot.terminal import show

    actor = Actor(local=True) if options.user == "local" else Actor(user=options.user)
    surface = Surface.SLACK if options.channel else Surface.HEADLESS
    reply = core.can_i(actor, Place(surface, channel=options.channel), options.host, options.text)
    show(Console(highlight=False, emoji=False, markup=False, width=160), reply)
    return 0 if reply.ok else 1


def _when(text: str) -> float | None:
    """A time as ISO 8601 or Unix seconds; None for none. ValueError where it is neither."""
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def _audit(core: Core, options: argparse.Namespace) -> int:
    if options.action == "verify":
        verified = core.audit.verify(options.head)
        if verified.ok:
            print(f"ok: {verified.rows} rows, head {verified.head}")
            return 0
        print("\n".join(f"broken: {line}" for line in verified.broken))
        return 1
    if options.action == "export":
        for line in core.audit.export():
            print(line)
        return 0
    try:
        since, until = _when(options.since), _when(options.until)
    except ValueError:
        print("dockwise: --since and --until take Unix seconds or a time such as 2026-01-31T12:00", file=sys.stderr)
        return 2
    rows = core.audit.rows(
        user=options.user,
        host=options.host,
        channel=options.channel,
        outcome=options.outcome,
        words=options.words,
        reference=options.reference,
        since=since,
        until=until,
        limit=options.limit,
    )
    for row in rows:
        at = datetime.fromtimestamp(row.at, UTC).strftime("%Y-%m-%d %H:%M:%S")
        approver = f" by {row.entry.approver}" if row.entry.approver else ""
        print(f"{row.seq:>6} {at} {row.outcome:<8} {row.entry.actor} {row.entry.host} {row.entry.command}{approver}")
    return 0
