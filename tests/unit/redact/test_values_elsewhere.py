"""Values that are hidden under their names: where they stand bare, in guesses by filters, in listings of processes, in prose."""

from __future__ import annotations

import base64
import json

import pytest

from bot.config import parse
from bot.governor import Governor
from bot.guesses import guesses
from bot.hosts import Hosts
from bot.masked_engine import _lists_environments
from bot.redact import Redactor
from bot.redaction.processes import prints_environment, without_environment
from bot.request import TERMINAL, Place
from commands.parser import parse_text

SECRETS = ["Tr0ub4dor-3", "hunter2", "Xk9mPq2vLt", "s3cr3t/Value+1=", "8f3a9c"]


# --- the same value, bare


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("mode", ["env", "names"])
def test_a_value_is_hidden_wherever_it_stands_in_the_same_answer(secret: str, mode: str) -> None:
    text = Redactor(mode).text(f"plain {secret} before\ndb_password: {secret}\nplain {secret} after\n")
    assert secret not in text and text.startswith("plain [redacted] before\n")


@pytest.mark.parametrize("secret", [*SECRETS, "swordfish", "blue"])
def test_a_value_is_hidden_wherever_it_stands_in_a_config(secret: str) -> None:
    content = f"note {secret}\ndb_password: {secret}\nplain {secret}\n"
    shown = Redactor("env").data([{"Spec": {"Name": "c", "Data": base64.b64encode(content.encode()).decode()}}])
    plain = base64.b64decode(shown[0]["Spec"]["Data"]).decode()
    assert secret not in plain and plain.count("[redacted]") == 3


@pytest.mark.parametrize("secret", SECRETS)
def test_a_value_is_hidden_wherever_it_stands_in_the_same_object(secret: str) -> None:
    data = {
        "Args": ["serve", secret, f"--x={secret}"],
        "Config": {"Labels": {"note": f"see {secret}", "api.token": secret}, "Env": ["A=b"], "Cmd": ["sh", "-c", f"run {secret}"]},
    }
    assert secret not in json.dumps(Redactor("names").data(data))
    named = {"Labels": {"note": f"see {secret}"}, "Cmd": ["sh", "-c", f"run --password={secret}"]}
    assert secret not in json.dumps(Redactor("names").data(named))


def test_a_value_of_a_command_is_hidden_wherever_it_stands_in_it() -> None:
    shown = Redactor("names").command("docker run -e API_TOKEN=Xk9mPq2vLt nginx serve Xk9mPq2vLt")
    assert "Xk9mPq2vLt" not in shown


def test_words_that_are_no_secrets_elsewhere_stay() -> None:
    text = "password: postgres\nhost postgres ready, image postgres:15, port 5432, token: 5432\n2, secret: v1.2.3\nv1.2.3 is out\n"
    shown = Redactor("names").text(text)
    assert "host postgres ready, image postgres:15, port 5432" in shown and shown.endswith("v1.2.3 is out\n")


def test_what_lives_longer_than_a_request_learns_no_words() -> None:
    lasting = Redactor("env", remembers=False)
    lasting.text("password=web-frontend-2")
    lasting.data({"Env": ["A_PASSWORD=web-frontend-2"]})
    assert lasting.command("docker restart web-frontend-2") == "docker restart web-frontend-2"


# --- guesses

GUESSES = [
    "docker ps --filter label=api.token=GUESS99",
    "docker ps -f 'label=api.token=GUESS99'",
    "docker ps -a --filter ' Label = api.token = GUESS99'",
    "docker ps --filter label=team=web --filter label=DB_PASSWORD=GUESS99",
    "docker volume ls --filter label=api.token=GUESS99",
    "docker network ls --filter label=api.token=GUESS99",
    "docker images --filter label=api.token=GUESS99",
    "docker service ls --filter label=api.token=GUESS99",
    "docker node ls --filter node.label=api.token=GUESS99",
    "docker events --since 1h --until 0s --filter label=api.token=GUESS99",
    "docker container prune -f --filter label!=api.token=GUESS99",
    "docker system prune -f --filter label=api.token=GUESS99",
]


@pytest.mark.parametrize("text", GUESSES)
def test_a_guess_at_a_hidden_label_is_refused(text: str) -> None:
    assert guesses(parse_text(text))
    settings = parse("hosts: {local: {url: 'tcp://127.0.0.1:1'}}", "x.yml", {})
    for mode, refused in (("env", True), ("names", True), ("none", False)):
        governor = Governor(settings, Hosts(settings, {}), Redactor(mode))
        if refused:  # and nobody is asked for it: there is no daemon here
            judged = governor.judge(TERMINAL, Place(), "local", parse_text(text))
            assert not judged.decision.allowed and "Leave the value out" in judged.decision.explanation
        elif "prune" not in text:
            assert governor.judge(TERMINAL, Place(), "local", parse_text(text)).decision.allowed


@pytest.mark.parametrize(
    "text",
    [
        "docker ps --filter label=team=web",
        "docker ps --filter label=api.token",
        "docker ps --filter name=token=x1",
        "docker ps --filter label=com.example.token-ttl=30",
        "docker run --label api.token=GUESS99 nginx",
    ],
)
def test_other_filters_are_none(text: str) -> None:
    assert guesses(parse_text(text)) == ()


# --- processes

HARMLESS = [
    "",
    "-ef",
    "aux",
    "-aux",
    "auxww",
    "-eo pid,ppid,cmd",
    "-o pid,args",
    "axo user,pid:10,cmd",
    "-efww",
    "o pid,cmd",
    "-p 1 -o pid=",
]
PRINTING = (
    """
e; axe; auxe; -auxe; -ef e; eww; -E; -o args,environ; -o environ; -o pid environ; -ef -u ax; -eC x; -e aux; -o pid=x,environ
-o pid= -o environ; --format=environ; --format environ; -O environ; k pid e; --context; -oenviron; axo pid,cmd e
""".strip()
    .replace("\n", "; ")
    .split("; ")
)


@pytest.mark.parametrize("options", HARMLESS)
def test_options_that_print_no_variables_change_nothing(options: str) -> None:
    assert not prints_environment(options)


@pytest.mark.parametrize("options", PRINTING)
def test_options_that_may_print_variables_are_known(options: str) -> None:
    assert prints_environment(options)


def test_nothing_of_an_environment_is_left() -> None:
    rows = [["1", "root", "sh -c run MODE=modeValueZq12 GREETING=good day PATH=/bin"], ["7", "x=1", "y"], ["8", "root", "sleep 5"]]
    shown = without_environment({"Titles": ["PID", "USER", "CMD"], "Processes": rows})["Processes"]
    assert shown == [["1", "root", "sh -c run MODE=[redacted]"], ["7", "x=[redacted]", "[redacted]"], ["8", "root", "sleep 5"]]


def test_the_listing_of_a_ps_inside_a_container_is_masked_too() -> None:
    head = "  PID TTY STAT TIME COMMAND\n    1 ? Ss 0:00 sleep 5 MODE="
    listing = f"{head}modeValueZq12 PATH=/bin HOSTNAME=x HOME=/root\n    7 ? R 0:00 ps axe\n"
    shown = Redactor("env").text(listing)
    assert shown == f"{head}[redacted]\n    7 ? R 0:00 ps axe\n"
    assert Redactor("env").text(shown) == shown and Redactor("names").text(listing) == listing


def test_the_answer_is_known_by_its_address() -> None:
    class Answer:
        def __init__(self, url: str) -> None:
            self.url = url

    assert _lists_environments(Answer("http://x/v1.41/containers/web/top?ps_args=ax+e"))
    assert not _lists_environments(Answer("http://x/v1.41/containers/web/top?ps_args=-ef"))
    assert not _lists_environments(Answer("http://x/v1.41/containers/web/top"))
    assert not _lists_environments(Answer("http://x/v1.41/containers/web/json?ps_args=e"))


# --- prose


@pytest.mark.parametrize(
    "text",
    [
        "docker swarm join-token is granted on local, not on prod-1.",
        "docker swarm join-token is interpreted here",
        "docker swarm join-token is only for oncall",
        "docker swarm unlock-key is explained here, never run.",
        "the token is refused here",
        "the password was changed yesterday",
        "the secret is being made",
        "the api key is available",
    ],
)
def test_sentences_about_secrets_stay(text: str) -> None:
    assert Redactor("env").text(text) == text


@pytest.mark.parametrize(
    "text", ["the password is Tr0ub4dor", "password is hunter2", "the token was 8f3a9c77", "password is swordfish"]
)
def test_secrets_in_sentences_do_not(text: str) -> None:
    assert Redactor("env").text(text).endswith("[redacted]")
