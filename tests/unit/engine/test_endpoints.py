"""Which daemon the environment names, and how its address is written."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from commands.endpoint import BadEndpoint, Endpoint, Tls, from_environment, normal_host


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("", "unix:///var/run/docker.sock"),
        ("unix:///tmp/x.sock", "unix:///tmp/x.sock"),
        ("unix://", "unix:///var/run/docker.sock"),
        ("tcp://prod:2376", "tcp://prod:2376"),
        ("tcp://prod", "tcp://prod:2375"),
        ("prod", "tcp://prod:2375"),
        ("prod:99", "tcp://prod:99"),
        (":99", "tcp://localhost:99"),
        ("tcp://[::1]:5000", "tcp://[::1]:5000"),
        ("tcp://[::1]", "tcp://[::1]:2375"),
        ("ssh://ops@prod-1", "ssh://ops@prod-1"),
        ("http://prod:80", "tcp://prod:80"),
    ],
)
def test_addresses_in_their_normal_form(text: str, address: str) -> None:
    assert normal_host(text) == address


def test_the_port_of_tls_is_another() -> None:
    assert normal_host("tcp://prod", tls=True) == "tcp://prod:2376"


@pytest.mark.parametrize("text", ["ftp://x", "fd://", "npipe:////./pipe/x", "ssh://"])
def test_addresses_that_name_no_daemon(text: str) -> None:
    with pytest.raises(BadEndpoint):
        normal_host(text)


def context(config: Path, name: str, host: str, tls: bool = False, skip: bool = False) -> None:
    """Write a context as docker stores it."""
    digest = hashlib.sha256(name.encode()).hexdigest()
    meta = config / "contexts" / "meta" / digest
    meta.mkdir(parents=True)
    where = {"docker": {"Host": host, "SkipTLSVerify": skip}}
    (meta / "meta.json").write_text(json.dumps({"Name": name, "Metadata": {}, "Endpoints": where}))
    if tls:
        folder = config / "contexts" / "tls" / digest / "docker"
        folder.mkdir(parents=True)
        for file in ("ca.pem", "cert.pem", "key.pem"):
            (folder / file).write_text("x")


def test_the_current_context_with_its_certificates(tmp_path: Path) -> None:
    config = tmp_path / ".docker"
    context(config, "prod", "tcp://prod:2376", tls=True)
    (config / "config.json").write_text(json.dumps({"currentContext": "prod"}))
    found = from_environment({"HOME": str(tmp_path)})
    assert (found.name, found.url) == ("prod", "tcp://prod:2376")
    assert found.tls is not None
    assert found.tls.verify
    assert found.tls.ca.endswith("docker/ca.pem")
    assert found.config_dir == str(config)


def test_docker_context_counts_more_than_the_current_one(tmp_path: Path) -> None:
    context(tmp_path, "one", "ssh://one")
    context(tmp_path, "two", "ssh://two")
    (tmp_path / "config.json").write_text(json.dumps({"currentContext": "one"}))
    environ = {"DOCKER_CONFIG": str(tmp_path)}
    assert from_environment(environ).url == "ssh://one"
    assert from_environment({**environ, "DOCKER_CONTEXT": "two"}).url == "ssh://two"
    assert from_environment({**environ, "DOCKER_CONTEXT": "default"}).url == "unix:///var/run/docker.sock"
    assert from_environment({**environ, "DOCKER_HOST": "tcp://three"}).url == "tcp://three:2375"


def test_a_context_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadEndpoint, match='context "nope": context not found'):
        from_environment({"DOCKER_CONFIG": str(tmp_path), "DOCKER_CONTEXT": "nope"})


def test_tls_from_the_environment(tmp_path: Path) -> None:
    for file in ("ca.pem", "cert.pem", "key.pem"):
        (tmp_path / file).write_text("x")
    found = from_environment({"DOCKER_HOST": "tcp://prod", "DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": str(tmp_path)})
    assert found.url == "tcp://prod:2376"
    assert found.tls == Tls(*(str(tmp_path / file) for file in ("ca.pem", "cert.pem", "key.pem")), verify=True)


def test_a_broken_configuration_is_no_configuration(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{nonsense")
    assert from_environment({"DOCKER_CONFIG": str(tmp_path)}).url == "unix:///var/run/docker.sock"


def test_an_endpoint_of_an_address() -> None:
    found = Endpoint.of_url("prod-2:2376", name="prod-2", tls=Tls())
    assert (found.name, found.url, found.scheme, found.path) == ("prod-2", "tcp://prod-2:2376", "tcp", "prod-2:2376")
