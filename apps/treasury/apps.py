"""The app's entry in Django."""

from django.apps import AppConfig


class TreasuryConfig(AppConfig):
    """See the package's docstring for what this app is."""

    name = "apps.treasury"

    def ready(self) -> None:
        """Registers what this app does with the chain's events."""
        from apps.treasury import projections  # noqa: F401 - registers itself
