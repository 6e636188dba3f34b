"""What changing commands ask of a daemon, and print of its answers, is what the docker program asks and prints."""

from __future__ import annotations

import pytest

from scripts.private_engine import PrivateEngine
from tests.engine.changing import ANSWERS, NOTHING, cases, differences, ours, stream
from tests.engine.stand_in import StandIn

pytestmark = pytest.mark.docker_program


@pytest.mark.parametrize("version", ["1.50", "1.41"])
def test_requests_and_output_are_dockers(program: PrivateEngine, version: str) -> None:
    lines = cases("changes.txt") if version == "1.50" else cases("changes.txt")[::2]
    found = differences(program, lines, version, ANSWERS)
    assert not found, (len(found), found[:2])


def test_refusals_are_told_as_docker_tells_them(program: PrivateEngine) -> None:
    found = differences(program, cases("changes.txt")[1::2], "1.50", NOTHING)
    assert not found, (len(found), found[:2])


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("build https://github.com/a/b.git", {"remote": "https://github.com/a/b.git", "dockerfile": "Dockerfile", "rm": "1"}),
        ("build -t x:1 -f Other github.com/a/b#main:sub", {"remote": "github.com/a/b#main:sub", "dockerfile": "Other", "t": "x:1"}),
        ("build --build-arg A=1 --target t git@host:a/b.git", {"buildargs": '{"A": "1"}', "target": "t"}),
        ("build --cache-from a,b --cache-from c github.com/a/b", {"cachefrom": '["a", "b", "c"]'}),
        ("build --security-opt 'label=disable,no-new-privileges' github.com/a/b", {"securityopt": "no-new-privileges"}),
        ("build --no-cache --pull -q -m 64m https://x/y.git", {"nocache": "1", "pull": "1", "q": "1", "memory": "67108864"}),
    ],
)
def test_a_git_address_is_fetched_and_built_by_the_daemon(words: str, query: dict[str, str]) -> None:
    answer = stream([{"stream": "Step 1/1 : FROM busybox\n"}, {"stream": "Successfully built abc\n"}])
    with StandIn(answers=[("POST", "/build", (200, answer))]) as stand:
        printed = ours(stand.host, words)
        asked = dict(stand.requests()[0].query)
    assert printed[:2] == (0, "Step 1/1 : FROM busybox\nSuccessfully built abc\n")
    assert query.items() <= asked.items()


def test_a_folder_is_never_built() -> None:
    with StandIn() as stand:
        assert ours(stand.host, "build .")[0] == 1
        assert ours(stand.host, "build ./https://example.com/Dockerfile")[0] == 1
        assert stand.requests() == []
