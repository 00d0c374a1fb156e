"""No state of any app is shown as a bare word."""

from __future__ import annotations

from enum import StrEnum

import pytest

from apps.campaigns.types import PledgeState, State, Stored
from apps.kyc.types import State as Case
from apps.ledger.types import ActState
from apps.participants.types import Link
from apps.portal import looks
from apps.records.types import Outcome
from apps.trading.types import DealState, OrderState
from apps.treasury.types import AccountState, LineState
from apps.vocabulary.types import InvestorClass, Role, Standing

ENUMS: list[type[StrEnum]] = [
    ActState,
    Case,
    State,
    Stored,
    PledgeState,
    LineState,
    AccountState,
    OrderState,
    DealState,
    Outcome,
]
WORDS = [
    *(each.value for enum in ENUMS for each in enum),
    *(each.name.lower() for each in Standing if each),
    *(each.word for each in Link if each),
    "waiting",
    "burned",
    "returned",
    *("trading", "taking-orders", "out-of-session", "in-auction", "halted", "market-closed"),
]


@pytest.mark.parametrize("word", sorted(set(WORDS)))
def test_a_state_has_a_look(word: str) -> None:
    assert word in looks.STATES


def test_a_word_that_is_not_known_is_shown_as_it_is() -> None:
    assert looks.state("on-its-way").word == "On its way"


def test_roles_and_classes_have_words() -> None:
    assert set(looks.ROLE_NAMES) == set(Role)
    assert set(looks.CLASS_NAMES) == set(InvestorClass)
