"""Between Slack and the core: one delivery is taken up once, in its lane, and answered where it came from.

desk.take(key, spot, work)                    # right after the acknowledgement; never blocks
desk.ask(text, spot, heard=…)                 # inside work: answer what somebody wrote
desk.show(reply, spot)                        # draw, keep, send
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import structlog

from bot.blocks import Message, Scene, View, draw, shown
from bot.blocks.help import help_message
from bot.blocks.parts import section
from bot.blocks.words import code
from bot.cards import Card, Cards, new_key
from bot.delivery import Delivery, Sent, Spot
from bot.forms import Forms
from bot.intake import SEEN_SECONDS, UNFINISHED, Intake
from bot.lanes import QUICK, TURNED_AWAY, Busy, Lanes
from bot.ledger import Ledger
from bot.policy import hosts_of
from bot.reply import Reply, ReplyKind
from bot.request import Actor, Place, Request, Surface
from bot.routing import docker_words, route_of
from bot.serving import metrics
from bot.slack_people import People
from bot.underway import Entry, current
from bot.working import Alarms, Working

if TYPE_CHECKING:
    from bot.core import Core
    from bot.live import Live

log = structlog.get_logger("dockwise.desk")
Then = Callable[[Reply, Spot], bool]
HELP = frozenset({"help", "?", "hi", "hello", "帮助", "你好"})
BUSY = "I am busy: too many requests wait for {what}. Nothing was run; please ask again in a moment."
BUSY_WITH_YOURS = "Too many of your own requests wait for {what}. This one was not run; please ask again when some are answered."
CLOSING = "I am being restarted just now. Nothing was run; please ask again in a minute."
STOPPED = "Stopped before it began: nothing was run."


def say(text: str) -> Message:
    """A short message; `text` is mrkdwn and already escaped."""
    return Message([section(text)], text[:2_900])


@dataclass
class Desk:
    """Everything a listener needs."""

    core: Core
    delivery: Delivery
    people: People
    lanes: Lanes
    ledger: Ledger
    cards: Cards
    live: Live
    team: str = ""
    bot_user: str = ""
    bot_id: str = ""
    settle_seconds: float = 2.5

    def __post_init__(self) -> None:
        self.alarms = Alarms()
        self.forms = Forms(self.ledger)
        self.intake = Intake(self.ledger, self.core.store)

    # --- taking work

    def take(self, key: str, spot: Spot | None, work: Callable[[], object], lane: str = QUICK) -> None:
        """Do it soon, once for all deliveries with this key; say so where there is too much to do.

        When this returns, the delivery stands in the storage: it may be acknowledged, and is not lost with the process.
        """
        started = time.monotonic()
        entry = self.intake.accept(key, spot)
        if entry is None:
            metrics.DUPLICATES.inc()
            return
        self._submit(lane, spot, lambda: self.guarded(spot, work, started), entry=entry)

    def hand_over(
        self, lane: str, spot: Spot | None, work: Callable[[], object], waited_for: Callable[[], bool] = lambda: True
    ) -> bool:
        """Go on with the same delivery in another lane; False where that one is full, which the person is told."""
        return self._submit(lane, spot, lambda: self.guarded(spot, work), waited_for, current())

    def _submit(
        self,
        lane: str,
        spot: Spot | None,
        run: Callable[[], object],
        waited_for: Callable[[], bool] = lambda: True,
        entry: Entry | None = None,
    ) -> bool:
        def unfinished() -> None:
            if entry:
                entry.end()
            if spot and waited_for():
                self.delivery.send(spot, say(UNFINISHED.format(what="this")))

        try:
            self.lanes.submit(lane, entry.holding(run) if entry else run, unfinished, spot.user if spot else "")
        except Busy as busy:
            if entry:
                entry.let_go()
            metrics.BUSY.inc()
            log.warning("turned away", lane=lane, closing=busy.closing, theirs=busy.theirs)
            if spot:
                busy_words = BUSY_WITH_YOURS if busy.theirs else BUSY
                words = CLOSING if busy.closing else busy_words.format(what=f"host {lane}" if lane else "me")
                self._turn_away(spot, words, busy.closing)
            return False
        return True

    def _turn_away(self, spot: Spot, words: str, closing: bool) -> None:
        def tell() -> None:
            self.delivery.whisper(spot, say(words))

        if closing:
            threading.Thread(target=tell, name="closing", daemon=True).start()
            return
        try:
            self.lanes.submit(TURNED_AWAY, tell)
        except Busy:
            log.error("nobody could be told that it is busy", channel=spot.channel, user=spot.user)
            metrics.UNDELIVERED.inc()

    def guarded(self, spot: Spot | None, work: Callable[[], object], started: float = 0.0) -> None:
        """Do it; whatever goes wrong is logged under a reference, which the person gets."""
        try:
            work()
        except Exception as error:
            reference = uuid.uuid4().hex[:12]
            metrics.ERRORS.inc()
            log.error("internal error", reference=reference, exc_info=error)
            if spot:
                self.delivery.whisper(
                    spot, say(f"💥 Internal error, reference {code(reference)}. Nothing more is known to have been done.")
                )
        finally:
            if started:
                metrics.ANSWER_SECONDS.observe(time.monotonic() - started)

    # --- answering

    def reachable(self, spot: Spot) -> Spot:
        """A spot without a channel (the home tab, a form) is the person's direct messages, also for what is decided there later."""
        if spot.channel or not spot.user:
            return spot
        return replace(spot, channel=self.delivery.im_channel(spot.user), private=False, im=True)

    def place(self, spot: Spot) -> Place:
        """Where it was said, as the core sees it."""
        return Place(Surface.SLACK, spot.channel, spot.thread, self.team, spot.private or spot.im)

    def actor(self, spot: Spot) -> Actor:
        """Who it was."""
        return self.people.actor(spot.user, spot.team)

    def request(self, text: str, spot: Spot, host: str = "", explain_only: bool = False) -> Request:
        """The request that this text is, from that person, there."""
        conversation = f"slack:{spot.channel}:{spot.thread if not spot.im else ''}:{spot.user if spot.private else ''}"
        return Request(text, self.actor(spot), self.place(spot), host, conversation=conversation, explain_only=explain_only)

    def ask(self, text: str, spot: Spot, heard: str = "", host: str = "", surface: str = "", explain_only: bool = False) -> None:
        """Answer what somebody wrote, in the lane of the host that it is about."""
        metrics.REQUESTS.labels(surface or "button").inc()
        spot = self.reachable(spot)
        if text.strip().lower() in HELP:
            self.delivery.send(spot, help_message(hosts_of(self.core.settings, self.actor(spot))))
            return
        request = self.request(docker_words(text), spot, host, explain_only)
        if not self.live.taken(self, request, spot):
            self.dispatch(request, spot, heard)

    def dispatch(self, request: Request, spot: Spot, heard: str = "", on_message: bool = False, then: Then | None = None) -> None:
        """Answer at once what touches no host, the rest in its host's lane; `then` shows the reply in another way."""
        route = route_of(self.core, request)
        working = Working(self.delivery, spot, self.alarms, self.settle_seconds, update=on_message)
        if route.reads:
            seconds = self.core.settings.limits.seconds or 0.0
            if seconds:
                working.expires(seconds * 1.5 + 5, lambda where, said: self._too_late(request, route.lane, where, said))

        def run() -> None:
            with working:
                self._answer(request, working, heard, then)

        if route.lane == QUICK:
            run()
        elif not self.hand_over(route.lane, spot, run, waited_for=working.finish):
            working.finish()

    def _answer(self, request: Request, working: Working, heard: str, then: Then | None) -> None:
        """Ask the core and show what it says, unless nobody waits for it any more."""
        if working.cancelled():
            if working.finish():
                self._stopped(request, working)
            return
        reply = self.core.answer(request, progress=working.progress, cancelled=working.cancelled)
        if not working.finish():
            log.warning("an answer came too late", reference=request.reference)
            return
        self.remember(request, reply)
        if then is None or not then(reply, working.spot()):
            self.show(reply, working.spot(), heard, working.said)

    def _too_late(self, request: Request, host: str, spot: Spot, said: bool) -> None:
        """The end of the waiting for a read."""
        note = f"{host} has not answered in time. Nothing was changed. Try again, or look at that host; the others go on as ever."
        text = self.core.redactor_for(request).command(request.text)
        reply = Reply(ReplyKind.ERROR, text, command=text, host=host, ok=False, exit_code=1, note=note, reference=request.reference)
        self.show(reply, spot, on_message=said)

    def _stopped(self, request: Request, working: Working) -> None:
        """Stop was pressed while it still waited for its turn."""
        text = self.core.redactor_for(request).command(request.text)
        reply = Reply(ReplyKind.ERROR, text, command=text, ok=False, exit_code=1, note=STOPPED, reference=request.reference)
        self.show(reply, working.spot(), on_message=working.said)

    def remember(self, request: Request, reply: Reply) -> None:
        """Keep it for the person's home tab; the reply's text is masked, the request's may not be."""
        if reply.command and reply.kind in (ReplyKind.OUTPUT, ReplyKind.CHECKED, ReplyKind.APPROVAL) and request.actor.user:
            self.ledger.add_recent(request.actor.user, reply.command[:1_500])

    def scene(self, spot: Spot, host: str, card: str, first: bool = True) -> Scene:
        """What the drawing needs to know about this person there."""
        actor, place = self.actor(spot), self.place(spot)
        known: dict[str, bool] = {}

        def may(command: str) -> bool:
            if command not in known:
                known[command] = self.core.may(actor, place, host or self.core.settings.default_host, command)
            return known[command]

        return Scene(card, spot.private and not spot.im, may, first)

    def show(self, reply: Reply, spot: Spot, heard: str = "", on_message: bool = False) -> Sent:
        """Draw a reply, keep its card, send it; an approval by somebody else is for everybody in the channel to see."""
        metrics.ANSWERS.labels(str(reply.kind)).inc()
        data = shown(reply, heard, spot.user)
        if reply.kind == ReplyKind.APPROVAL and reply.approval and reply.approval.mode == "second" and spot.private:
            spot, on_message = replace(spot, private=False, thread=""), False
        card = Card(new_key(), data, View(), spot.channel, spot.user, spot.private)
        kept = _worth_keeping(reply)
        if kept:
            self.cards.keep(card)
        message = draw(data, self.scene(spot, reply.host, card.key if kept else ""))
        sent = self.delivery.replace(spot, message) if on_message else self.delivery.send(spot, message)
        if reply.kind == ReplyKind.APPROVAL and reply.approval and sent.ok:
            self.remember_approval(reply.approval.id, spot, sent)
        return sent

    def redraw(self, card: Card, view: View, spot: Spot) -> None:
        """The same card looked at in another way, on the same message, without a new run."""
        changed = self.cards.seen_as(card, view)
        scene = self.scene(spot, card.shown.host, card.key, first=False)
        self.delivery.replace(spot, draw(changed.shown, replace(scene, private=card.private and not spot.im), view))

    # --- approvals

    def remember_approval(self, approval_id: str, spot: Spot, sent: Sent) -> None:
        """Where its card is, so that it can be changed when it is decided or expires."""
        where: dict[str, Any] = {
            "channel": sent.channel or spot.channel,
            "ts": sent.ts,
            "user": spot.user,
            "thread": spot.thread,
            "private": spot.private,
            "response_url": spot.response_url if not sent.ts else "",
            "made": spot.made,
        }
        self.ledger.put("slack-approval", approval_id, where, 7 * SEEN_SECONDS)


def _worth_keeping(reply: Reply) -> bool:
    return reply.kind in (
        ReplyKind.OUTPUT,
        ReplyKind.CHECKED,
        ReplyKind.REFUSED,
        ReplyKind.ANSWER,
        ReplyKind.DOCUMENT,
        ReplyKind.FANOUT,
    )
