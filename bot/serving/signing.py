"""Slack's signature, over the raw bytes of a request.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

from __future__ import annotations

import hashlib
import hmac
import re

WINDOW = 300.0
_STAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)


def timely(stamp: str, now: float) -> bool:
    """True for a timestamp that can be read and is of these five minutes."""
    return bool(_STAMP.fullmatch(stamp)) and abs(now - int(stamp)) <= WINDOW


def genuine(secret: str, stamp: str, signature: str, body: bytes) -> bool:
    """True when whoever sent these bytes knows the signing secret."""
    if not secret or not _STAMP.fullmatch(stamp) or not _SIGNATURE.fullmatch(signature):
        return False
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode("ascii") + b":" + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(f"v0={digest}", signature)
