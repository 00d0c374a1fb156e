"""What can go wrong with an application."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from apps.vocabulary.errors import CastorError, Malformed, NotAllowed


class StepInvalid(Malformed):
    """Answers of a step that cannot be taken: `errors` has a sentence for each field."""

    code = "step-invalid"
    sentence = gettext_noop("Some answers cannot be taken as they are.")

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(errors=dict(errors))
        self.errors = dict(errors)


class ApplicationIncomplete(CastorError):
    """The application was sent before every step was done: `steps` names those that are not."""

    code = "application-incomplete"
    sentence = gettext_noop("Please finish every step before you send your application.")


class OutOfState(CastorError):
    """The application is not in a state in which this can be done."""

    code = "application-out-of-state"
    sentence = gettext_noop("This application has moved on: this cannot be done to it now.")


class SamePerson(NotAllowed):
    """Maker and checker are two people."""

    code = "same-person"
    sentence = gettext_noop("You approved this application: somebody else must confirm it.")


class ReviewChanged(CastorError):
    """What the maker approved is not what lies there now."""

    code = "review-changed"
    sentence = gettext_noop("The application was changed after it was approved. It must be reviewed again.")


class TooManyTags(CastorError):
    """The operator has asked for more person tags than the regulator's service gives in an hour."""

    code = "too-many-tags"
    status = 429
    sentence = gettext_noop("Too many identities were looked up in the last hour. Please try again later.")


class NoTrustee(CastorError):
    """The operator has no trustee yet, and a client's money is held by one."""

    code = "no-trustee"
    sentence = gettext_noop(
        "No trustee is linked to this operator yet: nobody can be admitted before one is."
    )
