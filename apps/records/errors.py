"""What can go wrong with a record."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from apps.vocabulary.errors import CastorError, Malformed, NotAllowed, Unavailable


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


class RecordDoubted(CastorError):
    """What is kept about a person is not as it was written: nothing new is entered into before it is."""

    code = "record-doubted"
    sentence = gettext_noop(
        "What is kept about you is not as it was written, so nothing new can be begun in your name. Your "
        "operator was told and looks into it. You can still take back, sell and withdraw."
    )


class SecondPersonNeeded(NotAllowed):
    """Who asked for an erasure does not carry it out, and nobody does before it was asked for."""

    code = "second-person-needed"
    sentence = gettext_noop("One person asks for this, and another does it.")


class NotDisclosable(CastorError):
    """There is no anchored version of the record that a field could be proven against."""

    code = "not-disclosable"
    sentence = gettext_noop("This record is not anchored as it stands, so nothing of it can be proven yet.")


class DisclosureWrong(Malformed):
    """The file is no disclosure, or does not prove what it says. `problem` says where it fails."""

    code = "disclosure-wrong"
    sentence = gettext_noop("This file does not prove what it says.")
