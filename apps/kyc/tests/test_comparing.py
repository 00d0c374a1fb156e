"""A case that is sent again, beside what was sent before: what differs, as much of it as may be seen."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from apps.accounts.testing import signed_in
from apps.kyc import queries, services
from apps.kyc.models import Application
from apps.kyc.tests.cast import PDF, sent
from apps.kyc.tests.conftest import Cast
from apps.records import queries as records
from apps.vocabulary.errors import NotFound
from apps.vocabulary.types import Difference, Viewer

NOTES = {"email": "This address bounces.", "identity_front": "The picture is blurred."}
CONTACT = {"address": "12 Jalan Ampang, 50450 Kuala Lumpur", "phone": "+60 12-345 6789"}


def sent_again(cast: Cast) -> None:
    """Ivan's, sent back, with another e-mail address and another picture."""
    found = sent(cast.ivan).heading.id
    services.send_back(actor=cast.omar, application=found, notes=NOTES)
    services.save_step(actor=cast.ivan, step="contact", answers={**CONTACT, "email": "ivan@example.org"})
    services.attach(actor=cast.ivan, slot="identity_front", name="sharp.pdf", data=PDF + b", sharp")
    services.send(actor=cast.ivan)


def shown(browser: Client, case: object) -> str:
    return browser.get(f"/admin/kyc/application/{case}/change/").content.decode()


def browser(viewer: Viewer) -> Client:
    return signed_in(Client(), get_user_model().objects.get(pk=viewer.account or 0))


def test_a_first_try_has_nothing_before_it(cast: Cast) -> None:
    found = sent(cast.ivan)
    assert queries.difference(cast.omar, queries.application(cast.omar, found.heading.id)) == []
    assert "What changed" not in shown(browser(cast.omar), found.heading.id)
    with pytest.raises(NotFound):
        records.earlier(cast.omar, found.heading.id, found.heading.version)


def test_what_was_fixed_is_shown_as_far_as_the_case_is(cast: Cast) -> None:
    sent_again(cast)
    case = queries.require_current(cast.ivan).heading.id
    document = Difference("Identity document, front", "card.pdf", "sharp.pdf")
    masked = queries.difference(cast.omar, queries.application(cast.omar, case))
    assert masked == [Difference("E-mail", "••••", "••••"), document]
    page = shown(browser(cast.omar), case)
    assert "What changed since it was sent before" in page
    assert "sharp.pdf" in page

    whole = services.read(actor=cast.omar, application=case, reason="to compare the addresses")
    emails = Difference("E-mail", "ivan@example.com", "ivan@example.org")
    assert queries.difference(cast.omar, whole) == [emails, document]
    assert queries.difference(cast.ivan, queries.require_current(cast.ivan)) == []


def test_of_the_admission_that_is_renewed_no_more_than_a_glance_is_shown(cast: Cast) -> None:
    first = sent(cast.ivan).heading.id
    Application.objects.filter(pk=first).update(ended_at="2026-01-01T00:00:00Z", account=0)
    second = sent(cast.ivan).heading.id
    services.send_back(actor=cast.omar, application=second, notes=NOTES)
    services.save_step(actor=cast.ivan, step="contact", answers={**CONTACT, "email": "ivan@example.net"})
    Application.objects.filter(pk=second).update(sent_before=0, renews=first)
    whole = services.read(actor=cast.omar, application=second, reason="to compare the addresses")
    assert queries.difference(cast.omar, whole) == [Difference("E-mail", "••••", "ivan@example.net")]


def test_a_case_sent_again_without_a_change_says_so(cast: Cast) -> None:
    found = sent(cast.ivan).heading.id
    services.send_back(actor=cast.omar, application=found, notes={"phone": "Is it still yours?"})
    services.save_step(actor=cast.ivan, step="contact", answers={**CONTACT, "email": "Ivan@Example.com"})
    services.send(actor=cast.ivan)
    assert "Nothing was changed." in shown(browser(cast.omar), found)


def test_what_waits_stands_on_top_of_the_queue(cast: Cast) -> None:
    decided = sent(cast.ivan).heading.id
    services.reject(actor=cast.omar, application=decided, reason="The number is not this person’s.")
    sent(cast.ida)
    page = browser(cast.omar).get("/admin/kyc/application/").content.decode()
    assert page.index("Ida Kopi") < page.index("Ivan bin Ismail")
