"""Money as events tell it: supplies, balances, statements and queues add up to the sen."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from apps.ledger.testing import MemoryWrite
from apps.treasury import queries
from apps.treasury.rules import reference_of
from apps.treasury.tests.cast import (
    CAMPAIGN,
    ISSUER,
    IVAN,
    MASTER,
    OPERATOR,
    SAM,
    TOKEN,
    TRUSTEE,
    burned,
    face,
    given_back,
    minted,
    moved,
    requested,
)
from apps.treasury.tests.conftest import opened
from apps.treasury.types import DEPOSITS, MOVEMENTS, REFERENCES, SUPPLIES, WITHDRAWALS
from apps.vocabulary.errors import NotAllowed, NotFound, SignInNeeded
from apps.vocabulary.types import VISITOR, Role, Viewer

IVAN_VIEWER = Viewer(role=Role.INVESTOR, door=IVAN, account=1)
SAM_VIEWER = Viewer(role=Role.INVESTOR, door=SAM, account=2)
TAN = Viewer(role=Role.TRUSTEE, door=TRUSTEE, account=3, maker=True)
OMAR = Viewer(role=Role.OPERATOR, door=OPERATOR, account=4, maker=True)


def test_only_money_makes_a_supply() -> None:
    write = MemoryWrite()
    write.play(face(kind=2))
    assert write.get(SUPPLIES, TOKEN) is None


def test_an_investor_has_a_reference_from_the_first_moment(model: MemoryWrite) -> None:
    assert queries.door_of_reference(reference_of(IVAN).lower()) == IVAN
    assert REFERENCES.get(reference_of(ISSUER)) is None
    assert REFERENCES.get(reference_of(OPERATOR)) is None


def test_a_mint_is_a_deposit_a_balance_and_a_supply(model: MemoryWrite) -> None:
    model.play(*minted(IVAN, 500_00))
    assert queries.balance(IVAN_VIEWER, TOKEN) == 500_00
    supply = SUPPLIES.get(TOKEN)
    assert supply is not None
    assert (supply["supply"], supply["minted"], supply["symbol"]) == (500_00, 500_00, "MYR-T")
    (deposit,) = DEPOSITS.page(where={"to": IVAN}).rows
    assert deposit["amount"] == 500_00
    (line,) = queries.statement(IVAN_VIEWER).rows
    assert (line["what"], line["amount"], line["balance"]) == ("deposit", 500_00, 500_00)


def test_a_withdrawal_waits_and_is_then_gone(model: MemoryWrite) -> None:
    model.play(*minted(IVAN, 500_00), *requested(IVAN, 200_00))
    (pocket,) = queries.pockets(IVAN_VIEWER)
    assert (pocket.available, pocket.withdrawing, pocket.trustee) == (300_00, 200_00, TRUSTEE)
    assert [each["id"] for each in queries.withdrawals(TAN).rows] == [1]
    model.play(*burned(IVAN, 200_00))
    (pocket,) = queries.pockets(IVAN_VIEWER)
    assert (pocket.available, pocket.withdrawing) == (300_00, 0)
    supply = SUPPLIES.get(TOKEN)
    assert supply is not None
    assert (supply["supply"], supply["burned"], supply["withdrawing"]) == (300_00, 200_00, 0)
    assert supply["holdings"] == 300_00
    call_command("check_holdings")
    model.change(SUPPLIES, TOKEN, holdings=1)
    model.flush()
    with pytest.raises(CommandError, match="do not add up"):
        call_command("check_holdings")
    assert queries.withdrawals(TAN).rows == []
    assert [each["state"] for each in queries.withdrawals(TAN, state=None).rows] == ["burned"]


def test_a_withdrawal_that_is_returned_is_as_if_it_had_not_been(model: MemoryWrite) -> None:
    model.play(*minted(IVAN, 500_00), *requested(IVAN, 200_00), *given_back(IVAN, 200_00))
    (pocket,) = queries.pockets(IVAN_VIEWER)
    assert (pocket.available, pocket.withdrawing) == (500_00, 0)
    found = WITHDRAWALS.get("1")
    assert found is not None
    assert (found["state"], found["reason"]) == ("returned", "Account closed")
    kinds = [each["what"] for each in queries.statement(IVAN_VIEWER).rows]
    assert kinds == ["withdrawal-returned", "withdrawal", "deposit"]


@pytest.mark.parametrize(
    ("frm", "to", "holder", "what"),
    [
        (IVAN, CAMPAIGN, IVAN, "pledge"),
        (CAMPAIGN, IVAN, IVAN, "refund"),
        (CAMPAIGN, ISSUER, ISSUER, "proceeds"),
        (CAMPAIGN, OPERATOR, OPERATOR, "fee"),
        (IVAN, SAM, SAM, "transfer"),
        (IVAN, MASTER, IVAN, "withdrawal"),
    ],
)
def test_a_movement_is_named_by_what_stands_against_it(
    model: MemoryWrite, frm: str, to: str, holder: str, what: str
) -> None:
    model.play(moved(frm, to, 7, index=1))
    (line,) = MOVEMENTS.page(where={"door": holder}).rows
    assert line["what"] == what


people = st.sampled_from([IVAN, SAM, ISSUER, CAMPAIGN])


@given(moves=st.lists(st.tuples(people, people, st.integers(1, 10**12)), max_size=12))
def test_every_statement_adds_up_and_holdings_are_the_supply(moves: list[tuple[str, str, int]]) -> None:
    write = opened()
    write.play(*minted(IVAN, 5))
    write.play(*(moved(frm, to, sum_, index=10 + n) for n, (frm, to, sum_) in enumerate(moves)))
    with write.reading():
        supply = SUPPLIES.get(TOKEN)
        assert supply is not None
        assert (queries.holdings_by_walk(TOKEN), supply["holdings"]) == (5, 5)
        for door in (IVAN, SAM, ISSUER):
            viewer = Viewer(role=Role.INVESTOR, door=door, account=1)
            lines = list(queries.every_movement(viewer))
            balance = 0
            for line in sorted(lines, key=lambda each: each["block"]):
                balance += line["amount"]
            # what no chain allows, more leaving than there is, leaves nothing to spend
            assert max(balance, 0) == queries.balance(viewer, TOKEN)
            if lines:
                assert queries.statement(viewer).rows[0]["balance"] == balance


def test_another_s_money_is_nowhere(model: MemoryWrite) -> None:
    model.play(*minted(IVAN, 500_00), *requested(IVAN, 200_00))
    with pytest.raises(NotFound):
        queries.statement(SAM_VIEWER, IVAN)
    with pytest.raises(NotFound):
        queries.pockets(Viewer(role=Role.OPERATOR, door=SAM, account=9), IVAN)
    with pytest.raises(NotFound):
        queries.withdrawal(SAM_VIEWER, 1)
    with pytest.raises(NotFound):
        queries.reserve(OMAR, TRUSTEE)
    with pytest.raises(SignInNeeded):
        queries.pockets(VISITOR)
    with pytest.raises(NotAllowed):
        queries.bank_lines(IVAN_VIEWER)
    assert queries.statement(OMAR, IVAN).rows


def test_a_client_sees_its_own_trustee_s_money_before_the_first_deposit(model: MemoryWrite) -> None:
    (pocket,) = queries.pockets(IVAN_VIEWER)
    assert (pocket.token, pocket.available) == (TOKEN, 0)
