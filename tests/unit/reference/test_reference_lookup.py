"""Questions about commands and flags get an answer with usage, types, defaults and examples; other texts get none."""

from __future__ import annotations

import pytest

from commands.parser import parse_text
from commands.reference import help_text, lookup
from commands.referencing.entries import COMMON, example_of
from commands.risk import Risk, risk_of
from commands.spec import notes
from commands.spec.load import all_paths, command


@pytest.mark.parametrize(
    ("text", "title", "says"),
    [
        ("what does --cap-add do", "docker run --cap-add", "one more Linux capability"),
        ("What does the `--cap-add` flag do?", "docker run --cap-add", "NET_ADMIN"),
        ("docker run --restart?", "docker run --restart", "no, always, unless-stopped, on-failure"),
        ("what does --restart mean in docker run", "docker run --restart", "Default: no"),
        ("flags of docker ps", "Flags of docker ps", "`-a, --all` – Shows stopped containers too"),
        ("which flags does docker ps have?", "Flags of docker ps", "--no-trunc"),
        ("docker compose up options", "Flags of docker compose up", "--remove-orphans"),
        ("list all flags for docker network create", "Flags of docker network create", "--subnet"),
        ("help logs", "docker logs", "docker logs --follow --tail 100 web"),
        ("/docker help logs", "docker logs", "Usage: `docker logs [OPTIONS] CONTAINER`"),
        ("docker logs --help", "docker logs", "--since"),
        ("docker help run", "docker run", "Makes a new container"),
        ("man docker run", "docker run", "Makes a new container"),
        ("default of --stop-timeout", "docker run --stop-timeout", "10 seconds"),
        ("what is the default for --pull in docker run?", "docker run --pull", "**missing**"),
        ("what is the difference between -p and -P", "docker run: -p and -P", "--publish-all"),
        ("difference between -p and --publish", "docker run -p and --publish", "None: `-p` is the short spelling"),
        ("what does -it mean?", "docker run -it", "--tty"),
        ("what does -p 8080:80 mean", "docker run --publish", "Here: Port 8080 on every address of the host"),
        ("explain --restart=always", "docker run --restart", "Here: The container is started again"),
        ("what is -f in docker logs?", "docker logs --follow", "Ctrl-C"),
        ("what does -f mean", "docker ps --filter", "Elsewhere it means something else"),
        ("what does docker ps do", "docker ps", "Lists containers"),
        ("how do I use docker cp", "docker cp", "Copies files"),
        ("examples of docker build", "Examples of docker build", "docker build --tag app:1.4 ."),
        ("which filters does docker ps have", "Filters of docker ps", "created, restarting, running"),
        ("format fields of docker images", "Fields of docker images", "`.Repository`"),
        ("values of --network", "docker run --network", "host"),
        ("docker run --nosuch?", "docker run --nosuch", "has no flag"),
        ("docker run --publsh?", "docker run --publsh", "Did you mean `--publish`?"),
        ("--cap-add 是什么意思", "docker run --cap-add", "Linux capability"),
        ("docker ps 有哪些参数", "docker ps 的选项", "--all"),
        ("docker run 的 --restart 是什么意思？", "docker run --restart", "unless-stopped"),
        ("docker logs 的 -f 参数是什么意思", "docker logs --follow", "Ctrl-C"),
        ("-p 和 -P 有什么区别", "docker run: -p and -P", "--publish-all"),
        ("docker exec 怎么用", "docker exec", "用法：`docker exec"),
        ("--stop-timeout 的默认值是多少", "docker run --stop-timeout", "取值：整数"),
        ("docker images 有哪些字段", "docker images 的字段", ".Tag"),
        ("what does --squash do", "docker build --squash", "experimental"),
        ("what is --context", "docker --context", "daemon"),
        ("what does docker system prune --volumes do?", "docker system prune --volumes", "nameless volumes"),
    ],
)
def test_questions(text: str, title: str, says: str) -> None:
    answer = lookup(text)
    assert answer is not None
    assert answer.title == title
    assert says in answer.text
    assert all("https://docs.docker.com/reference/cli/docker/" in source for source in answer.sources)
    for example in (*answer.examples, *([answer.command] if answer.command else [])):
        assert parse_text(example).usage_error is None, example


@pytest.mark.parametrize(
    "text",
    [
        "show logs of web",
        "stop web",
        "list containers",
        "docker ps",
        "docker ps -a",
        "docker run --restart always nginx",
        "run nginx with --restart always",
        "what is docker",
        "what is docker compose",
        "what is a volume?",
        "what is the difference between an image and a container",
        "difference between docker stop and docker kill",
        "how to stop all containers",
        "how do I remove all images?",
        "what does docker run -d nginx do",
        "why does my container exit",
        "help",
        "help me",
        "",
        "?",
        "what flags",
        "停止 web",
        "列出所有容器",
        "什么是容器",
        "显示 web 的日志",
        "docker run -d nginx && what does -d do",
        "which containers use the most memory?",
        "what is running?",
        "show me the images",
        "restart web --time 5",
        "what is 5 + 5",
    ],
)
def test_other_texts_are_left_alone(text: str) -> None:
    assert lookup(text) is None


def test_nothing_that_deletes_is_offered_to_run() -> None:
    for path in all_paths():
        answer = lookup(f"docker {path} --help")
        if answer is not None and answer.command is not None:
            assert risk_of(parse_text(answer.command)) is not Risk.DESTROY, answer.command


@pytest.mark.parametrize("path", ["compose", "buildx", *all_paths()])
def test_every_command_has_examples_that_docker_takes(path: str) -> None:
    texts = notes.examples(path)
    assert texts
    for text in texts:
        parsed = parse_text(text)
        needs_file = parsed.usage_error is not None and "no such file" in parsed.usage_error.message.lower()
        assert parsed.usage_error is None or needs_file, (text, parsed.usage_error)
    if path not in {"compose", "buildx"} and not command(path).has_subcommands:
        assert any(parse_text(text).path in {path, "buildx bake"} for text in texts), path


@pytest.mark.parametrize("path", COMMON)
def test_flags_of_common_commands_have_examples(path: str) -> None:
    spec = command(path)
    for flag in spec.flags:
        text = example_of(path, flag.long)
        if text:
            parsed = parse_text(text)
            assert parsed.usage_error is None, text
            assert any(use.flag.long == flag.long for use in parsed.uses), text
    shown = [flag.long for flag in spec.flags if not flag.hidden and flag.in_judge and example_of(path, flag.long)]
    visible = [flag.long for flag in spec.flags if not flag.hidden and flag.in_judge]
    assert len(shown) >= 0.85 * len(visible), set(visible) - set(shown)


@pytest.mark.parametrize("path", ["", "compose", "buildx", *all_paths()])
def test_help_of_every_command(path: str) -> None:
    text = help_text(path)
    assert text.startswith("Usage:  docker")
    assert notes.summary(path).split(" ")[0] in text
    if path:
        for flag in command(path).flags:
            assert flag.hidden or f"--{flag.long}" in text, flag.long
    assert all(len(line) <= 120 for line in text.splitlines() if not line.startswith(("  docker", "Usage:", "\tdocker")))


def test_help_of_an_alias_shows_it_as_typed() -> None:
    assert help_text("ps").startswith("Usage:  docker ps ")
    with pytest.raises(KeyError):
        help_text("nosuch")
