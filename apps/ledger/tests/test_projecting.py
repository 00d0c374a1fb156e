"""Projections are registered once an app, run purely, and see what the events before them wrote."""

from __future__ import annotations

import pytest

from apps.ledger import abi, registry
from apps.ledger.directory import ACT_TYPES, CONTRACTS, MODULES, TEMPLATES
from apps.ledger.feeds import FEED, feed
from apps.ledger.readmodel import Collection, head
from apps.ledger.registry import (
    Event,
    NothingToChange,
    Write,
    ignore,
    misnamed,
    oversight,
    project,
    unclaimed,
)
from apps.ledger.testing import MemoryWrite, event
from apps.ledger.tests.paperchain import ABIS, MASTER, till
from apps.vocabulary.types import ZERO_ADDRESS

PURSES = Collection("test_purse", orders=("held",))
IVAN, OMAR, RANIA = till(1), till(2), till(3)


@pytest.fixture(autouse=True)
def registrations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test registers into a registry of its own, in which only the ledger's projections are."""
    known = {
        name: {app: each for app, each in by_app.items() if app == "apps.ledger"}
        for name, by_app in registry._projections.items()
    }
    monkeypatch.setattr(registry, "_projections", known)
    monkeypatch.setattr(registry, "_ignored", {})
    monkeypatch.setattr(registry, "_oversight", [])


def paid(event: Event, write: Write) -> None:
    if write.get(PURSES, event.source) is None:
        write.put(PURSES, event.source, {"held": 0})
    write.add(PURSES, event.source, held=event["amount"])
    write.tell([event.source], "Paid", amount=event["amount"])


def paid_otherwise(event: Event, write: Write) -> None:
    """Another projection of the same event."""


def test_events_of_one_batch_see_each_other() -> None:
    project("Paid", contract="Purse")(paid)
    write = MemoryWrite()
    write.play(
        event("Paid", "Purse", source=IVAN, amount=5, index=0),
        event("Paid", "Purse", source=IVAN, amount=2**90, index=1),
    )
    assert write.get(PURSES, IVAN) == {"held": 5 + 2**90}
    with write.reading():
        assert PURSES.page().rows == [{"held": 5 + 2**90}]
        assert [line["arguments"] for line in feed(IVAN).rows] == [{"amount": 2**90}, {"amount": 5}]
        assert FEED.count({"doors": IVAN, "sentence": "Paid"}) == 2


def test_a_document_is_the_readers_own_until_it_is_put_back() -> None:
    write = MemoryWrite()
    write.put(PURSES, IVAN, {"held": 1, "coins": [1]})
    taken = write.get(PURSES, IVAN)
    assert taken is not None
    taken["coins"].append(2)
    assert write.get(PURSES, IVAN) == {"held": 1, "coins": [1]}


def test_nothing_is_changed_where_there_is_nothing() -> None:
    write = MemoryWrite()
    with pytest.raises(NothingToChange, match="test_purse"):
        write.add(PURSES, IVAN, held=1)
    with pytest.raises(NothingToChange):
        write.change(PURSES, IVAN, held=1)
    write.delete(PURSES, IVAN)
    assert write.changes() == {}


def test_a_line_goes_to_each_door_once_and_to_those_above() -> None:
    @oversight
    def above(write: Write, door: str) -> list[str]:
        return [OMAR, RANIA] if door == IVAN else [RANIA]

    project("Paid", contract="Purse")(
        lambda event, write: write.tell([IVAN, None, OMAR, ZERO_ADDRESS, IVAN], "Paid", at=7)
    )
    write = MemoryWrite()
    write.play(event("Paid", "Purse", source=IVAN, block=9, index=4))
    with write.reading():
        (line,) = feed(RANIA).rows
        assert line["doors"] == [IVAN, OMAR, RANIA]
        assert (line["block"], line["index"], line["at"]) == (9, 4, 7)
        assert feed(OMAR).rows == feed(None).rows == [line]
        assert feed(ZERO_ADDRESS).rows == []


def test_an_app_projects_an_event_once() -> None:
    project("Paid", contract="Purse")(paid)
    project("Paid", contract="Purse")(paid)
    with pytest.raises(ValueError, match=r"Purse\.Paid twice"):
        project("Paid", contract="Purse")(paid_otherwise)


def nobody(write: Write, door: str) -> list[str]:
    return []


def test_there_is_one_rule_of_oversight() -> None:
    oversight(lambda write, door: [OMAR])
    with pytest.raises(ValueError, match="oversight"):
        oversight(nobody)


def test_a_family_stands_for_its_contracts() -> None:
    project("Signed", contract="Door")(paid)
    assert registry.projections_of("Investor", "Signed") == [paid]
    assert registry.projections_of("Regulator", "Signed") == [paid]
    assert registry.projections_of("Door", "Signed") == []


def test_what_nobody_wants_and_what_nobody_says_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(abi, "contracts", lambda: ABIS)
    monkeypatch.setattr(registry, "_projections", {})
    project("Taken", contract="Till")(paid)
    project("Tiken", contract="Till")(paid)
    ignore("Closed", contract="Till", because="it says nothing")
    assert unclaimed(["Till"]) == ["Till.Emptied"]
    assert misnamed() == ["Till.Tiken"]


def test_the_kernels_announcements_make_contracts_known() -> None:
    write = MemoryWrite()
    code, name = till(50), "0x" + b"campaign".ljust(32, b"\0").hex()
    write.play(
        event("DoorTemplateSet", "MarketMaster", role=5, code=till(40)),
        event("FaceTemplateSet", "MarketMaster", kind=2, code=till(43)),
        event("Admitted", "MarketMaster", door=IVAN, role=5, parent=OMAR),
        event("FaceCreated", "MarketMaster", face=till(41), kind=1),
        event("FaceCreated", "MarketMaster", face=till(42), kind=2),
        event("ModuleActivated", "MarketMaster", name=name, code=code, template=True),
        event("Opened", "MarketMaster", instance=till(51), template=code, name=name, door=IVAN),
    )
    with write.reading():
        names = {row["address"]: (row["name"], row["code"]) for row in CONTRACTS.page().rows}
        assert names == {
            IVAN: ("Investor", till(40)),
            till(41): ("MoneyToken", till(41)),
            till(42): ("EquityToken", till(43)),
            till(51): ("Campaign", code),
        }
        assert (MODULES.get("campaign") or {})["contract"] == "Campaign"
        assert (TEMPLATES.get("Investor") or {})["code"] == till(40)


def test_a_modules_own_events_are_read() -> None:
    write = MemoryWrite()
    name = "0x" + b"rulebook".ljust(32, b"\0").hex()
    write.play(event("ModuleActivated", "MarketMaster", name=name, code=MASTER, template=False))
    assert (write.get(CONTRACTS, MASTER) or {})["name"] == "Rulebook"


def test_act_types_are_known_from_their_registration() -> None:
    write = MemoryWrite()
    definition = "Pledge(address campaign,address asset,uint256 most,uint256 nonce,uint256 deadline)"
    registered = {
        "code": till(50),
        "selector": "0x12345678",
        "typeHash": "0x" + "ab" * 32,
        "gasFloor": 90_000,
    }
    write.play(event("ActRegistered", "MarketMaster", registered, signers=1, definition=definition))
    with write.reading():
        (row,) = ACT_TYPES.page(where={"name": "Pledge"}).rows
    assert (row["code"], row["selector"], row["gas_floor"], row["signers"]) == (
        till(50), "0x12345678", 90_000, 1,
    )  # fmt: skip
    assert row["definition"] == definition


def test_the_kit_sets_the_markets_clock() -> None:
    write = MemoryWrite()
    write.stand(at=1_800_000_000, number=12)
    with write.reading():
        found = head()
    assert found is not None
    assert (found.timestamp, found.number) == (1_800_000_000, 12)
