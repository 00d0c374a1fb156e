"""Cases are compared with the operator's lists, hits are decided by two people, and a new list asks again."""

from __future__ import annotations

import uuid

import pytest
from django.core.management import CommandError, call_command

from apps.accounts import queries as accounts
from apps.accounts.testing import client_account
from apps.kyc import queries, services
from apps.kyc.errors import (
    HitsOpen,
    ListedPerson,
    ListUnreadable,
    OutOfState,
    SamePerson,
    UnderReview,
)
from apps.kyc.models import Application
from apps.kyc.services import screening
from apps.kyc.tests.cast import ANSWERS, OPERATOR, PDF, sent
from apps.kyc.tests.conftest import Cast
from apps.kyc.tests.test_watchlists import SAMPLES
from apps.kyc.types import Hit, ScreeningState, Verdict
from apps.records import queries as record_queries
from apps.records.errors import ReasonNeeded, RecordDoubted
from apps.records.types import Deed
from apps.vocabulary.errors import NotAllowed, NotFound
from apps.vocabulary.types import Viewer

WHY = "Born in another year, another father's name"
UN = (SAMPLES / "un.xml").read_bytes()


def razlan(cast: Cast, name: str = "Razlan bin Mohd Contohan") -> uuid.UUID:
    """An application of somebody who is called like somebody of the sample list."""
    client = accounts.viewer_of(client_account(f"razlan{Application.objects.count()}", applies_to=OPERATOR))
    services.start(actor=client)
    for step, answers in {**ANSWERS, "identity": {**ANSWERS["identity"], "name": name}}.items():
        services.save_step(actor=client, step=step, answers=answers)
    services.attach(actor=client, slot="identity_front", name="card.pdf", data=PDF)
    return services.send(actor=client).heading.id


def hit_of(cast: Cast, case: uuid.UUID) -> Hit:
    (hit,) = queries.screening(cast.omar, case).hits
    return hit


def decided(cast: Cast, case: uuid.UUID, verdict: Verdict) -> None:
    hit = hit_of(cast, case).key
    services.decide_hit(actor=cast.omar, application=case, hit=hit, verdict=verdict, why=WHY)
    services.confirm_hit(actor=cast.olga, application=case, hit=hit, why=WHY)


def test_only_an_operator_s_maker_loads_a_list(cast: Cast) -> None:
    for viewer in (cast.olga, cast.ivan, cast.tan, cast.rania):
        with pytest.raises(NotAllowed):
            services.load_list(actor=viewer, data=UN)


def test_a_bad_file_changes_nothing(cast: Cast) -> None:
    services.load_list(actor=cast.omar, data=UN)
    with pytest.raises(ListUnreadable):
        services.load_list(actor=cast.omar, data=UN[:-40])
    (found,) = queries.lists(cast.omar)
    assert (found.code, found.entries, found.version) == ("un", 3, 1)


def test_a_list_is_loaded_again_as_a_new_version(cast: Cast) -> None:
    services.load_list(actor=cast.omar, data=UN)
    services.load_list(actor=cast.omar, data=UN)
    assert [each.version for each in queries.lists(cast.omar)] == [1], "the same file again is no change"
    services.load_list(actor=cast.omar, data=UN.replace(b"XXi.002", b"XXi.003"))
    assert [each.version for each in queries.lists(cast.omar)] == [2]
    assert queries.lists(cast.other) == []
    assert [line.deed for line in record_queries.log(cast.rania)] == [Deed.LOADED, Deed.LOADED]


def test_a_name_on_no_list_is_clear(cast: Cast) -> None:
    services.load_list(actor=cast.omar, data=UN)
    case = sent(cast.ivan).heading.id
    assert queries.screening(cast.omar, case).state is ScreeningState.DUE
    assert services.screen_due() == 1
    found = queries.screening(cast.omar, case)
    assert (found.state, found.hits, found.lists) == (ScreeningState.CLEAR, (), {"un": 2})
    assert services.screen_due() == 0


def test_a_hit_waits_for_two_people_and_says_why_it_is_one(cast: Cast) -> None:
    services.load_list(actor=cast.omar, data=UN)
    case = razlan(cast)
    services.screen_due()
    hit = hit_of(cast, case)
    assert (hit.entry, hit.part, hit.listed) == ("XXi.001", "applicant", "RAZLAN BIN MOHAMED CONTOHAN")
    assert (hit.birth, hit.score) == ("other", 88)
    with pytest.raises(HitsOpen):
        services.approve(actor=cast.omar, application=case, reason=WHY)
    with pytest.raises(ReasonNeeded):
        services.decide_hit(actor=cast.omar, application=case, hit=hit.key, verdict=Verdict.FALSE, why="no")
    with pytest.raises(OutOfState):
        services.confirm_hit(actor=cast.olga, application=case, hit=hit.key, why=WHY)
    services.decide_hit(actor=cast.omar, application=case, hit=hit.key, verdict=Verdict.FALSE, why=WHY)
    with pytest.raises(HitsOpen):
        services.approve(actor=cast.omar, application=case, reason=WHY)
    both = Viewer(cast.omar.role, cast.omar.door, cast.omar.account, maker=True, checker=True)
    with pytest.raises(SamePerson):
        services.confirm_hit(actor=both, application=case, hit=hit.key, why=WHY)
    with pytest.raises(ReasonNeeded):
        services.confirm_hit(actor=cast.olga, application=case, hit=hit.key, why="ok")
    services.confirm_hit(actor=cast.olga, application=case, hit=hit.key, why=WHY)
    assert record_queries.reads(cast.omar, case)[0].reason == f"hit {hit.key}: false match, confirmed: {WHY}"
    assert queries.screening(cast.omar, case).state is ScreeningState.DECIDED
    with pytest.raises(OutOfState):
        services.decide_hit(actor=cast.omar, application=case, hit=hit.key, verdict=Verdict.TRUE, why=WHY)


def test_who_does_not_agree_opens_the_hit_again(cast: Cast) -> None:
    services.load_list(actor=cast.omar, data=UN)
    case = razlan(cast)
    services.screen(case)
    hit = hit_of(cast, case).key
    services.decide_hit(actor=cast.omar, application=case, hit=hit, verdict=Verdict.FALSE, why=WHY)
    services.reopen_hit(actor=cast.olga, application=case, hit=hit, why="The passport says otherwise")
    assert hit_of(cast, case).verdict == ""
    assert queries.application(cast.omar, case).open_hits == 1


def test_a_listed_person_is_not_approved_and_begins_nothing(cast: Cast) -> None:
    services.load_list(actor=cast.omar, data=UN)
    case = razlan(cast)
    services.screen(case)
    decided(cast, case, Verdict.TRUE)
    assert queries.screening(cast.omar, case).state is ScreeningState.MATCHED
    with pytest.raises(ListedPerson):
        services.approve(actor=cast.omar, application=case, reason=WHY)
    client = accounts.viewer_of(client_account("another", applies_to=OPERATOR))
    services.require_known(actor=client)
    account = Application.objects.get(pk=case).account
    with pytest.raises(UnderReview) as told:
        services.require_known(actor=Viewer(account=account))
    assert "list" not in str(told.value), "who is listed is not told so"


def test_who_writes_the_tables_cannot_make_a_listed_person_known(cast: Cast) -> None:
    services.load_list(actor=cast.omar, data=UN)
    case = razlan(cast)
    services.screen(case)
    decided(cast, case, Verdict.TRUE)
    client = Viewer(account=Application.objects.get(pk=case).account)
    Application.objects.filter(pk=case).update(matched=False)
    with pytest.raises(UnderReview):
        services.require_known(actor=client)
    (found,) = record_queries.headings_called(cast.omar, "screening", str(case))
    record_queries.visible(cast.omar).filter(pk=found.id).update(state=ScreeningState.CLEAR.value)
    with pytest.raises(RecordDoubted):
        services.require_known(actor=client)


def test_the_client_learns_nothing_of_it(cast: Cast) -> None:
    services.load_list(actor=cast.omar, data=UN)
    case = sent(cast.ivan).heading.id
    services.screen(case)
    for viewer in (cast.ivan, cast.other):
        with pytest.raises(NotFound):
            queries.screening(viewer, case)
    mine = queries.current(cast.ivan)
    assert mine is not None
    assert (mine.open_hits, mine.matched) == (0, False)
    (found,) = record_queries.headings_called(cast.omar, "screening", str(case))
    assert (found.owner, found.account) == (None, None)
    assert not record_queries.visible(cast.ivan).filter(pk=found.id).exists()


def test_a_new_list_asks_again_in_steps_and_keeps_what_was_decided(cast: Cast) -> None:
    services.load_list(actor=cast.omar, data=UN)
    cases = [razlan(cast) for _ in range(3)]
    services.screen_due()
    decided(cast, cases[0], Verdict.FALSE)
    services.load_list(actor=cast.omar, data=UN.replace(b"<FIRST_NAME>Vladlen", b"<FIRST_NAME>Ivan"))
    assert (queries.progress(cast.omar).done, queries.progress(cast.omar).total) == (0, 3)
    assert screening.screen_due(most=2) == 2
    assert (queries.progress(cast.omar).done, queries.progress(cast.omar).total) == (2, 3)
    assert screening.screen_due(most=2) == 1
    assert queries.screening(cast.omar, cases[0]).state is ScreeningState.DECIDED
    assert queries.screening(cast.omar, cases[1]).state is ScreeningState.OPEN
    services.load_list(actor=cast.omar, data=(SAMPLES / "moha.csv").read_bytes())
    assert queries.progress(cast.omar).done == 0


def test_a_case_that_was_changed_is_screened_again(cast: Cast) -> None:
    services.load_list(actor=cast.omar, data=UN)
    case = sent(cast.ivan).heading.id
    services.screen(case)
    services.send_back(actor=cast.omar, application=case, notes={"email": "This address bounces."})
    services.save_step(actor=cast.ivan, step="contact", answers=ANSWERS["contact"])
    services.send(actor=cast.ivan)
    assert queries.screening(cast.omar, case).state is ScreeningState.DUE
    assert services.screen_due() == 1


def test_the_command_loads_for_a_member_of_staff(cast: Cast) -> None:
    call_command("load_watchlist", str(SAMPLES / "pep.csv"), actor="omar")
    assert [each.code for each in queries.lists(cast.omar)] == ["pep"]
    for file, who in (("nowhere.xml", "omar"), ("un.xml", "ivan"), ("un.xml", "nobody")):
        with pytest.raises(CommandError):
            call_command("load_watchlist", str(SAMPLES / file), actor=who)
