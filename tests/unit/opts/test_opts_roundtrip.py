"""Every value type reads what it prints, and reads it as the same."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import commands.opts
from commands.opts.registry import TYPES, _closer, reader

VALUES: dict[str, Any] = json.loads((Path(__file__).parents[2] / "differential" / "values.json").read_text("utf-8"))
TOGETHER = [
    "--health-cmd 'a b' --health-interval 5s",
    "--no-healthcheck",
    "--health-retries=3",
    "--update-delay 10s --update-order start-first",
    "--rollback-parallelism 2",
    "node.role==manager",
    "node.labels.zone != a",
]
ALL = TOGETHER + sorted(
    {value for pool in (*VALUES["by_type"].values(), *VALUES["by_name"].values(), VALUES["any"]) for value in pool}
)


def readers() -> list[tuple[str, Callable[[str], Any]]]:
    """Every class method of the package that reads a value type out of a text."""
    found = []
    for info in pkgutil.iter_modules(commands.opts.__path__):
        module = importlib.import_module(f"commands.opts.{info.name}")
        for name, kind in inspect.getmembers(module, inspect.isclass):
            if kind.__module__ == module.__name__ and not issubclass(kind, Exception):
                found += [(f"{info.name}.{name}.{part}", getattr(kind, part)) for part in dir(kind) if part.startswith("parse")]
    return found


def test_there_is_a_type_for_each_kind_of_value() -> None:
    assert len(readers()) >= 40


@pytest.mark.parametrize(("name", "read"), readers(), ids=[name for name, _ in readers()])
def test_what_is_printed_reads_as_the_same(name: str, read: Callable[[str], Any]) -> None:
    taken = 0
    for text in ALL + VALUES["images"] + VALUES["platforms"]:
        try:
            value = read(text)
        except ValueError as error:
            assert str(error)
            continue
        printed = str(value)
        if not printed and name.startswith(("cpus.", "filter.")):
            continue  # nothing at all is nothing to print
        again = read(printed)
        assert again == value, (text, printed)
        assert str(again) == printed
        taken += 1
    assert taken


def test_every_reader_of_the_registry_loads() -> None:
    for kind in TYPES:
        assert callable(reader("", "", kind))
    for path, long in _closer():
        assert callable(reader(path, long, "string"))
