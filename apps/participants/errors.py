"""What can go wrong when somebody is admitted, moves, or is ordered something."""

from __future__ import annotations

from apps.vocabulary.errors import CastorError, Malformed
from apps.vocabulary.messages import gettext_noop


class SameKeyTwice(Malformed):
    """Maker and checker sign with two keys."""

    code = "same-key-twice"
    sentence = gettext_noop("Maker and checker need two different keys.")


class AlreadyItsClient(Malformed):
    """A move is to another operator."""

    code = "already-its-client"
    sentence = gettext_noop("You are this operator’s client already.")


class OrderEnded(CastorError):
    """An order is withdrawn, or carried out, once."""

    code = "order-ended"
    status = 409
    sentence = gettext_noop("This order was withdrawn, or carried out already.")


class OrderNotDue(CastorError):
    """An order is carried out after its notice."""

    code = "order-not-due"
    status = 409
    sentence = gettext_noop("The notice of this order is still running.")
