"""What can go wrong on the secondary market before the contracts are asked."""

from __future__ import annotations

from apps.vocabulary.errors import Malformed, NotFound
from apps.vocabulary.messages import gettext_noop


class NoSuchMarket(NotFound):
    """There is no market at this address."""

    code = "no-such-market"
    sentence = gettext_noop("There is no such market.")


class NoSuchOffer(NotFound):
    """There is no such offer on this market."""

    code = "no-such-offer"
    sentence = gettext_noop("There is no such offer on this market.")


class NoSuchCertificate(NotFound):
    """The viewer holds no such certificate."""

    code = "no-such-certificate"
    sentence = gettext_noop("You hold no such certificate.")


class WrongUnits(Malformed):
    """Units are a whole number above zero."""

    code = "wrong-units"
    sentence = gettext_noop("Units are a whole number, one at least.")


class WrongPrice(Malformed):
    """A price is a whole number of sen above zero."""

    code = "wrong-price"
    sentence = gettext_noop("A price is more than RM 0.00, with at most two decimals.")


class WrongExpiry(Malformed):
    """An offer ends in the future, in a year at most."""

    code = "wrong-expiry"
    sentence = gettext_noop("An offer ends in the future, and in a year at most.")
