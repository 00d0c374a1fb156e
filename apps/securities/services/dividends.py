"""How an issuer declares a dividend, puts the money in, and takes the dividend back."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from apps.ledger import services as ledger
from apps.ledger.types import Signable
from apps.participants import queries as participants
from apps.securities import queries, rules
from apps.securities.services.classes import issued
from apps.securities.types.actions import Dividend
from apps.treasury import queries as treasury
from apps.vocabulary.errors import NotFound, Unavailable
from apps.vocabulary.times import MALAYSIA
from apps.vocabulary.types import Address, Viewer
from apps.vocabulary.words import ringgit, text_word


def prepare_dividend(
    *, actor: Viewer, face: Address, title: str, rate: int, record_at: int, payable_at: int
) -> Signable:
    """An issuer prepares a dividend on its class, in its trustee's money: `rate` in hundredths of a sen for a
    unit, to who holds the class at the end of second `record_at`, paid from `payable_at` on.

    Raises SignInNeeded, NotAllowed, NotFound, TextTooLong, Unavailable.
    """
    door, shown = issued(actor, face)
    money = treasury.money_of(shown.trustee)
    if money is None:
        raise Unavailable
    prepared = ledger.prepare(
        actor=actor,
        door=door,
        act="DeclareDividend",
        target=queries.template("dividend"),
        arguments={
            "face": face,
            "money": money,
            "rate": rate,
            "recordAt": record_at,
            "payableAt": payable_at,
            "title": text_word(title),
        },
    )
    needed = rules.due_down(shown.units, rate)
    figures = {
        "rate": f"RM {rules.per_unit(rate)}",
        "name": shown.name,
        "record": moment(record_at),
        "payment": moment(payable_at),
        "needed": f"RM {ringgit(needed)}",
    }
    sentence = _(
        "You declare a dividend of %(rate)s for each unit of “%(name)s”, to who holds it at %(record)s. From "
        "%(payment)s on it is paid, once %(needed)s lie ready. Until the record date you can take it back."
    )
    fields = (
        (_("Share class"), shown.name),
        (_("Title"), " ".join(title.split())),
        (_("For each unit"), figures["rate"]),
        (_("Record date"), figures["record"]),
        (_("Paid from"), figures["payment"]),
        (_("Needed for %(n)s units") % {"n": f"{shown.units:,}"}, figures["needed"]),
        (_("In the money of"), participants.name_of(shown.trustee)),
    )
    return Signable(prepared, sentence % figures, fields)


def prepare_funding(*, actor: Viewer, dividend: Address) -> Signable:
    """The issuer prepares to put in what its dividend still needs. Raises SignInNeeded, NotAllowed,
    NotFound.
    """
    door, found = _own(actor, dividend)
    amount = found.missing
    prepared = ledger.prepare(
        actor=actor,
        door=door,
        act="FundDividend",
        target=dividend,
        asset=found.money,
        most=amount,
        arguments={},
    )
    sentence = _(
        "You put %(amount)s into the dividend “%(title)s”. It is paid to the holders from %(payment)s on; "
        "what rounding leaves over comes back to you."
    ) % {"amount": f"RM {ringgit(amount)}", "title": found.title, "payment": moment(found.payable_at)}
    fields = (
        (_("Dividend"), found.title),
        (_("Share class"), found.class_name),
        (_("Amount"), f"RM {ringgit(amount)}"),
        (_("In the money of"), found.trustee_name),
    )
    return Signable(prepared, sentence, fields)


def prepare_cancel_dividend(*, actor: Viewer, dividend: Address, reason: str) -> Signable:
    """The issuer prepares to take its dividend back, which it can until the record date. Raises SignInNeeded,
    NotAllowed, NotFound, TextTooLong.
    """
    door, found = _own(actor, dividend)
    prepared = ledger.prepare(
        actor=actor,
        door=door,
        act="CancelDividend",
        target=dividend,
        arguments={"reason": text_word(reason)},
    )
    sentence = _("You take back the dividend “%(title)s”. What you put in comes back to you.") % {
        "title": found.title
    }
    fields = ((_("Dividend"), found.title), (_("Reason"), " ".join(reason.split())))
    return Signable(prepared, sentence, fields)


def moment(at: int) -> str:
    """A second of chain time as people in Malaysia read it."""
    return f"{datetime.fromtimestamp(at, MALAYSIA):%d %b %Y, %H:%M:%S} MYT"


def _own(actor: Viewer, dividend: Address) -> tuple[Address, Dividend]:
    found = queries.dividend(actor, dividend)
    door, _shown = issued(actor, found.face)
    if found.issuer != door:
        raise NotFound
    return door, found
