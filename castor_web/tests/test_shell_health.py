"""Whether the portal says of itself that it lives, and that it is ready."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from castor_web import health
from castor_web.celery import app as celery_app
from castor_web.stack.valkey import Valkey


def test_a_living_process_says_so_without_asking_anybody(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.json() == {"status": "ok"}
    assert "no-cache" in answer["Cache-Control"]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_reading_is_answered(client: Client, method: str) -> None:
    assert getattr(client, method)("/healthz").status_code == 405


@pytest.mark.django_db
def test_each_part_is_named_with_its_state(client: Client, valkey: Valkey) -> None:
    answer = client.get("/readyz")
    checks = answer.json()["checks"]
    assert set(checks) == {"database", "broker", "cache", "ledger"}
    assert checks["database"]["ok"]
    assert checks["broker"]["ok"]
    assert checks["cache"]["ok"]


@pytest.mark.django_db
def test_a_part_that_is_away_makes_it_not_ready(
    client: Client, valkey: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> dict[str, object]:
        raise ConnectionError("redis://:password@host")

    monkeypatch.setattr(health, "_broker", away)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["broker"]["fault"] == "ConnectionError"
    assert "password" not in answer.content.decode()


def test_a_broker_that_is_away_holds_nobody_for_long() -> None:
    """Celery's own defaults would try for seconds, in the middle of a request."""
    options = celery_app.conf.broker_transport_options
    assert options["max_retries"] == 0
    assert options["socket_connect_timeout"] + options["socket_timeout"] < 1.5
    assert celery_app.conf.task_publish_retry is False


def test_while_closed_pages_say_so_and_health_still_answers(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.CASTOR_RUN = tmp_path
    (tmp_path / "maintenance").touch()
    page, program = client.get("/"), client.get("/api/v1/acts")
    assert (page.status_code, page["Retry-After"]) == (503, "300")
    assert "We are working on it" in page.content.decode()
    assert program.json()["code"] == "unavailable"
    assert client.get("/healthz").status_code == 200


def test_figures_are_for_a_collector_on_this_machine(client: Client) -> None:
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404


@pytest.mark.django_db
def test_a_collector_on_this_machine_gets_the_figures(client: Client) -> None:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert b"django_http_requests_total_by_method_total" in answer.content
