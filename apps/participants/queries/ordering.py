"""The regulator's orders: seen by the regulator, by whom they concern, and by who oversees either."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from apps.ledger.readmodel import Where
from apps.participants.queries.hierarchy import chain_time, organisations, scope, seen
from apps.participants.types import ORDERS, Order, OrderPage
from apps.vocabulary.errors import NotFound, SignInNeeded
from apps.vocabulary.types import Address, Role, Viewer

PAGE = 50
ORDER_STATES = ("announced", "withdrawn", "executed")
MOST_DUE = 100


def orders(
    viewer: Viewer, *, state: str | None = None, after: str | None = None, limit: int = PAGE
) -> OrderPage:
    """The orders that the viewer sees, the newest first; of one state, where one is named. Raises
    SignInNeeded.
    """
    if viewer.account is None:
        raise SignInNeeded
    where: dict[str, Any] = {"state": state} if state in ORDER_STATES else {}
    if not scope(viewer).everything:
        where |= {"holder": _concerned(viewer)}
        if not where["holder"]:
            return OrderPage([], None)
    page = ORDERS.page(where=where, after=after, limit=limit, descending=True)
    return OrderPage(_read(page.rows), page.next)


def orders_upon(viewer: Viewer, holder: Address) -> list[Order]:
    """The announced orders upon one participant's assets. Raises NotFound where it is not seen."""
    if not seen(viewer, [holder]):
        raise NotFound
    return _read(ORDERS.walk(where={"holder": holder, "state": "announced"}, descending=True))


def order(viewer: Viewer, number: int) -> Order:
    """One order. Raises NotFound for one that the viewer does not see."""
    if viewer.account is None:
        raise SignInNeeded
    found = order_of(number)
    if not seen(viewer, [found.holder, found.to]):
        raise NotFound
    return found


def order_of(number: int) -> Order:
    """One order, whoever asks: orders are public on the chain. Raises NotFound."""
    found = ORDERS.get(str(number))
    if found is None:
        raise NotFound
    return _read([found])[0]


def due_orders() -> list[int]:
    """The numbers of the orders whose notice is over."""
    waiting = ORDERS.page(where={"state": "announced"}, limit=MOST_DUE).rows
    return [each["number"] for each in waiting if each["earliest"] <= chain_time()]


def _concerned(viewer: Viewer) -> list[str]:
    """The holders of orders whom the viewer sees."""
    where: Where = {}
    return sorted(seen(viewer, [str(each) for each in ORDERS.counts("holder", where)]))


def _read(rows: Iterable[Mapping[str, Any]]) -> list[Order]:
    tokens = {each.token for each in organisations(Role.TRUSTEE)}
    return [
        Order(
            number=each["number"],
            face=Address(each["face"]),
            certificate=each["face"] not in tokens,
            holder=Address(each["holder"]),
            to=Address(each["to"]),
            value=each["value"],
            escrow=Address(each["escrow"]) if each["escrow"] else None,
            earliest=each["earliest"],
            reason=each["reason"],
            state=each["state"],
            moved=each["moved"],
        )
        for each in rows
    ]
