"""What can go wrong on the secondary market before the contracts are asked."""

from __future__ import annotations

from apps.vocabulary.errors import CastorError, Malformed, NotFound
from apps.vocabulary.messages import gettext_noop


class NoSuchMarket(NotFound):
    """There is no market at this address."""

    code = "no-such-market"
    sentence = gettext_noop("There is no such market.")


class NoSuchOrder(NotFound):
    """The viewer has no such order on this market."""

    code = "no-such-order"
    sentence = gettext_noop("You have no such order on this market.")


class NoSuchDeal(NotFound):
    """The viewer is no party to such a trade on this market."""

    code = "no-such-deal"
    sentence = gettext_noop("There is no such negotiated trade of yours on this market.")


class NoSuchTrade(NotFound):
    """The viewer was no party to such a trade."""

    code = "no-such-trade"
    sentence = gettext_noop("There is no such trade of yours.")


class NoSuchBuyer(NotFound):
    """No investor has this address."""

    code = "no-such-buyer"
    sentence = gettext_noop("No investor of this market has this address.")


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
    """An order ends in the future, and not later than the rulebook lets it (R21)."""

    code = "wrong-expiry"
    sentence = gettext_noop("An order ends in the future, and runs no longer than the rulebook says.")


class WrongClose(Malformed):
    """A market closes after notice."""

    code = "wrong-close"
    sentence = gettext_noop("A market closes after a notice of seven days at least.")


class NothingDue(CastorError):
    """There is nothing to do on this market now."""

    code = "nothing-due"
    sentence = gettext_noop("There is nothing to do on this market now.")
