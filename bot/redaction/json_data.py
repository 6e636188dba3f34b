"""Secrets in the Engine's JSON: variables, labels, options, build steps, tokens, command lines, configs."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import Any

from bot.redaction import PLACEHOLDER
from bot.redaction.names import bland, hides, secret_name

# Keys under which the Engine gives lists of NAME=value.
_VARIABLES = frozenset({"Env", "env", "Environment", "environment", "EnvAdd"})
# Keys under which it gives one word list that is a command line.
_COMMANDS = frozenset({"Cmd", "Args", "Entrypoint", "Command", "Test", "Shell", "OnBuild", "arguments", "Arguments"})
_STEPS = frozenset({"CreatedBy", "created_by", "Comment"})
_ENV_STEP = re.compile(r"(?P<lead>(?:^|\s)(?:ENV|ARG)\s+)(?P<rest>.*)", re.DOTALL)
_BUILD_ARGS = re.compile(
    r"^(?P<lead>(?:RUN )?\|\d+ )(?P<args>.*?)(?P<run> (?:/bin/\w+|/usr/bin/\w+|cmd|powershell) .*)?$", re.DOTALL
)
# Where the next of several NAME=value begins: docker writes them with one blank between, and values unquoted.
_NEXT_PAIR = re.compile(r" (?=[A-Za-z_][\w.-]{0,80}=)")

Text = Callable[[str], str]


class JsonMask:
    """Masks JSON; `every` variable's value, or those whose name or shape looks secret. What holds nothing comes back as it is."""

    def __init__(
        self, text: Text, every: bool, learn: Callable[[str], None], known: Callable[[], tuple[str, ...]], content: Text
    ) -> None:
        self._text, self._every, self._learn, self._known, self._content = text, every, learn, known, content

    def mask(self, data: Any) -> Any:
        """A copy without secrets; the very same object where there are none."""
        strings: list[str] = []
        if not self._marked(data, strings):
            joined = "\n".join(strings)
            if self._text(joined) == joined:
                return data
        before = self._known()
        found = self._walk(data, "")
        # A value that was met under its name may stand bare in what was masked before it was met.
        return found if self._known() == before else self._bare(found)

    def _bare(self, data: Any) -> Any:
        """The masked data once more, each text as a text only."""
        if isinstance(data, str):
            return self._text(data) if len(data) > 5 and data != PLACEHOLDER else data
        if isinstance(data, dict):
            return {key: value if key == "Data" else self._bare(value) for key, value in data.items()}
        if isinstance(data, list):
            return [self._bare(item) for item in data]
        return data

    def _marked(self, data: Any, strings: list[str]) -> bool:
        """True when the shape alone says that there is something to mask; gathers all strings on the way."""
        stack: list[Any] = [data]
        while stack:
            item = stack.pop()
            if isinstance(item, str):
                if len(item) > 5:
                    strings.append(item)
            elif isinstance(item, dict):
                for key, value in item.items():
                    if isinstance(value, str):
                        if key in _STEPS or key == "Data" or (secret_name(key) and not bland(value)):
                            return True
                        if len(value) > 5:
                            strings.append(value)
                    elif value:
                        if key in _VARIABLES or key in _COMMANDS:
                            return True
                        stack.append(value)
            elif isinstance(item, (list, tuple)):
                stack.extend(item)
        return False

    def _walk(self, data: Any, key: str) -> Any:
        if isinstance(data, str):
            return self._string(data, key)
        if isinstance(data, dict):
            return self._object(data)
        if isinstance(data, (list, tuple)):
            if key in _VARIABLES:
                return [self._variable(item) if isinstance(item, str) else self._walk(item, key) for item in data]
            if key in _COMMANDS and all(isinstance(item, str) for item in data):
                return self.words(list(data))
            return [self._walk(item, "") for item in data]
        return data

    def _object(self, data: dict[str, Any]) -> dict[str, Any]:
        found = {key: self._walk(value, str(key)) for key, value in data.items()}
        # A plugin's settings, and the like: {"Name": "TOKEN", "Value": "…"}.
        name, value = data.get("Name"), data.get("Value")
        if isinstance(name, str) and isinstance(value, str) and value and (self._every or hides(name, value)):
            found["Value"] = PLACEHOLDER
        return found

    def _string(self, text: str, key: str) -> str:
        if key in _STEPS:
            return self.step(text)
        if key == "Data":
            return self._encoded(text)
        if key in _VARIABLES:
            return self._variable(text) if "=" in text else self._text(text)
        if key and hides(key, text):
            self._learn(text)
            return PLACEHOLDER
        return self._text(text) if len(text) > 5 else text

    def _variable(self, item: str) -> str:
        """`NAME=value`."""
        name, equals, value = item.partition("=")
        if not equals or not value or value == PLACEHOLDER:
            return item
        secret = hides(name, value)
        if secret:
            self._learn(value)
        if secret or self._every:
            return f"{name}={PLACEHOLDER}"
        return f"{name}={self._text(value)}"

    def words(self, words: list[str]) -> list[str]:
        """A command line in a list: a secret flag hides the word after it; build steps are read as such."""
        out: list[str] = []
        hide_next = False
        for word in words:
            if hide_next and not bland(word) and not word.startswith("--"):
                out.append(PLACEHOLDER)
                hide_next = False
                continue
            hide_next = word.startswith("-") and "=" not in word and len(word) > 2 and secret_name(word)
            out.append(self.step(word) if "#(nop)" in word or word.startswith(("ENV ", "ARG ", "|")) else self._text(word))
        return self._program(words, out)

    def _program(self, words: list[str], out: list[str]) -> list[str]:
        """`mysql -psecret` and its like are seen only when the words stand together."""
        joined = "\0".join(words)
        if any(c.isspace() for c in joined):
            return out
        shown = self._text(joined.replace("\0", " ")).split(" ")
        if len(shown) != len(words):
            return out
        return [one if PLACEHOLDER in one else other for one, other in zip(out, shown, strict=True)]

    def step(self, text: str) -> str:
        """One line of an image's history: values of ENV and ARG, and the build arguments that RUN was given (`|2 A=b C=d …`)."""
        build = _BUILD_ARGS.match(text)
        if build:
            return build["lead"] + self._pairs(build["args"]) + self._text(build["run"] or "")
        found = _ENV_STEP.search(text)
        if found:
            return self._text(text[: found.start("rest")]) + self._env_step(found["rest"])
        return self._text(text)

    def _env_step(self, rest: str) -> str:
        head = rest.split(None, 1)
        if len(head) == 2 and "=" not in head[0]:  # ENV NAME value
            name, value = head
            return f"{name} {self._one(name, value)}"
        buildkit = rest.endswith(" # buildkit")
        return self._pairs(rest.removesuffix(" # buildkit")) + (" # buildkit" if buildkit else "")

    def _pairs(self, text: str) -> str:
        """NAME=value, as many as there are."""
        shown = []
        for pair in _NEXT_PAIR.split(text):
            name, equals, value = pair.partition("=")
            shown.append(f"{name}={self._one(name.strip(), value)}" if equals else self._text(pair))
        return " ".join(shown)

    def _one(self, name: str, value: str) -> str:
        if not value or value == PLACEHOLDER:
            return value
        return PLACEHOLDER if self._every or hides(name, value) else self._text(value)

    def _encoded(self, text: str) -> str:
        """The content of a config: base64 of a text that may hold secrets."""
        try:
            plain = base64.b64decode(text, validate=True).decode("utf-8")
        except (binascii.Error, ValueError):
            return self._text(text)
        masked = self._content(plain)
        return text if masked == plain else base64.b64encode(masked.encode()).decode("ascii")
