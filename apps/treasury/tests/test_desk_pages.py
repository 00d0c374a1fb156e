"""The trustee's day at a browser: import, sign, mint all, pay, look at the reserves, take the report home."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from apps.accounts import queries as accounts
from apps.accounts.testing import signed_in, staff_account
from apps.ledger import queries as keys
from apps.ledger import services as ledger
from apps.ledger.testing.stage import deployed, stage
from apps.treasury import queries, services
from apps.treasury.rules import reference_of
from apps.treasury.tests.stagebank import booked, file_of, sign, today
from apps.treasury.tests.test_bank_lines import Office, office
from apps.treasury.types import PayoutState
from apps.vocabulary.types import Role, Viewer

__all__ = ["deployed", "office", "stage"]

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
ROOM = "/treasury/office"


def seated(office: Office, name: str, duty: Viewer) -> Viewer:
    """A member of staff with a sign-in account, who takes over the key of that duty."""
    made = staff_account(name, Role.TRUSTEE, office.trustee.door, maker=duty.maker, checker=duty.checker)
    address = keys.key_of(duty.account or 0, office.trustee.door)
    assert address is not None
    ledger.assign_staff_key(account=made.pk, door=office.trustee.door, address=address)
    return accounts.viewer_of(made)


@pytest.fixture
def desk(office: Office) -> Office:
    """The office with Tan and Tina at their browsers."""
    maker, checker = (
        seated(office, "tan", office.trustee.maker),
        seated(office, "tina", office.trustee.checker),
    )
    return replace(office, trustee=replace(office.trustee, maker=maker, checker=checker))


def browser_of(viewer: Viewer) -> Browser:
    return signed_in(Browser(), get_user_model().objects.get(pk=viewer.account or 0))


def name_of(viewer: Viewer) -> str:
    return accounts.account(viewer.account or 0).name


@pytest.fixture
def tan(desk: Office) -> Browser:
    return browser_of(desk.trustee.maker)


@pytest.fixture
def tina(desk: Office) -> Browser:
    return browser_of(desk.trustee.checker)


def text_of(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    text: str = answer.content.decode()
    assert " style=" not in text
    return text


def test_a_statement_goes_from_file_to_minted_money(desk: Office, tan: Browser, tina: Browser) -> None:
    reference = reference_of(desk.ivan.door)
    data = file_of(
        desk.trustee, booked(800_00, "C1", reference), booked(3_00, "C2"), booked(50_00, "C3", reference)
    )
    bad = SimpleUploadedFile("bank.csv", data + b"514000000001,x\n")
    refused = tan.post(f"{ROOM}/statements/preview/", {"file": bad})
    assert (refused.status_code, "Line 6" in refused.content.decode()) == (400, True)
    assert tan.post(f"{ROOM}/statements/preview/").status_code == 400
    seen = tan.post(
        f"{ROOM}/statements/preview/", {"file": SimpleUploadedFile("bank.csv", data)}
    ).content.decode()
    assert "A deposit of" in seen
    assert "it names no reference" in seen
    assert queries.waiting_statement(desk.trustee.maker) is None
    posted = tan.post(f"{ROOM}/statements/post/", {"content": data.decode()})["Location"]
    assert "a colleague signs it" in text_of(tan, posted)
    assert tan.post(f"{posted}sign/").status_code == 403
    assert "Sign it" in text_of(tina, posted)
    assert tina.post(f"{posted}sign/")["Location"] == f"{ROOM}/"
    assert "On the record" in text_of(tan, posted)
    assert "on its way to the chain" in text_of(tan, f"{ROOM}/")
    desk.follow()
    shown = text_of(tan, f"{ROOM}/")
    assert "Every sen is accounted for" in shown
    assert "Credits that are nobody" in shown
    assert "Mint all 2 that are matched" in text_of(tan, f"{ROOM}/lines/?order=largest")
    step = tan.post(f"{ROOM}/lines/mint-all/").content.decode()
    for _ in range(5):
        if "That is all." in step:
            break
        step = tan.post(
            f"{ROOM}/lines/mint-all/", dict(HIDDEN.findall(step)), headers={"HX-Request": "true"}
        ).content.decode()
        assert "<html" not in step
    assert "2 proposed" in step
    assert 'value="2"' in step
    rows = list(csv.reader(io.StringIO(tan.get(f"{ROOM}/lines.csv").getvalue().decode())))
    assert {row[3] for row in rows[1:]} == {"800.00", "3.00", "50.00"}
    assert tan.get(f"{ROOM}/lines/mint-all/").status_code == 405


def test_the_day_s_end_on_page_paper_and_table(desk: Office, tan: Browser) -> None:
    sign(desk.trustee, file_of(desk.trustee, booked(800_00, "C1", reference_of(desk.ivan.door))))
    (line,) = queries.bank_lines(desk.trustee.maker)
    act = services.propose_mint(actor=desk.trustee.maker, line=line.id)
    ledger.approve(actor=desk.trustee.checker, act=act.id)
    desk.follow()
    shown = text_of(tan, f"{ROOM}/day/")
    assert "The day is not over" in shown
    assert shown.count("RM\u00a0800.00") >= 4
    assert shown.count(name_of(desk.trustee.maker)) >= 2
    table = list(csv.reader(io.StringIO(tan.get(f"{ROOM}/day.csv").content.decode())))
    figures = {row[0]: row[1] for row in table if len(row) == 2}
    assert (figures["Opening supply"], figures["Closing supply"], figures["Bank’s closing balance"]) == (
        "0.00", "800.00", "800.00",
    )  # fmt: skip
    then = [figures[each] for each in ("Supply when it was signed", "Explained by open items then")]
    assert (then, figures["Difference then"], figures["Difference now"]) == (
        ["0.00", "800.00"],
        "0.00",
        "0.00",
    )
    assert tan.get(f"{ROOM}/day.pdf").content.startswith(b"%PDF-")
    assert tan.get(f"{ROOM}/day/?day=x").status_code == 400
    assert tan.get(f"{ROOM}/day/?day=2199-01-01").status_code == 404
    before = tan.get(f"/api/v1/treasury/day?day={today().replace(year=2020)}").json()
    assert (before["opening"], before["closing"], before["entries"]) == (0, 0, [])


def test_payments_are_ordered_released_and_taken_as_a_file(desk: Office, tan: Browser, tina: Browser) -> None:
    assert "No payment yet" in text_of(tan, f"{ROOM}/payouts/")
    assert tan.post(f"{ROOM}/payouts/order/").status_code == 409
    services.set_payout_account(actor=desk.ivan.viewer, bank="Maybank", holder="Ivan", number="114012345678")
    sign(desk.trustee, file_of(desk.trustee, booked(800_00, "C1", reference_of(desk.ivan.door))))
    step = services.propose_next_mint(actor=desk.trustee.maker)
    assert step.act is not None
    ledger.approve(actor=desk.trustee.checker, act=step.act.id)
    desk.follow()
    number = desk.withdraw(100_00)
    assert "Due by" in text_of(tan, f"{ROOM}/withdrawals/?order=largest")
    assert tan.post(f"{ROOM}/payouts/order/").status_code == 302
    (payout,) = queries.payouts(desk.trustee.maker, [PayoutState.MADE])
    path = f"{ROOM}/payouts/{payout.batch}"
    assert tan.get(f"{path}/file/").status_code == 409
    assert tan.post(f"{path}/decision/", {"decision": "release"}).status_code == 403
    assert tina.post(f"{path}/decision/", {"decision": "release"}).status_code == 302
    assert b"114012345678" in tan.get(f"{path}/file/?form=csv").content
    assert tan.post(f"{path}/decision/", {"decision": "sent"}).status_code == 302
    assert tan.post(f"{path}/decision/", {"decision": "eaten"}).status_code == 400
    sign(desk.trustee, file_of(desk.trustee, booked(-100_00, "D1", end_to_end=f"CASTOR-W{number}")))
    assert "Burn 1 that is paid" in text_of(tan, f"{ROOM}/payouts/")
    first = tan.post(f"{ROOM}/withdrawals/burn-all/").content.decode()
    step_page = tan.post(f"{ROOM}/withdrawals/burn-all/", dict(HIDDEN.findall(first))).content.decode()
    assert "1 proposed" in step_page
    assert "Paid by the bank, and not burned yet" in text_of(tan, f"{ROOM}/")
    for name in ("withdrawals.csv", "statements.csv"):
        assert len(tan.get(f"{ROOM}/{name}").getvalue().splitlines()) >= 2


def test_the_api_does_what_the_pages_do(desk: Office, tan: Browser, tina: Browser) -> None:
    content = {"content": file_of(desk.trustee, booked(7_00, "C1"), booked(-7_00, "D1")).decode()}

    def api(browser: Browser, path: str, body: object = None) -> Any:
        where = f"/api/v1/treasury/{path}"
        answer = (
            browser.get(where) if body is None else browser.post(where, body, content_type="application/json")
        )
        return answer.json()

    assert [each["what"] for each in api(tan, "statements/preview", content)["plan"]] == ["parked", "unknown"]
    posted = api(tan, "statements", content)
    assert api(tan, f"statements/{posted['id']}/signature", {})["code"] == "not-allowed"
    assert api(tina, f"statements/{posted['id']}/signature", {})["state"] == "signed"
    assert len(api(tan, f"statements/{posted['id']}")["bookings"]) == 2
    reserve = api(tan, "reserve")
    assert (reserve["difference"], reserve["agrees"]) == (-7_00, False)
    assert "Nothing here is of this amount" in text_of(tan, f"{ROOM}/")
    (debit,) = api(tan, "debits")
    (line,) = api(tan, "bank-lines")
    assert "What the bank wrote" in text_of(tan, f"{ROOM}/lines/")
    assert "Somebody" in text_of(tan, f"{ROOM}/statements/{posted['id']}/")
    assert api(tan, f"bank-lines/{line['id']}/dismiss", {})["state"] == "dismissed"
    assert f"line:{line['id']}" in text_of(tan, f"{ROOM}/")
    assert api(tan, f"debits/{debit['id']}/match", {"settles": f"line:{line['id']}"})["state"] == "settled"
    assert api(tan, "reserve")["agrees"] is True
    assert api(tan, "bank-lines/mint-next", {}) == {"line": None, "act": None, "problem": None}
    assert api(tan, "withdrawals/burn-next", {})["withdrawal"] == 0
    assert api(tan, "payouts", {})["code"] == "nothing-to-pay"
    assert api(tan, "statements", {"content": "no"})["code"] == "bad-statement"
