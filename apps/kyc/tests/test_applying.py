"""A client writes an application step by step, and sends it when it is whole."""

from __future__ import annotations

import pytest

from apps.kyc import queries, services
from apps.kyc.errors import ApplicationIncomplete, OutOfState, StepInvalid
from apps.kyc.tests.cast import ANSWERS, OPERATOR, PDF, TRUSTEE, filled, linked, sent
from apps.kyc.tests.conftest import Cast
from apps.kyc.types import State
from apps.ledger.testing import MemoryWrite
from apps.records.errors import FileRefused, RecordChanged
from apps.vocabulary.errors import Malformed, NotAllowed, NotFound, SignInNeeded
from apps.vocabulary.types import VISITOR


def test_a_visitor_and_staff_cannot_apply(cast: Cast) -> None:
    with pytest.raises(SignInNeeded):
        services.start(actor=VISITOR)
    with pytest.raises(NotAllowed):
        services.start(actor=cast.omar)


def test_nothing_is_saved_before_it_is_begun(cast: Cast) -> None:
    with pytest.raises(OutOfState):
        services.save_step(actor=cast.ivan, step="contact", answers=ANSWERS["contact"])
    assert queries.current(cast.ivan) is None


def test_it_is_begun_once(cast: Cast) -> None:
    assert services.start(actor=cast.ivan).heading.id == services.start(actor=cast.ivan).heading.id


def test_a_step_with_a_wrong_answer_changes_nothing(cast: Cast) -> None:
    before = services.start(actor=cast.ivan)
    with pytest.raises(StepInvalid):
        services.save_step(actor=cast.ivan, step="contact", answers={"email": "ivan"})
    assert services.start(actor=cast.ivan).heading.version == before.heading.version


@pytest.mark.parametrize("step", ["nowhere", "documents", "company"])
def test_a_step_that_does_not_ask_is_refused(cast: Cast, step: str) -> None:
    services.start(actor=cast.ivan)
    with pytest.raises(Malformed):
        services.save_step(actor=cast.ivan, step=step, answers={})


def test_two_tabs_do_not_overwrite_each_other(cast: Cast) -> None:
    seen = services.start(actor=cast.ivan).heading.version
    services.save_step(actor=cast.ivan, step="contact", answers=ANSWERS["contact"], seen=seen)
    with pytest.raises(RecordChanged):
        services.save_step(actor=cast.ivan, step="contact", answers=ANSWERS["contact"], seen=seen)


def test_a_document_of_a_foreign_type_or_slot_is_refused(cast: Cast) -> None:
    services.start(actor=cast.ivan)
    with pytest.raises(FileRefused):
        services.attach(actor=cast.ivan, slot="identity_front", name="a.pdf", data=b"<html>")
    with pytest.raises(Malformed):
        services.attach(actor=cast.ivan, slot="registration_certificate", name="a.pdf", data=PDF)


def test_an_unfinished_application_is_not_sent(cast: Cast) -> None:
    services.start(actor=cast.ivan)
    services.save_step(actor=cast.ivan, step="identity", answers=ANSWERS["identity"])
    with pytest.raises(ApplicationIncomplete) as refused:
        services.send(actor=cast.ivan)
    assert refused.value.arguments["steps"] == ["contact", "category", "documents", "declaration"]


def test_what_was_sent_is_not_written_on(cast: Cast) -> None:
    sent(cast.ivan)
    with pytest.raises(OutOfState):
        services.save_step(actor=cast.ivan, step="contact", answers=ANSWERS["contact"])
    with pytest.raises(OutOfState):
        services.attach(actor=cast.ivan, slot="identity_front", name="a.pdf", data=PDF)
    with pytest.raises(OutOfState):
        services.send(actor=cast.ivan)


def test_staff_see_an_application_once_it_is_sent_and_masked(cast: Cast) -> None:
    draft = filled(cast.ivan).heading.id
    with pytest.raises(NotFound):
        queries.application(cast.omar, draft)
    services.send(actor=cast.ivan)
    for viewer in (cast.omar, cast.tan, cast.rania):
        shown = queries.application(viewer, draft).content
        assert shown.masked
        assert shown.fields["identity_number"] == "•••• 5671"
        assert shown.fields["born"] == "••••"


def test_others_never_see_it(cast: Cast) -> None:
    found = sent(cast.ivan).heading.id
    for viewer in (cast.other, cast.sam, cast.ida, VISITOR):
        with pytest.raises(NotFound):
            queries.application(viewer, found)
    assert not queries.cases(cast.other).exists()


def test_a_company_applies_with_its_own_steps(cast: Cast) -> None:
    found = sent(cast.ida)
    assert found.heading.kind == "company-application"
    assert found.state is State.SENT
    assert [view.step.name for view in found.steps] == [
        "company",
        "directors",
        "owners",
        "contact",
        "documents",
        "declaration",
    ]


def test_it_is_encrypted_to_the_operators_trustee_while_they_are_linked(
    cast: Cast, market: MemoryWrite
) -> None:
    assert services.start(actor=cast.ivan).heading.readers.trustee == TRUSTEE
    market.play(linked(TRUSTEE, OPERATOR, link=4))
    assert services.start(actor=cast.ida).heading.readers.trustee is None


def test_the_queue_says_how_much_waits_and_finds_by_word(cast: Cast) -> None:
    first, second = sent(cast.ivan), sent(cast.ida)
    waiting = queries.waiting(cast.omar)
    assert (waiting.count, waiting.oldest) == (2, first.sent_at)
    for text, wanted in (("ismail", first), ("900101-14-5671", first), ("kopi", second), ("idris", second)):
        assert [row.pk for row in queries.search(cast.omar, text)] == [wanted.heading.id]
    assert not queries.search(cast.other, "ismail").exists()
    assert queries.waiting(cast.other).count == 0
