"""Accounts: who may sign in, and how."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Client accounts by derived key, staff accounts by password and second factor."""

    name = "apps.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
