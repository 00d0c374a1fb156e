"""Each role's start page shows its own, costs few questions, and says what to do next."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from apps.accounts.testing import client_account, signed_in, staff_account
from apps.ledger.testing import MemoryWrite
from apps.participants.tests import cast
from apps.portal.homes import purse
from apps.portal.tests.counting import Counting, counted
from apps.vocabulary.types import Address, Role, Standing

pytestmark = pytest.mark.django_db

TOKEN = cast.address(21)


@pytest.fixture
def market() -> Iterator[MemoryWrite]:
    """The cast's market; Tan's ringgit has its token."""
    write = cast.market()
    write.play(cast.master("MoneyTokenCreated", trustee=cast.TAN, face=TOKEN))
    with write.reading():
        yield write


def ivan(client: Client, door: Address | None = cast.IVAN) -> Client:
    return signed_in(client, client_account("ivan", door=door, applies_to=None if door else cast.OMAR))


def staff(client: Client, role: Role, door: Address) -> Client:
    return signed_in(client, staff_account(role.word, role, door))


# -- what to do next ------------------------------------------------------------------------------------


def test_who_is_not_admitted_is_led_to_the_application(client: Client, market: MemoryWrite) -> None:
    text = ivan(client, door=None).get("/home/").content.decode()
    assert "Begin your application" in text
    assert 'href="/kyc/"' in text
    assert "How it goes on" in text


def test_who_has_no_money_reads_the_reference_to_transfer_with(client: Client, market: MemoryWrite) -> None:
    text = ivan(client).get("/home/").content.decode()
    assert "Pay in your first ringgit" in text
    assert "data-copy=" in text


def test_who_is_suspended_reads_what_is_left(client: Client, market: MemoryWrite) -> None:
    market.play(cast.standing(cast.IVAN, Standing.SUSPENDED, by=cast.OMAR))
    market.flush()
    text = ivan(client).get("/home/").content.decode()
    assert "You cannot pledge or trade at the moment" in text
    assert "Pay in your first ringgit" not in text


def test_an_issuer_is_led_to_its_first_class(client: Client, market: MemoryWrite) -> None:
    browser = signed_in(client, client_account("ida", Role.ISSUER, door=cast.IDA))
    text = browser.get("/home/").content.decode()
    assert "Ida Kopi" in text
    assert "Define your first share class" in text


# -- what adds up ---------------------------------------------------------------------------------------


def test_the_parts_of_a_purse_add_up() -> None:
    shown = purse(TOKEN, "Tan", available=100, pledged=50, withdrawing=50)
    assert shown.total == sum(each.sen for each in shown.parts) == 200
    assert [(each.at, each.share) for each in shown.parts] == [(0, 50), (50, 25), (75, 0), (75, 25)]
    assert shown.available == 100


def test_an_empty_purse_has_no_bar() -> None:
    assert not any(each.share for each in purse(TOKEN, "Tan", available=0, pledged=0, withdrawing=0).parts)


# -- who sees what --------------------------------------------------------------------------------------


def test_an_operator_counts_its_own_clients(client: Client, market: MemoryWrite) -> None:
    text = staff(client, Role.OPERATOR, cast.OMAR).get("/home/").content.decode()
    assert "Applications to review" in text
    assert "nothing waits" in text
    assert "Olga Crowd" not in text


def test_an_operator_is_led_to_its_fees(client: Client, market: MemoryWrite) -> None:
    office = staff(client, Role.OPERATOR, cast.OMAR)
    assert 'href="/treasury/"' in office.get("/home/").content.decode()
    wallet = office.get("/treasury/")
    assert wallet.status_code == 200
    assert "Fees and money" in wallet.content.decode()


def test_a_visitor_signs_in_first(client: Client, market: MemoryWrite) -> None:
    assert client.get("/home/").status_code == 302


# -- what it costs --------------------------------------------------------------------------------------

COSTS = {  # door, statements of SQL, questions to the read model
    Role.INVESTOR: (cast.IVAN, 6, 30),
    Role.OPERATOR: (cast.OMAR, 8, 30),
    Role.TRUSTEE: (cast.TAN, 8, 30),
    Role.REGULATOR: (cast.RANIA, 7, 30),
}


@pytest.mark.parametrize("role", COSTS)
def test_a_start_page_costs_few_questions(
    role: Role,
    client: Client,
    market: MemoryWrite,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    door, queries, trips = COSTS[role]
    browser = ivan(client) if role is Role.INVESTOR else staff(client, role, door)
    counting: Counting
    with counted(market) as counting, django_assert_max_num_queries(queries):
        assert browser.get("/home/").status_code == 200
    assert counting.trips <= trips
