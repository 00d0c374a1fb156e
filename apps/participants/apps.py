"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipantsConfig(AppConfig):
    """The hierarchy: who was admitted by whom, who stands how, who may see whom."""

    name = "apps.participants"
    label = "participants"
    verbose_name = _("Participants")
