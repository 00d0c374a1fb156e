"""The project's own entry in Django."""

from importlib import import_module

from django.apps import AppConfig


class CastorWebConfig(AppConfig):
    """Makes the Celery application current in every process, so that a task is sent to our broker from
    anywhere.
    """

    name = "castor_web"

    def ready(self) -> None:
        """Creates the Celery application."""
        import_module("castor_web.celery")
