"""A client of the Engine whose JSON answers hold no secrets, so that no `--format` template can show one.

    client = masked(api, redactor)      # the same client in every other way: attributes, streams, raw log bytes

It is for commands that read. What is masked must never be written back: executors that change something take
`client.unmasked`, and a request through the masked client whose body holds the mark of a hidden value is refused
before it is sent.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from bot.redact import PLACEHOLDER, Redactor

if TYPE_CHECKING:
    from docker import APIClient


LONGEST_LINE = 1_000_000


class MaskedWrite(RuntimeError):
    """A masked value was about to be written to the Engine."""


def masked(api: APIClient, redactor: Redactor) -> APIClient:
    """The client with masked answers; the very same one where nothing is to be masked.

    It shares the connections and the agreed API version of the client it is made from.
    """
    if not redactor.on:
        return api
    if hasattr(api, "negotiate"):
        api.negotiate()  # so that the copy knows the version
    twin: APIClient = object.__new__(_masked_class(cast(Any, type(api))))
    twin.__dict__.update(api.__dict__, _redactor=redactor, unmasked=api)  # not copy.copy: a Session drops what it does not know
    return twin


@cache
def _masked_class(base: Any) -> Any:
    """A subclass that masks at the one place where the SDK turns an answer into JSON, and in decoded streams."""

    class Masked(base):  # type: ignore[misc]
        def _result(self, response: Any, json: bool = False, binary: bool = False) -> Any:
            result = super()._result(response, json, binary)
            return self._redactor.data(result) if json else result

        def _stream_helper(self, response: Any, decode: bool = False) -> Iterator[Any]:
            for item in super()._stream_helper(response, decode):
                yield self._redactor.data(item) if decode else item

        def _post_json(self, url: str, data: Any, **kwargs: Any) -> Any:
            _refuse_masked(data)
            return super()._post_json(url, data, **kwargs)

        def get(self, url: Any, **kwargs: Any) -> Any:
            response = super().get(url, **kwargs)
            if kwargs.get("stream") and str(url).split("?", 1)[0].endswith("/events"):
                response.raw = _MaskedLines(response.raw, self._redactor)
            return response

        def send(self, request: Any, **kwargs: Any) -> Any:
            if request.method in ("POST", "PUT", "PATCH") and isinstance(request.body, (str, bytes)):
                _refuse_masked(request.body)
            return super().send(request, **kwargs)

    Masked.__name__ = Masked.__qualname__ = f"Masked{base.__name__}"
    return Masked


class _MaskedLines:
    """The raw body of a stream of JSON lines, each masked as it comes; in every other way the body itself."""

    def __init__(self, raw: Any, redactor: Redactor) -> None:
        self._raw, self._redactor = raw, redactor

    def __getattr__(self, name: str) -> Any:
        return getattr(self._raw, name)

    def stream(self, *args: Any, **kwargs: Any) -> Iterator[bytes]:
        """Whole lines only: a line may come in several pieces."""
        held = b""
        for piece in self._raw.stream(*args, **kwargs):
            *lines, held = (held + piece).split(b"\n")
            if len(held) > LONGEST_LINE:
                raise ValueError("a line of the daemon's is too long to be looked through for secrets")
            if lines:
                yield b"".join(self._line(line) + b"\n" for line in lines)
        if held:
            yield self._line(held)

    def _line(self, line: bytes) -> bytes:
        try:
            data = json.loads(line)
        except ValueError:
            return self._redactor.text(line.decode("utf-8", "replace")).encode()
        shown = self._redactor.data(data)
        return line if shown is data else json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()


def _refuse_masked(data: Any) -> None:
    text = data.decode("utf-8", "replace") if isinstance(data, bytes) else str(data)
    if PLACEHOLDER in text:
        raise MaskedWrite("a hidden value was about to be written back to the Engine")
