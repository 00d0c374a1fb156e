"""A sukuk's placement: whether a campaign is one, and what its terms promise to be paid when."""

from __future__ import annotations

from collections.abc import Iterable

from apps.campaigns import rules
from apps.campaigns.sight import document_of
from apps.campaigns.types import Stored, Sukuk, SukukPayment
from apps.ledger import queries as ledger
from apps.rulebook import queries as rulebook
from apps.securities import queries as securities
from apps.securities.types.actions import Dividend, DividendState
from apps.vocabulary.types import Address, Viewer

VOID = (DividendState.CANCELLED, DividendState.LAPSED)


def places_sukuk(campaign: Address) -> bool:
    """Whether the campaign's template asks for a sukuk's terms."""
    return ledger.act_type(campaign, "SetSukuk") is not None


def sukuk_payments(viewer: Viewer, address: Address) -> list[SukukPayment]:
    """Every payment that a sukuk's terms promise, the principal last, and how far each is; empty for what is
    no sukuk. Raises NotFound, also for a proposal that is not the viewer's to see.
    """
    found, now = document_of(viewer, address), rulebook.now()
    if not found.get("sukuk"):
        return []
    terms, settled = Sukuk(**found["sukuk"]), found["state"] == Stored.SETTLED
    units = securities.share_class(found["face"]).units if settled else found["maximum"]
    declared = securities.dividends_of(viewer, [found["face"]])
    made = []
    for number, (due_at, rate) in enumerate(rules.schedule(terms, found["closes_at"], found["price"]), 1):
        last = _declared(declared, _title(number, terms), rate, due_at)
        in_time = settled and now >= due_at - rules.DECLARED_AHEAD
        per_unit, amount = securities.worth(rate, units)
        payment = SukukPayment(
            number=number,
            principal=number > terms.payments,
            due_at=due_at,
            rate=rate,
            per_unit=per_unit,
            amount=last.needed if last and last.state not in VOID else amount,
            dividend=last.address if last else None,
            state=last.state.value if last else "",
            may_declare=in_time and (last is None or last.state in VOID),
        )
        made.append(payment)
    return made


def _title(number: int, terms: Sukuk) -> str:
    """What `DividendOfSukuk.sol` calls a payment."""
    return "Principal" if number > terms.payments else f"Profit {number}"


def _declared(dividends: Iterable[Dividend], title: str, rate: int, due_at: int) -> Dividend | None:
    """The last of a class's dividends that is this payment: title, rate and day are the contract's alone."""
    found = (
        each
        for each in dividends
        if (each.title, each.rate, each.record_at) == (title, rate, max(due_at, each.declared_at))
    )
    return max(found, key=lambda each: each.declared_at, default=None)
