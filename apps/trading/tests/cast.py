"""A market on paper: Ida's class in Tan's keeping, Ivan's and Iris's certificates, Omar's order book for
it.
"""

from __future__ import annotations

from typing import Any, Final

from apps.ledger.events import Event
from apps.ledger.testing import MemoryWrite
from apps.ledger.testing import event as event_of
from apps.participants.tests.cast import IDA, IRIS, IVAN, LATER, OMAR, TAN, address, market, master, word
from apps.vocabulary.types import ZERO_ADDRESS

FACE: Final = address(20)
MONEY: Final = address(21)
MARKET: Final = address(22)
CAMPAIGN: Final = address(23)
DAY: Final = 86_400
TICK: Final = 10
START: Final = 300
FEES: Final = 500 << 24 | 12_500
"""RM 5.00 at least, 1.25 %."""
ALWAYS: Final = 10_080 << 38 | 127 << 52 | 1_440 << 70
"""R21: always open, any price, any time."""
MONEY_KIND, EQUITY_KIND = 1, 2
BID, ASK = 1, 2
_places = iter(range(10_000, 20_000))


def traded(name: str, /, *, at: int = LATER, **arguments: object) -> Event:
    """An event of the market."""
    return event_of(name, "Book", arguments, source=MARKET, at=at, index=next(_places), block=7)


def rule(name: str, value: int) -> Event:
    """The regulator set a figure for all."""
    figures = {"rule": word(name), "class": 0, "value": value, "effectiveFrom": 1}
    return event_of("RuleSet", "Rulebook", figures, at=1, index=next(_places), block=1)


def face(address: str, kind: int, name: str, symbol: str, issuer: str = ZERO_ADDRESS) -> Event:
    """The kernel announces a face of Tan's."""
    names: dict[str, Any] = {"name": word(name), "symbol": word(symbol), "issuer": issuer}
    return master("FaceCreated", face=address, kind=kind, trustee=TAN, **names)


def moved(source: int, into: int, giver: str, to: str, units: int, *, locked: int = 0) -> Event:
    """The kernel moves units."""
    numbers = {"fromId": source, "toId": into, "acquiredAt": LATER, "lockedUntil": locked}
    figures: dict[str, Any] = {**numbers, "from": giver, "to": to, "units": units}
    return master("UnitsMoved", face=FACE, **figures)


def placed(
    number: int,
    side: int,
    units: int = 100,
    price: int = START,
    *,
    owner: str = IVAN,
    until: int = LATER + DAY,
    at: int = LATER,
) -> Event:
    """An order: an ask is of certificate 2."""
    figures: dict[str, Any] = {
        "certificate": 2 if side == ASK else 0,
        "units": units,
        "price": price,
        "expiresAt": until,
    }
    return traded("Placed", at=at, order=number, owner=owner, side=side, fees=FEES, held=0, **figures)


def filled(
    bid: int, ask: int, units: int, price: int = START, *, into: int = 4, at: int = LATER
) -> list[Event]:
    """Iris's bid meets Ivan's ask: the kernel moves units, the book says so."""
    figures: dict[str, Any] = {"buyer": IRIS, "seller": IVAN, "into": into, "units": units, "price": price}
    fee = min(units * price, max(500, units * price * 12_500 // 1_000_000))
    return [
        moved(2, into, IVAN, IRIS, units),
        traded("Filled", at=at, bid=bid, ask=ask, buyerFee=fee, sellerFee=fee, **figures),
    ]


def ended(number: int, why: str, *, owner: str = IVAN, units: int = 100, returned: int = 0) -> Event:
    """An order ends."""
    return traded("OrderEnded", order=number, owner=owner, why=word(why), units=units, returned=returned)


def proposed(number: int = 9, *, until: int = LATER + DAY) -> Event:
    """Ivan offers Iris 50 units at RM 4.00."""
    figures = {"certificate": 2, "units": 50, "price": 400, "expiresAt": until, "fees": FEES}
    return traded("DealProposed", deal=number, seller=IVAN, buyer=IRIS, **figures)


def paper(*, form: int = 0, sessions: int = ALWAYS) -> MemoryWrite:
    """Ivan holds certificate 2 of 600 units, free; Iris certificate 3 of 400, locked for a day."""
    write = market()
    opening: dict[str, Any] = {"tick": TICK, "startPrice": START, "form": form, "predecessor": ZERO_ADDRESS}
    write.play(
        face(MONEY, MONEY_KIND, "Tan Ringgit", "MYRT"),
        face(FACE, EQUITY_KIND, "Kopi ordinary", "KOPI", IDA),
        master("UnitsMinted", face=FACE, to=CAMPAIGN, id=1, units=1_000, ref=word("units"), supply=1_000),
        moved(1, 2, CAMPAIGN, IVAN, 600),
        moved(1, 3, CAMPAIGN, IRIS, 400, locked=LATER + DAY),
        rule("R21", sessions),
        rule("R22", 12_500),
        rule("R22m", 500),
        traded("BookOpened", operator=OMAR, face=FACE, money=MONEY, **opening),
    )
    return write


def sold() -> MemoryWrite:
    """Ivan asked for 100 units, Iris bought 40 of them; a bid of hers for 20 units stands below."""
    write = paper()
    write.play(
        placed(1, ASK),
        placed(2, BID, 40, owner=IRIS),
        *filled(2, 1, 40),
        placed(3, BID, 20, 250, owner=IRIS),
    )
    return write


def of_campaign(name: str, /, *, at: int, **arguments: object) -> Event:
    """An event of the campaign that placed the class."""
    return event_of(name, "Campaign", arguments, source=CAMPAIGN, at=at, index=next(_places), block=7)


def updated(*, at: int) -> Event:
    """Ida publishes an update, whose text is not kept here."""
    return of_campaign("UpdatePublished", at=at, by=IDA, hash="0x" + "77" * 32)


def placing() -> list[Event]:
    """Ida's campaign, proposed and approved."""
    terms: dict[str, Any] = {"price": 250, "minimum": 1_000, "maximum": 1_000, "opensAt": 1, "closesAt": 2}
    kept: dict[str, Any] = {"disclosure": "0x" + "00" * 32, "allocation": 0}
    pinned: dict[str, Any] = {"feeSlabs": 0, "moratorium": 0, "coolingOffEndsAt": 2}
    return [
        of_campaign("Proposed", at=1, issuer=IDA, operator=OMAR, face=FACE, money=MONEY, **terms, **kept),
        of_campaign("Approved", at=1, by=OMAR, **pinned),
    ]


def announced() -> list[Event]:
    """An update, an adverse change, a dividend and a halt, one after the other."""
    dividend: dict[str, Any] = {"rate": 100, "record": 1, "recordAt": LATER + 9, "payableAt": LATER + 9}
    declared = {"issuer": IDA, "face": FACE, "money": MONEY, "title": word("Interim 2026"), **dividend}
    notice = {"by": IDA, "reason": word("Fire"), "endsAt": LATER + 9}
    return [
        *placing(),
        updated(at=LATER + 1),
        of_campaign("AdverseNoticeGiven", at=LATER + 2, **notice),
        event_of(
            "DividendDeclared",
            "Dividend",
            declared,
            source=address(24),
            at=LATER + 3,
            index=next(_places),
            block=7,
        ),
        traded("BookHalted", at=LATER + 4, reason=word("Merger talks")),
    ]
