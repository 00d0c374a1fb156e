"""Holdings and certificates as events make them: minted, split, moved, given back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from apps.ledger.testing import MemoryWrite, event
from apps.securities import queries, rules
from apps.securities.errors import SymbolNotPlain
from apps.securities.types import CERTIFICATES, CLASSES, HOLDINGS, certificate_key, holding_key
from apps.vocabulary.errors import NotFound, SignInNeeded
from apps.vocabulary.types import VISITOR, Address, Role, Viewer


def door(number: int) -> Address:
    return Address(f"0x{number:040d}")


FACE, IDA, TAN, CAMPAIGN, IVAN, INES, OMAR = (door(number) for number in range(1, 8))
IVAN_VIEWS = Viewer(role=Role.INVESTOR, door=IVAN, account=1)


def kernel(event_name: str, place: int, /, **arguments: Any) -> Any:
    return event(event_name, "MarketMaster", arguments, block=place, at=1000 + place)


def admitted(who: Address, role: Role, parent: Address) -> Any:
    nothing = "0x" + "00" * 32
    return kernel(
        "Admitted", 1, door=who, role=int(role), parent=parent, trustee=TAN, name=nothing, person=nothing,
        validUntil=0, **{"class": 0},
    )  # fmt: skip


def moved(place: int, source: Address, to: Address, units: int, fro: int, into: int) -> Any:
    arguments = {"from": source, "to": to, "units": units, "fromId": fro, "toId": into}
    return kernel(
        "UnitsMoved", place, face=FACE, acquiredAt=1000 + place, lockedUntil=9000, supply=0, **arguments
    )


@pytest.fixture
def market() -> Iterator[MemoryWrite]:
    """A class of 100 units: 60 with Ivan, 30 with Ines, 10 given back."""
    write = MemoryWrite()
    text = "0x" + b"Ordinary".ljust(32, b"\0").hex()
    write.play(
        admitted(IDA, Role.ISSUER, OMAR),
        admitted(IVAN, Role.INVESTOR, OMAR),
        kernel("FaceCreated", 2, face=FACE, kind=2, trustee=TAN, issuer=IDA, name=text, symbol=text),
        kernel("UnitsMinted", 3, face=FACE, to=CAMPAIGN, id=1, units=100, ref=text, supply=100),
        moved(4, CAMPAIGN, IVAN, 60, 1, 2),
        moved(5, CAMPAIGN, INES, 30, 1, 3),
        kernel("UnitsGivenBack", 6, face=FACE, id=1, units=10, supply=90, **{"from": CAMPAIGN}),
    )
    write.change(CERTIFICATES, certificate_key(FACE, 2), cost=30_000, money=TAN)
    with write.reading():
        yield write


def test_supply_is_the_sum_of_holdings(market: MemoryWrite) -> None:
    lines = list(HOLDINGS.walk())
    found = CLASSES.get(FACE) or {}
    assert sum(each["units"] for each in lines) == found["units"] == 90
    assert found["holders"] == len(lines) == 2
    assert HOLDINGS.get(holding_key(FACE, CAMPAIGN)) is None


def test_a_split_shares_the_cost_and_keeps_the_history(market: MemoryWrite) -> None:
    market.play(moved(7, IVAN, INES, 20, 2, 4))
    (holding,) = queries.portfolio(IVAN_VIEWS)
    assert (holding.units, holding.cost) == (40, 20_000)
    shown = queries.certificate(Viewer(role=Role.OPERATOR, door=OMAR, account=2), FACE, 4)
    assert [(each.what, each.numbers) for each in shown.moves] == [
        ("moved", (2, 4)),
        ("moved", (1, 2)),
        ("minted", (1,)),
    ]
    assert (shown.certificate.parent, shown.certificate.cost) == (2, None)


def test_a_whole_certificate_changes_hands(market: MemoryWrite) -> None:
    market.play(moved(7, IVAN, INES, 60, 2, 2))
    assert queries.portfolio(IVAN_VIEWS) == []
    assert (HOLDINGS.get(holding_key(FACE, INES)) or {})["certificates"] == 2
    with pytest.raises(NotFound):
        queries.certificate(IVAN_VIEWS, FACE, 2)


def test_who_sees_a_cap_table(market: MemoryWrite) -> None:
    for viewer in (
        Viewer(role=Role.ISSUER, door=IDA, account=3),
        Viewer(role=Role.TRUSTEE, door=TAN, account=4),
        Viewer(role=Role.OPERATOR, door=OMAR, account=5),
    ):
        table = queries.cap_table(viewer, FACE)
        assert [each.share for each in table.lines] == [666_666, 333_333]
    for other in (IVAN_VIEWS, VISITOR, Viewer(role=Role.OPERATOR, door=INES, account=6)):
        with pytest.raises(NotFound):
            queries.cap_table(other, FACE)
    with pytest.raises(SignInNeeded):
        queries.portfolio(VISITOR)


def test_how_a_class_is_named() -> None:
    assert rules.read_symbol(" kopi1 ") == "KOPI1"
    for symbol in ("", "K", "1KOPI", "KO PI", "K" * 12):
        with pytest.raises(SymbolNotPlain):
            rules.read_symbol(symbol)
