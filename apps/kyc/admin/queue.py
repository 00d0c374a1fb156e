"""How the operator's queue is narrowed, sorted and filled."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts import queries as accounts
from apps.kyc import queries
from apps.kyc.models import Application
from apps.kyc.types import KINDS, WAITING, State
from apps.vocabulary.types import Role

ROLE_WORDS = {Role.ISSUER: _("Issuer"), Role.INVESTOR: _("Investor")}
_WAITS = When(record__state__in=[state.value for state in WAITING], then=Value(0))
WAITING_FIRST = (Case(_WAITS, default=Value(1)).asc(), "sent_at")
"""What waits stands on top, the longest waiting first."""


class QueueFilter(admin.SimpleListFilter):
    """What a reviewer looks for first."""

    title = _("queue")
    parameter_name = "queue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The queues."""
        return [
            ("review", _("To review")),
            ("hits", _("With hits to decide")),
            ("confirm", _("To confirm")),
            ("returned", _("With the client")),
            ("decided", _("Decided")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Application]) -> QuerySet[Application]:
        """The cases of the chosen queue."""
        if self.value() == "hits":
            return queryset.filter(open_hits__gt=0)
        states = {
            "review": [State.SENT],
            "confirm": [State.APPROVED],
            "returned": [State.RETURNED],
            "decided": [State.CONFIRMED, State.ADMITTED, State.REJECTED],
        }.get(self.value() or "", [])
        return queryset.filter(record__state__in=[state.value for state in states]) if states else queryset


class RoleFilter(admin.SimpleListFilter):
    """Companies or investors."""

    title = _("who asks")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The kinds of applications."""
        return [(kind, ROLE_WORDS[queries.role_of(kind)]) for kind in KINDS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Application]) -> QuerySet[Application]:
        """The cases of the chosen kind."""
        return queryset.filter(record__kind=self.value()) if self.value() in KINDS else queryset


class CaseList(ChangeList):
    """A page of the queue, with the masked content of just the rows that it shows."""

    def get_results(self, request: HttpRequest) -> None:
        """The page's rows, opened."""
        super().get_results(request)
        viewer = accounts.viewer(request)
        rows = list(self.result_list)
        for row, shown in zip(rows, queries.views(viewer, rows), strict=True):
            row.shown = shown
        self.result_list = rows
