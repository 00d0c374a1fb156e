"""The sentences themselves, by the name of the Solidity error. `makemessages` finds them by
`gettext_noop`.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _

UNKNOWN = _("The market refused this ({error}).")

SENTENCES: Mapping[str, str] = {}
