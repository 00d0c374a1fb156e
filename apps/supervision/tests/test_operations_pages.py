"""What the regulator's staff do about a transaction that is stuck, on the pages, on the real chain."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from apps.accounts.testing import signed_in, staff_account
from apps.ledger import delivery, queries
from apps.ledger.testing.stage import Stage
from apps.ledger.tests.delivery.conftest import Cast, cast, newest_sending, withdraw
from apps.ledger.types import ActState, ActView
from apps.vocabulary.types import Role

__all__ = ["cast"]

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OPERATIONS = "/supervision/operations/"
INTERVENTIONS: Any = apps.get_model("ledger.Intervention").objects
SENDINGS: Any = apps.get_model("ledger.Sending").objects


@pytest.fixture
def stuck(stage: Stage, cast: Cast) -> ActView:
    """Ivan's withdrawal in a transaction that no block takes."""
    stage.node.call("evm_setAutomine", False)
    view = withdraw(stage, cast.ivan, cast.money, 100)
    delivery.deliver()
    stage.index()
    return view


def desk(stage: Stage, name: str, *, maker: bool = True, checker: bool = True) -> Client:
    """A browser of the regulator's staff."""
    account = staff_account(name, Role.REGULATOR, stage.regulator.door, maker=maker, checker=checker)
    return signed_in(Client(), account)


def ask(browser: Client, remedy: str, **fields: str) -> str:
    """Asks for a remedy on its page; returns what the page then says."""
    page = f"{OPERATIONS}transactions/{newest_sending().pk}/{remedy}/"
    assert browser.get(page).status_code == 200
    return browser.post(page, {"reason": "it waits", **fields}, follow=True).content.decode()


def decide(browser: Client, decision: str) -> str:
    number = INTERVENTIONS.get().pk
    page = f"{OPERATIONS}interventions/{number}/"
    return browser.post(page, {"decision": decision}, follow=True).content.decode()


def mine(stage: Stage) -> None:
    stage.node.call("evm_mine")
    stage.settle()


def test_sent_again(stage: Stage, stuck: ActView) -> None:
    rania = desk(stage, "rania")
    stage.node.call("anvil_dropTransaction", newest_sending().attempts.get().hash)
    assert "The worker does it now." in ask(rania, "retry")
    delivery.results()
    mine(stage)
    assert queries.act(stuck.id).state is ActState.MINED
    lane = rania.get(f"{OPERATIONS}lanes/{newest_sending().lane_id}/").content.decode()
    assert "sent again" in lane


def test_sped_up(stage: Stage, stuck: ActView) -> None:
    rania = desk(stage, "rania")
    assert "The worker does it now." in ask(rania, "speed-up")
    delivery.results()
    first, second = newest_sending().attempts.order_by("id")
    assert 8 * second.most_per_gas >= 9 * first.most_per_gas
    assert "signed 2 times" in rania.get(f"{OPERATIONS}lanes/{newest_sending().lane_id}/").content.decode()
    mine(stage)
    assert newest_sending().transaction == second.hash
    assert queries.act(stuck.id).state is ActState.MINED


def test_cancelled_by_two_people(stage: Stage, stuck: ActView) -> None:
    rania, rashid = desk(stage, "rania"), desk(stage, "rashid")
    cancelled = newest_sending()
    wrong = ask(rania, "cancel", confirm="yes")
    assert f"Type {cancelled.nonce}." in wrong
    assert not INTERVENTIONS.exists()
    assert "A colleague decides." in ask(rania, "cancel", confirm=str(cancelled.nonce))
    assert "You asked for this; a colleague decides." in rania.get(OPERATIONS).content.decode()
    decide(rania, "approve")
    delivery.results()
    assert cancelled.attempts.count() == 1, "nobody approves what they asked for"
    assert "Approve the cancellation" in rashid.get(OPERATIONS).content.decode()
    assert "Approved. The worker does it now." in decide(rashid, "approve")
    delivery.results()
    mine(stage)
    done = SENDINGS.get(pk=cancelled.pk)
    assert (done.succeeded, done.gas_used) == (True, 21_000)
    assert queries.act(stuck.id).state is ActState.QUEUED
    delivery.deliver()
    mine(stage)
    assert queries.act(stuck.id).state is ActState.MINED, "what it carried went on by another"


def test_who_only_checks_is_offered_nothing_and_refused(stage: Stage, stuck: ActView) -> None:
    checker = desk(stage, "rashid", maker=False)
    lane = checker.get(f"{OPERATIONS}lanes/{newest_sending().lane_id}/").content.decode()
    assert "Speed up" not in lane
    page = f"{OPERATIONS}transactions/{newest_sending().pk}/retry/"
    assert checker.post(page, {"reason": "it waits"}).status_code == 403
    assert not INTERVENTIONS.exists()
