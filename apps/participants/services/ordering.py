"""The regulator's orders: the one way by which an asset leaves a door without its act.

An order is public, freezes at once what it names, and is carried out once, by anybody, after seven days.
"""

from __future__ import annotations

import logging

from apps.ledger import queries as chain
from apps.ledger import services as ledger
from apps.ledger.errors import Refused
from apps.ledger.types import ActView
from apps.participants import queries
from apps.participants.errors import OrderEnded, OrderNotDue
from apps.participants.services.hierarchy import Arguments, propose_own, require_role
from apps.participants.types import Order
from apps.vocabulary.errors import SignInNeeded, Unavailable
from apps.vocabulary.types import ZERO_ADDRESS, Address, Role, Viewer
from apps.vocabulary.words import text_word

logger = logging.getLogger(__name__)


def order(
    *,
    actor: Viewer,
    face: Address,
    holder: Address,
    to: Address,
    value: int,
    escrow: Address | None = None,
    reason: str,
    cause: str = "",
) -> ActView:
    """The regulator proposes that `value` (sen of a money, or a certificate's number) of `face` go from
    `holder` to `to`. `escrow` is the campaign that has to give back first what it holds for the holder;
    `reason` has 31 bytes and is public. Raises NotAllowed, TextTooLong, Refused.
    """
    require_role(actor, Role.REGULATOR)
    arguments: Arguments = {
        "face": face,
        "from": holder,
        "to": to,
        "value": value,
        "escrow": escrow or ZERO_ADDRESS,
        "reason": text_word(reason),
    }
    return propose_own(actor, "Order", arguments, cause=cause)


def withdraw_order(*, actor: Viewer, number: int, reason: str, cause: str = "") -> ActView:
    """The regulator proposes to take an order back: what it froze is free. Raises NotAllowed, NotFound,
    OrderEnded, TextTooLong, Refused.
    """
    require_role(actor, Role.REGULATOR)
    _announced(actor, number)
    return propose_own(actor, "WithdrawOrder", {"id": number, "reason": text_word(reason)}, cause=cause)


def execute_order(*, actor: Viewer, number: int) -> ActView:
    """Pushes an order that is due: anybody who is signed in may, for it does what was announced and nothing
    else. Raises SignInNeeded, NotFound, OrderEnded, OrderNotDue, Refused.
    """
    if actor.account is None:
        raise SignInNeeded
    found = queries.order_of(number)
    if found.state != "announced":
        raise OrderEnded
    if found.earliest > queries.chain_time():
        raise OrderNotDue
    return _push(number)


def execute_due() -> int:
    """Pushes the orders that are due; how many. What the contract refuses by now, a later round sees anew."""
    pushed = 0
    for number in queries.due_orders():
        try:
            _push(number)
            pushed += 1
        except Refused as refusal:
            logger.info("order not carried out", extra={"order": number, "error": refusal.name})
    return pushed


def _announced(viewer: Viewer, number: int) -> Order:
    found = queries.order(viewer, number)
    if found.state != "announced":
        raise OrderEnded
    return found


def _push(number: int) -> ActView:
    market = chain.market()
    if market is None:
        raise Unavailable
    return ledger.push(
        call="MarketOffice.executeOrder",
        target=Address(market.master),
        arguments={"id": number},
        cause=f"order:{number}",
    )
