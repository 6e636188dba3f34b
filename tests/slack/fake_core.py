"""A core for tests of the Slack surface: the real store, policy, approvals, check and understanding; runs that need no engine.

`outputs` gives, by command text, a `Result` or a function of the request that makes one (and may take its time).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import bot.plan
from bot import flow
from bot.config_model import Settings
from bot.core import Core
from bot.hosts import HostState
from bot.plan import Planned
from bot.policy import Target
from bot.reply import Plan, PlanItem
from bot.request import Request
from bot.store import open_store
from commands.engine_pins import Pins
from commands.result import Result

Made = Result | Callable[[Request], Result]


class FakeCore(Core):
    """The core, but what would ask a daemon gives a prepared result."""

    def __init__(self, settings: Settings, outputs: dict[str, Made] | None = None, store_url: str = "sqlite://") -> None:
        super().__init__(
            settings, {"DOCKER_HOST": "unix:///nonexistent/dockwise.sock", "HOME": "/nonexistent"}, open_store(store_url)
        )
        self.outputs: dict[str, Made] = outputs or {}
        self.ran: list[tuple[str, str]] = []
        self.drift = "as it was"
        self.cancelled: Any = lambda: False

    def result_for(self, request: Request, text: str, host: str) -> Result:
        """The prepared result."""
        self.ran.append((text, host))
        made = self.outputs.get(text, Result(stdout=f"ran {text}\n"))
        return made(request) if callable(made) else made

    def host_state(self, name: str) -> HostState:
        return self.hosts_now([name])[0]

    def hosts_now(self, names: Collection[str] | None = None) -> list[HostState]:
        known = [name for name in self.settings.hosts if names is None or name in names]
        return [HostState(name, f"unix:///{name}", True, "28.2.2", "", 5, 3) for name in known]


def install(core: FakeCore, monkeypatch: Any) -> None:
    """Let the flow's runs give the prepared results, in place of a daemon's."""

    def execute(_core: Any, request: Request, judged: Any, host: str, *_others: Any, **_more: Any) -> Result:
        core.cancelled = _others[1] if len(_others) > 1 else core.cancelled
        return core.result_for(request, judged.parsed.text, host)

    def planned(parsed: Any, *_api: Any, **_more: Any) -> Planned:
        items = tuple(
            PlanItem(parsed.path.split()[0], f"id-of-{name}", name, "is touched", undo="ask again") for name in parsed.args
        )
        targets = tuple(Target(item.kind, item.id, item.name) for item in items)
        return Planned(Plan(items, (), f"{len(items)} objects", core.drift), targets, Pins())

    monkeypatch.setattr(flow, "execute", execute)
    monkeypatch.setattr(bot.plan, "planned", planned)
