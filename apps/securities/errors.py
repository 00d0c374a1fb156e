"""What can go wrong with a share class or a certificate."""

from __future__ import annotations

from apps.vocabulary.errors import Malformed
from apps.vocabulary.messages import gettext_noop


class SymbolNotPlain(Malformed):
    """A symbol is what lists and certificates show beside figures."""

    code = "symbol-not-plain"
    sentence = gettext_noop("A symbol has 2 to 11 capital letters and figures, the first one a letter.")
