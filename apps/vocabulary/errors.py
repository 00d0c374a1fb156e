"""Everything that can go wrong for a reason a person can understand, as one family of exceptions."""

from __future__ import annotations

from apps.vocabulary.messages import gettext_noop


class CastorError(Exception):
    """A refusal: nothing was changed.

    `code` is the stable word for it in API, page and log; `status` the HTTP status it becomes; `sentence`
    is what a person reads; `arguments` are the figures behind the sentence.
    """

    code = "refused"
    status = 409
    sentence = gettext_noop("This cannot be done.")

    def __init__(self, sentence: str | None = None, **arguments: object) -> None:
        self.sentence = sentence or self.sentence
        self.arguments = arguments
        super().__init__(self.sentence)


class Malformed(CastorError):
    """The request cannot be read: a wrong type, a missing field, a figure that is no figure."""

    code = "malformed"
    status = 400
    sentence = gettext_noop("This request cannot be read.")


class SignInNeeded(CastorError):
    """Nobody is signed in, and somebody must be."""

    code = "sign-in-needed"
    status = 401
    sentence = gettext_noop("Please sign in first.")


class NotAllowed(CastorError):
    """The viewer's role does not do this."""

    code = "not-allowed"
    status = 403
    sentence = gettext_noop("Your role does not allow this.")


class NotFound(CastorError):
    """There is no such thing, or it belongs to another and is not shown."""

    code = "not-found"
    status = 404
    sentence = gettext_noop("There is nothing here.")


class Unavailable(CastorError):
    """A part that this needs (node, broker, database) does not answer at the moment; nothing was changed."""

    code = "unavailable"
    status = 503
    sentence = gettext_noop(
        "This part of the market does not answer at the moment. Nothing was changed; please try again."
    )
