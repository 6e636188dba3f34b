"""What can go wrong on the way to a daemon, in docker's words."""

from __future__ import annotations

import socket
import ssl

import pytest
from docker.errors import APIError
from requests import PreparedRequest, Response
from requests.exceptions import ConnectionError as NotConnected
from requests.exceptions import ConnectTimeout, ReadTimeout

from commands.engine import connection_error, daemon_error, response_error
from commands.engine_ssh import SshFailure, ssh_command


def caused(cause: BaseException, url: str = "http://prod:2375/v1.50/containers/json?b=2&a=1") -> NotConnected:
    """A failure of requests with something behind it."""
    request = PreparedRequest()
    request.prepare(method="GET", url=url)
    error = NotConnected(cause, request=request)
    error.__cause__ = cause
    return error


ASKED = 'Get "http://prod:2375/v1.50/containers/json?a=1&b=2"'
NOBODY = "Cannot connect to the Docker daemon at tcp://prod:2375. Is the docker daemon running?"
CERTIFICATE = ssl.SSLCertVerificationError(1, "certificate verify failed")
CERTIFICATE.verify_message = "self-signed certificate"
WANTED = ssl.SSLError(1, "[SSL: TLSV13_ALERT_CERTIFICATE_REQUIRED] tlsv13 alert certificate required")
WANTED.reason = "TLSV13_ALERT_CERTIFICATE_REQUIRED"


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        (ConnectionRefusedError(111, "Connection refused"), NOBODY),
        (ConnectTimeout(), NOBODY),
        (ReadTimeout(), NOBODY),
        (socket.gaierror(-2, "Name or service not known"), f"error during connect: {ASKED}: dial tcp: lookup prod: no such host"),
        (OSError(113, "No route to host"), f"error during connect: {ASKED}: no route to host"),
        (CERTIFICATE, f"error during connect: {ASKED}: tls: failed to verify certificate: self-signed certificate"),
        (SshFailure("command [ssh] has exited"), f"error during connect: {ASKED}: command [ssh] has exited"),
    ],
)
def test_the_words_of_a_cause(cause: BaseException, words: str) -> None:
    assert connection_error("tcp://prod:2375", caused(cause)) == words


def test_a_certificate_that_the_daemon_wants() -> None:
    said = connection_error("tcp://prod:2375", caused(WANTED))
    assert said.startswith("the server probably has client authentication (--tlsverify) enabled")


def test_a_socket_without_the_right() -> None:
    error = caused(PermissionError(13, "Permission denied"), "http://localhost/v1.50/info")
    assert connection_error("unix:///run/d.sock", error) == (
        "permission denied while trying to connect to the Docker daemon socket at unix:///run/d.sock: "
        'Get "http://%2Frun%2Fd.sock/v1.50/info": dial unix /run/d.sock: connect: permission denied'
    )


def answered(status: int, body: bytes, kind: str = "application/json") -> Response:
    """An answer of a daemon."""
    response = Response()
    response.status_code, response._content, response.url = status, body, "http://prod:2375/v1.50/x"
    response.headers["Content-Type"] = kind
    return response


@pytest.mark.parametrize(
    ("response", "words"),
    [
        (answered(404, b'{"message": "No such container: x"}'), "Error response from daemon: No such container: x"),
        (answered(500, b"oh dear\n", "text/plain"), "Error response from daemon: oh dear"),
        (
            answered(500, b'{"message": ""}'),
            "Error response from daemon: API returned a 500 (Internal Server Error) but provided no error-message",
        ),
        (
            answered(404, b""),
            "request returned 404 Not Found for API route and version http://prod:2375/v1.50/x, "
            "check if the server supports the requested API version",
        ),
    ],
)
def test_the_words_of_an_answer(response: Response, words: str) -> None:
    assert response_error(response) == words
    assert daemon_error(APIError("x", response=response)) == words


@pytest.mark.parametrize(
    ("url", "end"),
    [
        ("ssh://prod-1", ["-T", "--", "prod-1", "docker", "system", "dial-stdio"]),
        ("ssh://ops@prod-1:2222", ["-T", "-l", "ops", "-p", "2222", "--", "prod-1", "docker", "system", "dial-stdio"]),
        ("ssh://h/run/d.sock", ["-T", "--", "h", "docker", "--host", "unix:///run/d.sock", "system", "dial-stdio"]),
    ],
)
def test_the_command_of_ssh(url: str, end: list[str]) -> None:
    assert ssh_command(url, 10) == ["ssh", "-o", "ConnectTimeout=10", "-o", "BatchMode=yes", *end]


def test_a_host_is_never_an_option_of_ssh() -> None:
    with pytest.raises(SshFailure):
        ssh_command("ssh://-oProxyCommand=x/")
