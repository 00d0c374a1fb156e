"""Who may act: a participant and all above it are active, valid and not frozen."""

from __future__ import annotations

import pytest

from apps.participants import queries
from apps.participants.tests import cast
from apps.participants.tests.cast import IVAN, LATER, OMAR, RANIA, SAM, TAN, YEAR
from apps.vocabulary.types import InvestorClass, Standing


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.REVOKED])
def test_below_a_suspended_or_revoked_parent_nobody_acts(standing: Standing) -> None:
    market = cast.market()
    market.play(cast.standing(OMAR, standing))
    with market.reading():
        assert not queries.is_active(OMAR)
        assert not queries.is_active(IVAN)
        assert queries.blamed(IVAN) == OMAR
        assert queries.participant(cast.REGULATOR, IVAN).standing is Standing.ACTIVE


def test_a_frozen_participant_acts_again_when_the_freeze_lapses() -> None:
    market = cast.market()
    market.play(cast.master("Frozen", door=IVAN, until=LATER + 10, by=RANIA, reason=cast.word("inquiry")))
    with market.reading():
        assert not queries.is_active(IVAN)
        assert queries.is_active(IVAN, at=LATER + 10)


def test_who_has_expired_does_not_act_until_renewed() -> None:
    market = cast.market()
    market.stand(at=LATER + YEAR + 1)
    with market.reading():
        assert not queries.is_active(IVAN)
    renewed = {"class": int(InvestorClass.ANGEL), "validUntil": LATER + 2 * YEAR}
    market.play(cast.master("Renewed", door=IVAN, **renewed))
    with market.reading():
        assert queries.is_active(IVAN)
        assert queries.participant(cast.OPERATOR, IVAN).investor_class is InvestorClass.ANGEL


def test_a_reinstated_parent_lets_its_children_act_again() -> None:
    market = cast.market()
    market.play(cast.standing(OMAR, Standing.SUSPENDED), cast.standing(OMAR, Standing.ACTIVE))
    with market.reading():
        assert queries.is_active(IVAN)


def test_a_stranger_and_a_visitor_are_nobody() -> None:
    with cast.market().reading():
        assert not queries.is_active(SAM)
        assert queries.name_of(SAM) == "0x0000…0009"


def test_the_regulator_and_unburdened_participants_act() -> None:
    with cast.market().reading():
        assert all(queries.is_active(door) for door in (RANIA, TAN, OMAR, IVAN))
        assert queries.blamed(IVAN) is None
