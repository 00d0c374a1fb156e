"""What can go wrong when somebody is admitted or stands differently."""

from __future__ import annotations

from apps.participants.types import gettext_noop
from apps.vocabulary.errors import Malformed, NotAllowed


class NameTooLong(Malformed):
    """The chain keeps a name in 31 bytes of UTF-8."""

    code = "name-too-long"
    sentence = gettext_noop("A name on the record has 1 to 31 letters; some letters count more than once.")


class ReasonTooLong(Malformed):
    """The chain keeps a reason in 31 bytes of UTF-8."""

    code = "reason-too-long"
    sentence = gettext_noop("A reason on the record has 1 to 31 letters; some letters count more than once.")


class NotAnAddress(Malformed):
    """The text is no Ethereum address."""

    code = "not-an-address"
    sentence = gettext_noop("This is no address: 0x and 40 hex figures.")


class SameKeyTwice(Malformed):
    """Maker and checker sign with two keys."""

    code = "same-key-twice"
    sentence = gettext_noop("Maker and checker need two different keys.")


class NotYourChild(NotAllowed):
    """Only a participant's parent does this to it."""

    code = "not-your-child"
    sentence = gettext_noop("Only the parent of a participant does this to it.")
