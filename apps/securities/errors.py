"""What can go wrong with a share class or a certificate."""

from __future__ import annotations

from apps.vocabulary.errors import CastorError, Malformed
from apps.vocabulary.messages import gettext_noop


class SymbolNotPlain(Malformed):
    """A symbol is what lists and certificates show beside figures."""

    code = "symbol-not-plain"
    sentence = gettext_noop("A symbol has 2 to 11 capital letters and figures, the first one a letter.")


class RatioNotPlain(Malformed):
    """A ratio is two whole numbers, of which the second is not zero."""

    code = "ratio-not-plain"
    sentence = gettext_noop("A ratio is two whole numbers, and the second is not zero.")


class NothingToConvert(CastorError):
    """All certificates that can be converted are."""

    code = "nothing-to-convert"
    status = 409
    sentence = gettext_noop("There is no certificate that can be converted now.")


class RateNotPlain(Malformed):
    """A dividend's rate is ringgit for a unit, to a hundredth of a sen."""

    code = "rate-not-plain"
    sentence = gettext_noop("Ringgit for a unit, with at most four decimals, such as 0.0525.")


class QuorumNotPlain(Malformed):
    """A quorum is a part of the class's units."""

    code = "quorum-not-plain"
    sentence = gettext_noop("A quorum is a percentage from 0 to 100, with at most two decimals.")


class TextMissing(Malformed):
    """Who votes has to know on what."""

    code = "text-missing"
    sentence = gettext_noop("Write a title and a text, and not too much.")


class NothingDue(CastorError):
    """A dividend or a vote that waits for nobody."""

    code = "action-not-due"
    status = 409
    sentence = gettext_noop("There is nothing that can be done here now.")
