"""No name becomes part of a request unless it can be one: the path that is asked for is always the command's own."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import requests

from commands.engine import Endpoint, EngineClient
from commands.executors import find, run
from commands.executors.base import Job, Limits
from commands.parser import parse_text

COMMANDS = (
    "inspect",
    "container inspect",
    "image inspect",
    "network inspect",
    "volume inspect",
    "plugin inspect",
    "service inspect",
    "node inspect",
    "secret inspect",
    "config inspect",
    "logs",
    "top",
    "port",
    "diff",
    "history",
    "wait",
    "stats --no-stream",
    "service logs",
    "node ps",
)
NAMES = (
    "../volumes/x",
    "..",
    "a/../../info",
    "x?force=1",
    "x#y",
    "a%2F..%2Fb",
    "x/json?size=1",
    "-x/..",
    "a b\tc",
    "x\ny",
    "ü/../x",
    "{0}",
    ".",
)


class NobodyHome(EngineClient):
    """A client that notes what would be sent, and answers as a daemon that knows nothing."""

    def __init__(self) -> None:
        super().__init__(Endpoint(url="unix:///nowhere"))
        self._agreed = True
        self._version = "1.41"
        self.asked: list[str] = []

    def send(self, request: Any, **_: Any) -> requests.Response:
        self.asked.append(request.url)
        response = requests.Response()
        response.status_code = 404
        response.headers["Content-Type"] = "application/json"
        response._content = json.dumps({"message": "nothing here"}).encode()
        response.request, response.url = request, request.url
        return response


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", NAMES)
def test_a_name_stays_where_it_belongs(command: str, name: str) -> None:
    quoted = "'" + name + "'"
    parsed = parse_text(f"docker {command} -- {quoted}")
    if parsed.usage_error:
        return
    api = NobodyHome()
    result = run(parsed, Job(api, "unix:///nowhere", Limits(seconds=5)))
    assert result.exit_code == 1
    for url in api.asked:
        parts = urlsplit(url)
        path = unquote(parts.path)
        assert ".." not in path.split("/"), url
        assert "force" not in parts.query and "?" not in path and "#" not in path, url
        assert path.count("/") <= 6, url


READS = [
    "container_ls",
    "image_ls",
    "image_history",
    "inspect",
    "container_inspect",
    "image_inspect",
    "network_inspect",
    "volume_inspect",
    "plugin_inspect",
    "container_logs",
    "container_top",
    "container_port",
    "container_diff",
    "container_wait",
    "container_stats",
    "system_events",
    "version",
    "system_info",
    "system_df",
    "search",
    "network_ls",
    "volume_ls",
    "plugin_ls",
    "node_ls",
    "node_ps",
    "node_inspect",
    "service_ls",
    "service_ps",
    "service_inspect",
    "service_logs",
    "stack_ls",
    "stack_ps",
    "stack_services",
    "secret_ls",
    "secret_inspect",
    "config_ls",
    "config_inspect",
]


@pytest.mark.parametrize("key", READS)
def test_every_read_command_has_an_executor(key: str) -> None:
    executor = find(key)
    assert executor is not None and executor.__name__ == key


@pytest.mark.parametrize("key", ["asking", "listing", "base", "", "no such", "os.path", "../x", "container_attach"])
def test_nothing_else_is_found(key: str) -> None:
    assert find(key) is None


def test_limits_cut_what_a_command_prints() -> None:
    from commands.executors import bounded
    from commands.result import Result

    cut = bounded(Result("1\n2\n3\n"), Limits(lines=2))
    assert (cut.stdout, cut.truncated, cut.truncated_by) == ("1\n2\n", True, "lines")
    cut = bounded(Result("日本語"), Limits(bytes=7))
    assert (cut.stdout, cut.truncated_by) == ("日本", "bytes")
    assert bounded(Result("1\n2\n"), Limits(lines=2, bytes=4)) == Result("1\n2\n")
