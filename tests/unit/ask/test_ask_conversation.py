"""Follow-ups, hosts, orders in a row, and texts that are commands already."""

from __future__ import annotations

import pytest

from commands.ask import Asked, Memory, ask


def talk(*lines: str, memory: Memory | None = None) -> list[Asked]:
    memory = memory or Memory()
    return [ask(line, memory) for line in lines]


def commands(*lines: str, memory: Memory | None = None) -> list[str | None]:
    return [asked.command for asked in talk(*lines, memory=memory)]


def test_it_and_its_mean_what_was_named_last() -> None:
    assert commands("logs of web", "now restart it", "what are its ports", "show me the logs of it") == [
        "docker logs web",
        "docker restart web",
        "docker port web",
        "docker logs web",
    ]


def test_an_image_stays_an_image() -> None:
    assert commands("inspect the image nginx:1", "remove it") == ["docker image inspect nginx:1", "docker rmi nginx:1"]


def test_a_network_is_what_one_connects_to() -> None:
    assert commands("create a network called app-net", "connect web to it") == [
        "docker network create app-net",
        "docker network connect app-net web",
    ]


def test_the_second_one_counts_the_rows_that_were_shown() -> None:
    memory = Memory()
    ask("show running containers", memory)
    memory.listed("container", ["web-1", "api-1", "db-1"])
    assert commands("restart the second one", "stop the last one", "logs of the first", memory=memory) == [
        "docker restart api-1",
        "docker stop db-1",
        "docker logs web-1",
    ]


def test_a_row_that_is_not_there_is_asked_back() -> None:
    memory = Memory(rows=["web-1"], rows_kind="container")
    assert ask("stop the fifth one", memory).kind == "unknown"


def test_follow_ups_in_chinese() -> None:
    memory = Memory(rows=["web-1", "api-1"], rows_kind="container")
    assert commands("查看 web 的日志", "重启它", "它的端口", memory=memory) == [
        "docker logs web",
        "docker restart web",
        "docker port web",
    ]
    assert ask("重启第二个", memory).command == "docker restart api-1"


def test_only_a_host_repeats_the_command_there() -> None:
    asked = talk("logs of web", "on prod-1", "and on prod-2?")
    assert [(one.command, one.host) for one in asked[1:]] == [("docker logs web", "prod-1"), ("docker logs web", "prod-2")]


def test_the_host_of_a_conversation_is_kept_for_what_refers_back() -> None:
    asked = talk("logs of web on prod-1", "now restart it")
    assert (asked[1].command, asked[1].host) == ("docker restart web", "prod-1")


def test_all_hosts_are_not_kept_for_a_change() -> None:
    asked = talk("logs of web on all hosts", "restart it")
    assert asked[0].host == "*"
    assert asked[1].host == ""


@pytest.mark.parametrize("text", ["restart it", "its logs", "remove it", "重启它"])
def test_without_a_past_it_means_nothing(text: str) -> None:
    asked = ask(text, Memory())
    assert asked.kind in ("unknown", "incomplete")
    assert asked.hint or asked.needs


def test_a_memory_survives_storage() -> None:
    memory = Memory()
    ask("logs of web on prod-1", memory)
    memory.listed("container", ["a-1", "b-1"])
    assert Memory.of(memory.as_dict()) == memory


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("show running containers on prod-1", "prod-1"),
        ("stop web on staging-2", "staging-2"),
        ("list images on all hosts", "*"),
        ("list images on every host", "*"),
        ("restart web on host blue", "blue"),
        ("在 prod-1 上列出所有容器", "prod-1"),
        ("containers on network app-net", ""),
    ],
)
def test_the_host_that_a_text_names(text: str, host: str) -> None:
    assert ask(text).host == host


@pytest.mark.parametrize(
    "text",
    [
        "docker ps -a",
        "docker run --rm -it alpine sh",
        "docker stop $(docker ps -q)",
        "docker ps | grep web",
        "docker container ls --filter status=exited",
        "docker inspect the-box",
    ],
)
def test_a_command_comes_back_unchanged(text: str) -> None:
    asked = ask(text)
    assert (asked.kind, asked.command, asked.confidence) == ("command", text, 1.0)


def test_a_wrong_command_comes_back_without_a_canonical_form() -> None:
    asked = ask("docker ps --nosuch")
    assert (asked.kind, asked.command, asked.canonical) == ("command", "docker ps --nosuch", None)


def test_the_example_of_the_contract() -> None:
    asked = ask("list exited containers")
    assert asked.kind == "command"
    assert asked.command == "docker ps --filter status=exited"
    assert asked.canonical == "docker container ls --filter status=exited"
    assert asked.confidence >= 0.9
    assert set(asked.as_dict()) >= {"text", "kind", "command", "canonical", "confidence", "alternatives", "needs", "answer"}


def test_two_orders_become_two_commands() -> None:
    assert ask("stop web and remove it").command == "docker stop web && docker rm web"
    assert ask("Pull nginx and run it in the background").command == "docker pull nginx && docker run --detach nginx"


def test_one_command_for_two_verbs_where_docker_has_one() -> None:
    assert ask("build an image and tag it app:1").command == "docker build --tag app:1 ."
    assert ask("create and start a container from nginx").command == "docker run nginx"


def test_what_is_missing_is_named_in_the_language_of_the_question() -> None:
    assert ask("show the logs of a container").needs == ("container",)
    assert ask("删除镜像").needs == ("镜像",)
    assert "Docker" in ask("今天天气怎么样？").hint


def test_why_pairs_words_with_parts() -> None:
    why = dict(ask("show the last 20 lines of web's logs").why)
    assert "docker logs" in why.values()
    assert any(part == "--tail 20" for part in why.values())
    assert why["web"] == "CONTAINER"


def test_typing_mistakes_are_put_right_but_names_are_not() -> None:
    assert ask("show runing conatiners").command == "docker ps"
    assert ask("restrat web").command == "docker restart web"
    assert ask('stop the container "runing"').command == "docker stop runing"
    assert ask("show the logs of conatiner").command != "docker logs container"


def test_how_a_container_was_started_is_looked_up_not_done() -> None:
    for text in ("how was web started?", "which command was used to run web?", "web 是怎么启动的？"):
        asked = ask(text)
        assert (asked.command, asked.special) == ("docker inspect web", "reverse")


def test_the_same_words_give_the_same_answer() -> None:
    texts = ["list containers", "stop all containers", "查看 web 的日志", "what is a volume?"]
    assert [ask(text) for text in texts] == [ask(text) for text in texts]


HARD = [
    *("", " ", "?", "。", "docker", "'", '"', "`", "$(", "{{", "{{.Names}}", "<!channel>", "-", "--", "$(docker ps", "0", "\u0000"),
    *("a" * 5000, "list " * 800, "日志" * 500, "remove \u202e web", "logs of ;rm -rf", "show $(reboot)", "stop web; docker rm web"),
    *("一二三四五", "port 99999999999", "\n\n\nlist\ncontainers\n", "😀 list containers 😀"),
]


@pytest.mark.parametrize("text", HARD, ids=range(len(HARD)))
def test_nothing_that_is_written_breaks_it(text: str) -> None:
    for memory in (None, Memory()):
        asked = ask(text, memory)
        assert asked.kind in ("command", "incomplete", "answer", "unknown")
        assert asked.text == text
        assert 0.0 <= asked.confidence <= 1.0


def test_names_never_carry_a_shell_into_the_command() -> None:
    for text in (
        "logs of ;rm -rf",
        "show the logs of $(reboot)",
        "stop `reboot`",
        "remove the container 'a b; reboot'",
        "restart web|reboot",
    ):
        command = ask(text).command or ""
        bare = command.replace("'", "")
        assert "$(reboot)" not in command or "'$(reboot)'" in command
        assert not command.endswith("reboot") or bare.split()[-1] in ("reboot", "web|reboot")
        assert ";" not in command or "'" in command
