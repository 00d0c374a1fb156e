"""Staff find what their organisation oversees, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from apps.accounts.testing import client_account, signed_in, staff_account
from apps.ledger.testing import MemoryWrite
from apps.ledger.types import ActState
from apps.participants.tests import cast
from apps.portal import finding
from apps.portal.tests.cast import act
from apps.treasury.rules import reference_of
from apps.vocabulary.errors import NotAllowed
from apps.vocabulary.types import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def market() -> Iterator[MemoryWrite]:
    write = cast.market()
    with write.reading():
        yield write


def names(text: str) -> list[str]:
    return [each.name for each in finding.find(cast.OPERATOR, text)]


def test_clients_and_visitors_do_not_search() -> None:
    with pytest.raises(NotAllowed):
        finding.find(cast.INVESTOR, "Omar")
    assert signed_in(Client(), client_account("ivan", door=cast.IVAN)).get("/find/").status_code == 403


def test_another_s_client_is_not_found() -> None:
    for text in (cast.IRIS, reference_of(cast.IRIS), "Olga"):
        assert names(text) == []


@pytest.mark.parametrize("text", ["", " ", "nobody", "0x12", "0x" + "ab" * 32, "0x" + "ab" * 20])
def test_what_is_not_there_is_not_found(text: str) -> None:
    assert names(text.strip()) == []


def test_an_organisation_is_found_by_a_part_of_its_name_and_a_client_by_address_and_reference() -> None:
    assert names("omar c") == ["Omar Crowd"]
    assert names(cast.IVAN.lower()) == [cast.IVAN]
    assert names(reference_of(cast.IVAN)) == [cast.IVAN]


def test_an_act_is_found_by_its_number_by_who_may_see_it() -> None:
    own, other = act(cast.IVAN, ActState.FINAL), act(cast.IRIS, ActState.FINAL)
    assert names(str(own.uid)) == ["Pledge"]
    assert names(str(other.uid)) == []


def test_what_is_looked_for_is_in_no_address(client: Client) -> None:
    omar = signed_in(client, staff_account("omar", Role.OPERATOR, cast.OMAR))
    answer = omar.post("/find/", {"text": "omar crowd"})
    assert "Omar Crowd" in answer.content.decode()
    assert 'method="post" action="/find/"' in answer.content.decode()
