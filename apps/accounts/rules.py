"""The rules of names, consents and delays. No I/O."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from apps.accounts.errors import InvalidName
from apps.accounts.types import Document
from apps.vocabulary.types import Role

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,31}\Z")

CLIENT_ROLES: Final = (Role.INVESTOR, Role.ISSUER)
STAFF_ROLES: Final = (Role.REGULATOR, Role.TRUSTEE, Role.OPERATOR)

IN_FORCE: Final[Mapping[Document, str]] = {
    Document.TERMS: "2026-11",
    Document.RISK: "2026-11",
    Document.PRIVACY: "2026-11",
}
"""The version of each document that a client accepts before it signs up."""

CHALLENGE_LIFE: Final = timedelta(minutes=5)
LOST_KEY_KEPT: Final = timedelta(days=90)
"""How long a request for a new key is shown to those who decide."""

LONGEST_DELAY: Final = timedelta(minutes=15)
FORGOTTEN_AFTER: Final = timedelta(minutes=15)
"""A quiet time of this length takes one try off the count."""

FREE_TRIES: Final = 5
FREE_TRIES_ON_KNOWN_DEVICE: Final = 60
"""A browser that has signed in as this name derives the key for every signing, and is no stranger."""


def normalised_name(name: str) -> str:
    """The name as it is stored and derived from: NFKC, lower case, trimmed. Raises InvalidName.

    Only ASCII is left, so that no name looks like another and every language's lower case agrees.
    """
    normal = unicodedata.normalize("NFKC", name).strip().lower()
    if not NAME.match(normal):
        raise InvalidName
    return normal


def delay_after(tries: int, free: int) -> timedelta:
    """How long a name waits after so many tries: nothing at first, then 1 s doubling, 15 minutes at most."""
    beyond = tries - free
    if beyond <= 0:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(beyond - 1, 20)), LONGEST_DELAY)


def tries_left_over(tries: int, quiet: timedelta) -> int:
    """The count after a quiet time: one try is forgotten every fifteen minutes."""
    return max(0, tries - max(quiet, timedelta(0)) // FORGOTTEN_AFTER)
