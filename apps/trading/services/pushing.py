"""Steps of a market that anybody may make: nobody's authority is needed."""

from __future__ import annotations

from apps.ledger import services as ledger
from apps.ledger.types import ActView
from apps.trading import queries
from apps.trading.errors import NothingDue
from apps.trading.types import OrderState, order_key
from apps.vocabulary.errors import NotAllowed, SignInNeeded
from apps.vocabulary.types import Address, Viewer


def push(step: queries.Due) -> ActView:
    """Makes a step that is due. Raises Refused when it no longer is."""
    cause = f"market:{step.market}" if step.call == "push" else f"order:{order_key(step.market, step.number)}"
    return ledger.push(call=f"Book.{step.call}", target=step.market, arguments=[step.number], cause=cause)


def push_market(*, market: Address) -> ActView:
    """Makes what is due first on a market; anybody may. Raises NoSuchMarket, NothingDue, Refused."""
    step = queries.step_of(market)
    if step is None:
        raise NothingDue
    return push(step)


def reenter(*, actor: Viewer, market: Address, number: int) -> ActView:
    """Puts one's own order that lost its place at the tail of its queue. Raises NoSuchOrder, NotAllowed,
    Refused.
    """
    if queries.order(actor, market, number).state is not OrderState.PARKED:
        raise NotAllowed
    return push(queries.Due(market, "reenter", number))


def collect_fees(*, actor: Viewer, market: Address) -> ActView:
    """Pays the operator what its market owes it. Raises NothingDue, NotAllowed, Refused."""
    if actor.door is None:
        raise SignInNeeded
    found = queries.market(market)
    if found.operator != actor.door:
        raise NotAllowed
    if not found.fees:
        raise NothingDue
    return ledger.push(call="BookOffice.collectFees", target=market, arguments=[], cause=f"market:{market}")
