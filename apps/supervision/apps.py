"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    """The regulator's view of the market: what happens, in sentences, live."""

    name = "apps.supervision"
    label = "supervision"
    verbose_name = _("Supervision")
