"""Every secret of the corpus through every way out; and how much of what is ordinary gets hidden."""

from __future__ import annotations

import base64
import json
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.redact import PLACEHOLDER, Redactor

sys.path.insert(0, str(Path(__file__).parent))
from secret_corpus import Secret, corpus, ordinary, pieces

SECRETS = corpus()
NAMED = [secret for secret in SECRETS if not secret.shaped or secret.name not in ("AWS_ACCESS_KEY_ID",)]


def inspected(secret: Secret) -> Any:
    line = secret.text.replace("\n", "\\n")
    return [
        {
            "Id": "ab" * 32,
            "Args": ["--config", "/x", f"--{secret.name.lower().replace('_', '-')}-token", line],
            "Config": {
                "Env": ["PATH=/usr/bin", f"{secret.name}={secret.text}", f"APP_{secret.name}_TOKEN={secret.text}"],
                "Cmd": ["sh", "-c", f"export {secret.name}_SECRET={shlex.quote(line)}; run"],
                "Labels": {"team": "web", f"com.example.{secret.name.lower()}.secret": secret.text},
                "Healthcheck": {"Test": ["CMD-SHELL", f"curl -H 'Authorization: Bearer {line}' localhost"]},
            },
            "HostConfig": {"LogConfig": {"Type": "splunk", "Config": {"splunk-token": secret.text, "splunk-url": "https://x"}}},
            "Mounts": [],
        }
    ]


def service(secret: Secret) -> Any:
    container = {
        "Env": [f"{secret.name}_PASSWORD={secret.text}"],
        "Args": [f"--password={secret.text}"],
        "Secrets": [{"SecretName": "db"}],
    }
    return [{"ID": "x1", "Spec": {"Name": "s", "Labels": {"api.token": secret.text}, "TaskTemplate": {"ContainerSpec": container}}}]


def as_env(redactor: Redactor, secret: Secret) -> str:
    return "\n".join(item for one in redactor.data(inspected(secret)) for item in one["Config"]["Env"])


PATHS: dict[str, Callable[[Redactor, Secret], str]] = {
    "inspect": lambda r, s: json.dumps(r.data(inspected(s))),
    "inspect --format of the variables": as_env,
    "history (ENV)": lambda r, s: str(r.data([{"CreatedBy": f"/bin/sh -c #(nop)  ENV {s.name}_KEY={s.text}"}])),
    "history (ARG, buildkit)": lambda r, s: str(
        r.data([{"CreatedBy": f"RUN |1 {s.name}_TOKEN={shlex.quote(s.text)} /bin/sh -c make # buildkit"}])
    ),
    "service inspect": lambda r, s: json.dumps(r.data(service(s))),
    "swarm inspect": lambda r, s: (
        json.dumps(r.data({"JoinTokens": {"Worker": s.text, "Manager": s.text}, "UnlockKey": s.text}))
        if s.name.startswith("SWARM")
        else ""
    ),
    "info": lambda r, s: json.dumps(r.data({"HttpProxy": s.text, "HttpsProxy": s.text})) if "://" in s.text else "",
    "events": lambda r, s: json.dumps(
        r.data(
            {
                "Action": f"exec_create: sh -c {s.name}_TOKEN={shlex.quote(s.text)}",
                "Actor": {"Attributes": {f"{s.name}.secret": s.text}},
            }
        )
    ),
    "top": lambda r, s: json.dumps(
        r.data({"Titles": ["CMD"], "Processes": [[f"server --{s.name.lower()}-password={shlex.quote(s.text)}"]]})
    ),
    "config inspect": lambda r, s: base64.b64decode(
        r.data([{"Spec": {"Name": "c", "Data": base64.b64encode(f"{s.name}_secret: {shlex.quote(s.text)}\n".encode()).decode()}}])[
            0
        ]["Spec"]["Data"]
    ).decode(),
    "a log line, NAME=value": lambda r, s: r.text(
        f"2024-01-01T00:00:00Z starting with {s.name}_TOKEN={shlex.quote(s.text)} on 8080\n"
    ),
    "a log line, JSON": lambda r, s: r.text(json.dumps({"level": "info", "token": s.text, "msg": "x"}) + "\n"),
    "a log line, YAML": lambda r, s: r.text(f"  password: {json.dumps(s.text)}\n  port: 80\n"),
    "a log line, header": lambda r, s: r.text("" if "\n" in s.text else f"> Authorization: Bearer {s.text}\n"),
    "a bare log line": lambda r, s: r.text(f"using {s.text} now\n") if s.shaped else "",
    "a log in pieces": lambda r, s: in_pieces(r, f"boot\nusing {s.text} now\ndone\n") if s.shaped else "",
    "an error text": lambda r, s: r.text(f"Error response from daemon: bad value '{s.name}_SECRET={s.text}': invalid"),
    "echo, -e": lambda r, s: r.command(f"docker run -d -e {shlex.quote(s.name + '_TOKEN=' + s.text)} nginx"),
    "echo, cluster": lambda r, s: r.command(f"docker run -de {shlex.quote(s.name + '_TOKEN=' + s.text)} nginx"),
    "echo, --env=": lambda r, s: r.command(f"docker exec --env={shlex.quote(s.name + '_SECRET=' + s.text)} web id"),
    "echo, --build-arg": lambda r, s: r.command(
        f"docker build --build-arg {shlex.quote(s.name + '_KEY=' + s.text)} https://github.com/a/b"
    ),
    "echo, login": lambda r, s: r.command(f"docker login -u me -p {shlex.quote(s.text)}"),
    "echo, login --password": lambda r, s: r.command(f"docker login -u me --password {shlex.quote(s.text)}"),
    "echo, label": lambda r, s: r.command(f"docker run --label {shlex.quote('api-token=' + s.text)} nginx"),
    "echo, words": lambda r, s: r.command(f"please run nginx with {s.name}_PASSWORD={shlex.quote(s.text)}"),
}


def in_pieces(redactor: Redactor, text: str) -> str:
    """The text through a stream, cut everywhere."""
    stream = redactor.stream()
    return "".join(stream.feed(text[at : at + 7]) for at in range(0, len(text), 7)) + stream.close()


@pytest.mark.parametrize("mode", ["env", "names"])
@pytest.mark.parametrize("path", sorted(PATHS))
def test_no_secret_comes_out(path: str, mode: str) -> None:
    assert len(SECRETS) >= 200
    shown = []
    for secret in SECRETS:
        out = PATHS[path](Redactor(mode), secret)
        for piece in pieces(secret):
            if piece in out or json.dumps(piece)[1:-1] in out:
                shown.append((secret.name, out[:300]))
    assert not shown, (len(shown), shown[:4])


@pytest.mark.parametrize("path", sorted(PATHS))
def test_masking_twice_changes_nothing(path: str) -> None:
    for secret in SECRETS[::5]:
        redactor = Redactor("env")
        once = PATHS[path](redactor, secret)
        assert redactor.text(once) == once
        assert redactor.command(once) == once
        assert f"[{PLACEHOLDER}" not in once


def test_mode_none_changes_nothing() -> None:
    redactor = Redactor("none")
    for secret in SECRETS[::7]:
        data = inspected(secret)
        assert redactor.data(data) is data
        assert (
            redactor.text(secret.text) == secret.text
            and redactor.command(f"docker run -e A={secret.text}") == f"docker run -e A={secret.text}"
        )


def test_of_500_ordinary_values_fewer_than_2_in_100_are_hidden() -> None:
    values = ordinary()
    assert len(values) >= 500
    redactor = Redactor("names")
    hidden = [value for value in values if redactor.text(value) != value]
    in_json = [
        value
        for value in values
        if redactor.data({"Value": value, "Config": {"Env": [f"SETTING={value}"]}})["Config"]["Env"] != [f"SETTING={value}"]
    ]
    assert len(hidden) < 0.02 * len(values), hidden
    assert len(in_json) < 0.02 * len(values), in_json


def test_explained_words_hold_no_secret() -> None:
    from commands.check import check

    for secret in SECRETS[::3]:
        if "\n" in secret.text:
            continue
        for text in (
            f"docker run -e {shlex.quote('SETTING=' + secret.text)} nginx",
            f"docker login -u me -p {shlex.quote(secret.text)}",
        ):
            checked = check(text)
            shown = json.dumps(Redactor("env").parts(text, checked.parts))
            assert len(json.loads(shown)) == len(checked.parts)
            assert not [piece for piece in pieces(secret) if piece in shown], shown
