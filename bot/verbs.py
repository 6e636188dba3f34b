"""`dockwise can-i` and `dockwise audit`."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
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


def _no_file(core: Core) -> str:
    """A storage that is not there holds no audit: it is not made anew in silence."""
    from sqlalchemy.engine import make_url

    address = make_url(core.settings.storage)
    database = address.database or ""
    if address.get_backend_name() != "sqlite" or database.startswith((":memory:", "file:")) or not database:
        return ""
    if Path(database).exists():
        return ""
    return f"there is no storage at {database}: nothing was ever recorded there, or the file was taken away"


def _sign(core: Core) -> int:
    if not core.audit.keys:
        print("dockwise: the audit is signed with DOCKWISE_KEY, which is not set", file=sys.stderr)
        return 2
    before = core.audit.verify()
    row = core.audit.sign("local", f"broken before: {'; '.join(before.broken)}" if before.broken else "")
    print(f"signed as it stands: row {row.seq}, head {row.hash}")
    return 0


def _show(core: Core, which: str, full: bool) -> int:
    """One row, or every row of a request, with all that is kept of it."""
    rows = core.audit.rows(seq=int(which)) if which.isdigit() else core.audit.rows(reference=which) if which else []
    if not rows:
        print("dockwise: there is no such row: name its number or the reference of a request", file=sys.stderr)
        return 2
    status = 0
    for row in reversed(rows):
        told = {name: value for name, value in row.as_dict().items() if name != "sealed"}
        for name, value in told.items():
            print(f"{name:<12} {json.dumps(value, ensure_ascii=False)}")
        if full and row.phase != "after":
            exact = core.audit.full(row)
            if exact is None:
                print(
                    "dockwise: the exact command is not at hand: sealed with another DOCKWISE_KEY, or recorded without one",
                    file=sys.stderr,
                )
                status = 1
            else:
                print(f"full\n{exact}")
        print()
    return status


def _audit(core: Core, options: argparse.Namespace) -> int:
    missing = _no_file(core)
    if missing:
        print(f"dockwise: {missing}", file=sys.stderr)
        return 1
    if options.action == "verify":
        verified = core.audit.verify(options.head)
        print("".join(f"note: {line}\n" for line in verified.notes), end="")
        if verified.ok:
            print(f"ok: {verified.rows} rows, {verified.signed} of them signed, head {verified.head}")
            return 0
        print("\n".join(f"broken: {line}" for line in verified.broken))
        return 1
    if options.action == "sign":
        return _sign(core)
    if options.action == "show":
        return _show(core, options.row, options.full)
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
