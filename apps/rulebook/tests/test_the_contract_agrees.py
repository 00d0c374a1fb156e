"""The regulator signs figures and calendar, and the portal reads them as the contract does."""

from __future__ import annotations

import pytest

from apps.ledger import services as outbox
from apps.ledger.testing.stage import Stage
from apps.ledger.types import ActView
from apps.rulebook import queries, rules, services
from apps.vocabulary.errors import Malformed, NotAllowed
from apps.vocabulary.types import Address, InvestorClass, Role, Viewer

WEEK = 7 * rules.DAY


def approve(stage: Stage, *proposed: ActView) -> None:
    for each in proposed:
        outbox.approve(actor=stage.regulator.checker, act=each.id)
    stage.run()
    stage.index()


def test_the_malaysian_figures_and_a_calendar(stage: Stage) -> None:
    stage.index()
    rania = stage.regulator.maker
    approve(stage, *services.propose_defaults(actor=rania))
    assert services.figures_to_sign() == []
    module = queries.module()
    for each in services.MALAYSIA:
        name = each.rule.encode().ljust(32, b"\0")
        said = stage.call("Rulebook", "figure", name, int(each.investor_class), at=module)
        assert queries.figure(each.rule, each.investor_class) == said == each.value

    today = rules.day_of(queries.now())
    word = (today + 3) // rules.DAYS_OF_A_WORD
    holidays = [day for day in (today + 3, today + 4) if day // rules.DAYS_OF_A_WORD == word]
    approve(stage, services.publish_calendar(actor=rania, word=word, holidays=holidays))
    for days in range(10):
        moment = queries.now() + days * rules.DAY + days * 3600
        ends = stage.call("Rulebook", "coolingOffEnd", moment, at=module)
        assert queries.cooling_off_end(moment) == ends
        business = stage.call("Rulebook", "isBusinessDay", today + days, at=module)
        assert queries.is_business_day(today + days) is business

    approve(stage, services.set_rule(actor=rania, rule="R10s", value=90))
    assert queries.cooling_off_end(1000) == 1090
    assert stage.call("Rulebook", "coolingOffEnd", 1000, at=module) == 1090


def test_a_figure_that_is_announced(stage: Stage) -> None:
    stage.index()
    begins = queries.now() + WEEK
    proposed = services.set_rule(
        actor=stage.regulator.maker,
        rule="R4",
        investor_class=InvestorClass.RETAIL,
        value=7,
        effective_from=begins,
    )
    approve(stage, proposed)
    assert queries.figure("R4", InvestorClass.RETAIL) == 0
    assert queries.figure("R4", InvestorClass.RETAIL, at=begins) == 7


def test_only_the_regulator_sets_figures() -> None:
    omar = Viewer(role=Role.OPERATOR, door=Address("0x" + "00" * 20), account=1, maker=True)
    rania = Viewer(role=Role.REGULATOR, door=Address("0x" + "00" * 20), account=1, maker=True)
    with pytest.raises(NotAllowed):
        services.set_rule(actor=omar, rule="R4", value=1)
    with pytest.raises(NotAllowed):
        services.publish_calendar(actor=omar, word=1, holidays=[])
    with pytest.raises(NotAllowed):
        services.propose_defaults(actor=omar)
    for rule, value in (("", 1), ("R" * 32, 1), ("R4", -1), ("R4", 1 << 256)):
        with pytest.raises(Malformed):
            services.set_rule(actor=rania, rule=rule, value=value)
    with pytest.raises(Malformed):
        services.publish_calendar(actor=rania, word=1, holidays=[1])
