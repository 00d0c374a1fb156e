"""Celery: only the doorbell. What waits to be done is rows in PostgreSQL, and the sweeps find them again."""

from __future__ import annotations

from kombu import Exchange, Queue

from castor_web.settings.environment import env, server_of

REDIS_SERVER = server_of(env.str("REDIS_URL", default="redis://127.0.0.1:6379"))

CELERY_BROKER_URL = f"{REDIS_SERVER}/0"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"

CELERY_TASK_DEFAULT_QUEUE = "default"
# Each with an exchange and a key of its own: left out, all three would share one key, and get each task.
CELERY_TASK_QUEUES = [
    Queue(name, Exchange(name), routing_key=name) for name in ("default", "ledger", "notices")
]
CELERY_TASK_ROUTES = {"ledger.*": {"queue": "ledger"}, "notices.*": {"queue": "notices"}}

# A worker that dies gives its tasks back; tasks may therefore run twice, and are written so (reliability,
# Celery).
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A task ends well before the broker would hand it to another worker.
CELERY_TASK_TIME_LIMIT = 60
CELERY_TASK_SOFT_TIME_LIMIT = 50
# A broker that is away must not hold a request: it is told once, quickly, and the sweep does the rest.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_TIMEOUT = 0.5
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 120,
    "socket_connect_timeout": 0.5,
    "socket_timeout": 0.8,
    "max_retries": 0,
}
# A worker is more patient: for it, a slow broker is no reason to let go of its tasks.
CASTOR_WORKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 120,
    "socket_connect_timeout": 5,
    "socket_timeout": 5,
}

CELERY_BEAT_SCHEDULE = {
    "accounts.forget_old": {"task": "accounts.forget_old", "schedule": 24 * 3600.0},
    "kyc.screen_due": {"task": "kyc.screen_due", "schedule": 5.0, "options": {"expires": 5}},
    "kyc.settle_admissions": {
        "task": "kyc.settle_admissions",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "ledger.tidy": {"task": "ledger.tidy", "schedule": 24 * 3600.0},
    "records.anchor_audit_head": {"task": "records.anchor_audit_head", "schedule": 24 * 3600.0},
    "records.sweep": {"task": "records.sweep", "schedule": 5.0, "options": {"expires": 5}},
    "records.prepare_readers": {"task": "records.prepare_readers", "schedule": 30.0},
    "campaigns.push_due": {"task": "campaigns.push_due", "schedule": 3.0, "options": {"expires": 3}},
    "participants.execute_orders": {
        "task": "participants.execute_orders",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "participants.complete_recoveries": {
        "task": "participants.complete_recoveries",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "securities.convert_due": {
        "task": "securities.convert_due",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "securities.push_actions": {
        "task": "securities.push_actions",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "trading.push_due": {"task": "trading.push_due", "schedule": 3.0, "options": {"expires": 3}},
    "trading.reenter": {"task": "trading.reenter", "schedule": 60.0, "options": {"expires": 60}},
    "treasury.settle_lines": {
        "task": "treasury.settle_lines",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "supervision.look": {"task": "supervision.look", "schedule": 3.0, "options": {"expires": 3}},
    "supervision.make_reports": {
        "task": "supervision.make_reports",
        "schedule": 3.0,
        "options": {"expires": 3},
    },
    "notices.tell": {"task": "notices.tell", "schedule": 3.0, "options": {"expires": 3}},
    "ledger.sweep": {"task": "ledger.sweep", "schedule": 3.0, "options": {"expires": 3}},
}
