"""Names the portal's AdminSite. A module of its own, for Django reads it before there are models."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class CastorAdminConfig(AdminConfig):
    """Stands in INSTALLED_APPS in the place of `django.contrib.admin`."""

    default_site = "apps.accounts.staffsite.CastorAdminSite"
