"""The app's entry in Django."""

from django.apps import AppConfig


class SecuritiesConfig(AppConfig):
    """See the package's docstring for what this app is."""

    name = "apps.securities"

    def ready(self) -> None:
        """Registers what this app does with the chain's events."""
        from apps.securities import projections  # noqa: F401 - registers itself
