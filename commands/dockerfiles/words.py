"""The few sentences around a report, in English and Chinese."""

from __future__ import annotations

_PHRASES: dict[str, dict[str, str]] = {
    "en": {
        "one-stage": "A Dockerfile on `{base}`. File layers of its own: {layers}. Remarks: {count}.",
        "stages": "A Dockerfile of {stages} stages; the last one, on `{base}`, becomes the image. "
        "Its own file layers: {layers}. Remarks: {count}.",
        "broken": "This Dockerfile does not build: line {line}: {message}.",
        "findings": "Remarks:",
        "line": "line",
        "no-hadolint": "(hadolint is not installed here, so these are our own remarks only.)",
        "corrected": "With what can be corrected mechanically:",
    },
    "zh": {
        "one-stage": "基于 `{base}` 的 Dockerfile，自己的文件层：{layers}；意见：{count} 条。",
        "stages": "共 {stages} 个阶段，最后一个（基于 `{base}`）成为镜像。其文件层：{layers}；意见：{count} 条。",
        "broken": "这个 Dockerfile 无法构建：第 {line} 行：{message}。",
        "findings": "意见：",
        "line": "行",
        "no-hadolint": "（这里没有安装 hadolint，所以只有我们自己的意见。）",
        "corrected": "可以机械修正的部分已改好：",
    },
}


def phrase(lang: str) -> dict[str, str]:
    """The sentences of a language; English where there are none."""
    return _PHRASES.get(lang, _PHRASES["en"])
