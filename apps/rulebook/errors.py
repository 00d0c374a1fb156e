"""Why a change does not come now."""

from __future__ import annotations

from apps.vocabulary.errors import CastorError
from apps.vocabulary.messages import gettext_noop


class ChangeEnded(CastorError):
    """It is in force, was withdrawn, or was replaced by another announcement."""

    code = "change-ended"
    sentence = gettext_noop("This change is not announced any more.")


class NoticeNotOver(CastorError):
    """The public has its days to read it first."""

    code = "notice-not-over"
    sentence = gettext_noop("The notice is not over yet.")
