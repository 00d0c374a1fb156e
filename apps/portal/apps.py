"""The app's entry in Django."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """See the package's docstring for what this app is."""

    name = "apps.portal"

    def ready(self) -> None:
        """Lets exports of lower apps say what campaigns, markets and share classes are called."""
        # Not before: what it reads are other apps' models.
        from apps.portal.naming import titles
        from apps.vocabulary.naming import give_names

        give_names(titles)
