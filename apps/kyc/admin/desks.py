"""Desks without a table of their own: the operator's watch lists, the regulator's log of person tags."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts import queries as accounts
from apps.accounts.staffsite import site
from apps.kyc import queries, services
from apps.kyc.forms import ListForm
from apps.kyc.tagservice import REQUESTS_AN_HOUR
from apps.participants import queries as participants
from apps.vocabulary.errors import CastorError, NotAllowed
from apps.vocabulary.types import Role


@require_http_methods(["GET", "HEAD", "POST"])
def watch_lists(request: HttpRequest) -> HttpResponse:
    """The lists in force, how far screening is, and a form for a new file."""
    viewer = accounts.viewer(request)
    may = viewer.role is Role.OPERATOR and viewer.maker
    form = ListForm(request.POST or None, request.FILES or None) if may else None
    problem: CastorError | None = None
    if request.method == "POST":
        if form is None:
            raise NotAllowed
        if form.is_valid():
            try:
                found = services.load_list(actor=viewer, data=form.cleaned_data["file"].read())
            except CastorError as error:
                problem = error
            else:
                messages.success(request, gettext("%(list)s was loaded.") % {"list": found.title})
                return redirect("admin:kyc_watch_lists")
    return site.desk_page(
        request,
        "kyc/admin_lists.html",
        gettext("Watch lists"),
        lists=queries.lists(viewer),
        progress=queries.progress(viewer),
        form=form,
        problem=problem,
    )


@require_safe
def person_tags(request: HttpRequest) -> HttpResponse:
    """Who asked the regulator's service for person tags, and when."""
    viewer, door = accounts.viewer(request), request.GET.get("door", "")
    counts = queries.tag_counts(viewer)
    asked = queries.tag_requests(viewer, door=door)
    names = participants.names_of([*{each.door for each in asked}, *(each for each, _, _ in counts)])
    return site.desk_page(
        request,
        "kyc/admin_tags.html",
        gettext("Person tags"),
        counts=[(each, names[each], day, ever) for each, day, ever in counts],
        rows=[(each, names[each.door]) for each in asked],
        door=door,
        most=REQUESTS_AN_HOUR,
    )


site.add_desk(_("Compliance"), _("Watch lists"), (("kyc/lists/", watch_lists, "kyc_watch_lists"),))
site.add_desk(
    _("Compliance"),
    _("Person tags"),
    (("kyc/tags/", person_tags, "kyc_person_tags"),),
    is_for=lambda request: accounts.viewer(request).role is Role.REGULATOR,
)
