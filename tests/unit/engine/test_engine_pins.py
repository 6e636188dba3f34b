"""Which objects requests name, what is sent for a word, and the daemon's words with the person's word back in them."""

from __future__ import annotations

import re

import pytest

from commands.engine_pins import NotJudged, Pins, is_no_reference, told, word_key
from commands.engine_routes import is_prune, reference

WEB, DB = "a" * 64, "b" * 64
IMAGE = "sha256:" + "c" * 64


@pytest.mark.parametrize(
    ("method", "path", "kind", "name"),
    [
        ("POST", "/v1.41/containers/web/stop", "container", "web"),
        ("DELETE", "/v1.41/containers/json", "container", "json"),
        ("GET", "/containers/json/json", "container", "json"),
        ("POST", "/v1.50/exec/e1/start", "exec", "e1"),
        ("GET", "/v1.41/images/127.0.0.1:5000/team/app:1/json", "image", "127.0.0.1:5000/team/app:1"),
        ("DELETE", "/v1.41/images/team/json", "image", "team/json"),
        ("POST", "/v1.41/images/docker.io/library/busybox/push", "image", "docker.io/library/busybox"),
        ("DELETE", "/v1.41/images/busybox@sha256:abc", "image", "busybox@sha256:abc"),
        ("PUT", "/v1.44/volumes/data", "volume", "data"),
        ("POST", "/v1.41/networks/my%20net/connect", "network", "my net"),
        ("POST", "/v1.41/services/web/update", "service", "web"),
        ("POST", "/v1.41/plugins/vieux/sshfs:latest/enable", "plugin", "vieux/sshfs:latest"),
        ("GET", "http://x/v1.41/containers/v1.2/json"[8:], "container", "v1.2"),
        ("GET", "/v1.41/images/unheard/of", "image", "unheard/of"),
    ],
)
def test_what_a_path_names(method: str, path: str, kind: str, name: str) -> None:
    found = reference(method, path)
    assert found is not None and (found.kind, found.name) == (kind, name)
    assert found.path(found.name) in (path, path.replace("%20", " "), path) or "%20" in path


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1.41/containers/json"), ("POST", "/v1.41/containers/create"), ("GET", "/v1.41/images/json"),
        ("POST", "/v1.41/images/create"), ("GET", "/v1.41/volumes"), ("POST", "/v1.41/volumes/create"), ("GET", "/v1.41/info"),
        ("POST", "/v1.41/build"), ("GET", "/v1.41/system/df"), ("HEAD", "/_ping"), ("GET", "/v1.41/distribution/busybox/json"),
    ],
)  # fmt: skip
def test_paths_that_name_nothing(method: str, path: str) -> None:
    assert reference(method, path) is None


def test_prunes_are_told_from_objects_of_that_name() -> None:
    assert is_prune("POST", "/v1.41/containers/prune") and is_prune("POST", "/v1.41/build/prune")
    assert not is_prune("GET", "/v1.41/containers/prune/json") and not is_prune("DELETE", "/v1.41/volumes/prune")


def pins(strict: bool = True) -> Pins:
    words = {("container", "web"): WEB, word_key("image", "busybox"): IMAGE}
    judged = frozenset({("container", WEB), ("image", IMAGE)})
    missing = {("container", "gone"): (0, ""), ("service", "x"): (0, ""), word_key("image", "No/Such"): (400, "bad")}
    return Pins(words, missing, judged, {}, strict)


def test_what_is_sent_for_a_word() -> None:
    found = pins()
    assert found.found("container", "web") == found.found("container", "/web") == WEB
    assert found.found("image", "busybox:latest") == found.found("image", "docker.io/library/busybox") == IMAGE
    assert found.found("container", WEB) is None, "an id goes as it is"
    nothing = found.found("container", "gone")
    assert nothing and re.fullmatch(r"[0-9a-f]{64}", nothing) and nothing != found.found("container", "gone")
    assert re.fullmatch(r"[0-9a-z]{25}", found.found("service", "x") or "")
    assert found.found("image", "No/Such") is None, "it can name nothing"
    for kind, word in (("container", "db"), ("container", DB), ("volume", "web"), ("image", "web")):
        with pytest.raises(NotJudged):
            found.found(kind, word)
    found.made.add(("container", DB))
    assert found.found("container", DB) is None
    assert pins(strict=False).found("container", "db") is None
    assert pins(strict=False).found("container", "web") == WEB


def test_a_name_that_stands_for_another_object_is_refused() -> None:
    pins().require("image", IMAGE, "busybox")
    for strict in (True, False):
        with pytest.raises(NotJudged, match="not the one any more"):
            pins(strict).require("image", "sha256:" + "d" * 64, "busybox")
    with pytest.raises(NotJudged, match="not looked at"):
        pins().require("exec", "e1", "e1")
    pins(strict=False).require("image", "sha256:" + "d" * 64, "other")


@pytest.mark.parametrize(
    ("kind", "word", "message", "shown"),
    [
        ("container", "web", "No such container: ID", "No such container: web"),
        ("container", "web", "Cannot kill container: ID: Container ID is not up", "Cannot kill container: web: Container ID is not up"),
        ("container", "web", "cannot kill container: ID: oh, ID", "cannot kill container: web: oh, ID"),
        ("container", "web", "Cannot restart container ID: driver failed", "Cannot restart container web: driver failed"),
        ("container", "web", "removal of container ID is already in progress", "removal of container web is already in progress"),
        ("container", "web", "Container ID is already paused", "Container ID is already paused"),
        ("container", "web", "You cannot remove a running container ID. Stop", "You cannot remove a running container ID. Stop"),
        ("container", r"a\1", "No such container: ID", r"No such container: a\1"),
        ("image", "app", "no such image: ID: No such image: ID", "no such image: app: No such image: app:latest"),
        ("network", "net", "network ID not found", "network net not found"),
        ("volume", "data", "get ID: no such volume", "get data: no such volume"),
        ("service", "api", "service ID not found", "service api not found"),
        ("service", "api", "rpc error: service ID is in use", "rpc error: service ID is in use"),
    ],
)  # fmt: skip
def test_the_word_comes_back_where_the_daemon_repeats_it(kind: str, word: str, message: str, shown: str) -> None:
    assert told(message.replace("ID", WEB), kind, word, WEB) == shown.replace("ID", WEB)


def test_what_can_name_no_image() -> None:
    assert is_no_reference("No/Such") and is_no_reference("a b")
    assert not is_no_reference("c" * 64) and not is_no_reference("c0ffee") and not is_no_reference("app:1")
