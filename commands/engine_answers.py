"""A daemon's answer, read as it comes and within its budget: bytes and values are counted before anything is made of them.

Mirrors how docker reads JSON: encoding/json's Decoder, which takes the first value and leaves what follows.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn
from urllib.parse import urlsplit

from docker.errors import DockerException
from requests import PreparedRequest, Response
from requests.exceptions import ReadTimeout

from commands.budget import Budget, Exceeded, current

_BLOCK = 65536
# What is read of an error's text; docker prints the whole of it.
MOST_OF_AN_ERROR = 100_000
_VERSIONED = re.compile(r"\A/v[\d.]+(?=/)")
_LONE = re.compile("[\ud800-\udfff]")


class BadAnswer(DockerException):
    """An answer that is none: too large, compressed, or no JSON. The text is what is printed."""


class TooSlow(ReadTimeout):
    """The time for an answer was up, however much of it had come."""

    def __init__(self, seconds: float | None, request: PreparedRequest) -> None:
        super().__init__("no answer in time" if seconds is None else f"no answer within {round(seconds, 1):g} s", request=request)


class Answer(Response):
    """A response whose JSON is read as docker reads it."""

    def json(self, **more: Any) -> Any:
        """The first JSON value of the body. Of an error the SDK asks whether it is JSON at all: ValueError where it is none."""
        return super().json(**more) if self.status_code >= 400 else decoded(self)


def refuse_compressed(response: Response) -> None:
    """BadAnswer for a body that would grow when it is unpacked; nobody asked for one."""
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in ("", "identity"):
        response.close()
        raise BadAnswer(f"the daemon's answer is compressed ({encoding[:40]}), which was not asked for")


def read_whole(response: Response, budget: Budget) -> None:
    """Take the body in, or BadAnswer where it is too large; of an error only the beginning."""
    most = MOST_OF_AN_ERROR if response.status_code >= 400 else None
    blocks: list[bytes] = []
    size = 0
    for block in response.raw.stream(_BLOCK, decode_content=False):
        size += len(block)
        blocks.append(block)
        if most is not None and size > most:
            response.close()
            break
        try:
            budget.read(len(block), block.count(b",") + block.count(b"{") + block.count(b"["))
        except Exceeded as problem:
            response.close()
            raise BadAnswer(f"the daemon's answer is too large: {problem}") from None
    whole: Any = response
    whole._content, whole._content_consumed = b"".join(blocks)[:most], True


def decoded(response: Response) -> Any:
    """The JSON of a body that was read; BadAnswer, in the words of encoding/json, where it is none."""
    text = response.content.decode("utf-8", "replace").lstrip(" \t\r\n")
    try:
        data, _ = _DECODER.raw_decode(text)
    except RecursionError:
        raise BadAnswer("json: exceeded max depth") from None
    except json.JSONDecodeError as error:
        raise BadAnswer(_go_words(error)) from None
    except ValueError as error:  # a number that is too long
        raise BadAnswer(f"json: {error}") from None
    if "\\ud" in text or "\\uD" in text:
        data = _whole_letters(data)
    current().heard.append((_VERSIONED.sub("", urlsplit(response.url or "").path), data))
    return data


def _constant(name: str) -> NoReturn:
    raise ValueError(f"invalid character {name[0]!r} looking for beginning of value")


_DECODER = json.JSONDecoder(parse_constant=_constant)


def _whole_letters(data: Any) -> Any:
    """Half characters replaced, as encoding/json does."""
    if isinstance(data, str):
        return _LONE.sub("\ufffd", data)
    if isinstance(data, list):
        return [_whole_letters(item) for item in data]
    return {_whole_letters(key): _whole_letters(value) for key, value in data.items()} if isinstance(data, dict) else data


def _go_words(error: json.JSONDecodeError) -> str:
    rest = error.doc[error.pos :].lstrip(" \t\r\n")
    if not error.doc.strip():
        return "EOF"
    if not rest or "Unterminated" in error.msg or any(word.startswith(rest) for word in ("true", "false", "null")):
        return "unexpected EOF"
    where = {
        "Expecting property name": "looking for beginning of object key string",
        "Expecting ':'": "after object key",
        "Expecting ','": "after array element" if "[" in error.doc[: error.pos] else "after object key:value pair",
    }
    said = next((words for start, words in where.items() if error.msg.startswith(start)), "looking for beginning of value")
    return f"invalid character {rest[0]!r} {said}"
