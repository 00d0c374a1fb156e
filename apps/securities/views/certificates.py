"""One certificate: its history, on paper, for anybody to check, split and merged."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.securities import queries, services
from apps.securities.forms import MergeForm, SplitForm
from apps.securities.types import Certificate
from apps.securities.views import paper, tables
from apps.securities.views.signing import asked
from apps.vocabulary import sheets
from apps.vocabulary.errors import NotFound
from apps.vocabulary.paper import file
from apps.vocabulary.types import Address, Role, Viewer
from apps.vocabulary.viewers import acting_as, signed_in


@never_cache
@require_safe
def certificate(request: HttpRequest, face: Address, number: int) -> HttpResponse:
    """A certificate and where its units came from; it can be printed."""
    viewer = signed_in(request)
    found = queries.certificate(viewer, face, number)
    if kind := sheets.wanted(request):
        return sheets.table(tables.lineage(found), f"certificate-{number}-history", kind)
    own = viewer.door == found.certificate.owner and viewer.role in (Role.INVESTOR, Role.ISSUER)
    shown = {
        "found": found,
        "splits": own and found.certificate.free and found.certificate.units > 1,
        "merges": own and found.certificate.free and bool(_others(viewer, found.certificate)),
    }
    return render(request, "securities/certificate.html", shown)


@never_cache
@require_safe
def certificate_pdf(request: HttpRequest, face: Address, number: int) -> HttpResponse:
    """The certificate on paper, with a code that leads to its proof."""
    found = queries.certificate(signed_in(request), face, number)
    link = f"{settings.CASTOR_PUBLIC_ORIGIN}{reverse('securities:proof', args=[face, number])}"
    return file(paper.certificate(found, queries.proof(face, number), link), f"certificate-{number}.pdf")


@never_cache
@require_safe
def proof(request: HttpRequest, face: Address, number: int) -> HttpResponse:
    """What anybody may know of a certificate: units, class, the holder's address, the block; no name."""
    return render(request, "securities/proof.html", {"proof": queries.proof(face, number)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, face: Address, number: int) -> HttpResponse:
    """A holder splits a certificate: form, then review and signature."""
    viewer = acting_as(request, Role.INVESTOR, Role.ISSUER)
    own = _own(viewer, face, number)
    return asked(
        request,
        SplitForm(request.POST or None),
        lambda form: services.prepare_split(
            actor=viewer, face=face, number=number, units=form.cleaned_data["units"]
        ),
        heading=gettext("Split certificate no. %(n)s") % {"n": number},
        words=gettext(
            "It has %(units)s units. Part of them gets a certificate of its own, with the same history."
        )
        % {"units": f"{own.units:,}"},
        back=reverse("securities:certificate", args=[face, number]),
        back_words=gettext("Certificate"),
        nothing="" if own.units > 1 else gettext("There is nothing to split"),
        why=gettext("It has one unit, and a unit is never divided."),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, face: Address, number: int) -> HttpResponse:
    """A holder merges a certificate into another: form, then review and signature."""
    viewer = acting_as(request, Role.INVESTOR, Role.ISSUER)
    own = _own(viewer, face, number)
    free = _others(viewer, own)
    others = [
        (
            str(each.number),
            gettext("No. %(n)s, %(units)s units") % {"n": each.number, "units": f"{each.units:,}"},
        )
        for each in free
    ]
    return asked(
        request,
        MergeForm(request.POST or None, others=others),
        lambda form: services.prepare_merge(
            actor=viewer, face=face, number=number, into=form.cleaned_data["into"]
        ),
        heading=gettext("Merge certificate no. %(n)s") % {"n": number},
        words=gettext(
            "Its units go into another certificate of yours. The later purchase and the later lock hold."
        ),
        back=reverse("securities:certificate", args=[face, number]),
        back_words=gettext("Certificate"),
        nothing="" if free else gettext("There is no other certificate to merge it into"),
        why=gettext(
            "It takes two certificates of the same class, both yours, and neither offered, in an escrow nor "
            "frozen."
        ),
    )


def _own(viewer: Viewer, face: Address, number: int) -> Certificate:
    found = queries.certificate(viewer, face, number).certificate
    if found.owner != viewer.door:
        raise NotFound
    return found


def _others(viewer: Viewer, of: Certificate) -> list[Certificate]:
    """The free certificates of the same class that the viewer has besides."""
    own = queries.own_certificates(viewer, of.face)
    return [each for each in own if each.number != of.number and each.free]
