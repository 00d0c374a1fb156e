"""Django's admin, for staff with a second factor only."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.accounts.queries import viewer
from apps.vocabulary.errors import NotAllowed


class CastorAdminSite(AdminSite):
    """The one AdminSite of the portal."""

    site_title = _("Castor")
    site_header = _("Castor")
    index_title = _("Records")

    def has_permission(self, request: HttpRequest) -> bool:
        """Asked before every page of the admin."""
        return viewer(request).is_staff

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one sign-in of staff, with its second factor. Raises NotAllowed for clients."""
        if self.has_permission(request):
            return redirect("admin:index")
        if viewer(request).account is not None:
            raise NotAllowed
        wanted = request.GET.get(REDIRECT_FIELD_NAME, reverse("admin:index"))
        return redirect_to_login(wanted, reverse("account_login"))

    def logout(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """As on every other page."""
        return redirect("account_logout")
