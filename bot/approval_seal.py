"""The text of a waiting command at rest: plain where it holds no secret, otherwise encrypted.

The key comes from DOCKWISE_KEY, or else from a token of the bot that all replicas share (`seal_key`); without either
it is made up at start and kept in memory only, so that a secret does not outlive the process.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from functools import cached_property


def seal_key(environ: Mapping[str, str]) -> str:
    """What replicas of one bot have in common, and nobody else."""
    return environ.get("DOCKWISE_KEY") or environ.get("SLACK_SIGNING_SECRET") or environ.get("SLACK_BOT_TOKEN") or ""


class Seal:
    """Closes and opens texts with one key."""

    def __init__(self, key: str = "") -> None:
        self._given = key

    @cached_property
    def _key(self) -> bytes:
        if not self._given:
            return base64.urlsafe_b64encode(secrets.token_bytes(32))
        return base64.urlsafe_b64encode(
            hashlib.scrypt(self._given.encode(), salt=b"dockwise approvals", n=2**12, r=8, p=1, dklen=32)
        )

    def close(self, text: str, secret: bool) -> str:
        """The text as it is kept."""
        if not secret:
            return "plain:" + text
        from cryptography.fernet import Fernet

        return "fernet:" + Fernet(self._key).encrypt(text.encode("utf-8", "surrogatepass")).decode("ascii")

    def open(self, sealed: str | None) -> str | None:
        """The text again; None where it is gone or was closed with another key."""
        if sealed is None:
            return None
        kind, _, rest = sealed.partition(":")
        if kind == "plain":
            return rest
        from cryptography.fernet import Fernet, InvalidToken

        try:
            return Fernet(self._key).decrypt(rest.encode("ascii")).decode("utf-8", "surrogatepass")
        except InvalidToken:
            return None
