"""Django's admin, for staff with a second factor only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, cast

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.accounts.queries import viewer
from apps.vocabulary.errors import NotAllowed
from apps.vocabulary.types import Viewer

IndexPart = Callable[[Viewer], Mapping[str, Any]]


class Desk(NamedTuple):
    """Pages of the admin that show no model: `routes` by (route, view, name), the first of them is the entry
    that the index lists under `heading` as `label` for whom `is_for` says so.
    """

    heading: str | Promise
    label: str | Promise
    routes: tuple[tuple[str, Callable[..., HttpResponseBase], str], ...]
    is_for: Callable[[HttpRequest], bool]


class CastorAdminSite(AdminSite):
    """The one AdminSite of the portal."""

    site_title = _("Castor")
    site_header = _("Castor")
    index_title = _("Work queues")
    index_template = "admin/castor_index.html"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self._desks: list[Desk] = []
        self._index_parts: list[IndexPart] = []

    def add_desk(
        self,
        heading: str | Promise,
        label: str | Promise,
        routes: tuple[tuple[str, Callable[..., HttpResponseBase], str], ...],
        is_for: Callable[[HttpRequest], bool] | None = None,
    ) -> None:
        """Adds pages over queries: see `Desk`. For all staff unless `is_for` says otherwise. An app's
        `admin.py` calls it.
        """
        self._desks.append(Desk(heading, label, routes, is_for or self.has_permission))

    def desk_page(
        self, request: HttpRequest, template: str, title: str | Promise, **shown: Any
    ) -> HttpResponse:
        """A desk's page in the admin's frame, kept out of every cache."""
        answer = TemplateResponse(request, template, {**self.each_context(request), "title": title, **shown})
        answer["Cache-Control"] = "no-store"
        return answer

    def add_to_index(self, part: IndexPart) -> None:
        """Gives the admin's first page something more to show: what the function returns is its context."""
        self._index_parts.append(part)

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """The desks' pages, before the models'."""
        own = [
            path(route, self.admin_view(view), name=name)
            for desk in self._desks
            for route, view, name in desk.routes
        ]
        return [*own, *super().get_urls()]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The desks, and the models."""
        shown = super().get_app_list(request, app_label)
        if app_label is not None:
            return shown
        return [*_listed([desk for desk in self._desks if desk.is_for(request)]), *shown]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """What waits first, then everything there is."""
        shown = dict(extra_context or {})
        for part in self._index_parts:
            shown |= part(viewer(request))
        return super().index(request, shown)

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

    def logout(  # type: ignore[override]  # a redirect, not a template's page
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """As on every other page."""
        return redirect("account_logout")


site = cast(CastorAdminSite, admin.site)
"""Django's own, which settings make one of these: an app's `admin.py` adds its desks to it."""


def _listed(desks: Sequence[Desk]) -> list[dict[str, Any]]:
    """Desks as the admin's index lists apps with models that can only be looked at: those of one heading
    together.
    """
    found: dict[str, dict[str, Any]] = {}
    for desk in desks:
        name = desk.routes[0][2]
        url = reverse(f"admin:{name}")
        entry = {"name": desk.label, "object_name": name, "admin_url": url, "add_url": None}
        heading = {"name": desk.heading, "app_label": name, "app_url": url, "has_module_perms": True}
        under = found.setdefault(str(desk.heading), {**heading, "models": []})
        under["models"].append({**entry, "view_only": True, "perms": {"view": True}})
    return list(found.values())
