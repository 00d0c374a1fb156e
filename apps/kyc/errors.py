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


class ListUnreadable(Malformed):
    """A watch list's file is of no known form, too large, or says nothing. `problem` says what is wrong."""

    code = "list-unreadable"
    sentence = gettext_noop("This watch list cannot be read, and nothing was changed.")


class HitsOpen(CastorError):
    """Somebody of the case is like somebody of a list, and two people have not decided yet."""

    code = "hits-open"
    sentence = gettext_noop("There are hits on watch lists that two people must decide first.")


class ListedPerson(CastorError):
    """Two people decided that somebody of the case is on a list: it can only be rejected."""

    code = "listed-person"
    sentence = gettext_noop("Somebody in this application is on a watch list. It cannot be approved.")


class UnderReview(CastorError):
    """The operator has something to clear up with this client: nothing new is entered into before. It does
    not say what: telling somebody that they are on a list is forbidden.
    """

    code = "under-review"
    sentence = gettext_noop(
        "Your operator has to clear something up with you before you can begin anything new. Please talk to "
        "your operator. You can still take back, sell and withdraw."
    )


class TooEarly(CastorError):
    """The admission counts long enough: it is renewed in its last 60 days."""

    code = "too-early"
    sentence = gettext_noop("Your admission still counts for more than 60 days. You can renew it later.")


class StillNeeded(CastorError):
    """An admission that counts rests on this application."""

    code = "still-needed"
    sentence = gettext_noop(
        "This client is admitted on the strength of this application: it cannot be erased."
    )
