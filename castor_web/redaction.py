"""What a log line may never hold."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from functools import lru_cache
from typing import Any

HIDDEN = "[left out]"

SECRET_NAME = re.compile(
    r"pass(word|phrase|wd)?$|secret|token$|otp|cookie|authori[sz]ation|private|signature|mnemonic|seed$|session_?key"
    r"|identity|full_?name|email|phone|raw(_bytes)?$|typed_data",
    re.IGNORECASE,
)
# A 32-byte word in a message may be a key; transaction and block hashes are logged under their own names,
# whole.
SHORTEST_WORD = 64
WORD = re.compile(r"(?<![0-9a-fA-F])(?:0x)?[0-9a-fA-F]{64,}(?![0-9a-fA-F])")
HASH_NAME = re.compile(r"(hash|root|digest)$")
CREDENTIALS = re.compile(r"(?<=://)[^/@\s:]*:[^/@\s]*(?=@)")


def drop_secrets(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Structlog processor: hides values whose name is a secret's or a person's, and whatever looks
    like a key.
    """
    for name in list(event):
        event[name] = _safe(name, event[name])
    return event


def _safe(name: str, value: Any) -> Any:
    secret, its_hash = _named(name)
    if secret:
        return HIDDEN
    if isinstance(value, dict):
        return {key: _safe(str(key), each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_safe(name, each) for each in value]
    if isinstance(value, bytes):
        value = value.hex()
    # Most texts are too short for a key and no address: nothing is then looked for.
    if isinstance(value, str) and not its_hash and (len(value) >= SHORTEST_WORD or "://" in value):
        return CREDENTIALS.sub(HIDDEN, WORD.sub(HIDDEN, value))
    return value


@lru_cache(maxsize=1024)
def _named(name: str) -> tuple[bool, bool]:
    """Whether it is a secret's or a person's name, and whether a hash's. A program has few names."""
    return bool(SECRET_NAME.search(name)), bool(HASH_NAME.search(name))
