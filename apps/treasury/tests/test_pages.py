"""What the wallet and the back office show, to whom, and what they refuse."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from apps.records import queries as records
from apps.treasury import queries, services
from apps.treasury.rules import reference_of
from apps.treasury.tests.cast import ISSUER, IVAN, SAM, THEN, burned, minted, moved, requested
from apps.treasury.tests.conftest import Cast
from apps.treasury.types import AccountState, LineState
from apps.vocabulary.errors import NotAllowed

LINE = {
    "reference": reference_of(IVAN),
    "amount": "1,000.50",
    "bank_reference": "MBB-7",
    "credited_at": "2023-11-15T06:00",
    "payer": "Ivan bin Ismail",
}
ACCOUNT = {"bank": "Maybank", "holder": "Ivan bin Ismail", "number": "1140 1234 5678"}


def page(browser: Client, path: str, status: int = 200) -> str:
    answer = browser.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    text: str = answer.content.decode()
    assert " style=" not in text
    assert "<style" not in text
    return text


@pytest.mark.parametrize(
    "path", ["/treasury/", "/treasury/withdraw/", "/treasury/office/", "/treasury/statement.csv"]
)
def test_a_visitor_is_asked_to_sign_in(cast: Cast, path: str) -> None:
    assert Client().get(path).status_code == 302


@pytest.mark.parametrize(
    "path",
    [
        "office/",
        "office/lines/",
        "office/withdrawals/",
        "office/deposits/",
        "office/account/",
        "office/reference/",
    ],
)
def test_the_back_office_is_the_trustee_s(cast: Cast, path: str) -> None:
    for viewer in (cast.ivan, cast.ida, cast.omar, cast.rania):
        assert cast.browser(viewer).get(f"/treasury/{path}").status_code == 403
    assert cast.browser(cast.tan).get(f"/treasury/{path}").status_code == 200
    assert cast.browser(cast.tan).get("/treasury/").status_code == 403


def test_the_wallet_shows_how_to_pay_in_and_what_there_is(cast: Cast) -> None:
    ivan = cast.browser(cast.ivan)
    text = page(ivan, "/treasury/")
    assert reference_of(IVAN) in text
    assert "<svg" in text
    assert "has not published its bank account yet" in text
    cast.write.play(*minted(IVAN, 1234_56), *requested(IVAN, 200_00))
    text = page(ivan, "/treasury/")
    assert "1,034.56" in text
    assert "200.00" in text
    assert reference_of(IVAN) not in page(cast.browser(cast.ida), "/treasury/")


def test_the_statement_is_filtered_and_exported_without_formulas(cast: Cast) -> None:
    cast.write.play(
        *minted(IVAN, 500_00), moved(IVAN, SAM, 100_00, index=40), *requested(IVAN, 200_00, index=50)
    )
    ivan = cast.browser(cast.ivan)
    assert "Withdrawal" not in page(ivan, "/treasury/?what=transfer").split("<tbody>")[1]
    raw = ivan.get("/treasury/statement.csv").getvalue().decode()
    head, *rows = list(csv.reader(io.StringIO(raw)))
    assert head[2] == "Amount (RM)"
    assert [row[2] for row in rows] == ["500.00", "-100.00", "-200.00"]
    assert rows[-1][3] == "200.00"
    sheet = load_workbook(io.BytesIO(ivan.get("/treasury/statement.xlsx").content)).active
    assert sheet is not None
    assert [row[2].value for row in sheet.iter_rows(min_row=2)] == [500, -100, -200]
    assert page(ivan, "/treasury/?what=nonsense")
    assert ivan.get("/treasury/?after=***").status_code == 400


def test_a_line_is_entered_on_the_page_and_read_back(cast: Cast) -> None:
    tan = cast.browser(cast.tan)
    assert tan.post("/treasury/office/lines/", LINE).status_code == 302
    (line,) = queries.bank_lines(cast.tan)
    assert (line.amount, line.door, line.credited_at) == (1000_50, IVAN, 1_700_000_000 - 800)
    text = page(tan, "/treasury/office/lines/")
    assert "MBB-7" in text
    assert "Ivan bin Ismail" not in text
    assert "Propose mint" in text
    assert "Propose mint" not in page(cast.browser(cast.tina), "/treasury/office/lines/")
    again = tan.post("/treasury/office/lines/", LINE)
    assert again.status_code == 409
    assert "entered before" in again.content.decode()
    assert "1,000.50" in page(tan, "/treasury/office/")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"reference": "7K3M9-QX42T-A"}, "the letter at its end"),
        ({"amount": "0"}, "more than RM 0.00"),
        ({"amount": "1e5"}, "more than RM 0.00"),
        ({"credited_at": "tomorrow"}, "valid date"),
        ({"credited_at": "2200-01-01T00:00"}, "in the future"),
        ({"bank_reference": ""}, "required"),
    ],
)
def test_what_cannot_be_is_said_beside_what_was_typed(cast: Cast, changed: dict[str, str], said: str) -> None:
    answer = cast.browser(cast.tan).post("/treasury/office/lines/", {**LINE, **changed})
    assert answer.status_code == 400
    text = answer.content.decode()
    assert said in text
    assert "MBB-7" in text or "bank_reference" in changed
    assert queries.bank_lines(cast.tan) == []


def test_a_reference_is_checked_while_it_is_typed(cast: Cast) -> None:
    tan = cast.browser(cast.tan)

    def said(typed: str) -> str:
        return tan.get("/treasury/office/reference/", {"reference": typed}).content.decode()

    assert "0x0000…0015" in said(reference_of(IVAN).lower())
    assert "Omar Markets" in said(reference_of(IVAN))
    assert "not linked with you" in said(reference_of(SAM))
    assert "does not fit" in said(reference_of(IVAN)[:-1] + "?")
    assert "No investor" in said(reference_of(ISSUER))


def test_dismissed_lines_leave_the_queue(cast: Cast) -> None:
    tan = cast.browser(cast.tan)
    tan.post("/treasury/office/lines/", LINE)
    (line,) = queries.bank_lines(cast.tan)
    assert cast.browser(cast.tina).post(f"/treasury/office/lines/{line.id}/dismiss/").status_code == 403
    assert tan.post(f"/treasury/office/lines/{line.id}/dismiss/").status_code == 302
    assert queries.bank_lines(cast.tan) == []
    assert [each.state for each in queries.bank_lines(cast.tan, [LineState.DISMISSED])] == [
        LineState.DISMISSED
    ]
    assert "MBB-7" in page(tan, "/treasury/office/lines/?view=dismissed")
    assert tan.post(f"/treasury/office/lines/{line.id}/dismiss/").status_code == 409


def test_nothing_is_withdrawn_before_an_account_is_named(cast: Cast) -> None:
    cast.write.play(*minted(IVAN, 500_00))
    ivan = cast.browser(cast.ivan)
    assert ivan.get("/treasury/withdraw/")["Location"] == "/treasury/payout-account/"
    assert ivan.post("/treasury/payout-account/", {**ACCOUNT, "number": "12ab"}).status_code == 400
    assert ivan.post("/treasury/payout-account/", ACCOUNT).status_code == 302
    assert "114012345678" in page(ivan, "/treasury/")
    for amount, said in (("500.01", "more than you have"), ("0", "more than RM 0.00"), ("", "required")):
        token = queries.pockets(cast.ivan)[0].token
        answer = ivan.post("/treasury/withdraw/", {"token": token, "amount": amount})
        assert (answer.status_code, said in answer.content.decode()) == (400, True), amount


def test_the_trustee_sees_the_end_of_the_account_and_gives_a_reason_for_the_rest(cast: Cast) -> None:
    services.set_payout_account(actor=cast.ivan, **ACCOUNT)
    cast.write.play(*minted(IVAN, 500_00), *requested(IVAN, 200_00))
    tan = cast.browser(cast.tan)
    shown = page(tan, "/treasury/office/withdrawals/1/")
    assert "5678" in shown
    assert "114012345678" not in shown
    opened = tan.post("/treasury/office/withdrawals/1/", {"why": "To pay it out"}).content.decode()
    assert "114012345678" in opened
    record = queries.payout_account(cast.ivan)
    assert record is not None
    (read,) = records.reads(cast.rania, record.id)
    assert read.reason == "To pay it out"
    assert tan.post("/treasury/office/withdrawals/1/", {"why": "no"}).status_code == 400
    assert page(tan, "/treasury/office/withdrawals/99/", 404)
    cast.write.play(*burned(IVAN, 200_00))
    assert "Paid out" in page(tan, "/treasury/office/withdrawals/?state=burned")
    assert "Propose to burn" not in page(tan, "/treasury/office/withdrawals/1/")


def test_the_account_for_deposits_takes_two_people(cast: Cast) -> None:
    tan, tina = cast.browser(cast.tan), cast.browser(cast.tina)
    assert tan.post("/treasury/office/account/", {**ACCOUNT, "holder": "Tan Trustees"}).status_code == 302
    (account,) = queries.trust_accounts(cast.tan)
    path = f"/treasury/office/account/{account.id}/decision/"
    assert tan.post(path, {"decision": "approve"}).status_code == 403
    assert "Tan Trustees" not in page(cast.browser(cast.ivan), "/treasury/").split("Account holder")[-1][:60]
    assert tina.post(path, {"decision": "approve"}).status_code == 302
    assert "114012345678" in page(cast.browser(cast.ivan), "/treasury/")
    another = services.propose_trust_account(
        actor=cast.tan, bank="CIMB", holder="Tan Trustees", number="80012345"
    )
    services.decide_trust_account(actor=cast.tina, account=another.id, approved=True)
    assert [(each.bank, each.state) for each in queries.trust_accounts(cast.tina)] == [
        ("CIMB", AccountState.IN_FORCE)
    ]
    with pytest.raises(NotAllowed):
        services.propose_trust_account(actor=cast.omar, bank="CIMB", holder="Omar", number="80012345")


def api(browser: Client, path: str, body: Any = None) -> Any:
    where = f"/api/v1/treasury/{path}"
    return browser.get(where) if body is None else browser.post(where, body, content_type="application/json")


@pytest.mark.parametrize(
    "body", [{}, [], {"amount": "x"}, {"bank_reference": "a", "amount": -1}, {"amount": 2**70}]
)
def test_the_api_refuses_what_it_cannot_read(cast: Cast, body: object) -> None:
    for path in (
        "bank-lines",
        "withdrawals",
        "withdrawals/prepare",
        "withdrawals/1/burn",
        "withdrawals/1/return",
    ):
        answer = api(cast.browser(cast.tan), path, body)
        readable = path.endswith("burn") and isinstance(body, dict) and "bank_reference" in body
        assert answer.status_code == (404 if readable else 400), path
        assert answer["Content-Type"].startswith("application/problem+json")


def test_the_api_says_what_the_pages_say(cast: Cast) -> None:
    cast.write.play(*minted(IVAN, 500_00), *requested(IVAN, 200_00))
    ivan, tan, sam = cast.browser(cast.ivan), cast.browser(cast.tan), cast.browser(cast.sam)
    wallet = api(ivan, "wallet").json()
    assert wallet["reference"] == reference_of(IVAN)
    assert (wallet["pockets"][0]["available"], wallet["pockets"][0]["withdrawing"]) == (300_00, 200_00)
    assert [row["what"] for row in api(ivan, "statement").json()["rows"]] == ["withdrawal", "deposit"]
    assert api(sam, "statement").json()["rows"] == []
    assert api(sam, "withdrawals").json()["rows"] == []
    assert [each["amount"] for each in api(tan, "withdrawals").json()["rows"]] == [200_00]
    line = {"bank_reference": "A1", "amount": 5, "credited_at": THEN, "reference": reference_of(IVAN)}
    assert api(tan, "bank-lines", line).json()["door"] == IVAN
    assert api(tan, "bank-lines", line).json()["code"] == "line-twice"
    assert api(cast.browser(cast.tina), "bank-lines", {**line, "bank_reference": "A2"}).status_code == 403
    reserve = api(tan, "reserve").json()
    assert (reserve["supply"], reserve["trust_balance"], reserve["difference"]) == (500_00, 5, -500_00)
    assert api(cast.browser(cast.omar), f"reserve?trustee={cast.tan.door}").status_code == 404
    assert api(tan, f"references?reference={reference_of(IVAN)}").json()["door"] == IVAN
    assert api(tan, "references?reference=nonsense").json()["code"] == "wrong-reference"
    assert api(ivan, "references?reference=x").status_code == 403
    assert api(Client(), "wallet").status_code == 401
    assert [each["amount"] for each in api(tan, "deposits").json()["rows"]] == [500_00]


def test_accounts_at_banks_in_the_api(cast: Cast) -> None:
    ivan, tan, tina = cast.browser(cast.ivan), cast.browser(cast.tan), cast.browser(cast.tina)
    assert api(ivan, "payout-account", ACCOUNT).json()["number"] == "114012345678"
    assert api(ivan, "payout-account", {**ACCOUNT, "number": "12"}).json()["code"] == "wrong-account"
    assert api(tan, "payout-account", ACCOUNT).status_code == 403
    proposed = api(tan, "trust-account", ACCOUNT).json()
    assert api(ivan, "trust-account").status_code == 404
    path = f"trust-account/{proposed['id']}/approval"
    assert api(tan, path, {}).status_code == 403
    assert api(tina, path, {}).json()["state"] == "in-force"
    assert api(ivan, "trust-account").json()["number"] == "114012345678"
