"""Labels of an answer in Chinese, for questions asked in it; the sentences about flags stay as they are."""

from __future__ import annotations

from dataclasses import replace

from commands.answer import Answer

_LABELS = {
    "- Takes: ": "- 取值：",
    "- Default: ": "- 默认值：",
    "- Values: ": "- 可选值：",
    "- Keys: ": "- 可用的键：",
    "- Range: ": "- 范围：",
    "- Form: ": "- 格式：",
    "- Notes: ": "- 说明：",
    "- The same name in: ": "- 同名选项还见于：",
    "Example: ": "示例：",
    "Examples:": "示例：",
    "Usage: ": "用法：",
    "Also: ": "别名：",
    "Flags:": "选项：",
    "Main flags:": "常用选项：",
    "Here: ": "这里：",
    "Elsewhere it means something else:": "在其他命令中含义不同：",
}
_KINDS = {
    "switch (on or off)": "开关",
    "text, may be given several times": "文本，可多次给出",
    "whole number, not negative": "非负整数",
    "whole number": "整数",
    "size such as 512m or 1g": "大小，例如 512m 或 1g",
    "time such as 30s or 5m": "时间，例如 30s 或 5m",
    "number such as 1.5": "数字，例如 1.5",
    "KEY=VALUE, may be given several times": "KEY=VALUE，可多次给出",
    "text": "文本",
    "none": "无",
    "off": "关",
    "on": "开",
}
_TITLES = {"Flags of ": "的选项", "Filters of ": "的过滤条件", "Fields of ": "的字段", "Examples of ": "的示例"}


def in_chinese(answer: Answer) -> Answer:
    """The same answer with Chinese labels and title."""
    title = answer.title
    for lead, tail in _TITLES.items():
        if title.startswith(lead):
            title = f"{title.removeprefix(lead)} {tail}"
    return replace(answer, title=title, text="\n".join(_line(line) for line in answer.text.split("\n")))


def _line(line: str) -> str:
    for label, chinese in _LABELS.items():
        if line.startswith(label):
            rest = line[len(label) :]
            return chinese + _KINDS.get(rest, rest)
    return line.replace(" Default: ", " 默认值：")
