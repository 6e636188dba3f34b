"""The key of the audit: it signs each row and the head of the chain, and seals the full text of what ran.

    keys = Keyring(environ.get("DOCKWISE_KEY", ""), environ.get("DOCKWISE_OLD_KEYS", ""))
    keys.current                 # the key that new rows are signed with; None without DOCKWISE_KEY
    keys.find(id)                # the key that a row names, also a former one; None where it is not at hand

Only DOCKWISE_KEY counts: a token of Slack's that a thief of the bot also has would prove nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import zlib
from functools import cached_property


class Key:
    """One secret, and what is derived from it."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    @cached_property
    def _derived(self) -> bytes:
        return hashlib.scrypt(self._secret.encode("utf-8", "surrogatepass"), salt=b"dockwise audit", n=2**12, r=8, p=1, dklen=64)

    @cached_property
    def id(self) -> str:
        """Which key it is, without telling anything of it."""
        return self.sign("dockwise audit key")[:16]

    def sign(self, text: str) -> str:
        """HMAC-SHA256, in hexadecimal digits."""
        return hmac.new(self._derived[:32], text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()

    def signed(self, text: str, signature: str) -> bool:
        """Whether the signature is ours."""
        return hmac.compare_digest(self.sign(text), signature)

    def seal(self, text: str) -> str:
        """The text, compressed and encrypted."""
        from cryptography.fernet import Fernet

        packed = zlib.compress(text.encode("utf-8", "surrogatepass"), 9)
        return Fernet(base64.urlsafe_b64encode(self._derived[32:])).encrypt(packed).decode("ascii")

    def open(self, sealed: str) -> str | None:
        """The text again; None where it was sealed with another key."""
        from cryptography.fernet import Fernet, InvalidToken

        try:
            packed = Fernet(base64.urlsafe_b64encode(self._derived[32:])).decrypt(sealed.encode("ascii", "replace"))
        except InvalidToken:
            return None
        return zlib.decompress(packed).decode("utf-8", "surrogatepass")


class Keyring:
    """The key in use, and former ones (the oldest first, separated by commas) that still verify and open old rows."""

    def __init__(self, key: str = "", old: str = "") -> None:
        self.current = Key(key.strip()) if key.strip() else None
        self._old = tuple(Key(one.strip()) for one in old.split(",") if one.strip())

    @cached_property
    def _by_id(self) -> dict[str, Key]:
        return {key.id: key for key in (*self._old, *([self.current] if self.current else []))}

    def find(self, key_id: str) -> Key | None:
        """The key with that id."""
        return self._by_id.get(key_id)

    def age(self, key_id: str) -> int:
        """The place of a key in the order in which keys were used, the oldest first."""
        return list(self._by_id).index(key_id) if key_id in self._by_id else -1

    def __bool__(self) -> bool:
        return self.current is not None
