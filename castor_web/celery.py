"""The Celery application. Tasks are found in each app's `tasks.py`; settings are in `settings/queue.py`."""

from __future__ import annotations

import os
from typing import Any

import structlog
from celery import Celery
from celery.signals import celeryd_init
from django.conf import settings
from django.dispatch import receiver
from django_structlog.celery.signals import bind_extra_task_metadata
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "castor_web.settings.demo")

app = Celery("castor")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
def be_patient(conf: Any, **_: Any) -> None:
    """A worker's own patience with the broker; whoever only sends has less."""
    conf.broker_transport_options = settings.CASTOR_WORKER_TRANSPORT_OPTIONS


@receiver(bind_extra_task_metadata)
def name_it(task: Any, **_: Any) -> None:
    """Every line of a task says which it is."""
    structlog.contextvars.bind_contextvars(task=task.name)


app.steps["worker"].add(DjangoStructLogInitStep)
