"""Each rule by its plain name: what it finds, and what it lets be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from apps.participants.rules import doors_in, said
from apps.supervision.rules import RULES, alerts, found
from apps.supervision.types.facts import Backed, Due, Facts, Finding, KeyUse, Reporting, Spread, Traded, Used

NOW = 1_700_000_000
DAY = 86_400
FACTS = Facts(now=NOW, block=7)


def rules_of(**facts: Any) -> list[str]:
    return [each.rule for each in found(replace(FACTS, **facts))]


def used(sen: int) -> Used:
    return Used("0xaa", "0xivan", "R4b", None, sen, 5_000_000, NOW)


def traded(price: int, at: int, buyer: str = "ivan", seller: str = "iris", face: str = "kopi") -> Traded:
    return Traded(face, buyer, seller, buyer, seller, 10, price, 10 * price, at, 1, f"0x{at:x}")


def test_nothing_is_found_in_nothing() -> None:
    assert found(FACTS) == []


@pytest.mark.parametrize(
    ("sen", "expected"),
    [
        (4_499_999, []),
        (4_500_000, ["near-limit"]),
        (5_000_000, ["near-limit"]),
        (5_000_001, ["over-limit"]),
    ],
)
def test_near_and_over_limits(sen: int, expected: list[str]) -> None:
    assert rules_of(used=(used(sen),)) == expected


def test_who_has_no_ceiling_is_never_near_it() -> None:
    assert rules_of(used=(replace(used(10**12), ceiling=0),)) == []


def test_units_that_come_back_within_a_week_go_back_and_forth() -> None:
    there, back = traded(100, NOW), traded(100, NOW + DAY, buyer="iris", seller="ivan")
    (finding,) = found(replace(FACTS, trades=(there, back)))
    assert (finding.rule, finding.figures["times"], finding.occurrence) == ("back-and-forth", 2, NOW + DAY)
    assert [each.at for each in finding.events] == [NOW, NOW + DAY]


def test_selling_twice_to_the_same_buyer_or_much_later_or_another_class_is_no_round_trip() -> None:
    there = traded(100, NOW)
    assert rules_of(trades=(there, traded(100, NOW + DAY))) == []
    assert rules_of(trades=(there, traded(100, NOW + 8 * DAY, "iris", "ivan"))) == []
    assert rules_of(trades=(there, traded(100, NOW + 1, "iris", "ivan", face="teh"))) == []


def test_two_doors_of_one_person_are_one() -> None:
    again = replace(traded(100, NOW + 1, "ivan again", "iris"), seller_tag="ivan", buyer_tag="iris")
    assert rules_of(trades=(traded(100, NOW), again)) == ["back-and-forth"]


def test_a_price_beyond_the_band_is_a_jump() -> None:
    assert rules_of(trades=(traded(100, NOW), traded(120, NOW + 1))) == []
    (finding,) = found(replace(FACTS, trades=(traded(100, NOW), traded(79, NOW + 1))))
    assert (finding.rule, finding.figures["before"], finding.figures["after"]) == ("price-jump", 100, 79)
    assert rules_of(trades=(traded(100, NOW), traded(300, NOW + 1, face="teh"))) == []


def test_more_than_a_third_is_concentration() -> None:
    assert rules_of(spreads=(Spread("kopi", 300, "ivan", 99),)) == []
    assert rules_of(spreads=(Spread("kopi", 300, "ivan", 100),)) == ["concentration"]


@pytest.mark.parametrize(
    ("supply", "holdings", "difference", "expected"),
    [(100, 100, 0, []), (100, 100, -1, ["unbacked"]), (100, 99, 0, ["unbacked"])],
)
def test_supply_is_the_bank_and_is_held(
    supply: int, holdings: int, difference: int, expected: list[str]
) -> None:
    assert rules_of(backed=(Backed("tan", supply, holdings, difference, 0),)) == expected


def test_a_statement_gets_old_where_money_circulates() -> None:
    old = Backed("tan", 100, 100, 0, NOW - 1)
    assert rules_of(backed=(old,)) == ["stale-statement"]
    assert rules_of(backed=(replace(old, supply=0, holdings=0),)) == []
    assert rules_of(backed=(replace(old, fresh_until=NOW),)) == []


def test_a_record_that_was_changed() -> None:
    assert rules_of(doubted=(("6f", 12, "another root"),)) == ["record-mismatch"]


@pytest.mark.parametrize(
    ("hour", "business", "expected"),
    [
        (6, True, ["off-hours"]),
        (7, True, []),
        (20, True, []),
        (21, True, ["off-hours"]),
        (12, False, ["off-hours"]),
    ],
)
def test_a_key_used_outside_hours(hour: int, business: bool, expected: list[str]) -> None:
    at = int(datetime(2026, 11, 20, hour - 8 if hour >= 8 else hour + 16, tzinfo=UTC).timestamp())
    assert rules_of(uses=(KeyUse("tan", "0xkey", at, business, "0x1"),)) == expected


def test_a_deadline_missed() -> None:
    assert rules_of(dues=(Due("withdrawal", "1", "ivan", NOW),)) == []
    assert rules_of(dues=(Due("withdrawal", "1", "ivan", NOW - 1),)) == ["deadline"]


def test_an_issuer_s_report_half_a_year_old() -> None:
    assert rules_of(reporting=(Reporting("ida", NOW - 183 * DAY),)) == []
    assert rules_of(reporting=(Reporting("ida", NOW - 183 * DAY - 1),)) == ["stale-report"]


def test_a_broken_promise_comes_first() -> None:
    assert rules_of(used=(used(5_000_001),), broken=(("held", "0xrm", 3),)) == ["invariant", "over-limit"]


def every_finding() -> list[Finding]:
    there, back = traded(100, NOW), traded(50, NOW + 1, buyer="iris", seller="ivan")
    return found(
        Facts(
            now=NOW,
            block=7,
            used=(used(4_500_000), used(5_000_001)),
            trades=(there, back),
            spreads=(Spread("kopi", 300, "ivan", 100),),
            backed=(Backed("tan", 100, 100, -1, 1),),
            uses=(KeyUse("tan", "0xkey", NOW, False, "0x1"),),
            dues=(Due("withdrawal", "1", "ivan", NOW - 1),),
            reporting=(Reporting("ida", 0),),
            doubted=(("6f", 12, "another root"),),
            broken=(("held", "0xrm", 3),),
        )
    )


def test_every_rule_is_tested_here_and_says_what_it_found() -> None:
    findings = every_finding()
    assert {each.rule for each in findings} == set(RULES)
    for each in findings:
        sentence = RULES[each.rule].sentence
        text = said(sentence, each.figures, dict.fromkeys(doors_in(sentence, each.figures), "N"))
        assert "{" not in text
    assert set(alerts.DUE) >= {"withdrawal"}
