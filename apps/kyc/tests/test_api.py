"""Programs apply and decide by the same services, and get problem documents for what is refused."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.kyc.tests.cast import ANSWERS, PDF, sent
from apps.kyc.tests.conftest import Cast
from apps.kyc.tests.test_pages import browser
from apps.records import services as records

OWN = "/api/v1/kyc/application"
CASES = "/api/v1/kyc/cases"


def put(client: Client, step: str, answers: object, **more: object) -> Any:
    body = {"answers": answers, **more}
    return client.put(f"{OWN}/steps/{step}", body, content_type="application/json")


def post(client: Client, path: str, body: object = None) -> Any:
    return client.post(path, body or {}, content_type="application/json")


def test_nobody_is_asked_to_sign_in(cast: Cast) -> None:
    for path in (OWN, CASES, f"{CASES}/{uuid.uuid4()}"):
        answer = Client().get(path)
        assert answer.status_code in (401, 403)
        assert answer["Content-Type"].startswith("application/problem+json")


def test_a_client_applies(cast: Cast) -> None:
    ivan = browser(cast.ivan)
    assert ivan.get(OWN).status_code == 404
    assert post(ivan, OWN).json()["state"] == "draft"
    for step, answers in ANSWERS.items():
        assert put(ivan, step, answers).status_code == 200
    unfinished = post(ivan, f"{OWN}/send")
    assert unfinished.status_code == 409
    assert unfinished.json()["arguments"]["steps"] == ["documents"]
    card = SimpleUploadedFile("card.pdf", PDF)
    document = ivan.post(f"{OWN}/slots/identity_front", {"file": card}, format="multipart")
    assert document.status_code == 201
    assert ivan.get(f"{OWN}/documents/{document.json()['id']}").content == PDF
    assert post(ivan, f"{OWN}/send").json()["state"] == "sent"


@pytest.mark.parametrize(
    ("step", "body"),
    [
        ("identity", {"answers": {**ANSWERS["identity"], "state": "admitted"}}),
        ("identity", {"answers": {"name": 7}}),
        ("identity", {"answers": "all"}),
        ("identity", {}),
        ("identity", {"answers": ANSWERS["identity"], "seen": "x"}),
        ("nowhere", {"answers": {}}),
        ("category", {"answers": {"investor_class": {"a": [1.5]}}}),
    ],
)
def test_a_malformed_step_is_a_problem_and_changes_nothing(
    cast: Cast, step: str, body: dict[str, object]
) -> None:
    ivan = browser(cast.ivan)
    before = post(ivan, OWN).json()["version"]
    answer = ivan.put(f"{OWN}/steps/{step}", body, content_type="application/json")
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("application/problem+json")
    assert ivan.get(OWN).json()["version"] == before


def test_staff_see_cases_masked_and_read_them_for_a_reason(cast: Cast) -> None:
    case = sent(cast.ivan).heading.id
    omar = browser(cast.omar)
    (listed,) = omar.get(f"{CASES}?state=sent").json()
    assert (listed["id"], listed["masked"]) == (str(case), True)
    assert post(omar, f"{CASES}/find", {"text": "ismail"}).json()[0]["id"] == str(case)
    assert omar.get(f"{CASES}/{case}").json()["answers"]["identity_number"] == "•••• 5671"
    assert post(omar, f"{CASES}/{case}/read", {"reason": ""}).status_code == 400
    full = post(omar, f"{CASES}/{case}/read", {"reason": "yearly review"}).json()
    assert full["answers"]["identity_number"] == "900101145671"
    document = full["documents"][0]["id"]
    opened = post(omar, f"{CASES}/{case}/documents/{document}", {"reason": "yearly review"})
    assert opened.content == PDF
    assert omar.get(f"{CASES}/{case}/check").json()["outcome"] == "not anchored"


@pytest.mark.parametrize("who", ["ivan", "sam", "other"])
def test_a_case_is_not_there_for_others(cast: Cast, who: str) -> None:
    case = sent(cast.ivan).heading.id
    asker = browser(getattr(cast, who))
    reason = {"reason": "no reason of theirs"}
    refused = [
        asker.get(f"{CASES}/{case}"),
        asker.get(f"{CASES}/{case}/check"),
        post(asker, f"{CASES}/{case}/read", reason),
        post(asker, f"{CASES}/{case}/approve", reason),
        post(asker, f"{CASES}/{case}/confirm", reason),
        post(asker, f"{CASES}/{case}/reject", reason),
        post(asker, f"{CASES}/{case}/send-back", {"notes": {"email": "It bounces."}}),
    ]
    assert {answer.status_code for answer in refused} == ({404} if who == "other" else {403})


def test_an_operator_sends_back_and_rejects(cast: Cast) -> None:
    case = sent(cast.ivan).heading.id
    omar = browser(cast.omar)
    notes = {"notes": {"email": "This address bounces."}}
    assert post(omar, f"{CASES}/{case}/send-back", notes).json()["state"] == "returned"
    assert post(omar, f"{CASES}/{case}/reject", {"reason": "The document is false."}).status_code == 409
    assert post(omar, f"{CASES}/{case}/confirm", {"reason": "much too early"}).status_code == 409


@pytest.mark.parametrize("decision", ["approve", "confirm", "reject"])
@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": "fine"}], ids=["none", "empty", "short"])
def test_a_decision_without_a_reason_is_a_problem(cast: Cast, decision: str, body: dict[str, str]) -> None:
    case = sent(cast.ivan).heading.id
    records.change_state(actor=cast.omar, record=case, state="approved", since=frozenset({"sent"}))
    who = browser(cast.olga if decision == "confirm" else cast.omar)
    assert post(who, f"{CASES}/{case}/{decision}", body).status_code == 400
