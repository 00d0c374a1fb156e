"""Who pledged what to a campaign, for its issuer and those who oversee it: a page, and all of it as a file.

Persons have a name for those alone whose clients they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.campaigns import queries
from apps.campaigns.types import Pledge
from apps.kyc import queries as kyc
from apps.vocabulary.tables import csv_lines
from apps.vocabulary.times import moment
from apps.vocabulary.types import Address, Viewer
from apps.vocabulary.viewers import signed_in


@never_cache
@require_safe
def pledges(request: HttpRequest, campaign: Address) -> HttpResponse:
    """The latest first."""
    viewer, after = signed_in(request), request.GET.get("after") or None
    found = queries.pledges(viewer, campaign, after=after)
    shown = {
        "campaign": queries.campaign(viewer, campaign),
        "pledges": _named(viewer, found.rows),
        "next_cursor": found.next,
        "first": after,
    }
    return render(request, "campaigns/campaign_pledges.html", shown)


@never_cache
@require_safe
def pledges_csv(request: HttpRequest, campaign: Address) -> StreamingHttpResponse:
    """All of them, the oldest first."""
    viewer = signed_in(request)
    parts = queries.every_pledge(viewer, campaign)
    return StreamingHttpResponse(
        csv_lines(_rows(viewer, parts)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="castor-pledges-{campaign}.csv"'},
    )


def _rows(viewer: Viewer, parts: Iterator[list[Pledge]]) -> Iterator[Sequence[object]]:
    yield (
        gettext("Investor (address)"),
        gettext("Investor"),
        gettext("Units"),
        gettext("Amount (RM)"),
        gettext("Since"),
        gettext("Last change"),
        gettext("State"),
    )
    for part in parts:
        for each, name in _named(viewer, part):
            amount, times = Decimal(each.amount).scaleb(-2), (moment(each.first_at), moment(each.last_at))
            yield (each.investor, name, each.units, amount, *times, each.state.value)


def _named(viewer: Viewer, found: Sequence[Pledge]) -> list[tuple[Pledge, str]]:
    names = kyc.names_of_clients(viewer, [each.investor for each in found]) if viewer.is_staff else {}
    return [(each, names.get(each.investor, "")) for each in found]
