"""How movements of money are called on pages and in exports."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

MOVEMENTS = {
    "deposit": gettext_noop("Deposit"),
    "pledge": gettext_noop("Pledge"),
    "refund": gettext_noop("Refund of a pledge"),
    "proceeds": gettext_noop("Proceeds of a campaign"),
    "purchase": gettext_noop("Purchase"),
    "sale": gettext_noop("Sale"),
    "fee": gettext_noop("Fee"),
    "withdrawal": gettext_noop("Withdrawal"),
    "withdrawal-returned": gettext_noop("Withdrawal returned"),
    "paid-out": gettext_noop("Paid out"),
    "transfer": gettext_noop("Transfer"),
}


def movement(what: str) -> str:
    """A movement's kind in the reader's language."""
    return gettext(MOVEMENTS.get(what, what))
