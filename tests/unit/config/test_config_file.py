"""`dockwise.yml`: the whole of it, its defaults, and errors that name the line and what to write."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bot.config import ENVIRONMENT, ConfigError, Reloader, load, parse

ROOT = Path(__file__).parents[3]

WHOLE = """\
hosts:
  local: {}
  prod-1: {url: "ssh://ops@prod-1"}
  prod-2: {url: "tcp://prod-2:2376", tls: {ca: ca.pem, cert: cert.pem, key: key.pem}}
default_host: local
channels:
  C0OPS: {host: prod-1}
roles:
  oncall: {users: [U0ALICE], usergroups: [S0ONCALL]}
  admin: {users: [U0ROOT]}
workspaces: [T0SALES]
grants:
  - {roles: [everyone], risk: [read], hosts: ["*"]}
  - roles: [oncall]
    commands: [container restart, container start, container stop]
    hosts: ["prod-*"]
    channels: [C0OPS]
    labels: [team=web]
    approval: confirm
  - {roles: [admin], risk: [change, destroy], hosts: [local], approval: second, host_access: false}
limits: {lines: 1000, bytes: 1000000, seconds: 30}
registries: ["registry.example.com:5000", GHCR.io, "[::1]:5000"]
fetch: [github.com]
redact: env
storage: "sqlite:///dockwise.db"
"""


def problems(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse(text, "dockwise.yml", {})
    return [str(problem) for problem in caught.value.problems]


def test_the_whole_file(tmp_path: Path) -> None:
    file = tmp_path / "dockwise.yml"
    file.write_text(WHOLE, encoding="utf-8")
    settings = load(str(file), {})
    assert settings.hosts["prod-1"].url == "ssh://ops@prod-1"
    assert settings.hosts["prod-2"].tls is not None and settings.hosts["prod-2"].tls.ca == str(tmp_path / "ca.pem")
    assert settings.channel_host("C0OPS") == "prod-1" and settings.channel_host("C0LUNCH") == "local"
    assert [grant.rule for grant in settings.all_grants] == [
        "everyone: read on *",
        "oncall: container restart, container start, container stop on prod-* in C0OPS with team=web",
        "admin: change, destroy on local",
    ]
    assert settings.registries == ("registry.example.com:5000", "ghcr.io", "[::1]:5000") and settings.fetch == ("github.com",)
    assert parse("", "x.yml", {}).registries == parse("", "x.yml", {}).fetch == ()
    assert settings.storage == f"sqlite:///{tmp_path}/dockwise.db"
    assert (settings.limits.lines, settings.limits.bytes, settings.limits.seconds) == (1000, 1_000_000, 30)
    assert settings.warnings == () and settings.workspaces == {"T0SALES"}


def test_without_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load(None, {"HOME": str(tmp_path)})
    assert list(settings.hosts) == ["local"] and settings.default_host == "local" and settings.redact == "env"
    assert [(grant.rule, grant.approval, grant.host_access) for grant in settings.all_grants] == [
        ("everyone: read on *", "none", False),
        ("local: read on *", "none", True),
        ("local: change, destroy on *", "confirm", True),
    ]
    assert settings.storage == f"sqlite:///{tmp_path}/.local/state/dockwise/dockwise.db"


def test_a_file_without_grants_keeps_the_default_ones_on_the_default_host() -> None:
    settings = parse('hosts: {a: {url: "unix:///a"}, b: {url: "unix:///b"}}\ndefault_host: b\n')
    assert [grant.hosts for grant in settings.all_grants] == [("b",)] * 3
    assert parse("grants: []").all_grants == ()


@pytest.mark.parametrize(
    ("text", "line", "said", "write"),
    [
        ("hosts:\n  a: {}\ndefualt_host: a\n", 3, "defualt_host: unknown key", "default_host"),
        (
            "grants:\n  - {roles: [everyone], risk: [read]}\n  - roles: [x]\n    comands: [container rm]\n",
            4,
            "grants[1].comands: unknown key",
            "commands",
        ),
        ("grants:\n  - {roles: everyone, risk: [read]}\n", 2, "grants[0].roles: a list is needed here", "[everyone]"),
        (
            "grants:\n  - {roles: [everyone], risk: [reed]}\n",
            2,
            "grants[0].risk[0]: this value is not known",
            "read, change, destroy",
        ),
        (
            "grants:\n  - roles: [a]\n    risk: [read]\n    approval: no\n",
            4,
            "grants[0].approval: yes and no say too little",
            "none, confirm or second",
        ),
        (
            "grants:\n  - {roles: [a], commands: [container restat]}\n",
            2,
            "there is no command 'container restat'",
            "container restart",
        ),
        ("grants:\n  - {roles: [a], commands: [container]}\n", 2, "'container' is a group", "container *"),
        ("grants:\n  - {roles: [a]}\n", 2, "a grant says what it allows", "risk: [read]"),
        ("grants:\n  - {roles: [a], risk: [interactive]}\n", 2, "explained and never run", "risk: [read, change, destroy]"),
        ("hosts: {p: {url: prod-1}}\n", 1, "'prod-1' is no address", "ssh://"),
        ("hosts:\n  p:\n    url: ssh://p\n    tls: {ca: x}\n", 2, "tls is for tcp://", "tcp://"),
        ("default_host: nosuch\n", 1, "default_host: there is no host 'nosuch'", "one of local"),
        ("hosts: {a: {}}\nchannels:\n  C0OPS: {host: b}\n", 3, "channels.C0OPS.host: there is no host 'b'", "one of a"),
        ("channels:\n  ops: {host: local}\n", 2, "no id of a channel", "C0OPS"),
        ("roles:\n  oncall: {users: ['@alice']}\n", 2, "no id of a person", "U0ALICE"),
        ("roles:\n  everyone: {users: [U0A]}\n", 2, "exists by itself", "another name"),
        ("registries: [https://registry.example.com/]\n", 1, "is no host", "registry.example.com:5000"),
        ("fetch: [github.com/team]\n", 1, "is no host", "registry.example.com:5000"),
        ("fetch: github.com\n", 1, "a list is needed", "[github.com]"),
        ("limits: {lines: many}\n", 1, "limits.lines", "lines: 1000"),
        ("limits: {per_person: often}\n", 1, "'often' is no rate", "60/minute"),
        ("redact: al\n", 1, "redact: this value is not known", "env, names or none"),
        ("storage: mysql://x/y\n", 1, "only sqlite and postgresql", "sqlite:///dockwise.db"),
        ("storage: what\n", 1, "no SQLAlchemy URL", "sqlite:///dockwise.db"),
        ("slack_bot_token: xoxb-1\n", 1, "a secret does not belong in this file", "SLACK_BOT_TOKEN"),
        ("hosts: {a: {}}\nhosts: {b: {}}\n", 2, "stands here twice", "once"),
        ("hosts: [a\n", 2, "this is no YAML", ""),
        ("- a\n", 1, "holds no mapping", "hosts:"),
        ("source: x\n", 1, "unknown key", ""),
    ],
)
def test_errors_name_the_line_and_what_to_write(text: str, line: int, said: str, write: str) -> None:
    found = problems(text)
    assert len(found) == 1, found
    assert found[0].startswith(f"dockwise.yml:{line}: ")
    assert said in found[0] and write in found[0].partition("; write ")[2], found[0]


def test_every_problem_is_told_at_once() -> None:
    assert len(problems("redact: x\nlimits: {lines: 0}\nnosuch: 1\n")) == 3


def test_no_value_of_a_broken_file_is_echoed_where_it_could_be_a_password() -> None:
    assert "hunter2" not in "\n".join(problems("storage: 'mysql://me:hunter2@h/x'\n"))


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(str(tmp_path / "nosuch.yml"), {})
    (tmp_path / "x.yml").write_bytes(b"a: \xff\n")
    with pytest.raises(ConfigError, match="not UTF-8"):
        load(str(tmp_path / "x.yml"), {})


def test_a_role_that_is_defined_nowhere_is_an_error_on_its_line() -> None:
    text = (
        "roles: {oncall: {users: [U0A]}}\n"
        "grants:\n"
        "  - {roles: [everyone, local, oncall], risk: [read]}\n"
        "  - risk: [change]\n"
        "    roles: [oncal]\n"
    )
    found = problems(text)
    assert len(found) == 1 and found[0].startswith("dockwise.yml:5: grants[1].roles: the role 'oncal' is defined nowhere")
    assert "oncall" in found[0].split("write", 1)[1]
    assert "dockwise.yml:1: " in problems("grants: {roles: [nobody], risk: [read]}\n")[0]
    assert problems("grants: [{roles: [everyone], risk: [read]}, {roles: [Everyone], risk: [change]}]")


def test_commands_may_be_written_as_people_know_them() -> None:
    settings = parse("grants: [{roles: [everyone], commands: [restart, docker ps, 'image *', rmi]}]")
    assert settings.all_grants[0].commands == ("container restart", "container ls", "image *", "image rm")
    assert settings.all_grants[0].covers("image pull", "change") and not settings.all_grants[0].covers("volume rm", "destroy")


def test_an_invalid_file_never_replaces_a_valid_one(tmp_path: Path) -> None:
    file = tmp_path / "dockwise.yml"
    file.write_text("redact: names\n", encoding="utf-8")
    told: list[str] = []
    reloader = Reloader(str(file), {}, lambda settings: told.append(settings.redact))
    file.write_text("redact: everything\n", encoding="utf-8")
    assert "dockwise.yml:1" in reloader.reload() and reloader.settings.redact == "names"
    file.unlink()
    assert "cannot be read" in reloader.reload() and reloader.settings.redact == "names"
    file.write_text("redact: none\nstorage: sqlite:///other.db\n", encoding="utf-8")
    kept = reloader.settings.storage
    assert "new start" in reloader.reload()
    assert (reloader.settings.redact, reloader.settings.storage, told) == ("none", kept, ["none"])


def test_the_example_files_are_valid_and_complete() -> None:
    settings = load(str(ROOT / "dockwise.example.yml"), {})
    assert settings.warnings == ()
    assert {grant.approval for grant in settings.all_grants} == {"none", "confirm", "second"}
    listed = (ROOT / ".env.example").read_text("utf-8")
    assert [name for name in ENVIRONMENT if f"{name}=" not in listed] == []


LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 10)}]\n" for n in range(9)
)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (LAUGHS, 1, "grows to more than"),
        ("hosts: {}\nroles: &r\n  a: *r\n", 2, "inside of what it repeats"),
        ("limits:\n  lines: " + "9" * 5000, 2, "too long for a number"),
        ("limits:\n  lines: " + "1:" * 200_000 + "1", 2, "too long for a number"),
        ("limits:\n  lines: 2001-99-99", 2, "cannot be read"),
        ("roles: " + "[" * 3000, 1, "nested too deeply"),
    ],
    ids=["laughs", "itself", "digits", "sixties", "date", "deep"],
)
def test_what_a_file_grows_to_is_counted_before_it_is_built(text: str, line: int, said: str) -> None:
    begin = time.process_time()
    with pytest.raises(ConfigError) as caught:
        parse(text)
    assert time.process_time() - begin < 10
    assert caught.value.problems[0].line == line and said in str(caught.value)


def test_aliases_are_fine_otherwise() -> None:
    settings = parse("roles:\n  a: &r {users: [U0ALICE]}\n  b: *r\n")
    assert settings.roles["a"] == settings.roles["b"]
