"""A command for another context: "list containers on context staging" is `docker --context staging ps`."""

from __future__ import annotations

import re

_NAME = r"[\"'`]?([A-Za-z0-9][\w.+-]*)[\"'`]?"
_PLACES = (
    re.compile(
        rf"\s*,?\s*\b(?:on|in|using|with|via|through|over|against) (?:the )?(?:docker )?context {_NAME}(?! context)", re.IGNORECASE
    ),
    re.compile(rf"\s*,?\s*\b(?:on|in|using|via|through|over|against) (?:the |my |our )?{_NAME} context\b", re.IGNORECASE),
    re.compile(rf"在\s*{_NAME}\s*(?:这个)?\s*(?:上下文|context)\s*(?:里|中|下|上)?的?", re.IGNORECASE),
)
_ASIDE = re.compile(r"\s*,?\s*\bwithout switching(?: (?:to it|over|contexts?))?", re.IGNORECASE)
# Requests about contexts themselves, and about what a build is given.
_OF_CONTEXTS = re.compile(
    r"\b(?:build|dockerfile|compose)\b|\b(?:use|switch|create|remove|delete|rm|inspect|export|import|update|set|make|add|describe) "
    r"(?:to )?(?:the |a |my |another )?(?:new )?(?:docker )?(?:[\w.+-]+ )?context|构建|切换|创建|新建|删除|导出|导入",
    re.IGNORECASE,
)
_NO_NAME = frozenset({"the", "a", "an", "this", "that", "current", "default", "which", "what", "of", "is", "are", "and", "to"})


def take(text: str) -> tuple[str, str]:
    """The text without the context it names, and that context's name; ("…", "") where it names none."""
    if _OF_CONTEXTS.search(text):
        return text, ""
    for pattern in _PLACES:
        found = pattern.search(text)
        if found and found[1].lower() not in _NO_NAME:
            rest = _ASIDE.sub("", text[: found.start()] + text[found.end() :]).strip()
            return (rest, found[1]) if len(rest) > 3 else (text, "")
    return text, ""


def told(command: str, context: str) -> str:
    """The command, told to go to a context; what names another place already, or is several commands, stays."""
    if not command.startswith("docker ") or command.startswith(("docker --", "docker -", "docker context ")) or "&&" in command:
        return command
    inner = command.replace("$(docker ", f"$(docker --context {context} ")
    return f"docker --context {context} {inner.removeprefix('docker ')}"
