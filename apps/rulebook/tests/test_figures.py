"""Dated figures: what holds at a moment, what held before, what is announced."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from apps.ledger.events import Event
from apps.ledger.testing import MemoryWrite, event
from apps.rulebook import queries, rules, services
from apps.rulebook.types import Fixed, Unit
from apps.vocabulary.types import Address, InvestorClass

THEN = 1_700_000_000
DAY = 86_400


def word(text: str) -> str:
    return "0x" + text.encode().ljust(32, b"\0").hex()


def rule_set(rule: str, value: int, *, at: int, since: int | None = None, number: int = 0) -> Event:
    arguments = {"rule": word(rule), "class": number, "value": value, "effectiveFrom": since or at}
    return event("RuleSet", "Rulebook", arguments, at=at, block=at)


def test_a_figure_holds_from_its_moment_on() -> None:
    write = MemoryWrite()
    write.play(rule_set("R4", 500_000, at=THEN, number=1), rule_set("R4", 1_000_000, at=THEN + DAY, number=1))
    write.stand(at=THEN + 2 * DAY)
    with write.reading():
        assert queries.figure("R4", InvestorClass.RETAIL) == 1_000_000
        assert queries.figure("R4", InvestorClass.RETAIL, at=THEN) == 500_000
        assert queries.figure("R4", InvestorClass.RETAIL, at=THEN - 1) == 0
        assert queries.figure("R4", InvestorClass.ANGEL) == 0
        assert queries.now() == THEN + 2 * DAY


def test_an_announced_figure_waits_and_another_one_replaces_it() -> None:
    write = MemoryWrite()
    write.play(
        rule_set("R10", 6, at=THEN),
        rule_set("R10", 8, at=THEN + 1, since=THEN + DAY),
        rule_set("R10", 9, at=THEN + 2, since=THEN + 2 * DAY),
    )
    write.stand(at=THEN + 3)
    with write.reading():
        (found,) = queries.figures()
        assert (found.figure.value, found.rule.unit) == (6, Unit.BUSINESS_DAYS)
        assert found.announced is not None
        assert (found.announced.value, found.announced.effective_from) == (9, THEN + 2 * DAY)
        assert found.history == ()
        assert [queries.figure("R10", at=THEN + day * DAY) for day in (0, 1, 2)] == [6, 6, 9]


def test_a_rule_without_words_is_shown_by_its_name() -> None:
    write = MemoryWrite()
    write.play(rule_set("R99", 1, at=THEN), rule_set("R4", 2, at=THEN, number=1))
    with write.reading():
        assert [each.rule.id for each in queries.figures()] == ["R4", "R99"]


def test_a_market_is_asked_to_sign_only_what_it_has_not_signed() -> None:
    write = MemoryWrite()
    write.play(rule_set("R10", 3, at=THEN))
    with write.reading():
        left = services.figures_to_sign()
        assert len(left) == len(services.MALAYSIA) - 1
        assert "R10" not in {each.rule for each in left}


def test_what_a_person_used_follows_the_contracts_count() -> None:
    write, person, issuer = MemoryWrite(), "0x" + "aa" * 32, Address("0x" + "00" * 19 + "09")
    of = {"person": person, "issuer": issuer}
    booked = {**of, "instance": issuer, "amount": 5, "total": 15, "ofIssuer": 5}
    write.play(event("Booked", "Rulebook", booked))
    with write.reading():
        assert queries.used(person) == 15
        assert queries.used(person, issuer) == 5
    write.play(event("Tidied", "Rulebook", {**of, "amount": 5, "total": 10, "ofIssuer": 0}))
    with write.reading():
        assert (queries.used(person), queries.used(person, issuer)) == (10, 0)


@pytest.mark.parametrize("fixed", rules.FIXED, ids=lambda each: each.constant)
def test_what_no_figure_can_change_is_what_the_contracts_say(fixed: Fixed) -> None:
    source = (Path(__file__).parents[3] / "contracts" / "src" / fixed.source).read_text("utf-8")
    found = re.search(rf"constant {fixed.constant} = (\d+) (days|hours);", source)
    assert found is not None
    assert int(found[1]) * {"days": rules.DAY, "hours": 3_600}[found[2]] == fixed.seconds
