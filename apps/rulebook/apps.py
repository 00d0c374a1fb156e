"""The app's entry in Django."""

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    """See the package's docstring for what this app is."""

    name = "apps.rulebook"
