"""The client's pages and the operator's admin: what they show, what they refuse, and what no log may hold."""

from __future__ import annotations

import logging
import uuid

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.accounts.testing import signed_in
from apps.kyc import queries, services
from apps.kyc.models import Application
from apps.kyc.tests.cast import ANSWERS, COMPANY_ANSWERS, PDF, PRIVATE, filled, sent
from apps.kyc.tests.conftest import Cast
from apps.kyc.types import State
from apps.records import queries as record_queries
from apps.vocabulary.types import Viewer


def browser(viewer: Viewer) -> Client:
    """A browser in which the viewer is signed in."""
    return signed_in(Client(), get_user_model().objects.get(pk=viewer.account or 0))


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def case_path(case: uuid.UUID, *rest: str) -> str:
    return "/".join(["/admin/kyc/application", str(case), *rest])


def test_a_visitor_is_asked_to_sign_in(cast: Cast) -> None:
    assert Client().get("/kyc/").status_code == 302
    assert Client().post("/kyc/start").status_code in (302, 403)


def test_staff_have_no_application_of_their_own(cast: Cast) -> None:
    assert browser(cast.omar).get("/kyc/").status_code == 404


@pytest.mark.parametrize("path", ["/kyc/check", "/kyc/steps/identity", f"/kyc/files/{uuid.UUID(int=1)}"])
def test_nothing_is_there_before_it_is_begun(cast: Cast, path: str) -> None:
    assert browser(cast.ivan).get(path).status_code == 404
    assert queries.current(cast.ivan) is None


def test_an_answer_that_cannot_be_taken_is_kept_on_the_page_with_its_sentence(cast: Cast) -> None:
    ivan = browser(cast.ivan)
    ivan.post("/kyc/start")
    answer = ivan.post("/kyc/steps/identity", {**ANSWERS["identity"], "identity_number": "900102-14-5671"})
    assert answer.status_code == 400
    shown = answer.content.decode()
    assert "begins with the date of birth" in shown
    assert "900102-14-5671" in shown


def test_a_client_goes_through_every_step_and_sends(cast: Cast) -> None:
    ivan = browser(cast.ivan)
    ivan.post("/kyc/start")
    assert "Who you are" in page(ivan, "/kyc/")
    for step, given in ANSWERS.items():
        asked = page(ivan, f"/kyc/steps/{step}")
        assert "<form" in asked
        posted = {name: "no" if value is False else value for name, value in given.items()}
        assert ivan.post(f"/kyc/steps/{step}", posted).status_code == 302, step
    card = SimpleUploadedFile("card.pdf", PDF)
    posted_file = {"slot": "identity_front", "file": card}
    assert ivan.post("/kyc/steps/documents", posted_file).status_code == 302
    assert "card.pdf" in page(ivan, "/kyc/steps/documents")
    assert "Ivan bin Ismail" in page(ivan, "/kyc/check")
    assert ivan.post("/kyc/send").status_code == 302
    assert "Waiting for review" in page(ivan, "/kyc/")


def test_a_company_names_its_directors_in_rows(cast: Cast) -> None:
    ida = browser(cast.ida)
    ida.post("/kyc/start")
    rows = {"directors-1-name": "Ida binti Idris", "directors-1-identity_number": "850505-10-1234"}
    assert ida.post("/kyc/steps/directors", rows).status_code == 302
    shown = page(ida, "/kyc/steps/directors")
    assert 'value="Ida binti Idris"' in shown
    assert ida.post("/kyc/steps/company", COMPANY_ANSWERS["company"]).status_code == 302


def test_an_own_document_is_a_download_that_no_browser_shows(cast: Cast) -> None:
    found = filled(cast.ivan)
    note = found.content.files[0]
    answer = browser(cast.ivan).get(f"/kyc/files/{note.id}")
    assert answer.content == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert browser(cast.sam).get(f"/kyc/files/{note.id}").status_code == 404


def test_pages_hold_no_inline_script_or_style(cast: Cast) -> None:
    case = sent(cast.ivan).heading.id
    omar = browser(cast.omar)
    for shown in (page(omar, "/admin/kyc/application/"), page(omar, case_path(case, "change/"))):
        assert "<style" not in shown
        assert " style=" not in shown
        assert " onclick=" not in shown


def test_the_admin_is_closed_to_clients_and_visitors(cast: Cast) -> None:
    case = sent(cast.ivan).heading.id
    for who in (Client(), browser(cast.ivan)):
        for path in (
            "/admin/kyc/application/",
            case_path(case, "change/"),
            case_path(case, "decide", "reject"),
        ):
            assert who.get(path).status_code in (302, 403, 404), path


def test_another_operators_case_is_not_there(cast: Cast) -> None:
    case = sent(cast.ivan).heading.id
    other = browser(cast.other)
    assert str(case) not in page(other, "/admin/kyc/application/")
    for path in (
        case_path(case, "change/"),
        case_path(case, "decide", "reject"),
        case_path(case, "read"),
        case_path(uuid.uuid4(), "change/"),
        "/admin/kyc/application/nothing/change/",
    ):
        assert other.get(path).status_code == 404, path


def test_the_queue_and_the_case_are_masked(cast: Cast) -> None:
    case = sent(cast.ivan).heading.id
    omar = browser(cast.omar)
    listed = page(omar, "/admin/kyc/application/?queue=review")
    shown = page(omar, case_path(case, "change/"))
    assert "1 case waits" in listed
    for text in (listed, shown):
        assert "Ivan bin Ismail" in text
        assert "•••• 5671" in text
        assert "900101145671" not in text


def test_a_case_is_found_by_word_or_number_at_its_own_operator(cast: Cast) -> None:
    case = sent(cast.ivan).heading.id
    find = "/admin/kyc/application/find"
    for text in ("ismail", "900101-14-5671"):
        assert str(case) in browser(cast.omar).post(find, {"text": text}).content.decode()
        assert str(case) not in browser(cast.other).post(find, {"text": text}).content.decode()
    assert "Nothing was found" in browser(cast.omar).post(find, {"text": "nobody"}).content.decode()


def test_reading_in_full_takes_a_reason_that_is_kept_with_the_record(cast: Cast) -> None:
    case = sent(cast.ivan).heading.id
    omar = browser(cast.omar)
    refused = omar.post(case_path(case, "read"), {"reason": ""})
    assert "900101145671" not in refused.content.decode()
    answer = omar.post(case_path(case, "read"), {"reason": "compare with the document"})
    assert "900101145671" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    (kept,) = record_queries.reads(cast.omar, case)
    assert (kept.account, kept.reason) == (cast.omar.account, "compare with the document")


def test_a_document_is_opened_for_a_reason(cast: Cast) -> None:
    found = sent(cast.ivan)
    omar, note = browser(cast.omar), found.content.files[0]
    path = case_path(found.heading.id, "files", str(note.id))
    assert omar.get(path).content != PDF
    assert omar.post(path, {"reason": "compare with the number"}).content == PDF


def test_the_admins_log_holds_ids_only(cast: Cast) -> None:
    case = sent(cast.ivan).heading.id
    omar = browser(cast.omar)
    omar.post(case_path(case, "read"), {"reason": "Ismail's number must be compared"})
    answer = omar.post(
        case_path(case, "decide", "send-back"), {"email": "ivan@example.com bounces", "next": "1"}
    )
    assert answer["Location"] == "/admin/kyc/application/"
    assert queries.application(cast.omar, case).state is State.RETURNED
    entries = list(LogEntry.objects.order_by("pk"))
    assert [entry.change_message for entry in entries] == ["read in full", "send-back"]
    assert {entry.object_repr for entry in entries} == {str(case)}


def test_approve_and_next_leads_to_the_next_case_that_waits(cast: Cast) -> None:
    first, second = sent(cast.ivan).heading.id, sent(cast.ida).heading.id
    assert queries.following(cast.omar, first) == second
    Application.objects.filter(pk=second).update(maker=cast.omar.account)
    assert queries.following(cast.omar, first) is None


def test_each_decision_asks_for_its_reason(cast: Cast) -> None:
    case = sent(cast.ivan).heading.id
    omar = browser(cast.omar)
    for decision in ("approve", "reject"):
        answer = omar.post(case_path(case, "decide", decision), {"reason": ""})
        assert "This field is required." in answer.content.decode()
        assert queries.application(cast.omar, case).state is State.SENT
    omar.post(case_path(case, "decide", "reject"), {"reason": "The document is not genuine."})
    assert "The document is not genuine." in page(browser(cast.ivan), "/kyc/")


def test_a_maker_is_not_offered_to_confirm(cast: Cast) -> None:
    case = sent(cast.ivan).heading.id
    shown = page(browser(cast.omar), case_path(case, "change/"))
    assert case_path(case, "decide", "approve") in shown
    assert case_path(case, "decide", "confirm") not in shown
    assert browser(cast.rania).get(case_path(case, "decide", "approve")).status_code == 404


def test_no_answer_is_in_any_log(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ivan = browser(cast.ivan)
    ivan.post("/kyc/start")
    for step, given in ANSWERS.items():
        ivan.post(f"/kyc/steps/{step}", {**given, "email": "ivan@example.com"})
    case = sent(cast.ivan).heading.id
    omar = browser(cast.omar)
    page(omar, case_path(case, "change/"))
    omar.post("/admin/kyc/application/find", {"text": "ismail"})
    omar.post(case_path(case, "read"), {"reason": "compare with the document"})
    services.reject(actor=cast.omar, application=case, reason="The document is not genuine.")
    logged = [record for record in caplog.records if not record.name.startswith("django.db")]
    said = " ".join(str(record.getMessage()) + str(record.__dict__) for record in logged).lower()
    assert not [word for word in PRIVATE if word in said]
