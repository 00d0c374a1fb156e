"""No trustee mints more than its bank has said, nor on an old word of it, not even round the portal."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from apps.ledger import queries as acts
from apps.ledger import services as ledger
from apps.ledger.errors import Refused
from apps.ledger.testing.stage import deployed, stage
from apps.ledger.types import ActState, ActView
from apps.rulebook import queries as rulebook
from apps.rulebook import rules as figures
from apps.treasury import queries, services
from apps.treasury.errors import ReservesOnTheirWay, ReservesPosted
from apps.treasury.rules import bank_word, reference_of
from apps.treasury.tests.stagebank import booked, file_of, sign, today
from apps.treasury.tests.test_bank_lines import Office, office
from apps.vocabulary.errors import NotAllowed
from apps.vocabulary.types import InvestorClass

__all__ = ["deployed", "office", "stage"]


@pytest.fixture
def bank(office: Office) -> Office:
    """A market that asks for reserves; RM 500.00 for Ivan lie at the bank, not minted yet."""
    office.stage.act(
        office.stage.regulator,
        "SetRule",
        rulebook.module(),
        rule=figures.rule_word("reserve"),
        **{"class": int(InvestorClass.NONE)},
        value=1,
        effectiveFrom=0,
    )
    office.follow()
    sign(office.trustee, file_of(office.trustee, booked(500_00, "C1", reference_of(office.ivan.door))))
    return office


def mint_round_the_portal(office: Office, amount: int) -> ActView:
    """What a trustee with its keys and no portal could do."""
    arguments: dict[str, Any] = {
        "to": office.ivan.door,
        "amount": amount,
        "ref": bank_word(office.trustee.door, "round"),
        "creditedAt": 1,
    }
    door = office.trustee.door
    return ledger.propose(actor=office.trustee.maker, door=door, act="Mint", target=door, arguments=arguments)


def refusal(office: Office, amount: int) -> str:
    with pytest.raises(Refused) as raised:
        mint_round_the_portal(office, amount)
    return raised.value.name


def test_a_signed_balance_is_what_the_chain_mints_up_to(bank: Office) -> None:
    (line,) = queries.bank_lines(bank.trustee.maker)
    assert not queries.reserve(bank.trustee.maker).on_chain
    with pytest.raises(ReservesOnTheirWay):
        services.propose_mint(actor=bank.trustee.maker, line=line.id)
    bank.follow()
    found = queries.reserve(bank.trustee.maker)
    assert (found.on_chain, found.posted) == (True, (500_00, today()))
    assert refusal(bank, 500_01) == "MoneyAboveReserve"
    bank.mint(line.id)
    assert queries.reserve(bank.trustee.maker).supply == 500_00
    assert refusal(bank, 1) == "MoneyAboveReserve"


def test_an_old_balance_backs_nothing_and_stops_no_exit(bank: Office) -> None:
    (line,) = queries.bank_lines(bank.trustee.maker)
    bank.follow()
    bank.mint(line.id)
    until = queries.reserve(bank.trustee.maker).fresh_until
    bank.stage.node.call("evm_setNextBlockTimestamp", until)
    bank.stage.node.call("anvil_mine", "0x1")
    bank.follow()
    assert refusal(bank, 1) == "MoneyReserveStale"
    withdrawal = bank.withdraw(500_00)
    act = services.propose_burn(actor=bank.trustee.maker, withdrawal=withdrawal, bank_reference="OUT1")
    ledger.approve(actor=bank.trustee.checker, act=act.id)
    bank.follow()
    assert queries.reserve(bank.trustee.maker).supply == 0


def test_an_overdrawn_account_backs_nothing(bank: Office) -> None:
    sign(bank.trustee, file_of(bank.trustee, booked(-600_00, "OUT1")))
    bank.follow()
    found = queries.reserve(bank.trustee.maker)
    assert (found.bank, found.on_chain, found.posted) == (-100_00, True, (0, today()))
    assert refusal(bank, 1) == "MoneyAboveReserve"


def test_a_balance_that_never_arrived_is_posted_again(bank: Office) -> None:
    tan, statement = bank.trustee, queries.latest_statement(bank.trustee.maker, bank.trustee.door)
    assert statement is not None
    with pytest.raises(ReservesPosted):
        services.post_again(actor=tan.maker)
    bank.stage.node.call("evm_increaseTime", hex(7200))
    bank.stage.node.call("evm_mine")
    bank.follow()
    lost = queries.posting_of(statement.id)
    assert lost is not None
    assert lost.state is ActState.EXPIRED
    with pytest.raises(NotAllowed):
        services.post_again(actor=tan.checker)
    again = services.post_again(actor=tan.maker)
    with pytest.raises(ReservesPosted):
        services.post_again(actor=tan.maker)
    ledger.approve(actor=tan.checker, act=again.id)
    bank.follow()
    assert acts.act(again.id).state is ActState.MINED
    assert queries.reserve(tan.maker).on_chain
    with pytest.raises(ReservesPosted):
        services.post_again(actor=tan.maker)


def test_portal_and_chain_agree_on_how_long_a_balance_counts(bank: Office) -> None:
    bank.follow()
    statement = queries.latest_statement(bank.trustee.maker, bank.trustee.door)
    assert statement is not None
    day = (statement.closing_on - dt.date(1970, 1, 1)).days
    told = bank.stage.call("Rulebook", "endOfBusinessDay", day, 1, at=rulebook.module())
    assert queries.fresh_until(statement) == told
