"""Findings of hadolint and our own, and what is corrected."""

from __future__ import annotations

import pytest

from commands.dockerfile import explain_dockerfile
from commands.dockerfiles import lint
from commands.dockerfiles.shell import as_json, split

TAIL = 'USER 1000\nCMD ["app"]\n'


@pytest.mark.parametrize(
    ("code", "bad", "good"),
    [
        ("DF101", "ENV DB_PASSWORD=x\n", "ENV DB_PASSWORD_FILE=/run/secrets/db\n"),
        ("DF101", "ARG NPM_TOKEN\n", "ARG VERSION=1\n"),
        ("DF102", "COPY .env /app/\n", "COPY env.example /app/\n"),
        ("DF103", "COPY . .\nRUN npm ci\n", "COPY package.json .\nRUN npm ci\nCOPY . .\n"),
        ("DF106", "RUN ['a', 'b']\n", 'RUN ["a", "b"]\n'),
        ("DF107", "MAINTAINER me\n", "LABEL a=b\n"),
        ("DF108", "ENV NAME a value\n", 'ENV NAME="a value"\n'),
        ("DF109", "RUN cd /app\n", "RUN cd /app && make\n"),
        ("DF110", "RUN apt-get update\n", "RUN apt-get update && apt-get install -y git\n"),
        ("DF111", "RUN service nginx start\n", "RUN echo service\n"),
        ("DF112", "COPY a /a\nRUN chown -R app /a\n", "COPY --chown=app a /a\n"),
        ("DF115", "run echo hi\n", "RUN echo hi\n"),
    ],
)
def test_a_rule_finds_the_bad_and_spares_the_good(code: str, bad: str, good: str) -> None:
    found = {one.code for one in explain_dockerfile("FROM alpine:3.20\n" + bad + TAIL).findings}
    spared = {one.code for one in explain_dockerfile("FROM alpine:3.20\n" + good + TAIL).findings}
    assert code in found
    assert code not in spared


@pytest.mark.parametrize(
    ("code", "bad", "good"),
    [
        ("DF104", 'FROM alpine:3.20\nCMD ["a"]\n', 'FROM alpine:3.20\nUSER 1\nCMD ["a"]\n'),
        ("DF105", 'FROM alpine:3.20\nENTRYPOINT run me\nCMD ["a"]\n', 'FROM alpine:3.20\nENTRYPOINT ["run"]\nCMD ["a"]\n'),
        ("DF113", "FROM a:1 AS one\nRUN x\nFROM b:1\nRUN y\n", "FROM a:1 AS one\nRUN x\nFROM b:1\nCOPY --from=one /x /x\n"),
        ("DF114", "ARG V=1\nFROM a:1\nRUN echo $V\n", "ARG V=1\nFROM a:1\nARG V\nRUN echo $V\n"),
    ],
)
def test_a_rule_about_stages(code: str, bad: str, good: str) -> None:
    assert code in {one.code for one in explain_dockerfile(bad).findings}
    assert code not in {one.code for one in explain_dockerfile(good).findings}


def test_hadolint_is_asked() -> None:
    assert lint.program() is not None
    report = explain_dockerfile("FROM alpine\nRUN sudo ls\nUSER 1\n")
    found = {one.code: one for one in report.findings}
    assert report.linted and {"DL3006", "DL3004"} <= set(found)
    start, end = found["DL3004"].span
    assert report.text[start:end] == "RUN sudo ls"


def test_without_hadolint_our_own_remain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lint, "program", lambda: None)
    report = explain_dockerfile("FROM alpine\nMAINTAINER me\n")
    assert not report.linted
    assert "DF107" in {one.code for one in report.findings}
    assert "hadolint is not installed" in report.as_text()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("MAINTAINER Jo <jo@example.com>", 'LABEL org.opencontainers.image.authors="Jo <jo@example.com>"'),
        ("ENV NAME some value", 'ENV NAME="some value"'),
        ("CMD ['node', 'a.js']", 'CMD ["node", "a.js"]'),
        ("CMD node a.js --port 80", 'CMD ["node", "a.js", "--port", "80"]'),
        ("ADD src /app/", "COPY src /app/"),
        ("RUN apk add curl", "RUN apk add --no-cache curl"),
        ("RUN pip install flask==3", "RUN pip install --no-cache-dir flask==3"),
        (
            "RUN apt-get update && apt-get install git",
            "RUN apt-get update && apt-get install -y --no-install-recommends git \\\n && rm -rf /var/lib/apt/lists/*",
        ),
        (
            "RUN apt-get update\nRUN apt-get install -y git",
            "RUN apt-get update \\\n && apt-get install -y --no-install-recommends git \\\n && rm -rf /var/lib/apt/lists/*",
        ),
        ("run echo hi", "RUN echo hi"),
        ("RNU echo hi", "RUN echo hi"),
    ],
)
def test_mechanical_corrections(before: str, after: str) -> None:
    report = explain_dockerfile(f"FROM alpine:3.20\n{before}\n")
    assert report.corrected == f"FROM alpine:3.20\n{after}\n"
    again = explain_dockerfile(report.corrected)
    assert again.ok and again.corrected is None


@pytest.mark.parametrize(
    "kept",
    [
        "CMD node $FILE",
        "CMD a && b",
        "ADD data.tar.gz /data/",
        "ADD https://example.com/x /x",
        'ENTRYPOINT ["a"]\nCMD b c',
        "ENTRYPOINT a b",
        "RUN --mount=type=cache,target=/c pip install x==1",
        'SHELL ["/bin/bash", "-c"]\nCMD a b',
        'ENV NAME="x y"',
    ],
)
def test_what_needs_thought_is_left_alone(kept: str) -> None:
    assert explain_dockerfile(f"FROM alpine:3.20\n{kept}\n").corrected is None


def test_the_report_as_data_and_in_chinese() -> None:
    report = explain_dockerfile('FROM alpine:3.20\nMAINTAINER me\nUSER 1\nCMD ["sh"]\n')
    data = report.as_dict()
    assert data["kind"] == "dockerfile" and data["ok"] is True
    assert data["instructions"][1]["explanation_zh"].startswith("写明作者")
    assert any(one["code"] == "DF107" and one["line"] == 2 for one in data["problems"])
    assert "意见" in report.as_text("zh")


def test_shell_lines_are_split_not_run() -> None:
    assert [(one.program, one.joiner) for one in split("A=1 sudo apt-get update && curl -s x | tar xz; echo 'a && b'")] == [
        ("apt-get", ""),
        ("curl", "&&"),
        ("tar", "|"),
        ("echo", ";"),
    ]
    assert as_json('node "a b.js"') == '["node", "a b.js"]'
    assert as_json("echo $HOME") is None
    assert split("echo 'unfinished")[0].program == "echo"
