"""The app's entry in Django."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """See the package's docstring for what this app is."""

    name = "apps.campaigns"

    def ready(self) -> None:
        """Registers what this app does with the chain's events."""
        from apps.campaigns import projections  # noqa: F401 - registers itself
