"""What is set up and what is not: a line each, with what to do about it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TextIO

from bot.config import ConfigError, find_file, load
from bot.config_model import Settings

OK, WARN, BAD = "ok", "note", "MISSING"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at; `fatal` counts against the exit status."""

    mark: str
    what: str
    todo: str = ""

    @property
    def fatal(self) -> bool:
        """True when it is not well."""
        return self.mark == BAD


def doctor(config: str | None, environ: Mapping[str, str], out: TextIO, quiet: bool = False) -> int:
    """Print every line; 0 only when all is well, 1 otherwise."""
    fatal = False
    for line in lines(config, environ):
        fatal = fatal or line.fatal
        if quiet and line.mark == OK:
            continue
        out.write(f"{line.mark:<8} {line.what}\n")
        if line.todo:
            out.write(f"{'':<8} → {line.todo}\n")
        out.flush()
    return 1 if fatal else 0


def lines(config: str | None, environ: Mapping[str, str]) -> Iterator[Line]:
    """Configuration, storage, hosts, tokens, scopes and manifest, in that order."""
    try:
        settings = load(config, environ)
    except ConfigError as error:
        yield Line(BAD, f"configuration: {error}", "correct the file, then run dockwise doctor again")
        return
    file = find_file(config, environ)
    yield Line(
        OK,
        f"configuration: {file}"
        if file
        else "configuration: none, the built-in one holds (everyone may read, in Slack nothing else)",
    )
    for warning in settings.warnings:
        yield Line(WARN, f"configuration: {warning}")
    yield from _guarded("storage", lambda: _storage(settings, environ))
    yield from _guarded("hosts", lambda: _hosts(settings, environ))
    yield from _tokens(environ)
    yield from _guarded("manifest", _manifest)


def _guarded(what: str, work: Callable[[], Iterator[Line]]) -> Iterator[Line]:
    """A part that fails is told as a line of its own, and the others follow."""
    try:
        yield from work()
    except Exception as error:  # noqa: BLE001 - a doctor tells of every failure
        yield Line(BAD, f"{what}: {type(error).__name__}: {error}", "this is a fault of dockwise itself; please report it")


def _storage(settings: Settings, environ: Mapping[str, str]) -> Iterator[Line]:
    from bot.audit import Audit
    from bot.audit_key import Keyring
    from bot.redact import Redactor
    from bot.store import StoreError, open_store

    try:
        store = open_store(settings.storage)
    except StoreError as error:
        yield Line(BAD, f"storage: {error}", "without the storage nothing runs, because nothing could be recorded")
        return
    try:
        keys = Keyring(environ.get("DOCKWISE_KEY", ""), environ.get("DOCKWISE_OLD_KEYS", ""))
        verified = Audit(store, Redactor(settings.redact), keys).verify()
    finally:
        store.close()
    if verified.ok:
        yield Line(OK, f"storage: usable; audit chain of {verified.rows} rows verifies, {verified.signed} of them are signed")
    else:
        yield Line(
            BAD,
            f"storage: the audit chain is broken: {verified.broken[0]}",
            "dockwise audit verify tells all of it; keep a copy before you go on",
        )
    for note in verified.notes:
        yield Line(WARN, f"storage: {note}")


def _hosts(settings: Settings, environ: Mapping[str, str]) -> Iterator[Line]:
    from concurrent.futures import ThreadPoolExecutor

    from bot.hosts import Hosts

    hosts = Hosts(settings, environ)
    with ThreadPoolExecutor(max(1, min(8, len(hosts.names)))) as pool:
        states = list(pool.map(hosts.state, hosts.names))
    hosts.close()
    for state in states:
        default = " (default)" if state.name == settings.default_host else ""
        if state.ok:
            running = f"{state.running} of {state.containers} containers running"
            yield Line(OK, f"host {state.name}{default}: {state.url}, Docker {state.version}, {running}")
        else:
            yield Line(
                BAD,
                f"host {state.name}{default}: {state.error}",
                f"start Docker at {state.url or 'that address'}, or correct the host's url and tls",
            )


def _tokens(environ: Mapping[str, str]) -> Iterator[Line]:
    bot_token = environ.get("SLACK_BOT_TOKEN", "")
    app_token = environ.get("SLACK_APP_TOKEN", "")
    secret = environ.get("SLACK_SIGNING_SECRET", "")
    yield _token("SLACK_BOT_TOKEN", bot_token, "xoxb-", "install the app in the workspace, then copy the Bot User OAuth Token")
    if app_token or not secret:
        yield _token("SLACK_APP_TOKEN", app_token, "xapp-", "for Socket Mode: make an app-level token with connections:write")
    if secret:
        yield Line(OK, "SLACK_SIGNING_SECRET: set (HTTP mode)")
    if bot_token.startswith("xoxb-"):
        yield from _guarded("Slack", lambda: _scopes(bot_token, environ))


def _token(name: str, value: str, prefix: str, todo: str) -> Line:
    if not value:
        return Line(BAD, f"{name}: not set", todo)
    if not value.startswith(prefix):
        return Line(BAD, f"{name}: does not begin with {prefix}", todo)
    return Line(OK, f"{name}: set")


def _scopes(token: str, environ: Mapping[str, str]) -> Iterator[Line]:
    from slack_sdk import WebClient
    from slack_sdk.errors import SlackApiError, SlackClientError

    base = environ.get("SLACK_API_URL") or "https://slack.com/api/"
    client = WebClient(token=token, base_url=base if base.endswith("/") else base + "/", timeout=10)
    try:
        answer = client.auth_test()
    except SlackApiError as error:
        yield Line(BAD, f"Slack: {error.response.get('error', 'refused')}", "copy the token again, or install the app again")
        return
    except (SlackClientError, OSError) as error:
        yield Line(BAD, f"Slack: cannot be reached: {error}", "check the network and SLACK_API_URL")
        return
    yield Line(OK, f"Slack: {answer.get('user', 'the bot')} in {answer.get('team', 'the workspace')}")
    granted = str(dict(answer.headers).get("x-oauth-scopes", dict(answer.headers).get("X-OAuth-Scopes", "")))
    wanted = manifest_scopes()
    if granted and wanted:
        missing = sorted(set(wanted) - {scope.strip() for scope in granted.split(",")})
        if missing:
            yield Line(
                BAD, f"scopes missing: {', '.join(missing)}", "paste manifest.yml into the app's settings, then install it again"
            )
        else:
            yield Line(OK, f"scopes: all {len(wanted)}")


def manifest_file() -> str | None:
    """manifest.yml, in the current folder or beside the packages; None where it is not at hand."""
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for folder in (os.getcwd(), here):
        path = os.path.join(folder, "manifest.yml")
        if os.path.isfile(path):
            return path
    return None


def manifest_scopes() -> list[str]:
    """The bot scopes that manifest.yml declares; empty where it is not at hand."""
    import yaml

    path = manifest_file()
    if path is None:
        return []
    with open(path, encoding="utf-8") as stream:
        data = yaml.safe_load(stream)
    return list(data.get("oauth_config", {}).get("scopes", {}).get("bot", []))


def _manifest() -> Iterator[Line]:
    path = manifest_file()
    if path is None:
        yield Line(WARN, "manifest: manifest.yml is not at hand here, so scopes are not compared")
        return
    scopes = manifest_scopes()
    if scopes:
        yield Line(OK, f"manifest: {len(scopes)} bot scopes declared")
    else:
        yield Line(BAD, "manifest: manifest.yml declares no bot scopes", "take the file of this version of dockwise")
