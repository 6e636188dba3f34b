"""Stored logins of registries."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from commands.engine_auth import header, registry_of, stored_login


def stored(folder: Path, auths: dict[str, dict[str, str]]) -> str:
    """A docker configuration with logins."""
    (folder / "config.json").write_text(json.dumps({"auths": auths, "credsStore": "must-never-run"}))
    return str(folder)


def encoded(user: str, password: str) -> str:
    return base64.b64encode(f"{user}:{password}".encode()).decode()


@pytest.mark.parametrize(
    ("reference", "registry"),
    [
        ("nginx", "docker.io"),
        ("team/app:1", "docker.io"),
        ("docker.io/library/nginx", "docker.io"),
        ("index.docker.io/x/y", "docker.io"),
        ("127.0.0.1:5000/a", "127.0.0.1:5000"),
        ("localhost/a", "localhost"),
        ("ghcr.io/x/y@sha256:00", "ghcr.io"),
    ],
)
def test_the_registry_of_a_reference(reference: str, registry: str) -> None:
    assert registry_of(reference) == registry


def test_a_login_is_found_by_its_registry(tmp_path: Path) -> None:
    auths = {"ghcr.io": {"auth": encoded("bob", "p:w")}, "https://index.docker.io/v1/": {"auth": encoded("eve", "x")}}
    config = stored(tmp_path, auths)
    assert stored_login("ghcr.io", config) == {"serveraddress": "ghcr.io", "username": "bob", "password": "p:w"}
    assert stored_login("docker.io", config)["username"] == "eve"
    assert stored_login("quay.io", config) == {}


def test_an_address_with_a_scheme_counts_too(tmp_path: Path) -> None:
    config = stored(tmp_path, {"https://quay.io/v2/": {"auth": encoded("a", "b")}})
    assert stored_login("quay.io", config)["password"] == "b"


def test_a_token_needs_no_password(tmp_path: Path) -> None:
    config = stored(tmp_path, {"ghcr.io": {"auth": "", "identitytoken": "t0k3n"}})
    assert stored_login("ghcr.io", config) == {"serveraddress": "ghcr.io", "identitytoken": "t0k3n"}


@pytest.mark.parametrize("auths", [{"ghcr.io": {}}, {"ghcr.io": {"auth": "%%%"}}, {}])
def test_no_login_is_an_empty_object(tmp_path: Path, auths: dict[str, dict[str, str]]) -> None:
    assert base64.urlsafe_b64decode(header("ghcr.io/x", stored(tmp_path, auths))) == b"{}"


def test_without_a_configuration_there_is_none(tmp_path: Path) -> None:
    assert stored_login("docker.io", str(tmp_path / "nowhere")) == {}
    assert stored_login("docker.io", "") == {}
