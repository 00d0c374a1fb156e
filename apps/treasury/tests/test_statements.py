"""A bank's statement is posted by one, signed by another, and accounts for every sen: on the real chain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from apps.ledger import queries as acts
from apps.ledger import readmodel, store
from apps.ledger import services as ledger
from apps.ledger.storage import reading_from
from apps.ledger.testing.stage import deployed, stage
from apps.ledger.types import ActState
from apps.participants import queries as participants
from apps.records import queries as records
from apps.records.types import Outcome
from apps.treasury import queries, rules, services
from apps.treasury.bankfiles.payments import end_to_end
from apps.treasury.bankfiles.values import Statement
from apps.treasury.errors import (
    AnotherAccount,
    BadStatement,
    DebitDecided,
    LineDecided,
    NoMatch,
    NotAtTheBank,
    OwnAccountProposal,
    ReservesDiffer,
    ReservesStale,
    StatementDecided,
    StatementOutOfTurn,
    StatementWaits,
)
from apps.treasury.queries import reserves
from apps.treasury.rules import reference_of
from apps.treasury.tests.stagebank import booked, file_of, sign, today
from apps.treasury.tests.test_bank_lines import Office, office
from apps.treasury.tests.written import camt053, mt940, sheet
from apps.treasury.types import SUPPLIES, DebitState, LineState, Parked, PayoutState
from apps.vocabulary.errors import NotAllowed, NotFound

__all__ = ["deployed", "office", "stage"]


def items(office: Office) -> dict[str, int]:
    """Why bank and supply differ."""
    return {each.what: each.amount for each in queries.reserve(office.trustee.maker).items}


def difference(office: Office) -> int:
    return queries.reserve(office.trustee.maker).difference


def pass_to(office: Office, moment: int) -> None:
    """The chain's clock."""
    office.stage.node.call("evm_setNextBlockTimestamp", moment)
    office.stage.node.call("anvil_mine", hex(1))
    office.follow()


def mint_all(office: Office) -> list[str]:
    """The round to its end; the problems on its way."""
    problems: list[str] = []
    after = None
    while (step := services.propose_next_mint(actor=office.trustee.maker, after=after)).line is not None:
        after = step.line.id
        if step.act is not None:
            ledger.approve(actor=office.trustee.checker, act=step.act.id)
        problems += [step.problem.code] if step.problem else []
    office.follow()
    return problems


def test_a_mint_that_is_indexed_while_a_request_counts_makes_no_difference(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(office.trustee, file_of(office.trustee, booked(500_00, "C1", reference_of(office.ivan.door))))
    counted, left = reserves._credits, [office]

    def slowly(*given: Any) -> Any:
        if left:  # the supply is read, what was minted is not
            with reading_from(store.live()):
                mint_all(left.pop())
        return counted(*given)

    monkeypatch.setattr(reserves, "_credits", slowly)
    with readmodel.one_sight():
        assert [each["supply"] for each in SUPPLIES.walk()] == [0]
        found = queries.reserve(office.trustee.maker)
    assert left == []
    assert (found.bank, found.supply, found.difference) == (500_00, 500_00, 0)


@pytest.mark.parametrize("write", [sheet, mt940, camt053])
def test_credits_find_their_investors_and_are_minted_in_one_round(
    office: Office, write: Callable[[Statement], bytes]
) -> None:
    reference = reference_of(office.ivan.door)
    lines = (
        booked(500_00, "C1", f"Deposit {reference.replace('-', ' ')} thanks"),
        booked(1_00, "C2", f"{reference[:-1]}?"),
        booked(2_00, "C3", reference_of(office.operator.door)),
        booked(250_50, "C4", reference.lower()),
    )
    data = file_of(office.trustee, *lines, write=write)
    seen = services.preview_statement(actor=office.trustee.maker, data=data)
    assert [each.what for each in seen.plan] == ["matched", "parked", "parked", "matched"]
    assert [each.parked for each in seen.plan] == ["", Parked.NO_REFERENCE, Parked.NOBODYS, ""]
    assert queries.bank_lines(office.trustee.maker) == []
    statement = sign(office.trustee, data)
    assert items(office) == {"credits": 750_50, "parked": 3_00}
    assert mint_all(office) == []
    reserve = queries.reserve(office.trustee.maker)
    assert (reserve.bank, reserve.supply, reserve.holdings, reserve.difference) == (753_50, 750_50, 750_50, 0)
    assert queries.pockets(office.ivan.viewer)[0].available == 750_50
    assert records.check(office.trustee.maker, statement).outcome is Outcome.MATCH
    assert [each.booking.amount for each in seen.plan] == [
        each.amount for each in queries.bookings_of(office.trustee.maker, statement)
    ]


def test_nobody_posts_what_does_not_fit(office: Office) -> None:
    tan = office.trustee
    data = file_of(tan, booked(500_00, "C1"))
    for actor in (tan.checker, office.operator.maker, office.ivan.viewer, office.stage.regulator.maker):
        with pytest.raises(NotAllowed):
            services.post_statement(actor=actor, data=data)
    with pytest.raises(AnotherAccount):
        services.post_statement(actor=tan.maker, data=data.replace(b"514000000001", b"514000000002"))
    with pytest.raises(StatementOutOfTurn):
        services.post_statement(actor=tan.maker, data=file_of(tan, booked(5, "C1"), opening=1))
    with pytest.raises(BadStatement):
        services.post_statement(actor=tan.maker, data=file_of(tan, on=today() + dt.timedelta(days=1)))
    with pytest.raises(BadStatement):
        services.post_statement(actor=tan.maker, data=data + b"514000000001,2026\n")
    assert queries.waiting_statement(tan.maker) is None
    posted = services.post_statement(actor=tan.maker, data=data)
    with pytest.raises(StatementWaits):
        services.post_statement(actor=tan.maker, data=data)
    with pytest.raises(NotAllowed):
        services.sign_statement(actor=tan.maker, statement=posted.id)
    with pytest.raises(NotAllowed):
        services.sign_statement(actor=office.operator.checker, statement=posted.id)
    services.drop_statement(actor=tan.maker, statement=posted.id)
    with pytest.raises(StatementDecided):
        services.sign_statement(actor=tan.checker, statement=posted.id)
    assert queries.bank_lines(tan.maker) == []


def test_who_posted_a_statement_does_not_sign_it(office: Office) -> None:
    tan = replace(office.trustee.maker, checker=True)
    posted = services.post_statement(actor=tan, data=file_of(office.trustee))
    with pytest.raises(OwnAccountProposal):
        services.sign_statement(actor=tan, statement=posted.id)


def test_a_line_is_entered_once_by_hand_or_by_whichever_statement(office: Office) -> None:
    tan, reference = office.trustee, reference_of(office.ivan.door)
    by_hand = office.credit(bank_reference="C1", amount=100_00)
    morning = (booked(100_00, "C1", reference), booked(5_00, "C2", reference))
    seen = services.preview_statement(actor=tan.maker, data=file_of(tan, *morning))
    assert [each.what for each in seen.plan] == ["known", "matched"]
    sign(tan, file_of(tan, *morning))
    assert len(queries.bank_lines(tan.maker)) == 2
    assert queries.bank_line(tan.maker, by_hand).booked_at is not None
    whole_day = file_of(tan, *morning, booked(7_00, "C1", reference), opening=0)
    seen = services.preview_statement(actor=tan.maker, data=whole_day)
    assert [each.what for each in seen.plan] == ["duplicate", "duplicate", "parked"]
    assert seen.plan[2].parked == Parked.REFERENCE_TWICE
    sign(tan, whole_day)
    sign(tan, whole_day)
    assert len(queries.bank_lines(tan.maker)) == 3
    assert mint_all(office) == []
    assert (difference(office), items(office)) == (0, {"parked": 7_00})


def test_nothing_is_minted_that_the_bank_does_not_bear_out(office: Office) -> None:
    tan = office.trustee
    early, late = (
        office.credit(credited_at=participants.chain_time() - 3 * rules.DAY),
        office.credit(bank_reference="L"),
    )
    with pytest.raises(NotAtTheBank):
        services.propose_mint(actor=tan.maker, line=early)
    office.mint(late)
    assert items(office) == {"ahead": -1000_00}
    assert difference(office) == 0
    withdrawal = office.withdraw(300_00)
    sign(tan, file_of(tan, booked(4_00, "C1", reference_of(office.ivan.door))))
    assert difference(office) == 0  # the day is not over
    pass_to(office, rules.begin_of(today() + dt.timedelta(days=1)))
    sign(tan, file_of(tan, on=today() - dt.timedelta(days=1)))  # it is, and the credit is not there
    assert difference(office) == -1000_00
    (waiting,) = [each for each in queries.bank_lines(tan.maker) if each.bank_reference == "C1"]
    with pytest.raises(ReservesDiffer) as refused:
        services.propose_mint(actor=tan.maker, line=waiting.id)
    assert refused.value.arguments["difference"] == "-1,000.00"
    burn = services.propose_burn(actor=tan.maker, withdrawal=withdrawal, bank_reference="OUT")
    ledger.approve(actor=tan.checker, act=burn.id)
    office.follow()
    assert queries.withdrawal(tan.maker, withdrawal).state == "burned"


def test_a_statement_is_good_for_one_business_day(office: Office) -> None:
    line = office.credit(credited_at=participants.chain_time() + 60)
    until = queries.reserve(office.trustee.maker).fresh_until
    pass_to(office, until + 1)
    with pytest.raises(ReservesStale):
        services.propose_mint(actor=office.trustee.maker, line=line)
    sign(office.trustee, file_of(office.trustee, booked(1000_00, "MBB-0001")))
    office.mint(line)
    assert difference(office) == 0


def test_a_withdrawal_is_paid_by_file_found_on_the_statement_and_burned(office: Office) -> None:
    tan, reference = office.trustee, reference_of(office.ivan.door)
    services.set_payout_account(
        actor=office.ivan.viewer, bank="Maybank", holder="Ivan", number="114012345678"
    )
    sign(tan, file_of(tan, booked(900_00, "C1", reference)))
    mint_all(office)
    paid, back = office.withdraw(400_00), office.withdraw(100_00)
    batch = services.order_payouts(actor=tan.maker)
    with pytest.raises(NotFound):
        services.payout_file(actor=tan.maker, batch=batch, form="pdf")
    services.release_payouts(actor=tan.checker, batch=batch)
    made = services.payout_file(actor=tan.maker, batch=batch, form="pain.001.001.09").decode()
    assert made.count("114012345678") == 2
    assert "<CtrlSum>500.00</CtrlSum>" in made
    services.mark_sent(actor=tan.maker, batch=batch)
    out = [booked(-400_00, "D1", end_to_end=end_to_end(paid)), booked(-100_00, "D2", end_to_end(back))]
    sign(tan, file_of(tan, *out))
    assert (difference(office), items(office)) == (0, {"unburned": -500_00})
    sign(tan, file_of(tan, booked(100_00, "C9", f"RETURNED {end_to_end(back)}")))
    assert (difference(office), items(office)) == (0, {"unburned": -400_00})
    assert [each.state for each in queries.payouts(tan.maker, tuple(PayoutState))] == ["paid", "failed"]
    step = services.propose_next_burn(actor=tan.maker)
    assert step.act is not None
    ledger.approve(actor=tan.checker, act=step.act.id)
    assert services.propose_next_burn(actor=tan.maker, after=step.withdrawal).withdrawal == 0
    returned = services.propose_return(actor=tan.maker, withdrawal=back, reason="Account closed")
    ledger.approve(actor=tan.checker, act=returned.id)
    office.follow()
    reserve = queries.reserve(tan.maker)
    assert (reserve.bank, reserve.supply, reserve.holdings) == (500_00, 500_00, 500_00)
    assert (reserve.items, reserve.difference) == ((), 0)


def test_what_nobody_can_explain_is_a_difference_until_somebody_does(office: Office) -> None:
    tan = office.trustee
    sign(tan, file_of(tan, booked(50_00, "C1", "a gift"), booked(-50_00, "D1", "sent back")))
    (debit,) = queries.debits(tan.maker)
    assert (debit.amount, difference(office)) == (50_00, -50_00)
    (line,) = queries.bank_lines(tan.maker)
    with pytest.raises(NoMatch):
        services.match_debit(actor=tan.maker, debit=debit.id, settles=f"line:{line.id}")
    services.dismiss_line(actor=tan.maker, line=line.id)
    for wrong in ("withdrawal:7", "withdrawal:x", "line:x", "", f"line:{debit.id}"):
        with pytest.raises((NoMatch, NotFound)):
            services.match_debit(actor=tan.maker, debit=debit.id, settles=wrong)
    services.match_debit(actor=tan.maker, debit=debit.id, settles=f"line:{line.id}")
    with pytest.raises(DebitDecided):
        services.match_debit(actor=tan.maker, debit=debit.id, settles=f"line:{line.id}")
    assert queries.bank_line(tan.maker, line.id).state is LineState.SENT_BACK
    assert (difference(office), items(office)) == (0, {})
    assert queries.debits(tan.maker, DebitState.SETTLED)[0].settles == f"line:{line.id}"


def test_a_reference_is_minted_once_however_often_it_is_tried(office: Office) -> None:
    tan = office.trustee
    sign(tan, file_of(tan, booked(1000_00, "C1", reference_of(office.ivan.door))))
    (line,) = queries.bank_lines(tan.maker)
    mint: dict[str, int | str | bytes] = {
        "to": office.ivan.door,
        "amount": 1000_00,
        "ref": rules.bank_word(tan.door, "C1"),
        "creditedAt": line.credited_at,
    }
    # Around the portal's own check: twenty acts of one reference, all approved before the first is carried.
    storm = [
        ledger.propose(actor=tan.maker, door=tan.door, act="Mint", target=tan.door, arguments=mint)
        for _ in range(19)
    ]
    storm.append(services.propose_mint(actor=tan.maker, line=line.id))
    for _ in range(5):
        with pytest.raises(LineDecided):
            services.propose_mint(actor=tan.maker, line=line.id)
    for each in storm:
        ledger.approve(actor=tan.checker, act=each.id)
    office.follow()
    states = [acts.act(each.id).state for each in storm]
    assert (states.count(ActState.MINED), states.count(ActState.REFUSED)) == (1, 19)
    reserve = queries.reserve(tan.maker)
    assert (reserve.supply, reserve.holdings, reserve.bank, reserve.difference) == (1000_00,) * 3 + (0,)
