"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RulebookConfig(AppConfig):
    """The figures in force, the calendar of business days, and the market's clock."""

    name = "apps.rulebook"
    label = "rulebook"
    verbose_name = _("Rulebook")
