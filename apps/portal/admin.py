"""Clients and trades at an organisation's desk: pages of Django's admin over queries, without a table.

What is done to a client is proposed here and approved by a colleague. The admin's log holds ids alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.forms import Form
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts import queries as accounts
from apps.accounts.staffsite import site
from apps.ledger.types import ActView
from apps.participants import queries as participants
from apps.participants import services as hierarchy
from apps.participants.types import Participant
from apps.portal import clients, desks
from apps.portal.forms import RenewForm, StandingForm
from apps.vocabulary.errors import CastorError, NotFound
from apps.vocabulary.tables import csv_lines
from apps.vocabulary.times import MALAYSIA
from apps.vocabulary.types import Address, InvestorClass, Role, Standing, Viewer

DAY = 86_400
DECISIONS = {
    "suspend": _("Suspend"),
    "reinstate": _("Reinstate"),
    "revoke": _("Revoke for ever"),
    "renew": _("Renew"),
}
STANDINGS = {"suspend": Standing.SUSPENDED, "reinstate": Standing.ACTIVE, "revoke": Standing.REVOKED}
ROLES = {each.word: each for each in (Role.ISSUER, Role.INVESTOR)}
STANDING_WORDS = {each.name.lower(): each for each in Standing if each}

# -- clients --------------------------------------------------------------------------------------------


@require_safe
def client_list(request: HttpRequest) -> HttpResponse:
    """The clients, the newest first; filters are in the address."""
    asked = request.GET
    role, standing = _filters(request)
    found = clients.page(
        accounts.viewer(request), role=role, standing=standing, after=asked.get("after") or None
    )
    return site.desk_page(
        request,
        "portal/admin_clients.html",
        gettext("Clients"),
        rows=found.rows,
        next_cursor=found.next,
        first=asked.get("after"),
        **_choices(request),
    )


@require_POST
def client_search(request: HttpRequest) -> HttpResponse:
    """Clients by a word, a number or an address. Posted: it is in no address, no log and no history."""
    text = request.POST.get("text", "").strip()
    rows = clients.search(accounts.viewer(request), text) if text else ()
    return site.desk_page(
        request,
        "portal/admin_clients.html",
        gettext("Clients found"),
        rows=rows,
        text=text,
        searched=True,
        **_choices(request),
    )


@require_safe
def client_export(request: HttpRequest) -> HttpResponseBase:
    """The clients as CSV, without persons' names."""
    role, standing = _filters(request)
    found = clients.every_client(accounts.viewer(request), role=role, standing=standing)
    _log(request, "", "exported clients")
    head = ("door", "role", "company", "standing", "class", "valid_until", "admitted_at", "operator")
    rows = (
        (
            each.door,
            each.role.word,
            each.name,
            each.standing.name.lower(),
            each.investor_class.name.lower(),
            _moment(each.valid_until),
            _moment(each.admitted_at),
            each.parent or "",
        )
        for each in found
    )
    return _csv("clients.csv", head, rows)


@require_safe
def client(request: HttpRequest, door: Address) -> HttpResponse:
    """One client: what it has and did, and what may be proposed."""
    viewer = accounts.viewer(request)
    found = clients.dossier(viewer, door)
    return site.desk_page(
        request,
        "portal/admin_client.html",
        found.name or gettext("Client"),
        dossier=found,
        decisions=[(name, DECISIONS[name]) for name in open_decisions(viewer, found.client)],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, door: Address, decision: str) -> HttpResponse:
    """A decision with its reason, confirmed: it is proposed, and a colleague approves the act."""
    viewer = accounts.viewer(request)
    found = participants.participant(viewer, door)
    if decision not in open_decisions(viewer, found):
        raise NotFound
    form = _form(decision, found, request)
    problem: CastorError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            act = _proposed(viewer, door, decision, form)
        except CastorError as refusal:
            problem = refusal
        else:
            _log(request, door, f"proposed to {decision}: {act.id}")
            messages.success(request, gettext("Proposed. A colleague decides."))
            return redirect("admin:client", door)
    title = DECISIONS[decision]
    shown = {"client": found, "form": form, "problem": problem, "decision": decision}
    return site.desk_page(request, "portal/admin_decide.html", title, **shown)


def open_decisions(viewer: Viewer, found: Participant) -> list[str]:
    """What this viewer may propose about a client now; services and contract ask again."""
    may = viewer.role is Role.OPERATOR and viewer.maker and viewer.door == found.parent
    if not may or found.standing is Standing.REVOKED:
        return []
    turn = "reinstate" if found.standing is Standing.SUSPENDED else "suspend"
    return [turn, "revoke", "renew"]


def _form(decision: str, found: Participant, request: HttpRequest) -> Form:
    data = request.POST if request.method == "POST" else None
    if decision == "renew":
        form = RenewForm(data, initial={"investor_class": int(found.investor_class)})
        if found.role is Role.ISSUER:
            del form.fields["investor_class"]
        return form
    return StandingForm(data, confirmation=found.door[-6:])


def _proposed(viewer: Viewer, door: Address, decision: str, form: Form) -> ActView:
    given, cause = form.cleaned_data, clients.cause_of(door)
    if decision == "renew":
        until = participants.chain_time() + given["days"] * DAY
        kind = InvestorClass(given.get("investor_class", InvestorClass.NONE))
        return hierarchy.renew(actor=viewer, client=door, investor_class=kind, valid_until=until, cause=cause)
    return hierarchy.set_standing(
        actor=viewer, participant=door, standing=STANDINGS[decision], reason=given["reason"], cause=cause
    )


# -- trades ---------------------------------------------------------------------------------------------


@require_safe
def trade_list(request: HttpRequest) -> HttpResponse:
    """Trades on the organisation's markets, the newest first; filters are in the address."""
    viewer, asked = accounts.viewer(request), request.GET
    found = clients.trades(viewer, **_span(request), after=asked.get("after") or None)
    return site.desk_page(
        request,
        "portal/admin_trades.html",
        gettext("Trades"),
        rows=found.rows,
        next_cursor=found.next,
        first=asked.get("after"),
        markets=clients.markets(viewer),
        market=asked.get("market", ""),
        since=asked.get("since", ""),
        until=asked.get("until", ""),
    )


@require_safe
def trade_export(request: HttpRequest) -> HttpResponseBase:
    """The trades as CSV, without persons' names."""
    found = clients.every_trade(accounts.viewer(request), **_span(request))
    _log(request, "", "exported trades")
    head = ("at", "class", "units", "price_sen", "amount_sen", "buyer", "seller", "block", "transaction")
    rows = (
        (
            _moment(each.at),
            each.symbol,
            each.units,
            each.price,
            each.amount,
            each.buyer,
            each.seller,
            each.block,
            each.transaction,
        )
        for each in found
    )
    return _csv("trades.csv", head, rows)


# -- parts ----------------------------------------------------------------------------------------------


def _filters(request: HttpRequest) -> tuple[Role | None, Standing | None]:
    asked = request.GET
    return ROLES.get(asked.get("role", "")), STANDING_WORDS.get(asked.get("standing", ""))


def _choices(request: HttpRequest) -> dict[str, Any]:
    asked = request.GET
    return {
        "role": asked.get("role", ""),
        "standing": asked.get("standing", ""),
        "standings": list(STANDING_WORDS),
    }


def _span(request: HttpRequest) -> dict[str, Any]:
    """The market and the days (Malaysian, both included) that were asked for; what is no date is none."""
    asked = request.GET
    first, last = _day(asked.get("since", "")), _day(asked.get("until", ""))
    return {
        "market": asked.get("market", ""),
        "since": int(first.timestamp()) if first else None,
        "until": int((last + timedelta(days=1)).timestamp()) - 1 if last else None,
    }


def _day(text: str) -> datetime | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime(found.year, found.month, found.day, tzinfo=MALAYSIA)


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, MALAYSIA).isoformat() if seconds else ""


def _csv(name: str, head: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> HttpResponseBase:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(
        csv_lines(chain([head], rows)), content_type="text/csv; charset=utf-8", headers=headers
    )


def _log(request: HttpRequest, door: str, what: str) -> None:
    """Django's log of the admin: whose account, which door, which act. No name, no reason."""
    LogEntry.objects.create(
        user_id=accounts.viewer(request).account or 0,
        content_type=None,
        object_id=door,
        object_repr=door,
        action_flag=CHANGE,
        change_message=what,
    )


site.add_desk(
    _("Market"),
    _("Clients"),
    (
        ("clients/", client_list, "clients"),
        ("clients/find/", client_search, "clients_find"),
        ("clients/export.csv", client_export, "clients_csv"),
        ("clients/<address:door>/", client, "client"),
        ("clients/<address:door>/<slug:decision>/", decide, "client_decide"),
    ),
)
site.add_desk(
    _("Market"),
    _("Trades"),
    (("trades/", trade_list, "trades"), ("trades/export.csv", trade_export, "trades_csv")),
)
site.add_to_index(lambda viewer: {"queues": desks.queues(viewer)})
