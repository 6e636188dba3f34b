"""Names that become part of a request, and those that never do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.engine import BadName, check_name, connection_error, daemon_error
from commands.engine_client import path_of

GOOD = [
    ("container", "web"),
    ("container", "a"),
    ("container", "team_web-1.2"),
    ("container", "4e5021d210f6"),
    ("image", "nginx"),
    ("image", "nginx:1.27-alpine"),
    ("image", "127.0.0.1:5000/team/app:1"),
    ("image", "registry.example.com/team/app@sha256:" + "a" * 64),
    ("image", "sha256:" + "b" * 64),
    ("image", "a__b/c.d--e"),
    ("volume", "shop-data"),
    ("network", "shop_default"),
    ("network", "my net"),
    ("service", "shop_web"),
    ("node", "worker-1.example.com"),
]
BAD = [
    ("container", "../volumes/x"),
    ("container", ".."),
    ("container", "."),
    ("container", ""),
    ("container", "a/b"),
    ("container", "-f"),
    ("container", "web?force=1"),
    ("container", "web#x"),
    ("container", "web%2f.."),
    ("container", "web\nDELETE"),
    ("container", "web*"),
    ("container", "http://x"),
    ("image", "../containers/web"),
    ("image", "a/../b"),
    ("image", "a/./b"),
    ("image", "/etc"),
    ("image", "-f"),
    ("image", "a?b"),
    ("image", "a//b"),
    ("image", "a b"),
    ("volume", "a/b"),
    ("network", "a/b"),
    ("network", ".."),
    ("network", "--force"),
    ("network", "a\x00b"),
    ("service", "a?b"),
    ("plugin", "../x"),
]


@pytest.mark.parametrize(("kind", "name"), GOOD)
def test_names_that_can_be_one(kind: str, name: str) -> None:
    assert check_name(kind, name) == name


@pytest.mark.parametrize(("kind", "name"), BAD)
def test_names_that_are_never_sent(kind: str, name: str) -> None:
    with pytest.raises(BadName) as caught:
        check_name(kind, name)
    assert caught.value.status_code == 404
    assert "\n" not in daemon_error(caught.value)


def test_what_is_said_is_what_the_daemon_says_of_an_unknown_name() -> None:
    with pytest.raises(BadName) as caught:
        check_name("container", "a/b")
    assert daemon_error(caught.value) == "Error response from daemon: No such container: a/b"
    assert connection_error("unix:///x", caught.value) == "Error response from daemon: No such container: a/b"


@given(st.sampled_from(["container", "image", "volume", "network", "service", "node", "plugin"]), st.text(max_size=30))
def test_no_name_leaves_its_place_in_the_path(kind: str, name: str) -> None:
    try:
        path = path_of("things", check_name(kind, name), "json")
    except BadName:
        return
    parts = path.split("/")
    assert path.startswith("/things/")
    assert path.endswith("/json")
    assert not {"", ".", ".."} & set(parts[1:])
    assert not set("?#\\ \n") & set(path)
