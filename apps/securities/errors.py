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
