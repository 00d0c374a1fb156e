"""The page on which the regulator proposes an order upon what a participant has."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.participants import queries as participants
from apps.participants import services as hierarchy
from apps.securities import queries
from apps.securities.forms import OrderForm
from apps.treasury import queries as treasury
from apps.vocabulary.errors import CastorError
from apps.vocabulary.types import Address, Role, Viewer
from apps.vocabulary.viewers import acting_as
from apps.vocabulary.words import ringgit

MOST_PLEDGES = 200


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_order(request: HttpRequest, door: Address) -> HttpResponse:
    """What it has to choose from, what the order does, and the holder's name typed to confirm."""
    viewer = acting_as(request, Role.REGULATOR)
    holder = participants.participant(viewer, door)
    form = OrderForm(
        request.POST or None, holder=holder, assets=_assets(viewer, door), escrows=_escrows(viewer, door)
    )
    shown: dict[str, object] = {"form": form, "holder": holder}
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            given, (face, value) = form.cleaned_data, form.named
            try:
                act = hierarchy.order(
                    actor=viewer,
                    face=face,
                    holder=door,
                    to=given["to"],
                    value=value,
                    escrow=Address(given["escrow"]) if given["escrow"] else None,
                    reason=given["reason"],
                )
                return redirect("portal:act", act.id)
            except CastorError as problem:
                shown["problem"], status = problem, problem.status
    return render(request, "securities/new_order.html", shown, status=status)


def _assets(viewer: Viewer, door: Address) -> list[tuple[str, str]]:
    pockets = treasury.pockets(viewer, door)
    names = participants.names_of([each.trustee for each in pockets])
    money = [
        (
            f"money:{each.token}",
            gettext("Money held by %(trustee)s: RM %(amount)s free")
            % {"trustee": names[each.trustee], "amount": ringgit(each.available)},
        )
        for each in pockets
    ]
    certificates = [
        (
            f"certificate:{each.face}:{each.number}",
            gettext("Certificate no. %(n)s of %(name)s: %(units)s units")
            % {"n": each.number, "name": holding.share_class.name, "units": f"{each.units:,}"},
        )
        for holding in queries.holdings_of(viewer, door)
        for each in holding.certificates
        if each.order is None
    ]
    return money + certificates


def _escrows(viewer: Viewer, door: Address) -> list[tuple[str, str]]:
    """The campaigns that the holder ever paid money into."""
    rows = treasury.statement(viewer, door, what="pledge", limit=MOST_PLEDGES).rows
    return [
        (each, gettext("Campaign %(address)s") % {"address": each})
        for each in dict.fromkeys(str(row["other"]) for row in rows)
    ]
