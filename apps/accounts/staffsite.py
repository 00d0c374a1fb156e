"""Django's admin, for staff with a second factor only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.queries import viewer
from apps.vocabulary.errors import NotAllowed
from apps.vocabulary.types import Role, Viewer


class Page(NamedTuple):
    """A page of the admin that has no table behind it: it reads queries and calls services.

    `title` puts it into the admin's index and sidebar, for the staff of these `roles`; without one it is a
    page within another. What a page shows to whom is its own view's to decide.
    """

    name: str
    route: str
    view: Callable[..., HttpResponse]
    title: str | Promise = ""
    roles: tuple[Role, ...] = (Role.OPERATOR, Role.TRUSTEE, Role.REGULATOR)


IndexPart = Callable[[Viewer], Mapping[str, Any]]


class Desk(NamedTuple):
    """Pages of the admin that show no model: `routes` by (route, view, name), the first of them is the entry
    that the index lists under `heading` as `label` for whom `is_for` says so.
    """

    heading: str | Promise
    label: str | Promise
    routes: tuple[tuple[str, Callable[..., HttpResponse], str], ...]
    is_for: Callable[[HttpRequest], bool]


class CastorAdminSite(AdminSite):
    """The one AdminSite of the portal."""

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self._desks: list[Desk] = []

    def add_desk(
        self,
        heading: str | Promise,
        label: str | Promise,
        routes: tuple[tuple[str, Callable[..., HttpResponse], str], ...],
        is_for: Callable[[HttpRequest], bool],
    ) -> None:
        """Adds pages over queries: see `Desk`. An app's `admin.py` calls it."""
        self._desks.append(Desk(heading, label, routes, is_for))

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """The desks' pages, before the models'."""
        own = [
            path(route, self.admin_view(view), name=name)
            for desk in self._desks
            for route, view, name in desk.routes
        ]
        return [*own, *super().get_urls()]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The models, and the desks."""
        shown = super().get_app_list(request, app_label)
        if app_label is None:
            shown += [_listed(desk) for desk in self._desks if desk.is_for(request)]
        return shown

    site_title = _("Castor")
    site_header = _("Castor")
    index_title = _("Work queues")
    index_template = "admin/castor_index.html"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self._pages: list[Page] = []
        self._index_parts: list[IndexPart] = []

    def add_page(self, page: Page) -> None:
        """Serves a page under the admin's address and its second factor, as `admin:<name>`. Called by apps'
        `admin.py`.
        """
        self._pages.append(page)

    def add_to_index(self, part: IndexPart) -> None:
        """Gives the admin's first page something more to show: what the function returns is its context."""
        self._index_parts.append(part)

    def has_permission(self, request: HttpRequest) -> bool:
        """Asked before every page of the admin."""
        return viewer(request).is_staff

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The pages without a table, before those of the tables."""
        own = [path(each.route, self.admin_view(each.view), name=each.name) for each in self._pages]
        return [*own, *super().get_urls()]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The pages without a table, in a list of their own before those of the apps."""
        tables = super().get_app_list(request, app_label)
        role = viewer(request).role
        shown = [each for each in self._pages if each.title and role in each.roles]
        if app_label is not None or not shown:
            return tables
        entries = [
            {
                "name": each.title,
                "object_name": each.name,
                "admin_url": reverse(f"admin:{each.name}"),
                "add_url": None,
                "view_only": True,
                "perms": {"add": False, "change": False, "delete": False, "view": True},
            }
            for each in shown
        ]
        market = {"name": gettext("Market"), "app_label": "market", "app_url": "", "models": entries}
        return [{**market, "has_module_perms": True}, *tables]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """What waits first, then everything there is."""
        shown = dict(extra_context or {})
        for part in self._index_parts:
            shown |= part(viewer(request))
        return super().index(request, shown)

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


def _listed(desk: Desk) -> dict[str, Any]:
    """A desk as the admin's index lists an app with one model that can only be looked at."""
    name = desk.routes[0][2]
    url = reverse(f"admin:{name}")
    entry = {"name": desk.label, "object_name": name, "admin_url": url, "add_url": None, "view_only": True}
    return {
        "name": desk.heading,
        "app_label": name,
        "app_url": url,
        "has_module_perms": True,
        "models": [{**entry, "perms": {"view": True}}],
    }
