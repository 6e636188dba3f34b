"""The bot's own log: masked as the configuration says, whatever library writes it."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import configure


class Written:
    """What stands on standard error so far."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys, self._text = capsys, ""

    def getvalue(self) -> str:
        """All of it."""
        self._text += self._capsys.readouterr().err
        return self._text


@pytest.fixture
def written(capsys: pytest.CaptureFixture[str]) -> Iterator[Written]:
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    yield Written(capsys)
    configure("error")


def raised(text: str) -> BaseException:
    try:
        raise RuntimeError(text)
    except RuntimeError as error:
        return error


@pytest.mark.parametrize(("mode", "hidden"), [("env", True), ("names", False), ("none", False)])
def test_every_variable_is_hidden_where_the_configuration_says_so(written: Written, mode: str, hidden: bool) -> None:
    configure("info", mode)
    structlog.get_logger("x").info("ran", command="docker run -e GREETING=modeValueZq12 -e API_TOKEN=hunter22 nginx")
    assert ("modeValueZq12" in written.getvalue()) is not hidden
    assert "hunter22" not in written.getvalue()


@pytest.mark.parametrize("name", ["dockwise.bolt", "uvicorn.error", "slack_bolt.App", "anything"])
def test_tracebacks_of_libraries_are_masked(written: Written, name: str) -> None:
    configure("error", "env")
    error = raised("docker run -e GREETING=modeValueZq12 failed: password=hunter22")
    logging.getLogger(name).error("it failed with token=abcdef99", exc_info=(type(error), error, error.__traceback__))
    text = written.getvalue()
    assert "RuntimeError" in text and "Traceback" in text
    assert not any(secret in text for secret in ("modeValueZq12", "hunter22", "abcdef99"))


def test_uvicorn_is_given_no_handlers_of_its_own(written: Written) -> None:
    from bot.serving.web import Listener, make_probes

    configure("error", "env")
    listener = Listener(make_probes(dict, dict), "127.0.0.1", 0, "test")
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    error = raised("secret=hunter22")
    logging.getLogger("uvicorn.error").error("Exception in ASGI application", exc_info=(type(error), error, error.__traceback__))
    assert "RuntimeError" in written.getvalue() and "hunter22" not in written.getvalue()
    listener.stop()
    assert not logging.getLogger("uvicorn").handlers and not logging.getLogger("uvicorn.error").handlers


def test_values_that_are_no_text_are_masked_too(written: Written) -> None:
    configure("info", "env")
    structlog.get_logger("x").info(
        "x", rows=["token=hunter22"], env={"Env": ["A=modeValueZq12"]}, error=RuntimeError("pw: password=hunter23")
    )
    assert not any(secret in written.getvalue() for secret in ("hunter22", "hunter23", "modeValueZq12"))


def test_a_log_that_nobody_reads_breaks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stderr", closed)
    logger = structlog.get_logger("x")
    logger.error("into the void")
