"""`logs --follow`, `stats`, `events` as a message that updates every few seconds, with a Stop button.

Bounded: in time, in how many a channel has, in how many lines are held. Each is one audited run like any other. When
Slack asks to wait, the next update waits; what was printed meanwhile is in it. A message that cannot be updated ends the run.
"""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import structlog

from bot.blocks.columns import read_columns
from bot.blocks.lists import add_table
from bot.blocks.message import Builder, Message, clip_bytes
from bot.blocks.output import FRAME, last_lines, short_line
from bot.blocks.parts import actions, button, context, preformatted
from bot.blocks.scene import Scene
from bot.blocks.shown import Shown, View
from bot.blocks.words import bold, clean, code, escaped
from bot.delivery import Spot
from bot.live_board import Board, Entry
from bot.reply import Reply, ReplyKind
from bot.request import Request
from bot.serving import metrics
from bot.underway import current, held

if TYPE_CHECKING:
    from bot.desk import Desk
    from commands.executors.base import Progress
    from commands.parsed import ParsedCommand

log = structlog.get_logger("dockwise.live")
FOLLOWED = {"container logs": "follow", "compose logs": "follow", "service logs": "follow"}
ALWAYS = ("system events",)
UNLESS = {"container stats": "no-stream"}
_WORTH_A_LOOK = re.compile(r"\b(?:logs?|stats|events?|follow|tail|watch|stream|live)\b|日志|事件|跟踪|实时", re.IGNORECASE)
_SCREEN = re.compile(r"\x1b\[(?:H|2J|J)")
# Where no terminal is, `docker stats` prints its table again and again, heading first.
_TABLE = re.compile(r"\x1b\[(?:H|2J|J)|^(?=CONTAINER ID )|(?<=\n)(?=CONTAINER ID )")


def is_live(parsed: ParsedCommand) -> bool:
    """True for a command that would print for ever."""
    if parsed.usage_error or parsed.spec is None or parsed.help:
        return False
    if parsed.path in FOLLOWED:
        return bool(parsed.value(FOLLOWED[parsed.path]))
    if parsed.path in UNLESS:
        return not parsed.value(UNLESS[parsed.path])
    return parsed.path in ALWAYS and not parsed.given("until")


def followed(request: Request, hosts: tuple[str, ...]) -> tuple[ParsedCommand, str] | None:
    """The one docker command that a text is, and the host it names, where that command would print for ever; None otherwise."""
    from bot.understanding import ALL_HOSTS, understand
    from commands.check import check

    text = request.text.strip()
    if request.explain_only or "\n" in text or len(text) > 2_000 or not _WORTH_A_LOOK.search(text):
        return None
    understood = understand(request, hosts, None)
    if not understood.command or understood.host == ALL_HOSTS or (understood.asked and understood.asked.kind != "command"):
        return None
    checked = check(understood.command, "slack")
    if not checked.ok or len(checked.parsed) != 1 or any(mark in understood.command for mark in ("|", "$(", ";", "&&")):
        return None
    parsed = checked.parsed[0]
    return (parsed, understood.host) if is_live(parsed) else None


@dataclass
class Running:
    """One message that updates. `stop` ends it; `why` is what ended it, in our own words (mrkdwn)."""

    key: str
    channel: str
    user: str
    command: str
    host: str
    table: bool = False
    stop: threading.Event = field(default_factory=threading.Event)
    why: str = ""
    lines: deque[str] = field(default_factory=lambda: deque(maxlen=400))
    half: str = ""
    count: int = 0
    changed: bool = True
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, text: str) -> None:
        """What was printed: a screen that is drawn anew (stats) takes the place of the one before."""
        with self.lock:
            pieces = (_TABLE if self.table else _SCREEN).split(text)
            if len(pieces) > 1:
                self.lines.clear()
                self.half, text = "", pieces[-1]
            whole = (self.half + text).split("\n")
            self.half = whole.pop()
            self.lines.extend(whole)
            self.count += len(whole)
            self.changed = True

    @property
    def entry(self) -> Entry:
        """What other replicas see of it."""
        return Entry(self.key, self.channel, self.user, self.host, self.command)

    def end(self, why: str) -> None:
        """Ask it to end."""
        if not self.why:
            self.why = why
        self.stop.set()


def _stopped_by(stopper: str, owner: str) -> str:
    return "stopped" if stopper == owner else f"stopped by <@{stopper}>"


class Live:
    """All messages that update in this process."""

    def __init__(self, board: Board, every: float = 3.0, seconds: float = 300.0, most_a_channel: int = 3, most: int = 20) -> None:
        self._board = board
        self.every, self.seconds, self.most_a_channel, self.most = every, seconds, most_a_channel, most
        self._running: dict[str, Running] = {}
        self._lock = threading.Lock()

    def taken(self, desk: Desk, request: Request, spot: Spot) -> bool:
        """Start it, in a thread of its own so that no lane is held, where that text would print for ever; False otherwise."""
        found = followed(request, tuple(desk.core.settings.hosts))
        if found is None:
            return False
        parsed, named = found
        core = desk.core
        host = named or request.host or core.settings.channel_host(request.place.channel) or core.settings.default_host
        if host not in core.settings.hosts or not core.may(request.actor, request.place, host, parsed.text):
            return False
        running = Running(secrets.token_hex(8), spot.channel, spot.user, core.redactor_for(request).command(parsed.text), host)
        running.table = parsed.path in UNLESS and not parsed.given("format")
        full = self._enter(running)
        if full:
            desk.delivery.whisper(spot, Message([], full))
            return True
        asked = replace(request, text=parsed.text, host=host)
        name = f"live-{running.key}"
        work = held(lambda: self._guarded(desk, asked, parsed, spot, running))
        threading.Thread(target=work, name=name, daemon=True).start()
        return True

    def _enter(self, running: Running) -> str:
        """Take a place; the words for the person where there is none."""
        here = self._board.entries(running.channel)
        with self._lock:
            known = {entry.key for entry in here}
            here += [other.entry for other in self._running.values() if other.channel == running.channel and other.key not in known]
            if len(here) >= self.most_a_channel:
                own = ", ".join(code(other.command) for other in here if other.user == running.user)
                yours = f" (yours: {own})" if own else ""
                return f"There are {len(here)} messages here that update already{yours}: stop one of them first."
            if len(self._running) >= self.most:
                return f"{len(self._running)} messages update at the moment, which is all I can do: try again later."
            self._running[running.key] = running
            metrics.LIVE.set(len(self._running))
        self._board.enter(running.entry, self.seconds + 60)
        return ""

    def _guarded(self, desk: Desk, request: Request, parsed: ParsedCommand, spot: Spot, running: Running) -> None:
        try:
            desk.guarded(spot, lambda: self._run(desk, request, parsed, spot, running))
        finally:
            with self._lock:
                self._running.pop(running.key, None)
                metrics.LIVE.set(len(self._running))
            self._board.leave(running.key)

    def _run(self, desk: Desk, request: Request, parsed: ParsedCommand, spot: Spot, running: Running) -> None:
        from bot.live_run import run_live

        redactor = desk.core.redactor_for(request)
        # A message that updates has to be one that can be: private answers go to the direct messages.
        place = spot
        if spot.private and not spot.im:
            place = replace(
                spot, channel=desk.delivery.im_channel(spot.user), thread="", response_url="", private=False, message="", im=True
            )
            desk.delivery.whisper(
                spot, Message([], f"{code(running.command)} updates in our direct messages, where only you see it.")
            )
        sent = desk.delivery.send(place, self.drawn(running, False))
        if not sent.ts:
            return  # it could not be sent anywhere; the log says why
        entry = current()
        if entry is not None:
            entry.says_so(sent.channel, sent.ts, running.key)
        shown = replace(place, channel=sent.channel, message=sent.ts, response_url="")
        updater = threading.Thread(target=self._update, args=(desk, shown, running), name=f"update-{running.key}", daemon=True)
        updater.start()
        raw: dict[str, str] = {}

        def progress(step: Progress) -> None:
            # Secrets are masked a whole line at a time: a frame may end in the middle of one.
            held = raw.get(step.item, "") + step.partial
            cut = held.rfind("\n") + 1
            raw[step.item] = held[cut:][-65_536:]
            if cut:
                running.take(redactor.text(held[:cut]))

        reply = run_live(desk.core, request, parsed, running.host, self.seconds, progress, running.stop.is_set)
        for rest in raw.values():
            if rest:
                running.take(redactor.text(rest) + "\n")
        running.end(self._ending(reply, desk, running))
        updater.join(self.every * 4)
        self._last(desk, shown, running, reply)

    def _ending(self, reply: Reply, desk: Desk, running: Running) -> str:
        result = reply.result
        if reply.kind != ReplyKind.OUTPUT:
            return "it could not run"
        if result is not None and result.truncated:
            return f"ended at the limit of {result.truncated_by}" + (
                f" ({self.seconds:g} s)" if result.truncated_by == "seconds" else ""
            )
        if running.stop.is_set():
            return "stopped"
        # A daemon that goes away may end its streams in good order: only one that still answers has nothing more to tell.
        state = desk.core.host_state(running.host)
        if not state.ok:
            return f"ended: {running.host} went away while it ran, so what came after is not here"
        return "ended: there is nothing more to come" if reply.ok else "ended with an error"

    def _update(self, desk: Desk, spot: Spot, running: Running) -> None:
        """Rewrite the message every few seconds while there is something new. 429s are waited for by the client."""
        while not running.stop.wait(self.every):
            stopper = self._board.asked_to_stop(running.key)
            if stopper:
                running.end(_stopped_by(stopper, running.user))
                return
            with running.lock:
                changed, running.changed = running.changed, False
            if changed and not desk.delivery.rewrite(spot, self.drawn(running, False)):
                running.end("ended: its message could not be updated any more")

    def _last(self, desk: Desk, spot: Spot, running: Running, reply: Reply) -> None:
        if reply.kind == ReplyKind.OUTPUT:
            if reply.result is not None and not running.count:
                running.take(reply.result.stdout + reply.result.stderr)
            elif reply.result is not None and reply.exit_code and reply.result.stderr:
                running.take(reply.result.stderr)
            if not desk.delivery.rewrite(spot, self.drawn(running, True)):
                desk.delivery.send(replace(spot, message=""), self.drawn(running, True))
        else:
            desk.show(reply, spot, on_message=True)

    def drawn(self, running: Running, over: bool) -> Message:
        """The message as it is now."""
        builder = Builder()
        stop = [] if over else actions([button("Stop", "dw_stop", running.key, "danger")])
        builder.keep(stop)
        builder.add(preformatted(clip_bytes(running.command, 1_500)))
        state = f"⏹ {running.why}" if over else f"🔴 live for at most {self.seconds / 60:g} min"
        with running.lock:
            held = [*running.lines, *([running.half] if running.half else [])]
            count = running.count
        builder.add(context(f"{state} · on {bold(running.host)} · {count:,} lines so far"))
        text = clean("\n".join(held))
        if running.table and (found := read_columns(text)) is not None and found.rows:
            builder.head[-1:] = [context(f"{state} · on {bold(running.host)}")]
            add_table(builder, Shown("output", path="container stats"), View(), Scene(), found)
            return Message(builder.blocks(), clip_bytes(f"{code(running.command)} {state}\n```{escaped(text[-1_500:])}```", 3_500))
        short = [short_line(line, 300) for line in text.split("\n") if line.strip()]
        shown = last_lines(short, builder.room - FRAME - 200)
        builder.add(preformatted("\n".join(shown) or "nothing yet"))
        if len(shown) < count:
            builder.add(context(f"the last {len(shown):,} lines; `docker logs` without `--follow` gives the others"))
        plain = f"{code(running.command)} {state}\n```{escaped(chr(10).join(shown)[-1_500:]).replace('```', 'ʼʼʼ')}```"
        return Message(builder.blocks(), clip_bytes(plain, 3_500))

    def find(self, key: str) -> Entry | None:
        """The message of that key, wherever it runs; None where it has ended."""
        with self._lock:
            running = self._running.get(key)
        return running.entry if running else self._board.find(key)

    def stop(self, key: str, user: str) -> None:
        """End it, here or on the replica that runs it."""
        with self._lock:
            running = self._running.get(key)
        if running:
            running.end(_stopped_by(user, running.user))
        else:
            self._board.ask_to_stop(key, user)

    def forget(self, key: str) -> None:
        """Its process is gone: it runs nowhere any more."""
        self._board.leave(key)

    def running(self) -> list[Running]:
        """Everything that updates just now."""
        with self._lock:
            return list(self._running.values())

    def stop_all(self, why: str, seconds: float = 5.0) -> None:
        """End all of them and wait until their messages say so."""
        for running in self.running():
            running.end(why)
        limit = time.monotonic() + seconds
        while self.running() and time.monotonic() < limit:
            time.sleep(0.05)
