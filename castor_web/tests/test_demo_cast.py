"""The demo's cast passes the market's own rules."""

from __future__ import annotations

from datetime import date

from apps.accounts.rules import normalised_name
from apps.campaigns.types import SLOTS
from apps.kyc import rules as kyc
from apps.rulebook.services import MALAYSIA
from apps.vocabulary.types import InvestorClass
from apps.vocabulary.words import text_word
from castor_web.demo.cast import (
    APPLICANTS,
    CLIENTS,
    COMPANIES,
    DAY,
    INVESTORS,
    OPERATORS,
    ORGANISATIONS,
    figures,
)
from castor_web.demo.money import line_of
from castor_web.demo.primary import professionals_of, timetable
from castor_web.demo.ventures import SECOND_TRY, VENTURES
from castor_web.demo.waiting import CREDIT

TODAY = date(2026, 11, 22)


def test_everybody_signs_in_under_a_name_of_their_own() -> None:
    staff = [name for each in ORGANISATIONS for name in (each.maker, each.checker)]
    names = [*staff, *(each.login for each in (*CLIENTS, *APPLICANTS))]
    assert len(set(names)) == len(names) == 46
    assert [normalised_name(name) for name in names] == names


def test_identity_numbers_are_well_formed_and_nobody_s_twice() -> None:
    numbers = {kyc.mykad(each.mykad, date.fromisoformat(each.born)) for each in (*INVESTORS, *APPLICANTS)}
    assert len(numbers) == len(INVESTORS) + len(APPLICANTS) == 32
    assert len({kyc.ssm(each.number, TODAY) for each in COMPANIES}) == len(COMPANIES) == 4


def test_names_fit_on_the_chain() -> None:
    for each in (*ORGANISATIONS, *COMPANIES):
        text_word(each.name)


def test_all_three_classes_and_both_operators_have_investors() -> None:
    assert {each.investor_class for each in INVESTORS} == set(InvestorClass) - {InvestorClass.NONE}
    assert {each.operator for each in INVESTORS} == {each.name for each in OPERATORS}


def test_the_live_campaign_can_settle_with_what_professionals_pledge() -> None:
    venture = VENTURES["irene"]
    pledged = sum(each.deposit * 20 // 100 // venture.price for each in professionals_of("Omar Crowd"))
    assert venture.minimum <= pledged < venture.maximum


def test_the_last_line_says_what_is_entered_and_not_minted() -> None:
    even = {"supply": 500_000, "trust_balance": 500_000, "holdings": 500_000}
    ahead = {**even, "trust_balance": 625_000}
    assert line_of("Tan Trustees", even, 0) == (
        "Tan Trustees    supply RM 5,000.00 = trust balance RM 5,000.00 = sum of holdings RM 5,000.00"
    )
    assert line_of("Berkat Amanah", ahead, CREDIT) == (
        "Berkat Amanah   supply RM 5,000.00 = sum of holdings RM 5,000.00;"
        " trust balance RM 6,250.00 = supply + RM 1,250.00 entered, not minted yet"
    )


def test_who_failed_proposes_less_the_second_time() -> None:
    first, second = VENTURES["imran"], SECOND_TRY
    assert second.symbol == first.symbol
    assert second.minimum < second.maximum < first.minimum


def test_the_demo_s_rulebook_differs_from_malaysia_s_in_moratorium_and_sessions_alone() -> None:
    own = {(each.rule, each.investor_class): each.value for each in figures(warps=True)}
    malaysia = {(each.rule, each.investor_class): each.value for each in MALAYSIA}
    of_auctions = ("R21a", InvestorClass.NONE)
    assert own.pop(of_auctions) == malaysia["R21", InvestorClass.NONE]
    differs = {("R19", InvestorClass.NONE), ("R21", InvestorClass.NONE)}
    assert {key for key in own if own[key] != malaysia[key]} == differs
    assert own.keys() == malaysia.keys()


def test_every_document_that_a_disclosure_has_is_asked_for() -> None:
    (asked,) = (each.value for each in MALAYSIA if each.rule == "R15")
    assert asked == (1 << len(SLOTS)) - 1


def test_a_chain_that_cannot_be_warped_has_windows_that_can_be_waited_for() -> None:
    slow = {(each.rule): each.value for each in figures(warps=False)}
    times = timetable(0, warps=False)
    assert max(slow["R10s"], slow["R19"], times.last_opens) < 600
    assert times.last_closes > 30 * DAY
