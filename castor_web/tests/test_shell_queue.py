"""Celery as it is set up: what is scheduled exists, queues are apart, and nothing but JSON travels."""

from __future__ import annotations

from castor_web.celery import app


def test_every_scheduled_task_exists() -> None:
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert "ledger.sweep" in scheduled
    assert scheduled <= set(app.tasks)


def test_the_sweep_comes_every_few_seconds() -> None:
    assert app.conf.beat_schedule["ledger.sweep"]["schedule"] <= 5


def test_queues_share_no_key() -> None:
    keys = [(queue.exchange.name, queue.routing_key) for queue in app.conf.task_queues]
    assert len(set(keys)) == len(keys)


def test_each_task_goes_to_its_queue() -> None:
    for task, queue in {
        "ledger.sweep": "ledger",
        "notices.send": "notices",
        "kyc.anything": "default",
    }.items():
        assert app.amqp.router.route({}, task)["queue"].name == queue


def test_only_json_travels_and_no_result_is_kept() -> None:
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_ignore_result


def test_a_task_outlives_its_worker_and_ends_before_it_is_given_to_another() -> None:
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.task_time_limit < app.conf.broker_transport_options["visibility_timeout"]
