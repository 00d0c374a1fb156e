"""An operator's clients and trades in the admin: who sees them, who may propose what, and what is logged."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from apps.accounts.testing import client_account, signed_in, staff_account
from apps.ledger.testing import MemoryWrite
from apps.participants import queries as participants
from apps.participants.tests import cast
from apps.portal.admin import open_decisions
from apps.portal.tests.counting import counted
from apps.vocabulary.types import Address, Role, Standing, Viewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def market() -> Iterator[MemoryWrite]:
    write = cast.market()
    with write.reading():
        yield write


@pytest.fixture
def omar(client: Client, market: MemoryWrite) -> Client:
    return signed_in(client, staff_account("omar", Role.OPERATOR, cast.OMAR))


def page(door: Address, decision: str = "") -> str:
    return f"/admin/clients/{door}/" + (f"{decision}/" if decision else "")


# -- who sees what --------------------------------------------------------------------------------------


def test_a_client_of_the_market_has_no_desk(client: Client, market: MemoryWrite) -> None:
    ivan = signed_in(client, client_account("ivan", door=cast.IVAN))
    for address in ("/admin/", "/admin/clients/", "/admin/trades/", page(cast.IVAN)):
        assert ivan.get(address).status_code in (302, 403)


def test_another_operator_s_client_is_nowhere(omar: Client) -> None:
    for address in (page(cast.IRIS), page(cast.IRIS, "suspend"), page(cast.TAN), page(cast.address(99))):
        assert omar.get(address).status_code == 404
    assert cast.IRIS not in omar.get("/admin/clients/").content.decode()
    assert not omar.post("/admin/clients/find/", {"text": cast.IRIS}).context["rows"]


def test_a_client_is_found_by_its_address(omar: Client) -> None:
    answer = omar.post("/admin/clients/find/", {"text": cast.IVAN.lower()})
    assert [each.client.door for each in answer.context["rows"]] == [cast.IVAN]
    assert omar.get("/admin/clients/find/").status_code == 405


def test_filters_are_in_the_address(omar: Client) -> None:
    rows = omar.get("/admin/clients/?role=issuer").context["rows"]
    assert [each.name for each in rows] == ["Ida Kopi"]
    assert not omar.get("/admin/clients/?standing=suspended").context["rows"]


def test_the_first_page_shows_the_queues(omar: Client) -> None:
    text = omar.get("/admin/").content.decode()
    assert "Applications to review" in text
    assert "Clients" in text
    assert "Trades" in text


# -- what is exported and logged ------------------------------------------------------------------------


def test_an_export_holds_what_the_list_holds_and_is_logged(omar: Client) -> None:
    lines = b"".join(omar.get("/admin/clients/export.csv?role=investor")).decode().splitlines()
    assert lines[0].startswith("door,role,company")
    assert [line.split(",")[0] for line in lines[1:]] == [cast.IVAN]
    assert LogEntry.objects.get().change_message == "exported clients"


def test_an_empty_list_of_trades_says_so(omar: Client) -> None:
    assert "No trade yet" in omar.get("/admin/trades/?since=2026-01-01&until=nonsense").content.decode()
    assert omar.get(f"/admin/trades/?market={cast.OLGA}").status_code == 404


# -- what may be proposed -------------------------------------------------------------------------------


def test_only_a_maker_of_the_client_s_own_operator_proposes(market: MemoryWrite) -> None:
    ivan = participants.participant(cast.OPERATOR, cast.IVAN)
    assert open_decisions(cast.OPERATOR, ivan) == ["suspend", "revoke", "renew"]
    checker = Viewer(Role.OPERATOR, cast.OMAR, 2, checker=True)
    for viewer in (checker, cast.TRUSTEE, cast.REGULATOR, cast.viewer(cast.OLGA, Role.OPERATOR)):
        assert open_decisions(viewer, ivan) == []


def test_who_is_suspended_can_be_reinstated_and_who_is_revoked_nothing(market: MemoryWrite) -> None:
    market.play(cast.standing(cast.IVAN, Standing.SUSPENDED, by=cast.OMAR))
    market.flush()
    found = participants.participant(cast.OPERATOR, cast.IVAN)
    assert open_decisions(cast.OPERATOR, found) == ["reinstate", "revoke", "renew"]
    market.play(cast.standing(cast.IVAN, Standing.REVOKED, by=cast.OMAR))
    market.flush()
    assert open_decisions(cast.OPERATOR, participants.participant(cast.OPERATOR, cast.IVAN)) == []


@pytest.mark.parametrize(
    "given",
    [{}, {"reason": "", "confirm": cast.IVAN[-6:]}, {"reason": "late papers", "confirm": "yes"}],
)
def test_without_reason_and_confirmation_nothing_is_proposed(omar: Client, given: dict[str, str]) -> None:
    answer = omar.post(page(cast.IVAN, "suspend"), given)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not LogEntry.objects.exists()


def test_a_refusal_is_said_and_not_logged(omar: Client) -> None:
    """There is no node here: the services say so, and the page shows it."""
    given = {"reason": "late papers", "confirm": cast.IVAN[-6:]}
    answer = omar.post(page(cast.IVAN, "suspend"), given)
    assert answer.status_code == 200
    assert answer.context["problem"]
    assert not LogEntry.objects.exists()


# -- what it costs --------------------------------------------------------------------------------------


def test_the_list_costs_the_same_for_many_clients(
    omar: Client, market: MemoryWrite, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    market.play(
        *(
            cast.admitted(cast.address(number), Role.INVESTOR, "", cast.OMAR, trustee=cast.TAN)
            for number in range(100, 120)
        )
    )
    with counted(market) as counting, django_assert_max_num_queries(6):
        assert len(omar.get("/admin/clients/").context["rows"]) == 22
    assert counting.trips <= 25
