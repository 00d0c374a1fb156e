"""An admission is renewed before it ends, kept as long as the law says, and erased by two people
afterwards.
"""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from apps.accounts import queries as accounts
from apps.kyc import queries, services
from apps.kyc.errors import StepInvalid, StillNeeded, TooEarly
from apps.kyc.models import Application
from apps.kyc.tests.cast import ANSWERS, IVAN_DOOR, OPERATOR, sent
from apps.kyc.tests.conftest import Cast
from apps.kyc.tests.test_pages import browser, page
from apps.kyc.types import State
from apps.ledger.testing import MemoryWrite, event
from apps.participants import queries as participants
from apps.records import queries as record_queries
from apps.records import services as records
from apps.records.errors import RetentionRuns, SecondPersonNeeded
from apps.vocabulary.types import Role, Viewer

DAY = 86_400


def admitted_until(cast: Cast, market: MemoryWrite, until: int) -> Viewer:
    """Ivan with a door whose admission counts until then; his application as the settling left it."""
    case = sent(cast.ivan).heading.id
    arguments = {
        "door": IVAN_DOOR,
        "role": int(Role.INVESTOR),
        "parent": OPERATOR,
        "trustee": "0x" + "00" * 20,
        "name": "0x" + "00" * 32,
        "person": "0x" + "07" * 32,
        "class": 1,
        "validUntil": until,
    }
    market.play(event("Admitted", "MarketMaster", arguments))
    for since, state in (("sent", "approved"), ("approved", "confirmed")):
        records.change_state(actor=cast.omar, record=case, state=state, since=frozenset({since}))
    Application.objects.filter(pk=case).update(person=b"\x07" * 32, admission=uuid.uuid4())
    assert services.settle_admissions() == 1
    return accounts.viewer_named("ivan")


def now() -> int:
    """The market's clock."""
    return participants.chain_time()


def test_it_is_too_early_for_most_of_the_year(cast: Cast, market: MemoryWrite) -> None:
    ivan = admitted_until(cast, market, now() + 61 * DAY)
    with pytest.raises(TooEarly):
        services.start(actor=ivan)


def test_a_renewal_has_what_is_known_and_asks_for_the_rest(cast: Cast, market: MemoryWrite) -> None:
    ivan = admitted_until(cast, market, now() + 20 * DAY)
    begun = services.start(actor=ivan)
    assert begun.renews is not None
    assert (begun.state, begun.heading.owner) == (State.DRAFT, IVAN_DOOR)
    assert begun.content.fields["name"] == "Ivan bin Ismail"
    assert [view.step.name for view in begun.steps if not view.done] == ["declaration"]
    assert services.start(actor=ivan).heading.id == begun.heading.id
    with pytest.raises(StepInvalid):
        services.save_step(
            actor=ivan, step="identity", answers={**ANSWERS["identity"], "identity_number": "900101-14-5672"}
        )
    services.save_step(
        actor=ivan, step="category", answers={"investor_class": "angel", "class_basis": "Assets"}
    )
    found = queries.current(ivan)
    assert found is not None
    assert "documents" in [view.step.name for view in found.steps if not view.done], "an angel shows evidence"


def test_what_ends_soon_is_listed_for_the_reminders(cast: Cast, market: MemoryWrite) -> None:
    until = now() + 20 * DAY
    admitted_until(cast, market, until)
    assert [(each.door, each.until) for each in queries.expiring(now(), 30 * DAY)] == [(IVAN_DOOR, until)]
    assert queries.expiring(now(), 7 * DAY) == []


def test_the_page_offers_it(cast: Cast, market: MemoryWrite) -> None:
    ivan = browser(admitted_until(cast, market, now() + 20 * DAY))
    assert "Renew your admission" in page(ivan, "/kyc/")
    assert ivan.post("/kyc/start").status_code == 302
    assert "This renews your admission" in page(ivan, "/kyc/")


def test_a_case_is_kept_for_seven_years_after_it_ended(cast: Cast, market: MemoryWrite) -> None:
    admitted_until(cast, market, now() + 20 * DAY)
    heading = queries.application(cast.omar, Application.objects.get().pk).heading
    assert heading.kept_until is not None
    left = heading.kept_until - timezone.now() - dt.timedelta(days=7 * 365 + 2 + 20)
    assert abs(left) < dt.timedelta(hours=1)
    with pytest.raises((RetentionRuns, StillNeeded)):
        services.ask_erasure(actor=cast.omar, application=heading.id, reason="somebody asked")


def test_two_people_erase_and_the_person_is_told(cast: Cast) -> None:
    case = sent(cast.ivan).heading.id
    services.screen(case)
    services.reject(actor=cast.omar, application=case, reason="The document is not genuine.")
    with pytest.raises(RetentionRuns):
        services.ask_erasure(actor=cast.omar, application=case, reason="somebody asked")
    over = timezone.now() - dt.timedelta(days=1)
    records.change_state(
        actor=cast.omar, record=case, state="rejected", since=frozenset({"rejected"}), kept_until=over
    )
    services.ask_erasure(actor=cast.omar, application=case, reason="seven years are over")
    with pytest.raises(SecondPersonNeeded):
        services.erase(actor=cast.omar, application=case, reason="seven years are over")
    services.erase(actor=cast.olga, application=case, reason="looked at the dates")
    assert record_queries.headings_called(cast.omar, "screening", str(case)) == []
    shown = page(browser(cast.ivan), "/kyc/")
    assert "Your record was erased" in shown
    assert "was erased on" in page(browser(cast.omar), f"/admin/kyc/application/{case}/change/")


def test_nobody_is_renewed_who_was_never_admitted(cast: Cast) -> None:
    found = sent(cast.ivan).heading.id
    assert services.start(actor=cast.ivan).heading.id == found
