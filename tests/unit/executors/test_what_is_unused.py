"""Filters of prunes as the daemon reads them, and the bytes of layers by their chain ids."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from commands.executors.judged_removal import chain_ids, layer_sizes
from commands.executors.unused import BadFilter, Filters, build_cache, has_one_name, references


class Daemon:
    """A daemon with a clock and a zone of its own."""

    def __init__(self, clock: str) -> None:
        self.clock = clock

    def info(self) -> dict[str, Any]:
        return {"SystemTime": self.clock}


def filters(*texts: str, clock: str = "2026-03-01T12:00:00.5+02:00") -> Filters:
    return Filters.parse(texts, Daemon(clock))


@pytest.mark.parametrize(
    ("texts", "labels", "fits"),
    [
        ((), {}, True),
        (("label=a",), {"a": "1"}, True),
        (("label=a=1", "label=b"), {"a": "1"}, False),
        (("label=a=1", "label=b"), {"a": "1", "b": ""}, True),
        (("label=a",), {}, False),
        (("label!=a",), {"a": "1"}, False),
        (("label!=a",), {}, True),
        (("label!=a=1", "label!=b"), {"a": "1"}, True),  # only what carries both is spared
        (("label!=a=1", "label!=b"), {"a": "1", "b": "2"}, False),
        (("LABEL = a ",), {"a": "1"}, True),
    ],
)
def test_labels(texts: tuple[str, ...], labels: dict[str, str], fits: bool) -> None:
    assert filters(*texts).fits(labels) is fits


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("1h", 1772355600.0),  # by the daemon's clock: 10:00:00.5 in UTC
        ("2026-03-01T12:00:00", 1772359200.0),  # in the daemon's zone
        ("2026-03-01T12:00:00Z", 1772366400.0),
        ("2026-03-01T12:00:00-05:00", 1772384400.0),
        ("2026-03-01", 1772316000.0),
        ("1772366400", 1772366400.0),
    ],
)
def test_until(text: str, until: float) -> None:
    found = filters(f"until={text}")
    assert found.until == until
    assert found.old_enough(until) and not found.old_enough(until + 1)
    assert not found.old_enough(int(until), lambda: until + 0.5) and found.old_enough(int(until), lambda: until)


def test_filters_that_the_daemon_refuses() -> None:
    with pytest.raises(BadFilter, match="more than one until filter specified"):
        filters("until=1h", "until=2h")
    with pytest.raises(BadFilter):
        filters("until=nonsense")
    with pytest.raises(BadFilter, match="nosuch"):
        filters("nosuch=1").check("container")
    with pytest.raises(BadFilter):
        filters("until=1h").check("volume")
    filters("dangling=false", "label=a").check("image")


def test_names_of_images() -> None:
    row = {"RepoTags": ["b:1", "127.0.0.1:5000/a:2", "<none>:<none>"], "RepoDigests": ["b@sha256:11"]}
    names = references(row)
    assert names == ["127.0.0.1:5000/a:2", "docker.io/library/b:1", "docker.io/library/b@sha256:11"]
    assert not has_one_name(names) and has_one_name(names[1:]) and has_one_name([]) and has_one_name(names[:1])
    assert not has_one_name([names[0], names[2]])


def test_layers_have_the_ids_of_their_chains() -> None:
    assert chain_ids([]) == []
    first, second = "sha256:aa", "sha256:bb"
    assert chain_ids([first, second]) == [first, "sha256:" + hashlib.sha256(b"sha256:aa sha256:bb").hexdigest()]


@pytest.mark.parametrize(
    ("steps", "count", "sizes"),
    [
        ([("ADD", 100), ("#(nop)  CMD", 0), ("RUN x", 20)], 2, [100, 20]),
        ([("#(nop) ADD file:", 100), ("#(nop)  ENV", 0), ("RUN true", 0), ("RUN x", 20)], 3, [100, 0, 20]),
        ([("#(nop) ADD file:", 100), ("#(nop)  WORKDIR", 0), ("#(nop)  LABEL", 0)], 2, [100, 0]),
        ([("x", 5)], 3, [5, 0, 0]),
    ],
)
def test_bytes_of_layers(steps: list[tuple[str, int]], count: int, sizes: list[int]) -> None:
    history = [{"CreatedBy": words, "Size": size} for words, size in reversed(steps)]
    assert layer_sizes(history, count) == sizes


def test_records_of_the_build_cache() -> None:
    rows = [
        {"ID": "old", "LastUsedAt": "2026-02-01T00:00:00Z"},
        {"ID": "used", "InUse": True},
        {"ID": "shared", "Shared": True, "LastUsedAt": "2026-01-01T00:00:00Z"},
        {"ID": "inner", "Type": "internal", "CreatedAt": "2026-02-20T00:00:00Z"},
        {"ID": "new", "LastUsedAt": "2026-02-28T00:00:00Z", "Type": "regular"},
    ]
    daemon = Daemon("2026-03-01T00:00:00Z")
    daemon.df = lambda: {"BuildCache": rows}  # type: ignore[attr-defined]

    def ids(everything: bool, *texts: str) -> list[str]:
        return [row["ID"] for row in build_cache(daemon, everything, Filters.parse(texts, daemon))]

    assert ids(False) == ["old", "new"]
    assert ids(True) == ["shared", "old", "inner", "new"]
    assert ids(False, "until=48h") == ["old"]
    assert ids(True, "type=regular", "label=x") == ["new"]
