"""The audit log, as a desk of the regulator's in Django's admin."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from apps.accounts import queries as accounts
from apps.accounts.staffsite import site
from apps.participants import queries as participants
from apps.records import queries
from apps.vocabulary.errors import NotAllowed
from apps.vocabulary.types import Role

PAGE = 100


@require_http_methods(["GET", "HEAD", "POST"])
def audit_log(request: HttpRequest) -> HttpResponse:
    """Who did what with which record, and why; posted, the whole log is walked and checked."""
    viewer, before = accounts.viewer(request), request.GET.get("before", "")
    if viewer.role is not Role.REGULATOR:
        raise NotAllowed
    place = int(before) if before.isdecimal() and before.isascii() and len(before) < 19 else None
    lines = queries.log(viewer, before=place, most=PAGE)
    names = participants.names_of([each.door for each in lines if each.door])
    return site.desk_page(
        request,
        "records/admin_log.html",
        gettext("Audit log"),
        lines=[(each, names.get(str(each.door), "")) for each in lines],
        further=lines[-1].place if len(lines) == PAGE else None,
        check=queries.check_log(viewer) if request.method == "POST" else None,
    )


site.add_desk(
    _("Records"),
    _("Audit log"),
    (("records/log/", audit_log, "records_audit_log"),),
    is_for=lambda request: accounts.viewer(request).role is Role.REGULATOR,
)
