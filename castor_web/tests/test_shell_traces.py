"""Logs tie a request to its act, the act to its transaction, the transaction to its event."""

from __future__ import annotations

import logging
from typing import Any

import pytest
import structlog
from django_structlog.celery.signals import bind_extra_task_metadata

from apps.ledger import tasks
from apps.ledger.testing.stage import Stage, deployed, stage
from apps.ledger.tests.delivery.conftest import Cast, cast, newest_sending, row, withdraw
from castor_web.redaction import drop_secrets
from castor_web.settings.logs import SHARED_PROCESSORS

__all__ = ["cast", "deployed", "stage"]


def line(caplog: pytest.LogCaptureFixture, message: str, act: str) -> dict[str, Any]:
    """The last line that says this of the act, as the formatter makes it: bound ids in, secrets out."""
    for record in reversed(caplog.records):
        told = record.__dict__
        if record.getMessage() == message and act in (told.get("act"), *told.get("acts", ())):
            return dict(drop_secrets(None, "info", dict(told)))
    raise LookupError(f"no line says {message!r} of {act}")


def test_from_request_to_event(stage: Stage, cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    view = withdraw(stage, cast.ivan, cast.money, 100)
    stage.run()
    stage.index()
    act, its_hash = str(view.id), newest_sending().attempts.get().hash
    assert line(caplog, "act queued", act)["act"] == act
    assert line(caplog, "acts signed", act)["transaction_hash"] == its_hash
    settled = line(caplog, "act settled", act)
    assert (settled["transaction_hash"], settled["block"]) == (its_hash, row(view).block_number)
    indexed = line(caplog, "act in the record", act)
    assert indexed["transaction_hash"] == its_hash
    block, index = (int(each, 16) for each in indexed["event_place"].split("-"))
    (log,) = [
        each
        for each in stage.gateway.logs(block, block, [cast.ivan.door])
        if int(each["logIndex"], 16) == index
    ]
    assert log["transactionHash"] == its_hash


def test_every_line_of_a_request_has_its_id() -> None:
    with structlog.contextvars.bound_contextvars(request_id="R"):
        told: Any = {"event": "act queued"}
        for each in SHARED_PROCESSORS[:1]:
            told = each(None, "info", told)
    assert told["request_id"] == "R"


def test_every_line_of_a_task_says_which_it_is() -> None:
    with structlog.contextvars.bound_contextvars(task=""):
        bind_extra_task_metadata.send(sender=None, task=tasks.deliver, logger=None)
        assert structlog.contextvars.get_contextvars()["task"] == "ledger.deliver"
