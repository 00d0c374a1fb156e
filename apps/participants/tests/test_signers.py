"""Who signs for a door: added, removed, replaced by a recovery."""

from __future__ import annotations

from typing import Any

from apps.accounts import hierarchy
from apps.ledger.events import Event
from apps.ledger.testing import MemoryWrite
from apps.participants import queries
from apps.participants.tests import cast
from apps.participants.tests.cast import IVAN, NO_WORD, OMAR, TAN, address, door_event
from apps.vocabulary.types import Address, Role

FIRST, SECOND, VERIFIER = address(71), address(72), address(73)
POINT = "0x" + "11" * 32


def of_ivan(name: str, /, **arguments: Any) -> Event:
    return door_event(IVAN, Role.INVESTOR, name, **arguments)


def added(key: Address, x: str = NO_WORD, y: str = NO_WORD) -> Event:
    return of_ivan("SignerAdded", key=key, x=x, y=y)


def keys(market: MemoryWrite) -> set[str]:
    with market.reading():
        return {each.key for each in queries.signers_of(IVAN)}


def test_signers_come_and_go() -> None:
    market = cast.market()
    market.play(added(FIRST), added(VERIFIER, POINT, POINT))
    assert keys(market) == {FIRST, VERIFIER}
    market.play(of_ivan("SignerRemoved", key=VERIFIER, x=POINT, y=POINT))
    assert keys(market) == {FIRST}
    with market.reading():
        assert queries.doors_of_signer(FIRST) == [IVAN]
        assert queries.doors_of_signer(VERIFIER) == []


def test_a_new_generation_voids_all_earlier_signers() -> None:
    market = cast.market()
    market.play(added(FIRST), of_ivan("SignersReplaced", generation=2), added(SECOND))
    assert keys(market) == {SECOND}


def test_signing_in_asks_the_same_document() -> None:
    market = cast.market()
    market.play(added(FIRST))
    with market.reading():
        assert hierarchy.is_signer(IVAN, FIRST)
        assert not hierarchy.is_signer(IVAN, SECOND)
        assert not hierarchy.is_signer(OMAR, FIRST)


def test_a_recovery_is_asked_agreed_and_done() -> None:
    market = cast.market()
    market.play(added(FIRST), of_ivan("RecoveryAsked", by=OMAR, key=SECOND, x=NO_WORD, y=NO_WORD))
    with market.reading():
        asked = queries.participant(cast.OPERATOR, IVAN).recovery
        assert asked is not None
        assert (asked.asked_by, asked.key, asked.ready_at) == (OMAR, SECOND, 0)
    market.play(of_ivan("RecoveryAgreed", by=TAN, readyAt=cast.LATER + 172_800))
    with market.reading():
        agreed = queries.participant(cast.OPERATOR, IVAN).recovery
        assert agreed is not None
        assert agreed.ready_at == cast.LATER + 172_800
    market.play(
        of_ivan("SignersReplaced", generation=2),
        added(SECOND),
        of_ivan("Recovered", key=SECOND, x=NO_WORD, y=NO_WORD),
    )
    with market.reading():
        assert queries.participant(cast.OPERATOR, IVAN).recovery is None
    assert keys(market) == {SECOND}


def test_a_client_vetoes_and_a_guardian_withdraws() -> None:
    market = cast.market()
    asked = of_ivan("RecoveryAsked", by=OMAR, key=SECOND, x=NO_WORD, y=NO_WORD)
    market.play(asked, of_ivan("RecoveryVetoed", vetoes=1))
    with market.reading():
        found = queries.participant(cast.OPERATOR, IVAN)
        assert (found.recovery, found.vetoes) == (None, 1)
    market.play(asked, of_ivan("RecoveryWithdrawn", by=OMAR))
    with market.reading():
        assert queries.participant(cast.OPERATOR, IVAN).recovery is None
