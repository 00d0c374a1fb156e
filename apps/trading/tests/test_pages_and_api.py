"""What the pages and the API of the market show, and what they refuse, without a chain."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from apps.accounts.rules import IN_FORCE
from apps.accounts.testing import client_account, signed_in, staff_account
from apps.accounts.types import Document
from apps.participants.tests.cast import IDA, IRIS, IVAN, LATER, OMAR, TAN, master, word
from apps.trading.tests.cast import (
    CAMPAIGN,
    FACE,
    MARKET,
    MONEY,
    announced,
    placing,
    proposed,
    rule,
    sold,
    traded,
    updated,
)
from apps.trading.types import TRADES
from apps.vocabulary.types import Role

pytestmark = pytest.mark.django_db
HERE = f"/market/{MARKET}/"
API = f"/api/v1/markets/{MARKET}"


@pytest.fixture(autouse=True)
def read_model(settings: Any, tmp_path: Any) -> Iterator[None]:
    """Ivan sold 40 units to Iris, still asks for 60, and offers her 50; a bid of hers stands below."""
    settings.CASTOR_KEYSTORE = str(tmp_path / "keys")
    write = sold()
    write.play(proposed())
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
    assert "you bought" not in shown
    assert "/order/" not in shown
    assert IVAN not in shown
    assert "Kopi ordinary" in page(Client(), "/market/?order=price")
    trades = Client().get(f"{API}/trades").json()["rows"]
    assert (trades[0]["buyer"], trades[0]["units"], trades[0]["fee"]) == (None, 40, 0)
    levels = Client().get(f"{API}/levels").json()
    assert (levels["bids"], levels["asks"]) == (
        [{"price": 250, "units": 20, "orders": 1}],
        [{"price": 300, "units": 60, "orders": 1}],
    )
    assert Client().get(f"{HERE}prices/").json()["course"][0][1:] == [300, 40]
    assert Client().get(f"{API}/happenings").json()[0]["what"] == "opened"
    assert Client().get(API).json()["state"] == "trading"


@pytest.mark.parametrize(
    "path", ["mine/", "open/", f"{MARKET}/order/", f"{MARKET}/deals/9/", f"{MARKET}/control/", "mine/tax.csv"]
)
def test_a_visitor_is_asked_to_sign_in(path: str) -> None:
    answer = Client().get(f"/market/{path}")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/sign-in/")


def test_what_is_not_there_is_nowhere(ivan: Client) -> None:
    assert ivan.get(f"/market/{FACE}/").status_code == 404
    assert ivan.get(f"{HERE}deals/8/").status_code == 404
    assert ivan.get("/market/trades/nowhere.pdf").status_code == 404
    found = ivan.get(f"/api/v1/markets/{FACE}")
    assert (found.status_code, found.json()["code"]) == (404, "no-such-market")


def test_one_sees_one_s_orders_and_what_one_may_sell(ivan: Client, iris: Client) -> None:
    shown = page(ivan, HERE)
    assert "60 of 100" in shown
    assert "you sold" in shown
    assert f"{HERE}orders/1/cancel/" in shown
    assert "you bought" in page(iris, HERE)
    assert "No. 4: 40 units" in page(iris, f"{HERE}order/?side=ask")
    assert "can be sold from" in page(iris, f"{HERE}order/?side=ask")
    lots = {each["certificate"]: each for each in iris.get(f"{API}/certificates").json()}
    assert (lots[3]["ready"], lots[4]["ready"]) == (False, True)
    assert "60 of 100" in page(ivan, "/market/mine/")
    assert "Your bids hold RM\u00a055.00" in page(iris, "/market/mine/")
    orders = iris.get("/api/v1/orders").json()["rows"]
    assert {(each["number"], each["state"], each["held"]) for each in orders} == {
        (2, "filled", 0),
        (3, "open", 5_500),
    }


def test_htmx_is_given_what_changes(ivan: Client) -> None:
    shown = ivan.get(HERE, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in shown
    assert "Last price" in shown


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"side": "ask", "certificate": "4", "units": "41", "price": "3", "days": "30"}, "has 40 units"),
        ({"side": "ask", "certificate": "3", "units": "1", "price": "3", "days": "30"}, "Certificate"),
        (
            {"side": "ask", "certificate": "4", "units": "1", "price": "3.05", "days": "30"},
            "A multiple of RM 0.10",
        ),
        ({"side": "bid", "units": "1", "price": "0", "days": "30"}, "Limit per unit"),
        ({"side": "bid", "units": "x", "price": "3", "days": "400"}, "Days"),
        ({"side": "bid", "units": "1", "price": "9999999", "days": "4"}, "Between RM 0.10 and RM 6,553.50"),
        ({"side": "both"}, "Units"),
    ],
)
def test_a_ticket_says_what_is_wrong(iris: Client, given: dict[str, str], says: str) -> None:
    answer = iris.post(f"{HERE}order/", given)
    assert answer.status_code == 400
    assert says in answer.content.decode()


def test_a_ticket_says_what_it_comes_to_as_it_is_typed(iris: Client) -> None:
    shown = page(iris, f"{HERE}quote/?side=bid&units=100&price=3")
    for figure in ("RM\u00a0300.00", "RM\u00a05.00", "RM\u00a0305.00", "540 units", "not enough money"):
        assert figure in shown
    assert "60 units are filled at once, for RM\u00a0180.00; the rest waits" in shown
    assert "all of it is filled at once" in page(iris, f"{HERE}quote/?side=bid&units=60&price=3")
    assert "Nobody offers at this price now" in page(iris, f"{HERE}quote/?side=bid&units=60&price=2.90")
    assert "A multiple of RM 0.10, please." in page(iris, f"{HERE}quote/?side=bid&units=60&price=2.95")
    assert "RM\u00a0115.00" in page(iris, f"{HERE}quote/?side=ask&certificate=4&units=40&price=3")
    assert "Type units and a limit" in page(iris, f"{HERE}quote/?side=bid&units=&price=")
    assert "Enter a whole number" in page(iris, f"{HERE}quote/?side=bid&units=x&price=")


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("asks", {}, "malformed"),
        ("asks", {"certificate": "x", "units": 1, "price": 1, "expires_at": 1}, "malformed"),
        ("asks", {"certificate": 4, "units": 0, "price": 1, "expires_at": 2}, "malformed"),
        ("asks", {"certificate": 4, "units": 2**62, "price": 2**62, "expires_at": 2}, "wrong-price"),
        ("asks", {"certificate": 4, "units": 1, "price": 1, "expires_at": 2}, "wrong-expiry"),
        (
            "asks",
            {"certificate": 2, "units": 1, "price": 1, "expires_at": 1_700_009_000},
            "no-such-certificate",
        ),
        (
            "deals",
            {"certificate": 4, "units": 1, "price": 1, "buyer": OMAR, "expires_at": 1_700_009_000},
            "no-such-buyer",
        ),
        ("orders/1/cancel", {}, "no-such-order"),
        ("orders/2/cancel", {}, "not-allowed"),
        ("deals/9/cancel", {}, "not-allowed"),
        ("deals/7/accept", {}, "no-such-deal"),
    ],
)
def test_the_api_says_what_is_wrong(iris: Client, path: str, body: dict[str, object], code: str) -> None:
    answer = iris.post(f"{API}/{path}/prepare", body, content_type="application/json")
    assert answer.json()["code"] == code
    assert answer.headers["Content-Type"].startswith("application/problem+json")


def test_an_operator_opens_and_controls_and_does_not_trade(omar: Client, ivan: Client) -> None:
    assert "Kopi ordinary" in page(omar, "/market/?only=own")
    shown = page(omar, "/market/open/")
    assert FACE in shown
    assert MONEY in shown or "nothing to open a market for" in shown
    control = page(omar, f"{HERE}control/")
    assert "RM\u00a010.00" in control
    assert "Propose the halt" in control
    page(omar, f"{HERE}order/", 403)
    page(ivan, "/market/open/", 403)
    page(ivan, f"{HERE}control/", 403)
    issuer = signed_in(Client(), client_account("ida", Role.ISSUER, door=IDA))
    page(issuer, f"{HERE}order/", 403)
    trustee = signed_in(Client(), staff_account("tan", Role.TRUSTEE, TAN))
    page(trustee, "/market/open/", 403)
    page(trustee, HERE)
    for path, body in (("halt", {"reason": "x" * 40}), ("close", {"reason": "end", "closes_at": 1})):
        answer = omar.post(f"{API}/{path}", body, content_type="application/json")
        assert answer.status_code == 400
    for path in ("halt", "resume"):
        answer = ivan.post(f"{API}/{path}", {"reason": "mine"}, content_type="application/json")
        assert answer.json()["code"] == "not-allowed"


def test_a_new_risk_warning_is_accepted_before_the_next_purchase_only(
    iris: Client, ivan: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(IN_FORCE, Document.RISK, "2027-01")
    bid = {"units": 1, "price": 300, "expires_at": 1_700_009_000}
    refused = iris.post(f"{API}/bids/prepare", bid, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "consent-needed")
    assert iris.get(f"{HERE}order/?side=bid")["Location"].startswith("/accounts/?next=")
    assert iris.get(f"{HERE}deals/9/")["Location"].startswith("/accounts/?next=")
    page(iris, HERE)
    page(ivan, f"{HERE}order/?side=ask")  # selling asks nothing
    page(ivan, f"{HERE}deals/9/")


def test_a_named_buyer_sees_what_is_offered(iris: Client, ivan: Client) -> None:
    assert "Review the purchase" in page(iris, f"{HERE}deals/9/")
    assert "Take it back" in page(ivan, f"{HERE}deals/9/")
    assert [each["number"] for each in iris.get("/api/v1/deals").json()["rows"]] == [9]
    assert "Sell units of Kopi ordinary to a named buyer" in page(iris, f"{HERE}deal/")


def _file(client: Client, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return answer.content.decode().splitlines()


def _sheet(client: Client, path: str) -> list[list[object]]:
    rows = load_workbook(BytesIO(client.get(path).content)).active.rows
    return [[cell.value for cell in row] for row in rows]


def test_trades_and_orders_are_exported_and_no_cell_is_a_formula(ivan: Client) -> None:
    rows = _file(ivan, "/market/mine/trades.csv")
    assert ",sold,book,40,3.00,120.00,5.00,115.00," in rows[1]
    assert _sheet(ivan, "/market/mine/orders.xlsx")[1][3:6] == ["sell", 100, 40]
    assert _sheet(ivan, "/market/mine/trades.xlsx")[1][4:7] == [40, 3, 120]
    assert _file(ivan, "/market/mine/orders.csv")
    assert ",50,4.00,200.00,5.00," in _file(ivan, "/market/mine/deals.csv")[1]
    assert len(_sheet(ivan, "/market/mine/deals.xlsx")) == 2
    sums = _file(ivan, "/market/mine/tax.csv")
    assert "Sold in 2023" in sums[-1]
    assert sums[-1].endswith(",120.00,5.00,115.00")
    assert _sheet(ivan, "/market/mine/tax.xlsx?year=2023")[-1][4:9] == [40, None, 120, 5, 115]
    assert ivan.get("/market/mine/tax.csv?year=1999").status_code == 400
    assert ivan.get("/market/mine/tax.csv?year=٢٠٢٣").status_code == 400
    assert "<option>2023</option>" in page(ivan, "/market/mine/")


@pytest.mark.parametrize(
    ("path", "row"),
    [
        ("/market/?", ["Kopi ordinary", "KOPI", "Ida Kopi", "trading", 3, None, 2.5, 3, 40, 120]),
        (f"{HERE}?table=book&", ["Ask", 3, 60, 1]),
        (f"{HERE}?table=prices&", ["2023-11-15 07:13:20", 3, 40]),
        (f"{HERE}?table=trades&", ["2023-11-15 07:13:20", "book", 40, 3, 120, None, None]),
        (f"{HERE}announcements/?", ["2023-11-15 07:13:20", "opened"]),
    ],
)
def test_each_table_is_a_file(path: str, row: list[object]) -> None:
    found = _sheet(Client(), f"{path}as=xlsx")[1]
    assert found[: len(row)] == row
    assert len(_file(Client(), f"{path}as=csv")) >= 2


def test_a_table_that_is_not_there_is_no_file(ivan: Client) -> None:
    assert ivan.get(f"{HERE}?table=people&as=csv").status_code == 404
    assert ivan.get(f"{HERE}?as=csv").status_code == 404
    assert "<html" in page(ivan, f"{HERE}?as=pdf")


def test_an_operator_s_file_of_trades_names_whom_it_sees(omar: Client) -> None:
    """Ivan is its client, Iris is not."""
    trade = _sheet(omar, f"{HERE}?table=trades&as=xlsx")[1]
    assert trade[5:7] == [None, IVAN]


def test_a_reason_that_is_a_formula_is_text_in_the_file(ivan: Client) -> None:
    write = sold()
    write.play(traded("BookHalted", reason=word("=1+1")))
    with write.reading():
        halted = _sheet(ivan, f"{HERE}announcements/?as=xlsx")[1][2]
    assert halted == "Trading was halted: =1+1"


def test_a_trade_is_confirmed_on_paper(ivan: Client, iris: Client) -> None:
    place = TRADES.page().rows[0]["place"]
    first, again = (ivan.get(f"/market/trades/{place}.pdf").content for _ in range(2))
    assert first.startswith(b"%PDF")
    assert first == again
    assert iris.get(f"/market/trades/{place}.pdf").content != first
    stranger = signed_in(Client(), client_account("sam", door=OMAR))
    assert stranger.get(f"/market/trades/{place}.pdf").status_code == 404


def test_a_halt_is_said_on_the_page(ivan: Client) -> None:
    write = sold()
    write.play(traded("BookHalted", reason=word("Merger talks")))
    with write.reading():
        assert "Merger talks" in page(ivan, HERE)
        assert "Halted" in page(ivan, "/market/")


def test_what_company_and_market_announce_stands_in_one_list(ivan: Client) -> None:
    write = sold()
    write.play(*announced())
    with write.reading():
        shown = page(ivan, HERE)
        told = [each["what"] for each in Client().get(f"{API}/announcements").json()]
        assert told == ["halted", "dividend", "adverse-notice", "update", "opened"]
        for words in (
            "A dividend: Interim 2026",
            "An adverse change: Fire",
            "The company published an update.",
        ):
            assert words in shown
            assert words in page(ivan, f"{HERE}announcements/")
        assert shown.index("Trading was halted") < shown.index("Interim 2026") < shown.index("Fire")
        assert "Write an announcement" not in shown
        issuer = signed_in(Client(), client_account("ida", Role.ISSUER, door=IDA))
        assert f"/campaigns/{CAMPAIGN}/run/updates/new/" in page(issuer, HERE)


def test_a_conversion_is_announced_from_when_it_is_asked_for(ivan: Client) -> None:
    write = sold()
    asked: dict[str, Any] = {
        "face": FACE,
        "numerator": 2,
        "denominator": 1,
        "earliest": LATER + 1 + 7 * 86_400,
    }
    write.play(master("ConversionAsked", **asked))
    with write.reading():
        shown = page(ivan, HERE)
        assert "The company asks for a conversion of all shares: 1 → 2" in shown
        assert f"/securities/classes/{FACE}/state/" in shown
        (told, _) = Client().get(f"{API}/announcements").json()
        assert (told["what"], told["at"], told["about"]) == ("conversion-asked", LATER + 1, FACE)
        assert "Each of its units becomes 2." in page(ivan, f"/securities/classes/{FACE}/state/")


def test_a_halt_says_until_when_the_company_explains_it(ivan: Client) -> None:
    write = sold()
    write.play(*placing(), traded("BookHalted", at=LATER + 9, reason=word("Merger talks")))
    with write.reading():
        assert "Ida Kopi has to say why (rule R23) by" in page(ivan, HERE)
    write.play(updated(at=LATER + 60))
    with write.reading():
        assert "rule R23" not in page(ivan, HERE)


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        (0, "it does not count towards your limits"),
        (1, "it counts towards what you may put into one company"),
        (2, "it counts towards what you may put into one company and over a year"),
    ],
)
def test_a_ticket_says_what_a_purchase_counts_towards(iris: Client, counts: int, says: str) -> None:
    write = sold()
    write.play(rule("R24", counts))
    with write.reading():
        assert says in page(iris, f"{HERE}quote/?side=bid&units=1&price=3")
        assert "limits" not in page(iris, f"{HERE}quote/?side=ask&certificate=4&units=1&price=3")
