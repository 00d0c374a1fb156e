"""The market's promises: each holds for a sound figure, and names who breaks it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from apps.supervision.rules import INVARIANTS, checked
from apps.supervision.types.facts import BookFacts, ClassFacts, EscrowFacts, Ledgered, SupplyFacts

SUPPLY = SupplyFacts("0xrm", 90, 100, 10, 90, 5, 5, 90)
KOPI = ClassFacts("0xkopi", 1_000, 1_000, 1_000)
LIVE = EscrowFacts("0xcampaign", "ready", 500, 450, 450, 50, 9, 10, pro_rata=False)


BOOK = BookFacts("0xbook", 800, 800, 30, 30)


def broken(
    supply: SupplyFacts = SUPPLY,
    share_class: ClassFacts = KOPI,
    escrow: EscrowFacts = LIVE,
    book: BookFacts = BOOK,
) -> dict[str, tuple[str, ...]]:
    found = checked(Ledgered((supply,), (share_class,), (escrow,), (book,)))
    assert {each.looked_at for each in found} == {1}
    return {each.key: each.broken for each in found if each.broken}


def test_a_sound_market_breaks_none() -> None:
    assert broken() == {}


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("minted", {"minted": 101}),
        ("held", {"holdings": 89, "counted": 89}),
        ("counted", {"counted": 91}),
        ("withdrawing", {"in_escrow": 4}),
    ],
)
def test_money_that_does_not_add_up(key: str, wrong: dict[str, Any]) -> None:
    assert broken(supply=replace(SUPPLY, **wrong)) == {key: ("0xrm",)}


def test_what_was_not_counted_says_nothing() -> None:
    assert broken(supply=replace(SUPPLY, counted=None)) == {}


@pytest.mark.parametrize(
    ("key", "wrong"),
    [("units", {"in_certificates": 999}), ("units", {"held": 1_001}), ("offered", {"overdrawn": (4,)})],
)
def test_units_that_do_not_add_up(key: str, wrong: dict[str, Any]) -> None:
    assert broken(share_class=replace(KOPI, **wrong)) == {key: ("0xkopi",)}


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("pledged", {"pledged": 449}),
        ("escrow", {"balance": 501}),
        ("escrow", {"state": "settled"}),
        ("maximum", {"units": 11}),
    ],
)
def test_campaigns_that_do_not_add_up(key: str, wrong: dict[str, Any]) -> None:
    assert broken(escrow=replace(LIVE, **wrong)) == {key: ("0xcampaign",)}


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("bids", {"balance": 799}),
        ("bids", {"owed": 801}),
        ("asks", {"encumbered": 31}),
        ("asks", {"offered": 0}),
    ],
)
def test_books_that_do_not_add_up(key: str, wrong: dict[str, Any]) -> None:
    assert broken(book=replace(BOOK, **wrong)) == {key: ("0xbook",)}


def test_what_is_being_settled_or_paid_back_is_in_between() -> None:
    assert broken(escrow=replace(LIVE, state="settling", balance=3)) == {}
    assert broken(escrow=replace(LIVE, units=11, pro_rata=True)) == {}
    assert broken(escrow=replace(LIVE, state="settled", balance=50)) == {}


def test_every_promise_can_be_broken() -> None:
    wrong = broken(
        SupplyFacts("0xrm", 90, 101, 10, 89, 5, 4, 90),
        ClassFacts("0xkopi", 1, 2, 3, (1,)),
        EscrowFacts("0xcampaign", "ready", 1, 2, 3, 4, 11, 10, pro_rata=False),
        BookFacts("0xbook", 1, 2, 3, 4),
    )
    assert set(wrong) == set(INVARIANTS)
