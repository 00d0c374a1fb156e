"""A credit at the bank is entered once, looked at by two people, and minted once: on the real chain."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

import pytest

from apps.ledger import services as ledger
from apps.ledger.errors import OwnProposal, Refused
from apps.ledger.testing.following import catch_up
from apps.ledger.testing.stage import Client, Staff, Stage, deployed, stage
from apps.participants import queries as participants
from apps.records import services as records
from apps.treasury import queries, services
from apps.treasury.errors import (
    LineDecided,
    LineTwice,
    NobodysReference,
    NotYourMoney,
    WithdrawalDecided,
    WrongDate,
    WrongReference,
)
from apps.treasury.rules import reference_of
from apps.treasury.tests.stagebank import open_account
from apps.treasury.types import LineState
from apps.vocabulary.errors import Malformed, NotAllowed, NotFound
from apps.vocabulary.types import Role
from apps.vocabulary.words import WrongAmount

__all__ = ["deployed", "stage"]


@dataclass(frozen=True, slots=True)
class Office:
    """A trustee with a linked operator, and Ivan."""

    stage: Stage
    trustee: Staff
    operator: Staff
    ivan: Client

    def follow(self) -> None:
        """The worker's round, the indexer's, and the treasury's own."""
        self.stage.run()
        catch_up()
        services.settle_lines()

    def credit(self, **changed: Any) -> uuid.UUID:
        """A bank line of RM 1,000.00 for Ivan."""
        given = {
            "bank_reference": "MBB-0001",
            "amount": 1000_00,
            "credited_at": participants.chain_time() - 60,
            "reference": reference_of(self.ivan.door),
            "payer": "Ivan bin Ismail",
        }
        return services.enter_bank_line(actor=self.trustee.maker, **{**given, **changed}).id

    def mint(self, line: uuid.UUID) -> None:
        """Both of the trustee's people."""
        act = services.propose_mint(actor=self.trustee.maker, line=line)
        ledger.approve(actor=self.trustee.checker, act=act.id)
        self.follow()

    def withdraw(self, amount: int) -> int:
        """Ivan asks for money; the number of the withdrawal."""
        token = queries.pockets(self.ivan.viewer)[0].token
        signable = services.prepare_withdrawal(actor=self.ivan.viewer, token=token, amount=amount)
        assert f"RM {amount // 100:,}.{amount % 100:02d}" in signable.sentence
        digest = bytes.fromhex(signable.prepared.digest[2:])
        ledger.submit(
            actor=self.ivan.viewer,
            prepared=signable.prepared.id,
            signature=self.ivan.key.sign(digest),
            signer=bytes.fromhex(self.ivan.key.address[2:]),
        )
        self.follow()
        waiting = queries.withdrawals(self.trustee.maker).rows
        return int(waiting[-1]["id"])


@pytest.fixture
def office(stage: Stage) -> Office:
    trustee, operator = stage.admit(Role.TRUSTEE, "Tan"), stage.admit(Role.OPERATOR, "Omar")
    stage.link(trustee, operator)
    ivan = stage.admit_client(operator, Role.INVESTOR, "", trustee, person=b"ivan")
    catch_up()
    records.prepare_readers()
    open_account(trustee)
    return Office(stage, trustee, operator, ivan)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"amount": 0}, WrongAmount),
        ({"amount": -5}, WrongAmount),
        ({"amount": 2**63}, WrongAmount),
        ({"reference": "7K3M9-QX42T-A"}, WrongReference),
        ({"bank_reference": "  "}, Malformed),
        ({"credited_at": 2**40}, WrongDate),
        ({"credited_at": 0}, WrongDate),
    ],
)
def test_what_no_bank_says_is_refused(office: Office, changed: dict[str, Any], problem: Any) -> None:
    with pytest.raises(problem):
        office.credit(**changed)
    assert queries.bank_lines(office.trustee.maker) == []


def test_only_the_trustee_s_maker_enters_a_line(office: Office) -> None:
    given: dict[str, Any] = {
        "bank_reference": "X",
        "amount": 1,
        "credited_at": 1,
        "reference": reference_of(office.ivan.door),
    }
    for actor in (
        office.trustee.checker,
        office.operator.maker,
        office.ivan.viewer,
        office.stage.regulator.maker,
    ):
        with pytest.raises(NotAllowed):
            services.enter_bank_line(actor=actor, **given)


def test_a_line_is_entered_once_and_minted_once_by_two_people(office: Office) -> None:
    line = office.credit()
    with pytest.raises(LineTwice):
        office.credit(bank_reference=" mbb-0001 ", amount=5)
    (shown,) = queries.bank_lines(office.trustee.checker)
    assert (shown.door, shown.amount, shown.state) == (office.ivan.door, 1000_00, LineState.ENTERED)
    with pytest.raises(NotAllowed):
        services.propose_mint(actor=office.trustee.checker, line=line)
    act = services.propose_mint(actor=office.trustee.maker, line=line)
    with pytest.raises(LineDecided):
        services.propose_mint(actor=office.trustee.maker, line=line)
    with pytest.raises((OwnProposal, NotAllowed)):
        ledger.approve(actor=office.trustee.maker, act=act.id)
    with pytest.raises(LineDecided):
        services.dismiss_line(actor=office.trustee.maker, line=line)
    ledger.approve(actor=office.trustee.checker, act=act.id)
    office.follow()
    assert queries.pockets(office.ivan.viewer)[0].available == 1000_00
    assert queries.bank_line(office.trustee.maker, line).state is LineState.MINTED
    with pytest.raises(LineDecided):
        services.propose_mint(actor=office.trustee.maker, line=line)
    reserve = queries.reserve(office.trustee.maker)
    assert (reserve.trust_balance, reserve.supply, reserve.difference) == (1000_00, 1000_00, 0)
    day = queries.today(office.trustee.maker)
    assert (day.minted, day.mints, day.burns) == (1000_00, 1, 0)


def test_a_minted_line_ends_however_many_wait_before_it(office: Office) -> None:
    for number in range(101):
        office.credit(bank_reference=f"PARKED-{number}", reference="", amount=1)
    line = office.credit()
    office.mint(line)
    office.stage.node.call("anvil_mine", "0x5")
    office.follow()
    assert queries.kept_state(office.trustee.maker, line) == LineState.MINTED


def test_a_rejected_mint_leaves_the_line_waiting(office: Office) -> None:
    line = office.credit()
    act = services.propose_mint(actor=office.trustee.maker, line=line)
    ledger.reject(actor=office.trustee.checker, act=act.id, reason="Another amount")
    assert queries.bank_line(office.trustee.maker, line).state is LineState.ENTERED
    office.mint(line)
    assert queries.pockets(office.ivan.viewer)[0].available == 1000_00


def test_a_credit_that_is_nobody_s_is_given_to_one_or_dismissed(office: Office) -> None:
    line = office.credit(reference="")
    assert queries.bank_line(office.trustee.maker, line).door is None
    with pytest.raises(WrongReference):
        services.propose_mint(actor=office.trustee.maker, line=line)
    stranger = office.credit(bank_reference="MBB-0002", reference=reference_of(office.operator.door))
    with pytest.raises(NobodysReference):
        services.propose_mint(actor=office.trustee.maker, line=stranger)
    with pytest.raises(Refused):
        services.propose_mint(actor=office.trustee.maker, line=stranger, to=office.operator.door)
    reserve = queries.reserve(office.trustee.maker)
    assert (reserve.trust_balance, reserve.difference) == (2000_00, 0)  # no statement shows them yet
    services.dismiss_line(actor=office.trustee.maker, line=stranger)
    services.propose_mint(actor=office.trustee.maker, line=line, to=office.ivan.door)
    reserve = queries.reserve(office.stage.regulator.maker, office.trustee.door)
    assert (reserve.trust_balance, reserve.difference) == (1000_00, 0)


def test_another_trustee_sees_no_line_of_this_one(office: Office) -> None:
    line = office.credit()
    other = office.stage.admit(Role.TRUSTEE, "Tim")
    catch_up()
    records.prepare_readers()
    assert queries.bank_lines(other.maker) == []
    with pytest.raises(NotFound):
        queries.bank_line(other.maker, line)
    with pytest.raises(NotFound):
        services.propose_mint(actor=other.maker, line=line)
    # The same words at another bank are another credit.
    services.enter_bank_line(
        actor=other.maker,
        bank_reference="MBB-0001",
        amount=1,
        credited_at=participants.chain_time(),
        reference=reference_of(office.ivan.door),
    )


def test_a_withdrawal_is_paid_out_or_returned_once(office: Office) -> None:
    office.mint(office.credit())
    with pytest.raises(NotYourMoney):
        services.prepare_withdrawal(actor=office.ivan.viewer, token=office.ivan.door, amount=1)
    with pytest.raises(WrongAmount):
        services.prepare_withdrawal(
            actor=office.ivan.viewer, token=queries.pockets(office.ivan.viewer)[0].token, amount=0
        )
    paid, kept = office.withdraw(400_00), office.withdraw(100_00)
    tan = office.trustee
    pocket = queries.pockets(office.ivan.viewer)[0]
    assert (pocket.available, pocket.withdrawing) == (500_00, 500_00)
    with pytest.raises(Refused):
        services.propose_burn(actor=tan.maker, withdrawal=paid, bank_reference="MBB-0001")  # a credit's
    burn = services.propose_burn(actor=tan.maker, withdrawal=paid, bank_reference="OUT-1")
    with pytest.raises(WithdrawalDecided):
        services.propose_return(actor=tan.maker, withdrawal=paid, reason="Twice")
    with pytest.raises(NotAllowed):
        services.propose_return(actor=tan.checker, withdrawal=kept, reason="Account closed")
    back = services.propose_return(actor=tan.maker, withdrawal=kept, reason="Account closed")
    for act in (burn, back):
        ledger.approve(actor=tan.checker, act=act.id)
    office.follow()
    pocket = queries.pockets(office.ivan.viewer)[0]
    assert (pocket.available, pocket.withdrawing) == (600_00, 0)
    with pytest.raises(WithdrawalDecided):
        services.propose_burn(actor=tan.maker, withdrawal=paid, bank_reference="OUT-2")
    reserve = queries.reserve(tan.maker)
    assert (reserve.supply, reserve.burned, reserve.holdings, reserve.difference) == (
        600_00,
        400_00,
        600_00,
        0,
    )
    kinds = [each["what"] for each in queries.statement(office.ivan.viewer).rows]
    assert kinds == ["withdrawal-returned", "withdrawal", "withdrawal", "deposit"]
    assert queries.statement(office.ivan.viewer).rows[0]["balance"] == 600_00


def test_more_than_there_is_cannot_be_withdrawn(office: Office) -> None:
    office.mint(office.credit())
    with pytest.raises(Refused):
        office.withdraw(1000_01)
    assert queries.pockets(office.ivan.viewer)[0].withdrawing == 0
