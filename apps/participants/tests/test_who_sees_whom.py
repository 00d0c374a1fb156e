"""The one rule of sight: the regulator all, a trustee its operators and theirs, an operator its clients."""

from __future__ import annotations

import pytest

from apps.ledger import feeds
from apps.ledger.testing import MemoryWrite
from apps.participants import queries
from apps.participants.tests import cast
from apps.participants.tests.cast import IDA, IRIS, IVAN, OLGA, OMAR, RANIA, SAM, TAN, TARA
from apps.participants.types import Link
from apps.vocabulary.errors import NotFound, SignInNeeded
from apps.vocabulary.types import VISITOR, Address, Role, Viewer

EVERYBODY = {RANIA, TAN, TARA, OMAR, OLGA, IDA, IVAN, IRIS}


def seen(viewer: Viewer) -> set[Address]:
    return {door for door in (*EVERYBODY, SAM) if queries.sees(viewer, door)}


@pytest.mark.parametrize(
    ("viewer", "whom"),
    [
        (VISITOR, set()),
        (cast.INVESTOR, {IVAN}),
        (cast.viewer(IDA, Role.ISSUER), {IDA}),
        (cast.OPERATOR, {OMAR, IDA, IVAN}),
        (cast.TRUSTEE, {TAN, OMAR, IDA, IVAN}),
        (cast.REGULATOR, EVERYBODY),
        (cast.viewer(SAM, Role.TRUSTEE), set()),
    ],
    ids=["visitor", "investor", "issuer", "operator", "trustee", "regulator", "stranger"],
)
def test_each_sees_its_own(viewer: Viewer, whom: set[Address]) -> None:
    with cast.market().reading():
        assert seen(viewer) == whom


def test_another_operators_client_is_not_there() -> None:
    with cast.market().reading():
        with pytest.raises(NotFound):
            queries.participant(cast.OPERATOR, IRIS)
        with pytest.raises(NotFound):
            queries.clients(cast.OPERATOR, parent=OLGA)
        with pytest.raises(NotFound):
            queries.children(cast.TRUSTEE, OLGA)


@pytest.mark.parametrize("state", [Link.SUSPENDED, Link.OFFERED_BY_OPERATOR])
def test_a_link_that_is_not_in_force_gives_no_sight(state: Link) -> None:
    market = cast.market()
    market.play(cast.linked(TAN, OMAR, state))
    with market.reading():
        assert seen(cast.TRUSTEE) == {TAN}


def test_lists_hold_only_whom_one_sees() -> None:
    with cast.market().reading():
        assert {each.door for each in queries.clients(cast.OPERATOR).rows} == {IDA, IVAN}
        assert {each.door for each in queries.clients(cast.TRUSTEE).rows} == {IDA, IVAN}
        assert {each.door for each in queries.clients(cast.REGULATOR).rows} == {IDA, IVAN, IRIS}
        investors = queries.clients(cast.REGULATOR, role=Role.INVESTOR, parent=OMAR)
        assert [each.door for each in investors.rows] == [IVAN]
        assert queries.clients(cast.INVESTOR).rows == []
        assert queries.clients(cast.viewer(SAM, Role.TRUSTEE)).rows == []


def test_a_list_goes_on_where_a_page_ended() -> None:
    with cast.market().reading():
        first = queries.clients(cast.REGULATOR, limit=2)
        rest = queries.clients(cast.REGULATOR, limit=2, after=first.next)
        assert first.next is not None
        assert rest.next is None
        assert {each.door for each in first.rows + rest.rows} == {IDA, IVAN, IRIS}


def test_the_tree_shows_organisations_with_their_clients_counted() -> None:
    with cast.market().reading():
        with pytest.raises(SignInNeeded):
            queries.tree(VISITOR)
        rows = [
            (each.participant.door, each.issuers, each.investors) for each in queries.tree(cast.REGULATOR)
        ]
        assert rows == [(RANIA, 0, 0), (TAN, 0, 0), (TARA, 0, 0), (OLGA, 0, 1), (OMAR, 1, 1)]
        assert [each.participant.door for each in queries.tree(cast.OPERATOR)] == [OMAR]


def test_feeds_go_to_those_who_see(write: MemoryWrite) -> None:
    """What happens to Ivan is read by Omar, Tan and Rania, and not by Tara, Olga or Iris."""
    with write.reading():
        for door, reads in {IVAN: True, OMAR: True, TAN: True, RANIA: True, TARA: False, OLGA: False}.items():
            told = [row["arguments"].get("door") for row in feeds.feed(door).rows]
            assert (IVAN in told) is reads, door


@pytest.fixture
def write() -> MemoryWrite:
    return cast.market()
