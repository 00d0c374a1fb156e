"""A ring reaches the ledger's queue; one that nobody hears costs nothing but a moment."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
import redis
from celery import Celery

from apps.ledger import doorbell


def test_a_broker_that_is_away_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    away = Celery("away", set_as_current=False, broker="redis://127.0.0.1:9/0")
    away.conf.task_publish_retry = False
    away.conf.broker_connection_timeout = 0.2
    away.conf.broker_transport_options = {"max_retries": 0, "socket_connect_timeout": 0.2}
    monkeypatch.setattr(doorbell, "_sender", lambda: away)
    with caplog.at_level(logging.WARNING):
        doorbell.ring_settle()
    assert "doorbell unheard" in caplog.messages


def test_a_ring_is_heard_in_the_ledgers_queue(valkey: Any, settings: Any) -> None:
    doorbell.ring_settle()
    broker = redis.Redis.from_url(settings.CELERY_BROKER_URL)
    assert broker.llen("ledger") == 1
    broker.close()


def test_while_a_ring_waits_to_be_heard_others_are_not_needed(valkey: Any, settings: Any) -> None:
    broker = redis.Redis.from_url(settings.CELERY_BROKER_URL)
    doorbell.ring_settle()
    doorbell.ring_settle()
    assert broker.llen("ledger") == 1
    doorbell.heard("ledger.settle")
    doorbell.ring_settle()
    assert broker.llen("ledger") == 2
    broker.close()


def test_while_the_lanes_rest_nobody_needs_to_ask(valkey: Any, settings: Any) -> None:
    broker = redis.Redis.from_url(settings.CELERY_BROKER_URL)
    doorbell.ring_after_rest()
    doorbell._ring()
    (told,) = (json.loads(each) for each in broker.lrange("ledger", 0, -1))
    assert told["headers"]["task"] == "ledger.deliver"
    assert told["headers"]["eta"] is not None
    broker.close()
