"""Time stays bounded on hostile text, streams say what the whole text says, and everyday output stays as it is."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.redact import Redactor

SIZE = 250_000
HOSTILE = [
    "a",
    "token=",
    "://",
    "://@",
    "https://",
    "x:y@",
    "-----BEGIN PRIVATE KEY-----",
    "-----BEGIN",
    "-----END PRIVATE KEY-----",
    'password="',
    "password='\\",
    "eyJ",
    "eyJ.",
    "AC",
    "SK",
    "mysql ",
    "mysql -p",
    "curl -u a:",
    "redis-cli -a ",
    "=",
    "==",
    "key:",
    "Bearer ",
    "basic ",
    "a.b-c_",
    "xox",
    "xoxb-1-",
    "hooks.slack.com/",
    "PATH=\n",
    "A=b\n",
    "\n",
    "[redacted]",
    "[redacted",
    '\\"token\\":',
    "${TOKEN}",
    "$6$",
    "sk-",
    "密码：",
    "İ",
    "\0A=",
    "login -p",
    "aA0",
    "aA0/",
    "Private-Lines:",
    ".atlasv1.",
    "|2 A=b ",
    " ENV A=",
    "AccountKey=",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_long_text_of_anything_takes_little(piece: str) -> None:
    text = piece * (SIZE // len(piece))
    redactor = Redactor("env")
    started = time.process_time()
    redactor.text(text)
    assert time.process_time() - started < 3


@pytest.mark.parametrize("piece", ["-e A=", "'", '"', "$(", "docker run -e ", "\\", ";", "|", "A=b "])
def test_a_long_command_takes_seconds_at_most(piece: str) -> None:
    started = time.process_time()
    Redactor("env").command("docker run " + piece * (60_000 // len(piece)))
    assert time.process_time() - started < 6


def test_a_megabyte_of_plain_log() -> None:
    text = "2024-05-01T10:00:00.000Z INFO request id=4f2a path=/api/v1/items/12 status=200 took=12ms from 10.0.0.7\n" * 10_000
    started = time.process_time()
    assert Redactor("names").text(text) == text
    assert time.process_time() - started < 3


LINES = st.lists(
    st.sampled_from(
        [
            "plain line",
            "token=abcDEF123",
            'x {"password": "hun ter2"} y',
            "https://u:pw1@h/x",
            "AKIAIOSFODNN7EXAMPLE",
            "",
            "ghp_" + "a1B2" * 9,
            "Authorization: Bearer abcdef1234567",
            "日志 TOKEN=é1234567",
            "x" * 300,
        ]
    ),
    max_size=12,
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(LINES, st.lists(st.integers(1, 60), min_size=1, max_size=20), st.booleans())
def test_a_stream_says_what_the_whole_says(lines: list[str], cuts: list[int], ended: bool) -> None:
    text = "\n".join(lines) + ("\n" if ended else "")
    redactor = Redactor("names")
    stream, out, at, index = redactor.stream(), "", 0, 0
    while at < len(text):
        step = cuts[index % len(cuts)]
        out += stream.feed(text[at : at + step])
        at, index = at + step, index + 1
    assert out + stream.close() == redactor.text(text)


def test_a_stream_never_shows_a_key_however_it_is_cut() -> None:
    body = "\n".join("MIIEowIBAAKCAQEAx" + "Ab3d" * 11 + f"{n:02}" for n in range(20))
    text = f"before\n-----BEGIN RSA PRIVATE KEY-----\n{body}\nAQ==\n-----END RSA PRIVATE KEY-----\nafter\n"
    for step in (1, 3, 17, 64, 65, 200, 5000):
        stream = Redactor("names").stream()
        out = "".join(stream.feed(text[at : at + step]) for at in range(0, len(text), step)) + stream.close()
        assert "MIIE" not in out and "AQ==" not in out and out.startswith("before\n") and out.endswith("after\n"), (step, out)


def test_a_stream_holds_back_little() -> None:
    stream = Redactor("names").stream()
    given_out = sum(len(stream.feed("x" * 9_000 + " ")) for _ in range(100))
    assert given_out > 700_000
    stream = Redactor("names").stream()
    assert sum(len(stream.feed("x" * 10_000)) for _ in range(100)) > 900_000, "a line without any blank"


EVERYDAY = """\
CONTAINER ID   IMAGE                        COMMAND                  STATUS                 PORTS                  NAMES
4f2a9c1d3e5b   registry.example/auth:1.2    "docker-entrypoint.s…"   Up 2 hours (healthy)   0.0.0.0:8080->80/tcp   token-service
sha256:7428c2f6d6bc64e5a22fac180d6b2e6e1b465e551305fd2da5ce59d59ce6ca6b0b1c
Digest: sha256:9a3d0c7e3a5d6e2f1b0c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a
Error response from daemon: No such container: session-store
Error: invalid token: expected string
 Authorization Plugins: []
 Security Options:
  seccomp
   Profile: builtin
 key: value pairs are fine, and so is a monkey: banana
time="2024-01-01T00:00:00Z" level=info msg="Loading containers: done."
2024/01/01 10:00:00 [notice] 1#1: using the "epoll" event method
GET /auth/login?next=/home HTTP/1.1 200
"""


def test_everyday_output_stays_as_it_is() -> None:
    for mode in ("env", "names"):
        assert Redactor(mode).text(EVERYDAY) == EVERYDAY


def test_what_a_process_lists_of_its_variables_is_hidden_in_mode_env() -> None:
    listing = "PATH=/usr/bin\nHOME=/root\nSETTING=plain\nEMPTY=\n"
    assert Redactor("env").text(listing) == "PATH=[redacted]\nHOME=[redacted]\nSETTING=[redacted]\nEMPTY=\n"
    assert Redactor("names").text(listing) == listing
    assert Redactor("env").text("PATH=/usr/bin\0SETTING=plain\0") == "PATH=[redacted]\0SETTING=[redacted]\0"


def test_a_secret_learnt_from_json_is_hidden_in_logs_too() -> None:
    redactor = Redactor("names")
    redactor.data({"Config": {"Env": ["DB_PASSWORD=Tr0ub4dor-3", "MODE=production-like"]}})
    assert redactor.text("connecting with Tr0ub4dor-3 in production-like\n") == "connecting with [redacted] in production-like\n"


def test_what_cannot_be_mistaken_is_known_to_the_next_request_too() -> None:
    Redactor("env").data({"Env": ["A_PASSWORD=Xk9mPq2vLt", "B_PASSWORD=web-frontend-2", "C_TOKEN=changeme99"]})
    assert Redactor("env").text("Xk9mPq2vLt web-frontend-2 changeme99") == "[redacted] web-frontend-2 changeme99"
    assert Redactor("none").text("Xk9mPq2vLt") == "Xk9mPq2vLt"


def test_json_without_secrets_is_the_very_same_object() -> None:
    rows = [
        {
            "Id": "ab" * 32,
            "Names": ["/web"],
            "Labels": {"team": "web"},
            "Command": "nginx -g 'daemon off;'",
            "Ports": [],
            "Created": 1,
        }
    ]
    assert Redactor("env").data(rows) is rows


def test_two_hundred_containers_take_little() -> None:
    rows = [
        {
            "Id": f"{n:064x}",
            "Names": [f"/web{n}"],
            "Image": "nginx:1",
            "ImageID": "sha256:" + "ab" * 32,
            "Command": "/docker-entrypoint.sh nginx",
            "Labels": {f"com.docker.compose.{key}": "value-of-it" for key in ("project", "service", "version", "oneoff")},
            "State": "running",
            "NetworkSettings": {
                "Networks": {"bridge": {"NetworkID": "cd" * 32, "Gateway": "172.17.0.1", "MacAddress": "02:42:ac:11:00:02"}}
            },
        }
        for n in range(200)
    ]
    redactor = Redactor("env")
    started = time.process_time()
    assert redactor.data(rows) is rows
    assert time.process_time() - started < 0.25
