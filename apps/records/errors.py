"""What can go wrong with a record."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from apps.vocabulary.errors import CastorError, Malformed, Unavailable


class RecordBroken(CastorError):
    """What is stored is not what was written: changed, swapped, cut short or missing. `problem` says it."""

    code = "record-broken"
    status = 409
    sentence = gettext_noop(
        "This record is not as it was written. It was not shown, and the operator must look into it."
    )


class RecordChanged(CastorError):
    """Somebody else changed the record since it was looked at."""

    code = "record-changed"
    sentence = gettext_noop("This record was changed in the meantime. Please look at it again.")


class RecordErased(CastorError):
    """The record's content was erased; only its dates and anchors are left."""

    code = "record-erased"
    status = 410
    sentence = gettext_noop("The content of this record has been erased.")


class RetentionRuns(CastorError):
    """The record must still be kept (rulebook R33)."""

    code = "retention-runs"
    sentence = gettext_noop("This record must still be kept and cannot be erased yet.")


class ReasonNeeded(Malformed):
    """A full read or an erasure was asked for without saying why."""

    code = "reason-needed"
    sentence = gettext_noop("Please say why, in a few words.")


class FileRefused(Malformed):
    """The file is empty, too large, or of a type that is not taken."""

    code = "file-refused"
    sentence = gettext_noop("This file cannot be taken. Please send a PDF, JPEG or PNG of at most 5 MB.")


class KeyMissing(Unavailable):
    """This portal does not hold, or does not know, the key of an organisation that it needs."""

    code = "key-missing"
    sentence = gettext_noop("The key that this record needs is not at hand here. Nothing was changed.")
