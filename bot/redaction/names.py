"""Whether a name (of a variable, an option, a label, a key of JSON) says that its value is a secret."""

from __future__ import annotations

import re
from functools import lru_cache


def word_set(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


# Anywhere in the name, however it is glued together.
_INSIDE = re.compile(
    r"password|passwd|passphrase|passcode|secret|token|credential|api_?-?key|access_?-?key|private_?-?key|auth_?-?key|secret_?-?key"
    r"|encryption_?-?key|signing_?-?key|master_?-?key|account_?-?key|connection_?-?string|conn_?-?str|mnemonic|requirepass|masterauth|key_data"
)
# As a word of its own.
_WORDS = word_set("""
    pass pwd pw creds cred jwt bearer otp totp salt dsn webhook cookie cookies hmac sig signature authorization pgpass
""")
# As the last word.
_LAST = frozenset({"auth", "session", "apikey", "passkey", "pat"})
# `…_KEY`, unless the word before says that it is no key of a lock.
_ORDINARY_KEYS = word_set("""
    gpg pgp primary foreign sort partition cache public host hot routing group registry object map row column hash shard index order
    label i18n translation message config feature event topic record lookup unique pub redis s3 bucket tag range
""")
# What a name is about when it ends so: not the secret itself.
_ABOUT = word_set("""
    file path dir directory folder name names id ids type types size length len ttl timeout expiry expires expiration count
    max min limit limits enabled disabled enable disable required policy url uri endpoint host hosts port issuer audience
    algorithm alg method mode format version duration lifetime interval seconds minutes hours days age prefix header field
    location provider driver ref reference store backend rotation validation strength attempts retries realm scheme budget
    usage users user username hint server stdin manager plugin service services
""")
_COUNTED = word_set("""
    max min num number total limit count used usage prompt completion
""")
_SPLIT = re.compile(r"[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@lru_cache(maxsize=4096)
def secret_name(name: str) -> bool:
    """True when a value under this name is to be hidden: `DB_PASSWORD`, `apiKey`; not `TOKEN_TTL`, `SECRET_NAME`."""
    if len(name) > 200:
        name = name[-200:]
    words = [word.lower() for word in _SPLIT.split(name) if word]
    if not words or words[-1] in _ABOUT:
        return False
    if words[-1] in ("tokens", "token") and any(word in _COUNTED for word in words[:-1]):
        return False
    flat = "_".join(words)
    if _INSIDE.search(flat) or _INSIDE.search(flat.replace("_", "")):
        return not re.search(r"tokeni[sz]|secretar|passwordless|public_?key", flat)
    if words[-1] in _LAST or any(word in _WORDS for word in words):
        return True
    if words[-1] in ("key", "keys") and len(words) > 1:
        return words[-2] not in _ORDINARY_KEYS
    return bool(re.search(r"(?:pass|pwd)$", flat)) and words[-1] not in ("bypass", "compass", "pass_through")


_BLAND = frozenset(
    {
        "",
        "true",
        "false",
        "yes",
        "no",
        "on",
        "off",
        "null",
        "none",
        "nil",
        "undefined",
        "0",
        "1",
        "*",
        "-",
        "default",
        "disabled",
        "enabled",
    }
)
_FILE = re.compile(r"(?:/[\w.@-]+)+/?|[\w-]+\.(?:pem|key|crt|cer|jks|p12|txt|json|ya?ml)")


def bland(value: str) -> bool:
    """True for values that tell nothing, whatever their name: booleans, nothing, and what is hidden already."""
    return (
        value.strip().lower() in _BLAND
        or value.startswith("[redacted]")
        or set(value) == {"*"}
        or (len(value) > 2 and set(value) == {"x"})
    )


def hides(name: str, value: str) -> bool:
    """Whether that value under that name is to be hidden. A key's file is shown, a password never."""
    if bland(value) or not secret_name(name):
        return False
    if name in ("PWD", "OLDPWD") and value.startswith("/"):
        return False  # where a shell stands
    lowered = name.lower()
    if _FILE.fullmatch(value) and not re.search(r"pass|pwd|secret|token", lowered) and value.count("/") != 1:
        return False
    return not (value.isdigit() and len(value) < 4 and not re.search(r"pass|pwd|pin|secret", lowered))
