"""Files that people send along: Dockerfiles and compose files are read; others are told of what can be read."""

from __future__ import annotations

import urllib.request
from typing import Any
from urllib.parse import SplitResult, urlsplit

import structlog

from bot.blocks.words import code
from bot.delivery import Spot
from bot.desk import Desk, say
from bot.routing import is_document

log = structlog.get_logger("dockwise.files")
MOST_FILES = 5
MOST_BYTES = 500_000
# Where Slack keeps `url_private`, which needs the token; slack-files.com serves public links, which need none.
FILES_HOST = "files.slack.com"


def texts_of_files(desk: Desk, event: dict[str, Any], spot: Spot) -> list[str]:
    """The texts of the files in a message; what cannot be read is said."""
    found = []
    for file in list(event.get("files") or [])[:MOST_FILES]:
        name = str(file.get("name") or file.get("title") or file.get("id") or "file")
        try:
            found.append(_text(desk, file))
        except (OSError, ValueError) as error:
            log.warning("a file could not be read", error=str(error))
            desk.delivery.whisper(spot, say(f"I cannot read {code(name[:200])}: {error}."))
    if len(event.get("files") or []) > MOST_FILES:
        desk.delivery.whisper(spot, say(f"I read the first {MOST_FILES} files only."))
    return found


def _text(desk: Desk, file: dict[str, Any]) -> str:
    url = str(file.get("url_private_download") or file.get("url_private") or "")
    if int(file.get("size") or 0) > MOST_BYTES:
        raise ValueError(f"it is larger than {MOST_BYTES // 1000} kB")
    if not may_fetch(url, desk.delivery.client.base_url):
        raise ValueError("it is not kept by Slack")
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {desk.delivery.client.token}"})
    with _opener().open(request, timeout=15) as answer:
        content: bytes = answer.read(MOST_BYTES + 1)
        kind = str(answer.headers.get("Content-Type") or "")
    if len(content) > MOST_BYTES:
        raise ValueError(f"it is larger than {MOST_BYTES // 1000} kB")
    if kind.startswith("text/html"):
        raise ValueError("Slack did not give it to me (the scope files:read is needed)")
    if b"\x00" in content:
        raise ValueError("it is no text")
    text = content.decode("utf-8", "replace").strip("\ufeff")
    if not is_document(text):
        raise ValueError("it is neither a Dockerfile nor a compose file")
    return text


def may_fetch(url: str, api: str) -> bool:
    """Our token goes to Slack's files over TLS, or to the very host that another API (`SLACK_API_URL`) is on; nowhere else."""
    try:
        address, own = urlsplit(url), urlsplit(api)
        here, there = _origin(address), _origin(own)
    except ValueError:
        return False
    if address.username or address.password:
        return False
    if here == ("https", FILES_HOST, 443):
        return True
    return here == there and not (there[1] == "slack.com" or there[1].endswith(".slack.com"))


def _origin(address: SplitResult) -> tuple[str, str, int | None]:
    return address.scheme, (address.hostname or "").lower(), address.port or {"https": 443, "http": 80}.get(address.scheme)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Our token follows nobody elsewhere."""
        return


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(_NoRedirect())
