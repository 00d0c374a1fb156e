"""What supervision refuses."""

from __future__ import annotations

from apps.vocabulary.errors import CastorError, Malformed
from apps.vocabulary.messages import gettext_noop


class NoteNeeded(Malformed):
    """Whoever marks an alert says what they found. Write a sentence."""

    code = "note-needed"
    sentence = gettext_noop("Say in a few words what you found: 5 to 500 letters.")


class TrailTooLong(CastorError):
    """A page walks a few thousand blocks; `manage.py check_trail` walks any number. Ask for fewer."""

    code = "trail-too-long"
    status = 400
    sentence = gettext_noop(
        "A page walks at most {most:number} blocks; manage.py check_trail walks any number."
    )


class BlockGone(CastorError):
    """The chain has another block of that number by now. Ask for the report again."""

    code = "block-gone"
    sentence = gettext_noop("The chain has another block of that number by now. Ask for the report again.")
