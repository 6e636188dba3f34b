"""Our own log: one line an event on standard error, without local variables, secrets masked as the configuration says.

What libraries log through the standard library (Bolt, uvicorn, the SDKs), tracebacks too, goes the same way.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from bot.redact import Redactor

LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}


def configure(level: str = "info", redact: str = "names") -> None:
    """Set logging up for the whole process. JSON lines where standard error is no terminal.

    With `redact: none` answers show everything; a log that others read still masks by names.
    """
    global _redactor
    _redactor = Redactor("env" if redact == "env" else "names", remembers=False)
    terminal = sys.stderr.isatty()
    renderer: Any = structlog.processors.JSONRenderer(ensure_ascii=False)
    if terminal:
        renderer = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    processors: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _masked,
        renderer,
    ]
    structlog.configure(
        processors=processors,
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=lambda *_: _StandardError(),
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    for handler in [one for one in root.handlers if isinstance(one, _Bridge)]:
        root.removeHandler(handler)
    root.addHandler(_Bridge(logging.WARNING))


_redactor = Redactor("names", remembers=False)


class _StandardError:
    """Writes lines to standard error as it is at that moment."""

    def msg(self, message: str) -> None:
        """One line."""
        try:
            print(message, file=sys.stderr, flush=True)
        except (OSError, ValueError):  # nobody reads it any more
            return

    log = debug = info = warn = warning = fatal = failure = err = error = critical = exception = msg


class _Bridge(logging.Handler):
    """Hands records of the standard library to our own log, which masks them."""

    def emit(self, record: logging.LogRecord) -> None:
        """One record, with its traceback where it has one."""
        try:
            structlog.get_logger(record.name).log(record.levelno, record.getMessage(), logger=record.name, exc_info=record.exc_info)
        except Exception:  # noqa: BLE001 - a log must not break what it tells of, nor show what could not be masked
            structlog.get_logger(record.name).log(record.levelno, "a record could not be formatted", logger=record.name)


def _masked(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in list(event.items()):
        if isinstance(value, str):
            event[key] = _redactor.command(value)
        elif isinstance(value, (list, tuple, dict)):
            event[key] = _redactor.data(value)
        elif value is not None and not isinstance(value, (bool, int, float)):
            event[key] = _redactor.command(str(value))
    return event
