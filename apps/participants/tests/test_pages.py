"""The pages and the API show what the viewer sees, offer what it may propose, and answer 404 otherwise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from apps.accounts.testing import client_account, signed_in, staff_account
from apps.ledger.testing import MemoryWrite
from apps.participants.tests import cast
from apps.vocabulary.types import Role

KEY, OTHER_KEY = cast.address(81), cast.address(82)


@pytest.fixture(autouse=True)
def market(db: None) -> Iterator[MemoryWrite]:
    write = cast.market()
    with write.reading():
        yield write


@pytest.fixture
def rania(client: Client) -> Client:
    return signed_in(client, staff_account("rania", Role.REGULATOR, cast.RANIA))


@pytest.fixture
def omar() -> Client:
    return signed_in(Client(), staff_account("omar", Role.OPERATOR, cast.OMAR))


@pytest.fixture
def tan() -> Client:
    return signed_in(Client(), staff_account("tan", Role.TRUSTEE, cast.TAN))


def test_the_tree_is_the_regulators(rania: Client) -> None:
    page = rania.get("/participants/tree/")
    assert page.status_code == 200
    for name in ("Securities Commission", "Tan Trustees", "Tara Trustees", "Omar Crowd", "Olga Crowd"):
        assert name in page.text
    assert "/participants/admit/" in page.text
    rows = rania.get("/participants/tree/", headers={"HX-Request": "true"})
    assert rows.text.lstrip().startswith('<div class="table-wrap">')


def test_a_trustee_and_an_operator_see_their_part(tan: Client, omar: Client) -> None:
    trees = [each.get("/participants/tree/").text for each in (tan, omar)]
    assert all("Omar Crowd" in tree and "Olga Crowd" not in tree for tree in trees)
    assert all("/participants/admit/" not in tree for tree in trees)
    for each in (tan, omar):
        clients = each.get("/participants/").text
        assert "Ida Kopi" in clients
        assert cast.IRIS not in clients


@pytest.mark.parametrize("door", [cast.IRIS, cast.OLGA, cast.SAM])
def test_another_participant_is_not_there(omar: Client, door: str) -> None:
    assert omar.get(f"/participants/{door}/").status_code == 404
    assert omar.post(f"/participants/{door}/standing/", {"change": "suspend"}).status_code == 404
    assert omar.get(f"/api/v1/participants/{door}").status_code == 404
    assert omar.get(f"/api/v1/participants/{door}/signers").status_code == 404
    standing = {"standing": "suspended", "reason": "no"}
    answer = omar.post(f"/api/v1/participants/{door}/standing", standing, content_type="application/json")
    assert answer.status_code == 404


def test_a_participants_page_offers_what_the_viewer_may_propose(
    rania: Client, omar: Client, tan: Client
) -> None:
    of_omar, of_ivan = f"/participants/{cast.OMAR}/", f"/participants/{cast.IVAN}/"
    assert "Propose to revoke" in rania.get(of_omar).text
    assert "Propose to freeze" in rania.get(of_ivan).text
    assert "Propose to revoke" not in rania.get(of_ivan).text
    page = omar.get(of_ivan).text
    assert "Propose to revoke" in page
    assert "Propose to freeze" not in page
    assert "Lost key" in page
    assert "Propose to revoke" not in tan.get(of_ivan).text


def test_a_form_says_what_is_wrong_and_keeps_what_was_typed(rania: Client) -> None:
    typed = {"role": "trustee", "name": "x" * 40, "maker": "Tan", "checker": KEY}
    page = rania.post("/participants/admit/", typed)
    assert page.status_code == 400
    assert "There is a problem" in page.text
    assert f'value="{KEY}"' in page.text
    same = {"role": "trustee", "name": "Tan", "maker": KEY, "checker": KEY}
    assert "two different keys" in rania.post("/participants/admit/", same).text


def test_revoking_asks_for_the_name(rania: Client) -> None:
    answer = rania.post(
        f"/participants/{cast.OMAR}/standing/",
        {"change": "revoke", "reason": "licence lost", "confirm": "Omar"},
    )
    assert answer.status_code == 400
    assert "This is not what was asked for." in answer.text


def test_a_long_reason_is_refused(rania: Client) -> None:
    answer = rania.post(
        f"/participants/{cast.OMAR}/standing/", {"change": "suspend", "reason": "ü" * 16 + "x"}
    )
    assert answer.status_code == 400


def test_one_without_a_signing_key_is_told_so(omar: Client) -> None:
    suspend = {"change": "suspend", "reason": "late report"}
    answer = omar.post(f"/participants/{cast.IVAN}/standing/", suspend)
    assert answer.status_code >= 400
    assert "There is a problem" in answer.text


def test_ones_own_organisation(tan: Client, omar: Client) -> None:
    page = tan.get("/participants/organisation/").text
    assert "Omar Crowd" in page
    assert "Olga Crowd" in page  # to be linked
    bad = tan.post("/participants/organisation/signer/", {"key": "no", "change": "add"})
    assert bad.status_code == 400
    assert omar.post("/participants/organisation/link/", {"other": cast.IVAN}).status_code == 400


@pytest.mark.parametrize(
    "path", ["", "tree/", "tree/live", "admit/", "organisation/", f"{cast.IVAN}/", f"{cast.OMAR}/"]
)
def test_pages_are_for_staff(client: Client, path: str) -> None:
    ivan = signed_in(Client(), client_account("ivan", door=cast.IVAN))
    assert ivan.get(f"/participants/{path}").status_code in (403, 404)
    assert client.get(f"/participants/{path}").status_code in (302, 403)


def test_the_api_lists_what_the_pages_list(rania: Client, omar: Client, client: Client) -> None:
    organisations = Client().get("/api/v1/participants/organisations").json()
    assert [each["name"] for each in organisations][:2] == ["Securities Commission", "Tan Trustees"]
    tree = rania.get("/api/v1/participants/tree").json()
    assert (tree[0]["name"], tree[0]["active"]) == ("Securities Commission", True)
    clients = omar.get("/api/v1/participants/clients", {"role": "investor"}).json()
    assert [each["door"] for each in clients["rows"]] == [cast.IVAN]
    assert clients["rows"][0]["investor_class"] == "retail"
    links = omar.get("/api/v1/participants/links").json()
    assert [(each["trustee"], each["state"]) for each in links] == [(cast.TAN, "active")]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("admissions", {"role": "pope", "name": "Tan", "maker_signer": KEY, "checker_signer": OTHER_KEY}),
        ("admissions", {"role": "trustee", "name": "", "maker_signer": KEY, "checker_signer": OTHER_KEY}),
        ("admissions", {"role": "trustee", "name": "Tan", "maker_signer": "Tan", "checker_signer": KEY}),
        ("admissions", {"role": "trustee", "name": "Tan", "maker_signer": KEY, "checker_signer": KEY}),
        ("signers", {"key": "0x12"}),
        ("links", {}),
        (f"{cast.OMAR}/standing", {"standing": "asleep", "reason": "x"}),
        (f"{cast.OMAR}/freeze", {"until": -1, "reason": "x"}),
    ],
)
def test_what_cannot_be_read_is_a_problem_document(rania: Client, path: str, body: dict[str, object]) -> None:
    answer = rania.post(f"/api/v1/participants/{path}", body, content_type="application/json")
    assert answer.status_code == 400, answer.content
    assert answer["Content-Type"] == "application/problem+json"


def test_a_role_does_only_what_is_its_own(omar: Client, tan: Client) -> None:
    admission = {"role": "trustee", "name": "Tan", "maker_signer": KEY, "checker_signer": OTHER_KEY}
    for who, path, body in (
        (omar, "admissions", admission),
        (tan, f"{cast.IVAN}/standing", {"standing": "suspended", "reason": "no"}),
        (omar, "links/suspensions", {"door": cast.TAN}),
        (tan, f"{cast.IVAN}/freeze", {"until": 0, "reason": "no"}),
    ):
        answer = who.post(f"/api/v1/participants/{path}", body, content_type="application/json")
        assert answer.status_code == 403, path
