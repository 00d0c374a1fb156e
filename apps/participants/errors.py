"""What can go wrong when somebody is admitted."""

from __future__ import annotations

from apps.vocabulary.errors import Malformed
from apps.vocabulary.messages import gettext_noop


class SameKeyTwice(Malformed):
    """Maker and checker sign with two keys."""

    code = "same-key-twice"
    sentence = gettext_noop("Maker and checker need two different keys.")
