"""What is wrong with a configuration file: the file, the line, the key, and what to write instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import yaml
from pydantic import BaseModel, ValidationError

Path = tuple[str | int, ...]
# What a file may grow to with its aliases, counted before it is built; the largest workspaces have a few thousand.
MOST_VALUES = 50_000
LONGEST_NUMBER = 100

# Keys that people try to put into the file although they are secrets: the variable to set in their place.
SECRETS = {
    "slack_bot_token": "SLACK_BOT_TOKEN",
    "bot_token": "SLACK_BOT_TOKEN",
    "slack_app_token": "SLACK_APP_TOKEN",
    "app_token": "SLACK_APP_TOKEN",
    "signing_secret": "SLACK_SIGNING_SECRET",
    "slack_signing_secret": "SLACK_SIGNING_SECRET",
    "token": "SLACK_BOT_TOKEN",
}

EXAMPLES = {
    "hosts": 'hosts: {local: {}, prod-1: {url: "ssh://ops@prod-1"}}',
    "default_host": "default_host: local",
    "channels": "channels: {C0OPS: {host: prod-1}}",
    "workspaces": "workspaces: [T0SALES]",
    "roles": "roles: {oncall: {users: [U0ALICE], usergroups: [S0ONCALL]}}",
    "grants": 'grants: [{roles: [everyone], risk: [read], hosts: ["*"]}]',
    "limits": "limits: {lines: 1000, bytes: 1000000, seconds: 30}",
    "redact": "redact: env",
    "storage": 'storage: "sqlite:///dockwise.db"',
    "approval_minutes": "approval_minutes: 10",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: `line` counts from 1 (0 where there is no place); `write` is what to write instead."""

    file: str
    line: int
    where: str
    message: str
    write: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " if self.line else f"{self.file}: " if self.file else ""
        where = f"{self.where}: " if self.where else ""
        return f"{place}{where}{self.message}" + (f"; write {self.write}" if self.write else "")


class ConfigError(ValueError):
    """The configuration cannot be used; `problems` lists everything that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class Marked:
    """A YAML document as plain data, and the line of every key and value in it."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.lines: dict[Path, int] = {(): 1}
        self._values = 0
        self._open: set[int] = set()
        self._scalars = yaml.SafeLoader("")
        self.problems: list[Problem] = []
        try:
            node = yaml.compose(text, Loader=yaml.SafeLoader)
            self.data: Any = None if node is None else self._read(node, ())
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
            said = getattr(error, "problem", None) or str(error).split("\n", 1)[0]
            raise ConfigError([Problem(file, mark.line + 1 if mark else 0, "", f"this is no YAML: {said}")]) from None
        except RecursionError:
            raise ConfigError([Problem(file, 1, "", "this is nested too deeply")]) from None
        if self.problems:
            raise ConfigError(self.problems)

    def _read(self, node: yaml.Node, path: Path) -> Any:
        line = node.start_mark.line + 1
        self.lines.setdefault(path, line)
        self._values += 1
        if self._values > MOST_VALUES:
            self._refuse(line, path, f"the file grows to more than {MOST_VALUES:,} values (aliases that repeat each other?)")
        if id(node) in self._open:
            self._refuse(line, path, "an alias stands inside of what it repeats")
        self._open.add(id(node))
        try:
            if isinstance(node, yaml.SequenceNode):
                return [self._read(child, (*path, index)) for index, child in enumerate(node.value)]
            return self._mapping(node, path) if isinstance(node, yaml.MappingNode) else self._scalar(node, path, line)
        finally:
            self._open.discard(id(node))

    def _scalar(self, node: yaml.Node, path: Path, line: int) -> Any:
        if len(node.value) > LONGEST_NUMBER and node.tag != "tag:yaml.org,2002:str":
            self._refuse(line, path, "this is too long for a number or a time", "it in quotes")
        try:
            return self._scalars.construct_object(node)  # type: ignore[no-untyped-call]
        except ValueError as error:
            return self._refuse(line, path, f"this value cannot be read: {error}", "it in quotes")

    def _refuse(self, line: int, path: Path, message: str, write: str = "") -> NoReturn:
        raise ConfigError([Problem(self.file, line, dotted(path), message, write)])

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            line = key_node.start_mark.line + 1
            if key in data:
                self.problems.append(Problem(self.file, line, dotted((*path, key)), "this key stands here twice", "it once"))
            self.lines[(*path, key)] = line
            data[key] = self._read(value_node, (*path, key))
        return data

    def line(self, path: Path) -> int:
        """The line of that place, or of the nearest one around it."""
        while path not in self.lines:
            path = path[:-1]
        return self.lines[path]


def dotted(path: Path) -> str:
    """`("grants", 0, "risk")` → `grants[0].risk`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


def of_validation(error: ValidationError, marked: Marked, model: type[BaseModel]) -> ConfigError:
    """Pydantic's errors with lines of the file and what to write instead."""
    problems = []
    for item in error.errors(include_url=False):
        context: Mapping[str, Any] = item.get("ctx", {})
        path = _in_file(item["loc"], marked)
        if "where" in context:
            path = tuple(int(step) if step.isdigit() else step for step in str(context["where"]).split("."))
        message, write = _said(item["type"], str(item["msg"]), path, context, model)
        problems.append(Problem(marked.file, marked.line(path), dotted(path), message, write))
    return ConfigError(list(dict.fromkeys(problems)))


def _in_file(loc: tuple[str | int, ...], marked: Marked) -> Path:
    """Pydantic's place without the names of validators that it puts in between."""
    path: Path = ()
    for step in loc:
        if (*path, step) in marked.lines or (isinstance(step, str) and step.isidentifier() and step == loc[-1]):
            path = (*path, step)
    return path


def _said(kind: str, message: str, path: Path, context: Mapping[str, Any], model: type[BaseModel]) -> tuple[str, str]:
    example = EXAMPLES.get(str(path[0]), "") if path else ""
    if kind == "dockwise":
        return message, str(context.get("write", ""))
    if kind == "extra_forbidden":
        return _unknown_key(path, model)
    if kind == "missing":
        return "this key is missing", example
    if kind in ("literal_error", "enum"):
        return "this value is not known", str(context.get("expected", "")).replace("'", "")
    return message[:1].lower() + message[1:].replace("Input", "the value"), example


def _unknown_key(path: Path, model: type[BaseModel]) -> tuple[str, str]:
    key = str(path[-1])
    variable = SECRETS.get(key.lower().replace("-", "_"))
    if variable:
        return "a secret does not belong in this file", f"it into the environment, as {variable}"
    known = _keys_at(path[:-1], model)
    from rapidfuzz import process

    best = process.extractOne(key.lower().replace("-", "_"), known, score_cutoff=55)
    return "unknown key", f"{best[0]}" if best else f"one of {', '.join(known)}"


def _keys_at(path: Path, model: type[BaseModel]) -> list[str]:
    """The keys that are known at a place of the file."""
    from bot import config_model as shapes

    table: dict[str, type[BaseModel]] = {
        "hosts": shapes.Host,
        "channels": shapes.Channel,
        "roles": shapes.Role,
        "grants": shapes.Grant,
        "limits": shapes.LimitSettings,
    }
    here = table.get(str(path[0]), model) if path else model
    if path and path[-1] == "tls":
        here = shapes.Tls
    return [name for name in here.model_fields if name != "source"]
