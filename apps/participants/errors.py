"""What can go wrong when somebody is admitted."""

from __future__ import annotations

from apps.participants.types import gettext_noop
from apps.vocabulary.errors import Malformed


class SameKeyTwice(Malformed):
    """Maker and checker sign with two keys."""

    code = "same-key-twice"
    sentence = gettext_noop("Maker and checker need two different keys.")
