"""Whether somebody may see what a card holds: its commands decided anew, for who presses and for where they press.

at_once(core, actor, place, shown) -> bool | None     # None: it depends on the objects, so their host has to be asked
asking(core, actor, place, shown) -> bool             # in the lane of the card's host
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.blocks import Shown
from bot.policy import decide, needs_targets, subject_of
from bot.request import Actor, Place
from bot.running import failures
from commands.parsed import ParsedCommand
from commands.risk import risk_of

if TYPE_CHECKING:
    from bot.core import Core


def runs_of(shown: Shown) -> list[tuple[str, Shown]]:
    """(host, card) of every run whose output a card holds."""
    inner = [run for reply in shown.replies for run in runs_of(reply)]
    return [(shown.host, shown), *inner] if shown.ran else inner


def _commands(shown: Shown) -> tuple[ParsedCommand, ...]:
    """The docker commands of a card; () where they cannot be read any more, and then nobody else may see it."""
    from commands.check import check

    checked = check(shown.command, "slack")
    return tuple(checked.parsed) if checked.ok else ()


def at_once(core: Core, actor: Actor, place: Place, shown: Shown) -> bool | None:
    """The decision where it needs nothing from a host."""
    unsure = False
    for host, run in runs_of(shown):
        parsed_all = _commands(run)
        if not parsed_all or not (run.exact or shown.asker == actor.user):
            return False
        for parsed in parsed_all:
            subject = subject_of(parsed, risk_of(parsed))
            allowed = decide(core.settings, actor, place, host, [subject]).allowed
            if needs_targets(core.settings, subject) and (allowed or core.may(actor, place, host, parsed.text)):
                unsure = True
            elif not allowed:
                return False
    return None if unsure else True


def asking(core: Core, actor: Actor, place: Place, shown: Shown) -> bool:
    """The decision with the objects as they are now; what cannot be looked at is not shown."""
    governor = core.governor(core.redactor_for(None))
    try:
        return all(
            (parsed_all := _commands(run))
            and all(governor.judge(actor, place, host, parsed, deep=False).decision.allowed for parsed in parsed_all)
            for host, run in runs_of(shown)
        )
    except failures():
        return False
