"""One request from start to finish: it calls the others and decides nothing itself.

core = Core(settings_or_reloader, os.environ)
core.answer(Request(…), progress=…, cancelled=…) -> Reply      # never raises for what a person wrote
core.approve(id, actor, place, progress=…) -> Reply;  core.deny(id, actor, place) -> Reply
core.may(actor, place, host, text) -> bool;  core.can_i(actor, place, host, text) -> Reply
core.hosts_now() -> list[HostState];  core.recover() -> list[Approval]
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import cached_property

import structlog

from bot import answers
from bot.approval_seal import seal_key
from bot.approvals import Approval, Approvals
from bot.audit import Audit, AuditError
from bot.audit_key import Keyring
from bot.can_i import can_i
from bot.config import Reloader
from bot.config_model import Settings
from bot.governor import Governor
from bot.hosts import Hosts, HostState
from bot.learning import learning
from bot.phrases import phrase
from bot.policy import decide, depends_on_objects, hosts_of, subject_of
from bot.redact import Redactor
from bot.redact_reply import masked_reply
from bot.reply import Reply, ReplyKind
from bot.request import TERMINAL, Actor, NotKnown, Place, Request
from bot.running import Tell, daemon_checked, failures
from bot.store import Store, StoreError, open_store
from bot.understanding import ALL_HOSTS, Conversations, Understood, understand
from commands.budget import SIZE, Exceeded, spending
from commands.risk import risk_of

log = structlog.get_logger("dockwise.core")
Cancelled = Callable[[], bool]
# `/docker can-i restart web`, "can-i docker rm -f web": whether somebody may, without running it.
_CAN_I = re.compile(r"\A\s*(?:docker\s+)?can-i\s+(.+)\Z", re.IGNORECASE | re.DOTALL)


def as_given(actor: Actor) -> Actor:
    """Somebody as the request says."""
    return actor


def never() -> bool:
    """Nobody cancels."""
    return False


class Core:
    """The bot without a surface. Safe to use from several threads."""

    def __init__(self, settings: Settings | Reloader, environ: Mapping[str, str], store: Store | None = None) -> None:
        self._source, self.environ = settings, environ
        self._given_store = store
        self.conversations = Conversations()
        self._lock = threading.RLock()
        self._hosts: tuple[Settings, Hosts] | None = None
        # How somebody is looked up anew before a change; a surface with people of its own puts its own way here.
        self.look_up: Callable[[Actor], Actor] = as_given

    @property
    def settings(self) -> Settings:
        """The settings now; a reload shows at the next request."""
        return self._source.settings if isinstance(self._source, Reloader) else self._source

    def take_over_settings(self) -> None:
        """After a reload: what was made from the settings before follows the new ones."""
        with self._lock:
            self.__dict__.pop("audit", None)
            if "approvals" in self.__dict__:
                self.approvals.seconds = self.settings.approval_minutes * 60.0

    @property
    def hosts(self) -> Hosts:
        """Clients for the hosts of the settings; made anew when the hosts change."""
        with self._lock:
            settings = self.settings
            if self._hosts is None or (self._hosts[0] is not settings and self._hosts[0].hosts != settings.hosts):
                self._hosts = (settings, Hosts(settings, self.environ))
            return self._hosts[1]

    @cached_property
    def store(self) -> Store:
        """The storage, opened at its first use; StoreError says what is wrong with it."""
        return self._given_store or open_store(self.settings.storage)

    @cached_property
    def approvals(self) -> Approvals:
        """Commands that wait for somebody."""
        return Approvals(self.store, self.settings.approval_minutes, seal_key(self.environ))

    @cached_property
    def audit(self) -> Audit:
        """The record of what was run."""
        keys = Keyring(self.environ.get("DOCKWISE_KEY", ""), self.environ.get("DOCKWISE_OLD_KEYS", ""))
        audit = Audit(self.store, Redactor(self.settings.redact, remembers=False), keys)
        if self.store.upgraded and keys and audit.head()[0] and not audit.head()[2]:
            audit.sign("local", "by the upgrade of the storage")
        return audit

    def redactor_for(self, request: Request | None) -> Redactor:
        """Masks by the configuration; nothing is masked for the person at the terminal who asked for that."""
        shown = request is not None and request.show_secrets and request.actor.local
        return Redactor("none" if shown else self.settings.redact)

    def current(self, actor: Actor) -> Actor:
        """Somebody as they are now, their groups too; NotKnown where that cannot be found out. Terminals have one person."""
        return actor if actor.local or not actor.user else self.look_up(actor)

    def governor(self, redactor: Redactor) -> Governor:
        """Policy, plan and approvals for one request."""
        return Governor(self.settings, self.hosts, redactor)

    def answer(self, request: Request, progress: Tell | None = None, cancelled: Cancelled = never) -> Reply:
        """One answer. Whatever goes wrong, it says so and what to do next."""
        try:
            with spending(self.settings.limits.seconds, self._room()):
                reply = daemon_checked(lambda: self._answer(request, progress, cancelled))
                return masked_reply(reply, self.redactor_for(request))
        except (AuditError, StoreError) as error:
            return Reply(ReplyKind.ERROR, request.text, ok=False, exit_code=1, note=str(error), reference=request.reference)
        except NotKnown as error:
            text = self.redactor_for(request).command(request.text)
            return answers.not_known(text, str(error), request.reference)
        except Exceeded as error:
            return Reply(ReplyKind.ERROR, ok=False, exit_code=1, note=str(error), reference=request.reference)
        except failures() as error:
            return answers.unreachable(self, request, error)
        except Exception as error:  # noqa: BLE001 - a person is never left in silence
            return self.internal(request.text, request.reference, error)

    def _room(self) -> int:
        """The most bytes of one text behind a pipe, in a template or in a daemon's answer, whatever is shown of it."""
        return max(SIZE, self.settings.limits.bytes or 0)

    def internal(self, text: str, reference: str, error: BaseException) -> Reply:
        """Something unexpected: the trace goes to the log under the reference that the person sees."""
        log.error("internal error", reference=reference, exc_info=error)
        note = phrase("internal", reference=reference)
        return Reply(ReplyKind.ERROR, self.redactor_for(None).command(text), ok=False, exit_code=1, note=note, reference=reference)

    def _answer(self, request: Request, progress: Tell | None, cancelled: Cancelled) -> Reply:
        from bot import fanout, flow

        limited = answers.rate_limited(self, request) or answers.too_long_reply(request)
        if limited:
            return limited
        document = answers.document(self, request)
        if document:
            return document
        asked_whether = _CAN_I.match(request.text)
        if asked_whether:
            return can_i(self, replace(request, text=asked_whether.group(1)))
        taught = learning(self, request)
        if taught:
            return taught
        known = tuple(self.settings.hosts)
        understood = understand(request, known, self.conversations.of(request))
        spoken = answers.without_command(self, request, understood)
        if spoken:
            return spoken
        host = self.host_for(request, understood)
        if host == ALL_HOSTS:
            return fanout.on_all_hosts(self, request, understood, progress, cancelled)
        if host not in known:
            theirs = hosts_of(self.settings, request.actor)
            note = phrase("no_host", answers.lang_of(understood), host=host, known=", ".join(theirs) or "–")
            return Reply(ReplyKind.ERROR, request.text, ok=False, exit_code=1, note=note, suggestions=theirs)
        return flow.command(self, request, understood, host, progress, cancelled)

    def host_for(self, request: Request, understood: Understood) -> str:
        """The host meant: named in the text, by the surface, by the channel, or the default."""
        settings = self.settings
        return understood.host or request.host or settings.channel_host(request.place.channel) or settings.default_host

    def approve(
        self, approval_id: str, actor: Actor, place: Place, progress: Tell | None = None, cancelled: Cancelled = never
    ) -> Reply:
        """Somebody pressed Run or Approve."""
        from bot import approving

        return self._guarded(approval_id, lambda: approving.approve(self, approval_id, actor, place, progress, cancelled))

    def deny(self, approval_id: str, actor: Actor, place: Place) -> Reply:
        """Somebody pressed Deny."""
        from bot import approving

        return self._guarded(approval_id, lambda: approving.deny(self, approval_id, actor, place))

    def withdraw(self, approval: Approval, why: str) -> bool:
        """An approval that nobody can decide is over; False where it was decided meanwhile."""
        done = self.approvals.withdraw(approval, why)
        if done:
            self.audit.note(answers.entry_of(approval), "withdrawn", why)
        return done

    def _guarded(self, approval_id: str, work: Callable[[], Reply]) -> Reply:
        try:
            with spending(self.settings.limits.seconds, self._room()):
                return masked_reply(daemon_checked(work), self.redactor_for(None))
        except (AuditError, StoreError, Exceeded) as error:
            return Reply(ReplyKind.ERROR, ok=False, exit_code=1, note=str(error))
        except NotKnown as error:
            return answers.not_known("", str(error), approval_id[:12])
        except failures() as error:
            return Reply(ReplyKind.ERROR, ok=False, exit_code=1, note=f"{error}")
        except Exception as error:  # noqa: BLE001 - a person is never left in silence
            return self.internal("", approval_id[:12], error)

    def recover(self) -> list[Approval]:
        """Approvals that expired, and those in doubt because their process is gone; each is told of once."""
        ended = [*self.approvals.expire(), *self.approvals.recover()]
        for approval in ended:
            self.audit.note(answers.entry_of(approval), approval.state, approval.outcome)
        return ended

    def may(self, actor: Actor, place: Place, host: str, text: str) -> bool:
        """Whether it is worth offering somebody that command; what its objects say is decided when it is asked for."""
        from commands.parser import parse_text

        parsed = parse_text(text)
        if parsed.usage_error or parsed.spec is None:
            return False
        subject = subject_of(parsed, risk_of(parsed))
        if decide(self.settings, actor, place, host, [subject]).allowed:
            return True
        return depends_on_objects(self.settings, actor, place, host, subject)

    def can_i(self, actor: Actor, place: Place, host: str, text: str) -> Reply:
        """Whether that person may, by which grant or which would be needed; nothing runs."""
        request = Request(text, actor, place, host=host, explain_only=True)
        refused = answers.too_long_reply(request)
        if refused:
            return refused
        try:
            return masked_reply(can_i(self, request), self.redactor_for(request))
        except failures() as error:
            return answers.unreachable(self, request, error)

    def host_state(self, name: str) -> HostState:
        """One host as it is now."""
        return self.hosts.state(name)

    def hosts_now(self, names: Collection[str] | None = None) -> list[HostState]:
        """Every host, or each of `names`, as it is now, asked at the same time."""
        from commands.background import BackgroundPool

        hosts = self.hosts
        return BackgroundPool(8, "hosts").map(hosts.state, [name for name in hosts.names if names is None or name in names])

    def close(self) -> None:
        """Give connections back."""
        if self._hosts:
            self._hosts[1].close()
        if "store" in self.__dict__ and self._given_store is None:
            self.store.close()


def local_request(text: str, host: str = "", yes: bool = False, show_secrets: bool = False, conversation: str = "") -> Request:
    """A request of the person at the terminal."""
    return Request(text, TERMINAL, Place(), host, yes, show_secrets, conversation)
