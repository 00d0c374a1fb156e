"""What supervision refuses."""

from __future__ import annotations

from apps.vocabulary.errors import CastorError, Malformed
from apps.vocabulary.messages import gettext_noop


class NoteNeeded(Malformed):
    """Whoever marks an alert says what they found. Write a sentence."""

    code = "note-needed"
    sentence = gettext_noop("Say in a few words what you found: 5 to 500 letters.")


class BlockUnknown(CastorError):
    """A report is as of a block that the market's record has. Choose one up to the last block read."""

    code = "block-unknown"
    status = 400
    sentence = gettext_noop("The record has no such block yet, or it is before the market’s first.")
