"""The clients and trades of an organisation, for its desk in the admin: what the chain has of them, with the
names that the organisation's own records say.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apps.campaigns import queries as campaigns
from apps.campaigns.types import Campaign, Pledge
from apps.kyc import queries as kyc
from apps.kyc.types import KINDS
from apps.ledger import queries as ledger
from apps.ledger.types import ActView
from apps.participants import queries as participants
from apps.participants.types import DoorSigner, Participant
from apps.records import queries as records
from apps.securities import queries as securities
from apps.securities.types import Holding, ShareClass
from apps.trading.types import MARKETS, TRADES
from apps.treasury import queries as treasury
from apps.treasury.types import Pocket
from apps.vocabulary.errors import NotAllowed, NotFound
from apps.vocabulary.types import Address, Role, Standing, Viewer
from apps.vocabulary.words import NotAnAddress, read_address

PAGE = 25
MOST_FOUND = 50
LONGEST_EXPORT = 10_000
_CLIENTS = (Role.ISSUER, Role.INVESTOR)


@dataclass(frozen=True, slots=True)
class Row:
    """A client in a list, with the name that records say, empty where they are not this viewer's."""

    client: Participant
    name: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of clients; `next` is the `after` of the following one."""

    rows: tuple[Row, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Dossier:
    """A client as its organisation's desk sees it. `case`: the record of its application."""

    client: Participant
    name: str
    active: bool
    case: uuid.UUID | None
    signers: tuple[DoorSigner, ...]
    pockets: tuple[Pocket, ...]
    pledges: tuple[Pledge, ...]
    holdings: tuple[Holding, ...]
    classes: tuple[ShareClass, ...]
    campaigns: tuple[Campaign, ...]
    acts: tuple[ActView, ...]


@dataclass(frozen=True, slots=True)
class TradeRow:
    """A trade in a list: amounts in sen. Buyer and seller are empty for who does not oversee them."""

    symbol: str
    units: int
    price: int
    amount: int
    at: int
    buyer: str
    seller: str
    buyer_name: str
    seller_name: str
    block: int
    transaction: str


@dataclass(frozen=True, slots=True)
class TradeRows:
    """A page of trades; `next` is the `after` of the following one."""

    rows: tuple[TradeRow, ...]
    next: str | None


# -- clients --------------------------------------------------------------------------------------------


def page(
    viewer: Viewer,
    *,
    role: Role | None = None,
    standing: Standing | None = None,
    after: str | None = None,
    limit: int = PAGE,
) -> Rows:
    """The clients that the viewer sees, the newest first. Raises NotAllowed for who is no staff."""
    _require_staff(viewer)
    found = participants.clients(viewer, role=role, standing=standing, after=after, limit=limit)
    return Rows(_rows(viewer, found.rows), found.next)


def search(viewer: Viewer, text: str) -> tuple[Row, ...]:
    """Clients by an address, or by a word or number of their application. Raises NotAllowed."""
    _require_staff(viewer)
    try:
        doors = [str(read_address(text))]
    except NotAnAddress:
        found = kyc.search(viewer, text).select_related("record")[:MOST_FOUND]
        doors = list(dict.fromkeys(each.record.owner for each in found if each.record.owner))
    rows = []
    for door in doors:
        try:
            each = participants.participant(viewer, Address(door))
        except NotFound:
            continue
        if each.role in _CLIENTS:
            rows.append(each)
    return _rows(viewer, rows)


def every_client(
    viewer: Viewer, *, role: Role | None = None, standing: Standing | None = None
) -> Iterator[Participant]:
    """All of them, for an export, which holds no person's name. Raises NotAllowed, at once."""
    _require_staff(viewer)

    def walk() -> Iterator[Participant]:
        after, left = None, LONGEST_EXPORT
        while left > 0:
            found = participants.clients(viewer, role=role, standing=standing, after=after, limit=500)
            yield from found.rows
            after, left = found.next, left - len(found.rows)
            if after is None:
                return

    return walk()


def dossier(viewer: Viewer, door: Address) -> Dossier:
    """One client with its money, pledges, holdings or campaigns. Raises NotAllowed, NotFound."""
    _require_staff(viewer)
    found = participants.participant(viewer, door)
    if found.role not in _CLIENTS:
        raise NotFound
    cases = records.headings_of(viewer, door, list(KINDS))
    itself = Viewer(role=found.role, door=door, account=viewer.account)
    invests = found.role is Role.INVESTOR
    return Dossier(
        client=found,
        name=kyc.names_of_clients(viewer, [door]).get(door, found.name),
        active=participants.is_active(door),
        case=cases[-1].id if cases else None,
        signers=tuple(participants.signers_of(door)),
        pockets=tuple(treasury.pockets(viewer, door)),
        pledges=tuple(campaigns.every_own_pledge(itself)) if invests else (),
        holdings=tuple(securities.portfolio(itself)) if invests else (),
        classes=() if invests else tuple(securities.classes(viewer, issuer=door)),
        campaigns=() if invests else tuple(campaigns.campaigns_of(viewer, door)),
        acts=tuple(each for each in ledger.acts_caused_by(cause_of(door)) if each.door == viewer.door),
    )


def cause_of(door: Address) -> str:
    """The cause that an organisation's acts about a client carry."""
    return f"client:{door}"


# -- trades ---------------------------------------------------------------------------------------------


def markets(viewer: Viewer) -> dict[str, str]:
    """The markets at the viewer's desk, by address, with their symbols: an operator's own, those in a
    trustee's money, all of them for the regulator. Raises NotAllowed.
    """
    _require_staff(viewer)
    where: dict[str, Any] = {}
    if viewer.role is Role.OPERATOR:
        where["operator"] = viewer.door
    elif viewer.role is Role.TRUSTEE:
        where["money"] = treasury.tokens_at_desk(viewer)
    rows = list(MARKETS.walk(where=where))
    classes = securities.share_classes([each["face"] for each in rows])
    return {each["address"]: classes[each["face"]].symbol for each in rows}


def trades(
    viewer: Viewer,
    *,
    market: str = "",
    since: int | None = None,
    until: int | None = None,
    after: str | None = None,
    limit: int = PAGE,
) -> TradeRows:
    """Trades on the viewer's markets, the newest first; on one, where it is named. Times in chain seconds.

    Raises NotAllowed, NotFound (a market that is not at this desk).
    """
    known = markets(viewer)
    if market and market not in known:
        raise NotFound
    if not known:
        return TradeRows((), None)
    where = {"market": market or sorted(known)}
    found = TRADES.page(
        order="at", where=where, after=after, limit=limit, descending=True, low=since, high=until
    )
    return TradeRows(tuple(_trades(viewer, found.rows, known)), found.next)


def every_trade(
    viewer: Viewer, *, market: str = "", since: int | None = None, until: int | None = None
) -> Iterator[TradeRow]:
    """All of them, for an export, at most 10,000. Raises as `trades` does, at once."""
    first = trades(viewer, market=market, since=since, until=until, limit=500)

    def walk() -> Iterator[TradeRow]:
        shown, left = first, LONGEST_EXPORT
        while True:
            yield from shown.rows
            left -= len(shown.rows)
            if shown.next is None or left <= 0:
                return
            shown = trades(viewer, market=market, since=since, until=until, after=shown.next, limit=500)

    return walk()


# -- parts ----------------------------------------------------------------------------------------------


def _require_staff(viewer: Viewer) -> None:
    if not viewer.is_staff:
        raise NotAllowed


def _rows(viewer: Viewer, found: Sequence[Participant]) -> tuple[Row, ...]:
    called = kyc.names_of_clients(viewer, [each.door for each in found])
    return tuple(Row(each, called.get(each.door, each.name)) for each in found)


def _trades(
    viewer: Viewer, rows: Sequence[Mapping[str, Any]], symbols: Mapping[str, str]
) -> Iterator[TradeRow]:
    """A party is shown to who reads its records: its operator, that one's trustee, the regulator."""
    called = kyc.names_of_clients(viewer, [each[who] for each in rows for who in ("buyer", "seller")])
    for each in rows:
        shown = {who: each[who] if each[who] in called else "" for who in ("buyer", "seller")}
        yield TradeRow(
            symbol=symbols[each["market"]],
            units=each["units"],
            price=each["price"],
            amount=each["amount"],
            at=each["at"],
            buyer=shown["buyer"],
            seller=shown["seller"],
            buyer_name=called.get(shown["buyer"], ""),
            seller_name=called.get(shown["seller"], ""),
            block=each["block"],
            transaction=each["transaction"],
        )
