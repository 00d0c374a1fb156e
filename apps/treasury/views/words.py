"""How movements of money are called on pages and in exports."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

from apps.treasury.queries import Planned

MOVEMENTS = {
    "deposit": gettext_noop("Deposit"),
    "pledge": gettext_noop("Pledge"),
    "refund": gettext_noop("Refund of a pledge"),
    "proceeds": gettext_noop("Proceeds of a campaign"),
    "order": gettext_noop("Into an order on the market"),
    "traded": gettext_noop("From an order on the market"),
    "fee": gettext_noop("Fee"),
    "dividend": gettext_noop("Dividend"),
    "dividend-funded": gettext_noop("Put into a dividend"),
    "dividend-returned": gettext_noop("Left over of a dividend"),
    "withdrawal": gettext_noop("Withdrawal"),
    "withdrawal-returned": gettext_noop("Withdrawal returned"),
    "paid-out": gettext_noop("Paid out"),
    "transfer": gettext_noop("Transfer"),
}


def movement(what: str) -> str:
    """A movement's kind in the reader's language."""
    return gettext(MOVEMENTS.get(what, what))


HAPPENINGS = {"mint": gettext_noop("Mint"), "burn": gettext_noop("Burn"), "return": gettext_noop("Return")}

ITEMS = {
    "credits": gettext_noop("Credits not minted yet"),
    "parked": gettext_noop("Credits that are nobody’s yet"),
    "dismissed": gettext_noop("Dismissed credits, to be sent back"),
    "ahead": gettext_noop("Minted before a statement shows it"),
    "unpaid": gettext_noop("Burned, and not paid by the bank yet"),
    "unburned": gettext_noop("Paid by the bank, and not burned yet"),
}

PLANNED = {
    "known": gettext_noop("Entered by hand before: the bank has it"),
    "duplicate": gettext_noop("On an earlier statement: not entered again"),
    "matched": gettext_noop("A deposit of"),
    "settles": gettext_noop("A dismissed credit, sent back"),
    "withdrawal": gettext_noop("Withdrawal %(number)s, paid out"),
    "bounced": gettext_noop("A payment that came back"),
    "unknown": gettext_noop("Nobody knows what for: a difference"),
}

PARKED = {
    "no-reference": gettext_noop("Parked: it names no reference"),
    "nobodys-reference": gettext_noop("Parked: nobody has its reference"),
    "several-references": gettext_noop("Parked: it names several investors"),
    "reference-twice": gettext_noop("Parked: the bank used its reference twice"),
}


def happening(what: str) -> str:
    """What happened on a day, in the reader's language."""
    return gettext(HAPPENINGS.get(what, what))


def item(what: str) -> str:
    """Why bank and supply may differ."""
    return gettext(ITEMS.get(what, what))


def planned(each: Planned) -> str:
    """What a statement's line is."""
    what, _, number = each.settles.partition(":")
    if what == "withdrawal":
        return gettext(PLANNED[what]) % {"number": number}
    return gettext(PARKED[each.parked] if each.what == "parked" else PLANNED[each.what])


def line_orders() -> list[tuple[str, str]]:
    """How bank lines can be sorted."""
    return [
        ("oldest", gettext("oldest first")),
        ("newest", gettext("newest first")),
        ("largest", gettext("largest first")),
        ("smallest", gettext("smallest first")),
    ]


def statement_states() -> list[tuple[str, str]]:
    """The states of statements, for a filter."""
    return [
        ("posted", gettext("To be signed")),
        ("signed", gettext("Signed")),
        ("dropped", gettext("Dropped")),
    ]
