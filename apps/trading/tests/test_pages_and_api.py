"""What the pages and the API of the market show, and what they refuse, without a chain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from apps.accounts.rules import IN_FORCE
from apps.accounts.testing import client_account, signed_in, staff_account
from apps.accounts.types import Document
from apps.participants.tests.cast import IDA, IRIS, IVAN, OMAR, TAN
from apps.trading.tests.cast import FACE, MARKET, MONEY, offered, paper, taken
from apps.vocabulary.types import Role

pytestmark = pytest.mark.django_db
HERE = f"/market/{MARKET}/"
API = f"/api/v1/markets/{MARKET}"


@pytest.fixture(autouse=True)
def read_model(settings: Any, tmp_path: Any) -> Iterator[None]:
    """Ivan sold 40 units to Iris, and still offers 60."""
    settings.CASTOR_KEYSTORE = str(tmp_path / "keys")
    write = paper()
    write.play(offered(), *taken(40, left=60))
    with write.reading():
        yield


@pytest.fixture
def ivan() -> Client:
    return signed_in(Client(), client_account("ivan", door=IVAN))


@pytest.fixture
def iris() -> Client:
    return signed_in(Client(), client_account("iris", door=IRIS))


@pytest.fixture
def omar() -> Client:
    return signed_in(Client(), staff_account("omar", Role.OPERATOR, OMAR))


def page(browser: Client, path: str, status: int = 200) -> str:
    answer = browser.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def test_a_visitor_reads_prices_and_no_names() -> None:
    shown = page(Client(), HERE)
    assert "RM\u00a03.00" in shown
    assert "not shown" in shown
    assert "/take/" not in shown
    assert IVAN not in shown
    assert "Kopi ordinary" in page(Client(), "/market/")
    trades = Client().get(f"{API}/trades").json()["rows"]
    assert (trades[0]["buyer"], trades[0]["units"]) == (None, 40)
    assert Client().get(f"{API}/offers").json()[0]["seller"] is None


@pytest.mark.parametrize("path", ["mine/", "open/", f"{MARKET}/offer/", f"{MARKET}/offers/1/take/"])
def test_a_visitor_is_asked_to_sign_in(path: str) -> None:
    answer = Client().get(f"/market/{path}")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/sign-in/")


def test_what_is_not_there_is_nowhere(ivan: Client) -> None:
    assert ivan.get(f"/market/{FACE}/").status_code == 404
    assert ivan.get(f"{HERE}offers/9/take/").status_code == 404
    found = ivan.get(f"/api/v1/markets/{FACE}")
    assert (found.status_code, found.json()["code"]) == (404, "no-such-market")


def test_a_seller_sees_its_offer_and_what_it_may_offer(ivan: Client, iris: Client) -> None:
    shown = page(ivan, HERE)
    assert "60 of 100" in shown
    assert "you sold" in shown
    assert f"{HERE}offers/1/cancel/" in shown
    assert "you bought" in page(iris, HERE)
    assert "can be offered from" in page(iris, HERE)
    assert "No. 4: 40 units" in page(iris, f"{HERE}offer/?certificate=4")
    lots = {each["certificate"]: each for each in iris.get(f"{API}/certificates").json()}
    assert (lots[3]["ready"], lots[4]["ready"]) == (False, True)
    assert "60 of 100" in page(ivan, "/market/mine/")


def test_htmx_is_given_what_changes(ivan: Client) -> None:
    shown = ivan.get(HERE, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in shown
    assert "Last price" in shown


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"certificate": "4", "units": "41", "price": "3", "days": "30"}, "has 40 units"),
        ({"certificate": "3", "units": "1", "price": "3", "days": "30"}, "Certificate"),
        ({"certificate": "4", "units": "1", "price": "3.001", "days": "30"}, "Price per unit"),
        ({"certificate": "4", "units": "1", "price": "0", "days": "30"}, "Price per unit"),
        ({"certificate": "4", "units": "x", "price": "3", "days": "400"}, "Days"),
        ({}, "Certificate"),
    ],
)
def test_a_form_says_what_is_wrong(iris: Client, given: dict[str, str], says: str) -> None:
    answer = iris.post(f"{HERE}offer/", given)
    assert answer.status_code == 400
    assert says in answer.content.decode()


def test_taking_more_than_is_left_is_said(iris: Client) -> None:
    assert "60 units are left" in iris.post(f"{HERE}offers/1/take/", {"units": "61"}).content.decode()


def test_nobody_buys_from_himself(ivan: Client) -> None:
    assert "This offer is yours" in page(ivan, f"{HERE}offers/1/take/")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "malformed"),
        ({"certificate": "x", "units": 1, "price": 1, "expires_at": 1}, "malformed"),
        ({"certificate": 4, "units": 0, "price": 1, "expires_at": 2}, "malformed"),
        ({"certificate": 4, "units": 2**64, "price": 1, "expires_at": 2}, "malformed"),
        ({"certificate": 4, "units": 2**62, "price": 2**62, "expires_at": 2}, "wrong-price"),
        ({"certificate": 4, "units": 1, "price": 1, "expires_at": 2}, "wrong-expiry"),
        ({"certificate": 2, "units": 1, "price": 1, "expires_at": 1_700_009_000}, "no-such-certificate"),
    ],
)
def test_the_api_says_what_is_wrong(iris: Client, body: dict[str, object], code: str) -> None:
    answer = iris.post(f"{API}/offers/prepare", body, content_type="application/json")
    assert answer.json()["code"] == code
    assert answer.headers["Content-Type"].startswith("application/problem+json")


def test_an_operator_opens_markets_and_does_not_trade(omar: Client, ivan: Client) -> None:
    assert "Your markets" in page(omar, "/market/")
    shown = page(omar, "/market/open/")
    assert FACE in shown
    assert MONEY in shown or "nothing to open a market for" in shown
    page(omar, f"{HERE}offer/", 403)
    page(ivan, "/market/open/", 403)
    issuer = signed_in(Client(), client_account("ida", Role.ISSUER, door=IDA))
    page(issuer, f"{HERE}offers/1/take/", 403)
    trustee = signed_in(Client(), staff_account("tan", Role.TRUSTEE, TAN))
    page(trustee, "/market/open/", 403)
    page(trustee, HERE)


def test_a_new_risk_warning_is_accepted_before_the_next_purchase_only(
    iris: Client, ivan: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(IN_FORCE, Document.RISK, "2027-01")
    refused = iris.post(f"{API}/offers/1/take/prepare", {"units": 1}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "consent-needed")
    assert iris.get(f"{HERE}offers/1/take/")["Location"] == f"/accounts/?next={HERE}offers/1/take/"
    page(iris, HERE)
    page(ivan, f"{HERE}offer/")  # selling asks nothing
