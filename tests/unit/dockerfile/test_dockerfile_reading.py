"""Dockerfiles are read, explained, found broken in the right line."""

from __future__ import annotations

import pytest

from commands.dockerfile import explain_dockerfile, looks_like_dockerfile
from commands.findings import Severity

TWO_STAGES = """\
# syntax=docker/dockerfile:1
ARG GO=1.23
FROM golang:${GO} AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/go-cache \\
    # a comment between
    go build -o /out/app .

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build --chown=65532:65532 /out/app /app
EXPOSE 8080/tcp
ENTRYPOINT ["/app"]
CMD ["--port", "8080"]
"""


def test_instructions_have_their_lines_and_spans() -> None:
    report = explain_dockerfile(TWO_STAGES)
    assert report.ok
    names = [(one.instruction.name, one.instruction.lines) for one in report.explained]
    assert names == [
        ("ARG", (2, 2)),
        ("FROM", (3, 3)),
        ("WORKDIR", (4, 4)),
        ("COPY", (5, 5)),
        ("RUN", (6, 8)),
        ("FROM", (10, 10)),
        ("COPY", (11, 11)),
        ("EXPOSE", (12, 12)),
        ("ENTRYPOINT", (13, 13)),
        ("CMD", (14, 14)),
    ]
    for one in report.explained:
        start, end = one.instruction.span
        assert report.text[start:end] == one.instruction.source
        assert one.instruction.source.startswith(one.instruction.written)


def test_stages_layers_and_forms() -> None:
    report = explain_dockerfile(TWO_STAGES)
    assert [(stage.title, stage.base) for stage in report.file.stages] == [
        ("build", "golang:${GO}"),
        ("1", "gcr.io/distroless/static-debian12:nonroot"),
    ]
    by_name = {(one.instruction.name, one.instruction.stage): one for one in report.explained}
    assert by_name["RUN", 0].layer == "files"
    assert by_name["RUN", 0].form == "shell"
    assert by_name["ENTRYPOINT", 1].form == "exec"
    assert by_name["EXPOSE", 1].layer == "config"
    assert "kept out of the final image" in by_name["FROM", 0].en
    assert "becomes the image" in by_name["FROM", 1].en
    assert "compiles the Go program" in by_name["RUN", 0].en
    assert "cache directory" in by_name["RUN", 0].en
    assert "the stage `build`" in by_name["COPY", 1].en
    assert "default arguments" in by_name["CMD", 1].en
    assert "默认参数" in by_name["CMD", 1].zh


def test_a_heredoc_is_one_instruction() -> None:
    script = "RUN <<EOF\nset -e\napk add --no-cache curl\nEOF\n"
    text = f'FROM alpine:3.20\n{script}COPY <<EOF /etc/app.conf\nlisten = 80\nEOF\nUSER 1\nCMD ["curl"]\n'
    report = explain_dockerfile(text)
    run, copy = report.explained[1], report.explained[2]
    assert (run.instruction.lines, run.form) == ((2, 5), "heredoc")
    assert "script of 2 lines" in run.en and "installs `curl` with apk" in run.en
    assert copy.instruction.lines == (6, 8)
    assert "`/etc/app.conf`" in copy.en


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("FROM alpine\nRNU echo hi\n", 2, "unknown instruction: RNU (did you mean RUN?)"),
        ("FROM alpine\nRUN echo a\n  echo b\n", 3, "unknown instruction: echo"),
        ("RUN echo hi\nFROM alpine\n", 1, "no build stage"),
        ("FROM alpine\nCOPY only\n", 2, "COPY requires at least two arguments"),
        ("FROM alpine as\n", 1, "FROM requires either one or three arguments"),
        ("FROM alpine\n\nENV NAME\n", 3, "ENV must have two arguments"),
        ("FROM alpine\nRUN <<EOF\necho hi\n", 2, "unterminated heredoc"),
        ("FROM alpine\nEXPOSE http\n", 2, "invalid containerPort: http"),
        ("FROM alpine\nHEALTHCHECK curl localhost\n", 2, "unknown type 'curl' in HEALTHCHECK"),
        ("FROM alpine\nHEALTHCHECK --interval=30 CMD true\n", 2, "invalid duration '30'"),
        ("FROM alpine\nONBUILD FROM x\n", 2, "isn't allowed as an ONBUILD trigger"),
        ("FROM alpine\nSHELL /bin/bash -c\n", 2, "SHELL requires the arguments to be in JSON form"),
        ("FROM alpine\nCOPY --form=build a b\n", 2, "unknown flag: --form"),
        ("# nothing\n", 1, "file with no instructions"),
    ],
)
def test_a_broken_file_says_where(text: str, line: int, message: str) -> None:
    report = explain_dockerfile(text)
    assert not report.ok
    first = report.findings[0]
    assert first.severity is Severity.ERROR and message in first.message
    assert report.line_of(first) == line
    assert f"line {line}" in report.as_text() or "does not build" in report.as_text()


def test_what_stands_before_the_broken_line_is_explained() -> None:
    report = explain_dockerfile('FROM alpine:3.20\nWORKDIR /app\nENV NAME\nCMD ["a"]\n')
    assert [one.instruction.name for one in report.explained] == ["FROM", "WORKDIR"]


def test_every_instruction_is_explained_in_both_languages() -> None:
    text = (
        "FROM alpine:3.20\nARG A=1\nENV B=2\nLABEL c=d\nADD https://example.com/x /x\nCOPY a b\nRUN echo hi\n"
        "WORKDIR /w\nUSER app\nEXPOSE 80\n"
        'VOLUME /data\nSHELL ["/bin/bash", "-c"]\nSTOPSIGNAL SIGQUIT\nHEALTHCHECK NONE\n'
        'ONBUILD RUN make\nMAINTAINER me\nENTRYPOINT ["a"]\nCMD ["b"]\n'
    )
    report = explain_dockerfile(text)
    assert len({one.instruction.name for one in report.explained}) == 18
    for one in report.explained:
        assert one.en.endswith(".") and one.zh.endswith("。")
        assert "no instruction" not in one.en


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        (TWO_STAGES, True),
        ("```dockerfile\nFROM alpine\n```", True),
        ('```\nFROM alpine\nCMD ["sh"]\n```', True),
        ("from alpine\nrun echo hi\n", True),
        ('RUN apt-get update\nCOPY . .\nCMD ["x"]\n', True),
        ("FROM alpine\nRNU echo\nCOPY a b\n", True),
        ("from docker import client\nimport sys\n", False),
        ("docker run nginx", False),
        ("what does FROM do?\nand RUN?", False),
        ("services:\n  web:\n    image: nginx\n", False),
        ("SELECT a\nFROM b\nWHERE c\n", False),
        ("", False),
        ("Hello,\nplease run the tests\nand copy the result\n", False),
    ],
)
def test_what_looks_like_a_dockerfile(text: str, yes: bool) -> None:
    assert looks_like_dockerfile(text) is yes


def test_never_raises_on_nonsense() -> None:
    for text in (
        "\x00\n",
        "FROM",
        "FROM \\\n",
        'ENV a="',
        "RUN [",
        "COPY <<A <<B\n",
        "ONBUILD\n",
        "FROM a\nLABEL =\n",
        "文\n",
        "FROM a\n" * 500,
        "\n\n\n",
    ):
        report = explain_dockerfile(text)
        assert isinstance(report.as_text(), str) and isinstance(report.as_dict(), dict)
        assert report.as_text("zh")
