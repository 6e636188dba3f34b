"""A core for tests of the Slack surface: the real store, policy, approvals, check and understanding; runs that need no engine.

`outputs` gives, by command text, a `Result` or a function of the request that makes one (and may take its time).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot import answers, flow
from bot.config_model import Settings
from bot.core import Core
from bot.hosts import HostState
from bot.reply import Reply
from bot.request import Request
from bot.store import open_store
from bot.understanding import Understood
from commands.check import check
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

    def result_for(self, request: Request, text: str, host: str) -> Result:
        """The prepared result."""
        self.ran.append((text, host))
        made = self.outputs.get(text, Result(stdout=f"ran {text}\n"))
        return made(request) if callable(made) else made

    def hosts_now(self) -> list[HostState]:
        return [HostState(name, f"unix:///{name}", True, "28.2.2", "", 5, 3) for name in self.settings.hosts]

    def _answer(self, request: Request, progress: Any, cancelled: Any) -> Reply:
        return super()._answer(request, progress, cancelled)


def install(core: FakeCore, monkeypatch: Any) -> None:
    """Let the flow's runs give the prepared results, in place of a daemon's."""

    def execute(
        core_: Any,
        request: Request,
        judged: Any,
        host: str,
        progress: Any,
        cancelled: Any,
        approver: str = "",
        approval_id: str = "",
    ) -> Result:
        return core.result_for(request, judged.parsed.text, host)

    monkeypatch.setattr(flow, "execute", execute)


__all__ = ["FakeCore", "Made", "Understood", "answers", "check", "install"]
