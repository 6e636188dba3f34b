"""Commands of Docker Desktop's plugins: docker does not know them, and what they are is said in place of a guess."""

from __future__ import annotations

import pytest

from bot.understanding import is_command
from commands.check import check
from commands.spec.load import paths
from commands.spec.notes import table

PLUGINS = sorted(table("plugins"))


@pytest.mark.parametrize("name", PLUGINS)
def test_it_is_named_and_nothing_else_is_suggested(name: str) -> None:
    checked = check(f"docker {name} run ai/smollm2 now")
    error = next(problem for problem in checked.problems if problem.severity == "error")
    assert not checked.ok and error.suggestion is None
    assert error.message.startswith(f"docker: unknown command: docker {name}\n")
    assert "plugin that Docker Desktop brings" in error.message


@pytest.mark.parametrize("name", PLUGINS)
def test_it_is_read_as_a_command_that_docker_refuses(name: str) -> None:
    assert name not in paths()
    assert is_command(f"docker {name} run ai/smollm2 with this")
