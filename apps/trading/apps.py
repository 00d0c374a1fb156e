"""The app's entry in Django."""

from django.apps import AppConfig


class TradingConfig(AppConfig):
    """See the package's docstring for what this app is."""

    name = "apps.trading"
