"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KycConfig(AppConfig):
    """Know your customer: applications, their documents, review and admission."""

    name = "apps.kyc"
    label = "kyc"
    verbose_name = _("Know your customer")
    default_auto_field = "django.db.models.BigAutoField"
