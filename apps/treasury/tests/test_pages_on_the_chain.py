"""The pages that reach the chain: minting a credit, withdrawing, paying out, an operator's fees."""

from __future__ import annotations

import re

import pytest
from django.test import Client as Browser

from apps.accounts.testing import client_account, signed_in, staff_account
from apps.ledger import services as ledger
from apps.ledger.testing.stage import deployed, stage
from apps.treasury import queries, services
from apps.treasury.rules import reference_of
from apps.treasury.tests.test_bank_lines import Office, office
from apps.treasury.types import LineState
from apps.vocabulary.types import Role

__all__ = ["deployed", "office", "stage"]

ACT = re.compile(r"/acts/[0-9a-f-]{36}/")


@pytest.fixture
def tan(office: Office) -> Browser:
    """A further member of the trustee's staff, at a browser."""
    return signed_in(Browser(), staff_account("tan", Role.TRUSTEE, office.trustee.door))


def text_of(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_mint_is_proposed_followed_and_waits_for_a_second_person(office: Office, tan: Browser) -> None:
    line = office.credit()
    proposed = tan.post(f"/treasury/office/lines/{line}/mint/")
    assert ACT.fullmatch(proposed["Location"])
    assert "Waiting for a colleague" in text_of(tan, proposed["Location"])
    assert "Mint" in text_of(tan, "/acts/approvals/")
    lines = text_of(tan, "/treasury/office/lines/")
    assert proposed["Location"] in lines
    assert "Propose mint" not in lines
    again = tan.post(f"/treasury/office/lines/{line}/mint/")
    assert (again.status_code, "decided about this line" in again.content.decode()) == (409, True)
    assert tan.post(f"/treasury/office/lines/{line}/mint/", {"to": "0x12"}).status_code == 400


def test_a_credit_that_names_nobody_is_matched_by_hand(office: Office, tan: Browser) -> None:
    """By the investor's reference or address; what is neither changes nothing."""
    line = office.credit(reference="")
    assert "it names no reference" in text_of(tan, "/treasury/office/lines/")
    for typed in ("", "0x12", "Ivan", "AAAAA-AAAAA-A"):
        assert tan.post(f"/treasury/office/lines/{line}/mint/", {"to": typed}).status_code in (400, 404, 409)
    (found,) = queries.bank_lines(office.trustee.maker)
    assert found.state is LineState.ENTERED
    to = reference_of(office.ivan.door)
    assert ACT.fullmatch(tan.post(f"/treasury/office/lines/{line}/mint/", {"to": to})["Location"])
    (found,) = queries.bank_lines(office.trustee.maker)
    assert (found.state, found.door) == (LineState.PROPOSED, office.ivan.door)


def test_a_client_reviews_what_it_signs_and_the_trustee_pays(office: Office, tan: Browser) -> None:
    office.mint(office.credit())
    ivan = signed_in(Browser(), client_account("ivan", Role.INVESTOR, door=office.ivan.door))
    account = {"bank": "Maybank", "holder": "Ivan", "number": "114012345678"}
    assert ivan.post("/treasury/payout-account/", account).status_code == 302
    token = queries.pockets(office.ivan.viewer)[0].token
    review = ivan.post("/treasury/withdraw/", {"token": token, "amount": "400.00"})
    assert review.status_code == 200
    shown = review.content.decode()
    assert "RequestWithdrawal" in shown
    assert "pays RM 400.00 out to your bank account" in shown
    assert 'data-key-form="act"' in shown
    asked = {"token": token, "amount": 400_00}
    prepared = ivan.post("/api/v1/treasury/withdrawals/prepare", asked, content_type="application/json")
    assert prepared.json()["typed_data"]["message"]["amount"] in (400_00, str(400_00))
    number = office.withdraw(400_00)
    path = f"/treasury/office/withdrawals/{number}/"
    assert "Propose to burn" in text_of(tan, path)
    assert tan.post(f"{path}return/", {"reason": "x" * 32}).status_code == 400
    used = tan.post(f"{path}burn/", {"bank_reference": "MBB-0001"})
    assert (used.status_code, 'role="alert"' in used.content.decode()) == (409, True)
    burn = tan.post(f"{path}burn/", {"bank_reference": "OUT-1"})
    assert ACT.fullmatch(burn["Location"])
    assert "Propose to burn" not in text_of(tan, path)
    (waiting,) = queries.withdrawals(office.trustee.maker).rows
    act = queries.withdrawal(office.trustee.maker, waiting["id"]).act
    assert act is not None
    # Tan's own key is none of the door's: a colleague, whose key is, does it again.
    ledger.reject(actor=office.trustee.checker, act=act.id, reason="Once more")
    again = services.propose_burn(actor=office.trustee.maker, withdrawal=number, bank_reference="OUT-1")
    ledger.approve(actor=office.trustee.checker, act=again.id)
    office.follow()
    assert "RM\u00a0600.00" in text_of(ivan, "/treasury/")
    assert "Paid out" in text_of(tan, path)


def test_an_operator_without_fees_has_nothing_to_withdraw(office: Office) -> None:
    omar = signed_in(Browser(), staff_account("omar", Role.OPERATOR, office.operator.door))
    assert "Fees and money" in text_of(omar, "/treasury/")
    assert "nothing to withdraw" in text_of(omar, "/treasury/withdraw/")
    token = queries.token_of(office.trustee.maker)
    body = {"token": token, "amount": 1}
    refused = omar.post("/api/v1/treasury/withdrawals", body, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "refused")


def test_a_minted_line_leaves_the_queue_once_its_block_is_final(office: Office) -> None:
    line = office.credit()
    office.mint(line)
    office.stage.node.call("anvil_mine", hex(100))
    office.follow()
    assert queries.bank_lines(office.trustee.maker) == []
    (ended,) = queries.bank_lines(office.trustee.maker, [LineState.MINTED])
    assert ended.id == line
    services.settle_lines()
    assert queries.reserve(office.trustee.maker).difference == 0
