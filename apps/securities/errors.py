"""What can go wrong with a share class or a certificate."""

from __future__ import annotations

from apps.vocabulary.errors import Malformed
from apps.vocabulary.messages import gettext_noop


class ClassNameTooLong(Malformed):
    """The chain keeps a name in 31 bytes of UTF-8."""

    code = "class-name-too-long"
    sentence = gettext_noop("A share class’s name has 1 to 31 letters; some letters count more than once.")


class SymbolNotPlain(Malformed):
    """A symbol is what lists and certificates show beside figures."""

    code = "symbol-not-plain"
    sentence = gettext_noop("A symbol has 2 to 11 capital letters and figures, the first one a letter.")
