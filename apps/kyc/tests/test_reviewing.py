"""An operator reviews: sends back with reasons, rejects, approves and confirms with two people, in order."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from apps.kyc import queries, rules, services
from apps.kyc.errors import NoTrustee, OutOfState, ReviewChanged, SamePerson, StepInvalid
from apps.kyc.models import Application
from apps.kyc.tests.cast import (
    ANSWERS,
    ELSEWHERE,
    IVAN_DOOR,
    OPERATOR,
    OTHER_OPERATOR,
    PDF,
    WHY,
    admitted,
    sent,
)
from apps.kyc.tests.conftest import Cast
from apps.kyc.types import State
from apps.ledger.testing import MemoryWrite
from apps.records import queries as record_queries
from apps.records import services as records
from apps.records.errors import ReasonNeeded, RecordErased, RetentionRuns
from apps.vocabulary.errors import NotAllowed, NotFound
from apps.vocabulary.types import Role, Viewer

NOTES = {"email": "This address bounces.", "identity_front": "The picture is blurred."}


def approved(cast: Cast, client: Viewer | None = None) -> uuid.UUID:
    """An application (Ivan's) as Omar's approval leaves it; the acts themselves need the chain."""
    found = sent(client or cast.ivan).heading
    records.change_state(actor=cast.omar, record=found.id, state="approved", since=frozenset({"sent"}))
    Application.objects.filter(pk=found.id).update(maker=cast.omar.account, maker_version=found.version)
    return found.id


@pytest.mark.parametrize("who", ["ivan", "other", "tan", "rania"])
def test_only_the_operator_decides(cast: Cast, who: str) -> None:
    viewer: Viewer = getattr(cast, who)
    found = sent(cast.ivan).heading.id
    for decide in (
        lambda: services.approve(actor=viewer, application=found, reason=WHY),
        lambda: services.confirm(actor=viewer, application=found, reason=WHY),
        lambda: services.reject(actor=viewer, application=found, reason="no reason of theirs"),
        lambda: services.send_back(actor=viewer, application=found, notes=NOTES),
    ):
        with pytest.raises((NotAllowed, NotFound)):
            decide()
    assert queries.application(cast.omar, found).state is State.SENT


@pytest.mark.parametrize("reason", ["", "    ", "fine", "x" * 251])
def test_no_decision_is_without_a_reason(cast: Cast, reason: str) -> None:
    new, made = sent(cast.ivan).heading.id, approved(cast, cast.ida)
    decisions: list[Callable[[], object]] = [
        lambda: services.approve(actor=cast.omar, application=new, reason=reason),
        lambda: services.reject(actor=cast.omar, application=new, reason=reason),
        lambda: services.confirm(actor=cast.olga, application=made, reason=reason),
    ]
    for decide in decisions:
        with pytest.raises(ReasonNeeded):
            decide()
    assert queries.application(cast.omar, new).state is State.SENT
    assert queries.application(cast.omar, made).state is State.APPROVED


def test_the_checker_does_not_make(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        services.approve(actor=cast.olga, application=sent(cast.ivan).heading.id, reason=WHY)


def test_nobody_confirms_what_nobody_approved(cast: Cast) -> None:
    with pytest.raises(OutOfState):
        services.confirm(actor=cast.olga, application=sent(cast.ivan).heading.id, reason=WHY)


def test_the_maker_does_not_confirm(cast: Cast) -> None:
    found = approved(cast)
    both = Viewer(role=Role.OPERATOR, door=OPERATOR, account=cast.omar.account, maker=True, checker=True)
    with pytest.raises(SamePerson):
        services.confirm(actor=both, application=found, reason=WHY)
    with pytest.raises(NotAllowed):
        services.confirm(actor=cast.omar, application=found, reason=WHY)


def test_what_was_changed_after_the_approval_is_not_confirmed(cast: Cast) -> None:
    found = approved(cast)
    records.amend(actor=cast.omar, record=found, fields={"name": "Somebody Else"})
    with pytest.raises(ReviewChanged):
        services.confirm(actor=cast.olga, application=found, reason=WHY)


def test_nobody_is_admitted_without_a_trustee(cast: Cast, market: MemoryWrite) -> None:
    found = sent(cast.sam).heading.id
    with pytest.raises(NoTrustee):
        services.approve(actor=cast.other, application=found, reason=WHY)


@pytest.mark.parametrize("notes", [{}, {"email": ""}, {"email": "why"}, {"state": "to be approved"}])
def test_a_return_says_what_to_fix(cast: Cast, notes: dict[str, str]) -> None:
    found = sent(cast.ivan).heading.id
    with pytest.raises(StepInvalid):
        services.send_back(actor=cast.omar, application=found, notes=notes)


def test_a_returned_application_is_fixed_and_sent_again(cast: Cast) -> None:
    found = sent(cast.ivan).heading.id
    services.send_back(actor=cast.omar, application=found, notes=NOTES)
    mine = queries.current(cast.ivan)
    assert mine is not None
    assert [view.step.name for view in mine.steps if not view.done] == ["contact", "documents"]
    services.save_step(actor=cast.ivan, step="contact", answers=ANSWERS["contact"])
    services.attach(actor=cast.ivan, slot="identity_front", name="sharp.pdf", data=PDF)
    assert services.send(actor=cast.ivan).state is State.SENT
    assert queries.application(cast.omar, found).content.fields["notes"] == {}
    assert "sent back: email, identity_front" in [
        each.reason for each in record_queries.reads(cast.omar, found)
    ]


def test_a_rejection_is_told_and_kept_and_a_new_application_may_begin(cast: Cast) -> None:
    found = sent(cast.ivan).heading.id
    services.reject(actor=cast.omar, application=found, reason="The document is not genuine.")
    mine = queries.current(cast.ivan)
    assert mine is not None
    assert mine.content.fields["decision"] == "The document is not genuine."
    with pytest.raises(RetentionRuns):
        records.erase(actor=cast.omar, record=found, reason="the person asked")
    assert services.start(actor=cast.ivan).heading.id != found


def test_an_application_without_a_decision_is_erased_when_its_person_asks(cast: Cast) -> None:
    found = services.start(actor=cast.ivan).heading.id
    records.erase(actor=cast.ivan, record=found, reason="I changed my mind")
    with pytest.raises(RecordErased):
        record_queries.own(cast.ivan, found)


@pytest.mark.parametrize(
    "state", [State.CONFIRMED, State.ADMITTED, State.REJECTED, State.RETURNED, State.DRAFT]
)
def test_what_is_not_waiting_is_not_decided(cast: Cast, state: State) -> None:
    found = sent(cast.ivan).heading.id
    records.change_state(actor=cast.omar, record=found, state=state.value, since=frozenset({"sent"}))
    decisions: list[Callable[[], object]] = [
        lambda: services.approve(actor=cast.omar, application=found, reason=WHY),
        lambda: services.confirm(actor=cast.olga, application=found, reason=WHY),
        lambda: services.reject(actor=cast.omar, application=found, reason="much too late"),
        lambda: services.send_back(actor=cast.omar, application=found, notes=NOTES),
    ]
    for decide in decisions:
        with pytest.raises((OutOfState, NotFound)):
            decide()


def test_every_act_starts_from_a_state_that_is_not_its_end() -> None:
    for act, states in rules.MAY.items():
        assert states, act
        assert not states & {State.ADMITTED, State.REJECTED}, act


def test_the_admitted_get_their_door(cast: Cast, market: MemoryWrite) -> None:
    found, tag = approved(cast), b"\x07" * 32
    records.change_state(actor=cast.olga, record=found, state="confirmed", since=frozenset({"approved"}))
    Application.objects.filter(pk=found).update(person=tag, admission=uuid.uuid4(), sent_at=timezone.now())
    market.play(admitted(ELSEWHERE, Role.INVESTOR, parent=OTHER_OPERATOR, person=tag))
    market.play(admitted(IVAN_DOOR, Role.INVESTOR, parent=OPERATOR, person=tag))
    assert services.settle_admissions() == 1
    assert services.settle_admissions() == 0
    shown = queries.application(cast.omar, found)
    assert (shown.state, shown.heading.owner) == (State.ADMITTED, IVAN_DOOR)
    assert queries.names_of_clients(cast.omar, [IVAN_DOOR, OTHER_OPERATOR]) == {IVAN_DOOR: "Ivan bin Ismail"}
    assert queries.names_of_clients(cast.other, [IVAN_DOOR]) == {}
    assert bytes(Application.objects.get(pk=found).person) == b""


def test_where_the_key_is_elsewhere_clients_have_no_names(
    cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    found = sent(cast.ivan).heading.id
    records.give_owner(actor=cast.omar, record=found, owner=IVAN_DOOR)
    assert queries.names_of_clients(cast.omar, [IVAN_DOOR]) == {IVAN_DOOR: "Ivan bin Ismail"}
    settings.CASTOR_RECORD_KEYS = str(tmp_path / "elsewhere")
    assert queries.names_of_clients(cast.omar, [IVAN_DOOR]) == {}
