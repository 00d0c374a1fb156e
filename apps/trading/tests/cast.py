"""A market on paper: Ida's class in Tan's keeping, Ivan's and Iris's certificates, Omar's market for it."""

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
MONEY_KIND, EQUITY_KIND = 1, 2
_places = iter(range(10_000, 20_000))


def traded(name: str, /, *, at: int = LATER, **arguments: object) -> Event:
    """An event of the market."""
    return event_of(name, "Market", arguments, source=MARKET, at=at, index=next(_places), block=7)


def face(address: str, kind: int, name: str, symbol: str, issuer: str = ZERO_ADDRESS) -> Event:
    """The kernel announces a face of Tan's."""
    names: dict[str, Any] = {"name": word(name), "symbol": word(symbol), "issuer": issuer}
    return master("FaceCreated", face=address, kind=kind, trustee=TAN, **names)


def moved(source: int, into: int, giver: str, to: str, units: int, *, locked: int = 0) -> Event:
    """The kernel moves units."""
    numbers = {"fromId": source, "toId": into, "acquiredAt": LATER, "lockedUntil": locked}
    figures: dict[str, Any] = {**numbers, "from": giver, "to": to, "units": units}
    return master("UnitsMoved", face=FACE, **figures)


def offered(
    number: int = 1, units: int = 100, price: int = 300, *, seller: str = IVAN, until: int = LATER + DAY
) -> Event:
    """Ivan offers units of his certificate 2."""
    figures = {"certificate": 2, "units": units, "price": price, "expiresAt": until}
    return traded("Offered", offer=number, seller=seller, **figures)


def taken(units: int, left: int, *, into: int = 4, buyer: str = IRIS, at: int = LATER) -> list[Event]:
    """Iris takes units of offer 1: the kernel moves them, the market says so."""
    figures = {"units": units, "price": 300, "amount": units * 300, "left": left, "into": into}
    return [
        moved(2, into, IVAN, buyer, units),
        traded("Taken", offer=1, buyer=buyer, seller=IVAN, at=at, **figures),
    ]


def ended(why: str, number: int = 1, units: int = 100) -> Event:
    """An offer of Ivan's ends."""
    return traded("OfferEnded", offer=number, seller=IVAN, why=word(why), units=units)


def paper() -> MemoryWrite:
    """Ivan holds certificate 2 of 600 units, free; Iris certificate 3 of 400, locked for a day."""
    write = market()
    write.play(
        face(MONEY, MONEY_KIND, "Tan Ringgit", "MYRT"),
        face(FACE, EQUITY_KIND, "Kopi ordinary", "KOPI", IDA),
        master("UnitsMinted", face=FACE, to=CAMPAIGN, id=1, units=1_000, ref=word("units"), supply=1_000),
        moved(1, 2, CAMPAIGN, IVAN, 600),
        moved(1, 3, CAMPAIGN, IRIS, 400, locked=LATER + DAY),
        traded("MarketOpened", operator=OMAR, face=FACE, money=MONEY),
    )
    return write
