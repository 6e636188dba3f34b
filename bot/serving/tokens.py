"""Tokens from the environment: what is missing or malformed is one clear line, before anything is started."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.app import NotSetUp

_BOT = re.compile(r"^xox[be](?:\.xox[bp])?-[\w.-]+$")
_APP = re.compile(r"^xapp-[\w.-]+$")


@dataclass(frozen=True)
class Tokens:
    """The secrets that one mode needs."""

    bot: str
    app: str = ""
    signing_secret: str = ""


def _needed(environ: Mapping[str, str], name: str, what: str) -> str:
    value = environ.get(name, "").strip()
    if not value:
        raise NotSetUp(f"{name} is not set: {what}")
    if any(letter.isspace() or not letter.isprintable() for letter in value):
        raise NotSetUp(f"{name} is malformed: there are blanks inside it")
    return value


def read_tokens(environ: Mapping[str, str], http: bool) -> Tokens:
    """The tokens for Socket Mode, or for signed HTTP; NotSetUp names the first that is missing or malformed, never its value."""
    bot = _needed(environ, "SLACK_BOT_TOKEN", "the Bot User OAuth Token (xoxb-…) from OAuth & Permissions")
    if not _BOT.match(bot):
        raise NotSetUp("SLACK_BOT_TOKEN is malformed: a bot token begins with xoxb-" + _mistaken(bot))
    if http:
        secret = _needed(environ, "SLACK_SIGNING_SECRET", "the Signing Secret from Basic Information")
        if secret.startswith(("xox", "xapp-")):
            raise NotSetUp("SLACK_SIGNING_SECRET is malformed: that is a token, not the Signing Secret")
        return Tokens(bot, signing_secret=secret)
    app = _needed(environ, "SLACK_APP_TOKEN", "the App-Level Token (xapp-…) with connections:write, from Basic Information")
    if not _APP.match(app):
        raise NotSetUp("SLACK_APP_TOKEN is malformed: an app-level token begins with xapp-" + _mistaken(app))
    return Tokens(bot, app, environ.get("SLACK_SIGNING_SECRET", "").strip())


def _mistaken(value: str) -> str:
    """What it seems to be instead."""
    for start, what in (("xapp-", "an app-level token"), ("xoxp-", "a user token"), ("xoxb-", "a bot token")):
        if value.startswith(start):
            return f", this is {what}"
    return ""
