"""A report is asked for, made by the clerk in slices, and kept; the same block gives the same bytes."""

from __future__ import annotations

import hashlib
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from apps.accounts.testing import signed_in, staff_account
from apps.ledger import history, store
from apps.ledger.errors import NodeAway
from apps.ledger.readmodel import head
from apps.ledger.testing.stage import Stage
from apps.participants.tests import cast
from apps.records import queries as records
from apps.records import services as keeping
from apps.supervision import queries, services, sheets
from apps.supervision.queries import reports as tables
from apps.supervision.services import reporting
from apps.supervision.types.reported import Kept, ReportKind, ReportState
from apps.vocabulary.errors import NotAllowed, NotFound
from apps.vocabulary.types import Role, Viewer

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def office(stage: Stage) -> Viewer:
    cache.clear()
    keeping.prepare_reader(stage.regulator.door)
    stage.admit(Role.OPERATOR, "Omar Crowd")
    stage.index()
    history.let_go(_newest())  # chains of other tests had blocks of the same numbers
    return stage.regulator.maker


def test_another_has_no_reports(office: Viewer) -> None:
    with pytest.raises(NotAllowed):
        services.ask_report(actor=cast.OPERATOR, kind=ReportKind.REGISTER)
    with pytest.raises(NotAllowed):
        queries.kept_reports(cast.OPERATOR)
    with pytest.raises(NotFound):
        queries.kept_report(office, uuid.uuid4())


def test_a_replay_that_was_cut_off_goes_on_where_it_ended(
    office: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = services.ask_report(actor=office, kind=ReportKind.REGISTER)
    assert queries.kept_report(office, found).done == 0
    monkeypatch.setattr(reporting, "SLICE_SECONDS", 0)
    far: list[int] = []
    while (now := queries.kept_report(office, found)).waits:
        far.append(now.done or 0)
        services.make_reports()
        assert len(far) < 50, (far, now)
    assert far == sorted(set(far)), "each slice begins where the one before ended"
    assert len(far) > 2
    with history.standing_at(now.asked.block) as there:
        assert now.record == there.digest == store.live().digest()


def test_a_block_that_is_replayed_answers_at_once(office: Viewer) -> None:
    block = _newest()
    first = services.ask_report(actor=office, kind=ReportKind.REGISTER, block=block)
    assert queries.kept_report(office, first).waits
    services.make_reports()
    other = services.ask_report(actor=office, kind=ReportKind.VOLUMES, block=block)
    assert queries.kept_report(office, other).state is ReportState.MADE
    assert services.ask_report(actor=office, kind=ReportKind.REGISTER, block=block) == first


def test_what_was_kept_is_what_is_made_anew(office: Viewer, stage: Stage) -> None:
    found = services.ask_report(actor=office, kind=ReportKind.OPERATORS)
    services.make_reports()
    kept = queries.kept_report(office, found)
    stage.admit(Role.OPERATOR, "A later operator")
    stage.index()
    history.let_go(kept.asked.block)
    again = services.report(actor=office, kind=ReportKind.OPERATORS, block=kept.asked.block)
    for paper in kept.papers:
        _, content = services.report_file(actor=office, id=found, form=paper.form)
        assert hashlib.sha256(content).hexdigest() == paper.sha256
        assert content == sheets.FORMS[paper.form](again)
    assert "report as csv" in {each.reason for each in records.reads(office, found)}


def test_while_the_node_is_away_a_report_waits(office: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    found = services.ask_report(actor=office, kind=ReportKind.REGISTER)
    with monkeypatch.context() as away:
        away.setattr("apps.ledger.gateway.Gateway._post", _raises(NodeAway()))
        with pytest.raises(NodeAway):
            services.make_reports()
        waiting = queries.kept_report(office, found)
    assert (waiting.waits, waiting.tries, waiting.failure) == (True, 0, "")
    services.make_reports()
    assert queries.kept_report(office, found).state is ReportState.MADE


def test_a_failure_is_told_and_tried_again_twice(office: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    found = services.ask_report(actor=office, kind=ReportKind.REGISTER)
    with monkeypatch.context() as broken:
        broken.setattr(tables, "sheets", _raises(ZeroDivisionError()))
        services.make_reports()
        first = queries.kept_report(office, found)
        assert (first.state, first.failure, first.tries) == (ReportState.WAITING, "ZeroDivisionError", 1)
        services.make_reports()
        assert queries.kept_report(office, found).tries == 1, "not before its time"
        for _ in range(2):
            broken.setattr(timezone, "now", _later())
            services.make_reports()
        last = queries.kept_report(office, found)
        assert (last.state, last.tries) == (ReportState.FAILED, 3)
    assert services.ask_report(actor=office, kind=ReportKind.REGISTER, block=last.asked.block) == found
    services.make_reports()
    assert _state(office, found) == (ReportState.MADE, "")


def test_pages_and_programs(stage: Stage, office: Viewer, client: Client) -> None:
    rania = signed_in(client, staff_account("rania", Role.REGULATOR, stage.regulator.door))
    assert "No report yet" in rania.get("/supervision/reports/").text
    assert rania.post("/supervision/reports/", {"kind": "register", "block": 10**9}).status_code == 422
    days = {"kind": "volumes", "since": "2026-02-02", "until": "2026-02-01"}
    assert rania.post("/supervision/reports/", days).status_code == 422
    page = rania.post("/supervision/reports/", {"kind": "register"})["Location"]
    assert "The record is made anew from the events" in rania.get(page).text
    services.make_reports()
    assert "Omar Crowd" in rania.get(page).text
    assert "Register of participants" in rania.get("/supervision/reports/").text
    (row,) = rania.get("/api/v1/supervision/reports").json()["rows"]
    asked = {"kind": "register", "block": row["block"]}
    again = rania.post("/api/v1/supervision/reports", asked, content_type="application/json")
    assert (again.status_code, again.json()["id"], again.json()["state"]) == (202, row["id"], "made")
    for each in row["files"]:
        served = rania.get(f"{page}{each['form']}/")
        assert hashlib.sha256(served.content).hexdigest() == each["sha256"]
        assert rania.get(f"/api/v1/supervision/reports/{row['id']}/{each['form']}").content == served.content
    assert rania.get(f"{page}doc/").status_code == 404
    assert "No event is missing" in rania.get("/supervision/trail/").text
    assert rania.get("/api/v1/supervision/trail").json()["complete"] is True
    assert rania.get("/supervision/trail/", {"first": 0, "last": 10**9}).status_code == 400


# -- parts ----------------------------------------------------------------------------------------------


def _newest() -> int:
    found = head()
    assert found is not None
    return found.number


def _state(office: Viewer, report: uuid.UUID) -> tuple[ReportState, str]:
    found: Kept = queries.kept_report(office, report)
    return found.state, found.failure


def _raises(failure: Exception) -> Any:
    def fail(*_: object, **__: object) -> None:
        raise failure

    return fail


def _later() -> Any:
    at = timezone.now() + timedelta(hours=1)
    return lambda: at
