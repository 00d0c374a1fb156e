"""What waits at an organisation's desks, with the age of the oldest: for start pages and the admin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from apps.campaigns import queries as campaigns
from apps.kyc import queries as kyc
from apps.kyc.types import State as Case
from apps.ledger import queries as ledger
from apps.participants import queries as participants
from apps.portal.queries import address_of
from apps.portal.types import Queue
from apps.records import queries as records
from apps.securities import queries as securities
from apps.supervision.types import ALERT, AlertState
from apps.treasury import queries as treasury
from apps.treasury.errors import NotYourMoney
from apps.treasury.types import BANK_LINE, WITHDRAWALS
from apps.vocabulary.types import Role, Viewer


def queues(viewer: Viewer) -> tuple[Queue, ...]:
    """The queues of the viewer's organisation: none for clients."""
    makers: dict[Role, Sequence[Callable[[Viewer], Queue]]] = {
        Role.OPERATOR: (_to_review, _to_confirm, _proposed_campaigns, _proposals),
        Role.TRUSTEE: (_bank_lines, _withdrawals, _without_units, _unfunded_dividends, _proposals),
        Role.REGULATOR: (_alerts, _proposals),
    }
    return tuple(make(viewer) for make in makers.get(viewer.role, ()))


def ringgit(sen: int) -> str:
    """Sen as ringgit, for a figure that is text: `RM 1,234.56`."""
    whole, part = divmod(abs(sen), 100)
    return f"{'−' if sen < 0 else ''}RM\u00a0{whole:,}.{part:02d}"


def _to_review(viewer: Viewer) -> Queue:
    return _cases(viewer, Case.SENT, "review", gettext("Applications to review"))


def _to_confirm(viewer: Viewer) -> Queue:
    return _cases(viewer, Case.APPROVED, "confirm", gettext("Applications to confirm"))


def _cases(viewer: Viewer, state: Case, queue: str, label: str) -> Queue:
    found = kyc.cases(viewer).filter(record__state=state.value)
    waits = found.aggregate(count=Count("pk"), oldest=Min("sent_at"))
    url = f"{reverse('admin:kyc_application_changelist')}?queue={queue}"
    return Queue(label, "id-badge", url, waits["count"], _age(waits["oldest"]))


def _proposed_campaigns(viewer: Viewer) -> Queue:
    found = campaigns.queue(viewer)
    ages = [participants.chain_time() - each.proposed_at for each in found]
    url = address_of("admin:campaigns_queue") or address_of("campaigns:list")
    return Queue(gettext("Campaigns to decide"), "rocket", url, len(found), max(ages, default=0))


def _proposals(viewer: Viewer) -> Queue:
    count, oldest = ledger.proposals_waiting(viewer)
    url = reverse("portal:approvals")
    return Queue(gettext("Waiting for a second pair of eyes"), "user-check", url, count, _age(oldest))


def _alerts(viewer: Viewer) -> Queue:
    found = records.queue(viewer, [ALERT.name], [AlertState.OPEN]).order_by()
    waits = found.aggregate(count=Count("pk"), oldest=Min("changed_at"))
    url = address_of("supervision:alerts")
    return Queue(gettext("Alerts to look at"), "alert-triangle", url, waits["count"], _age(waits["oldest"]))


def _bank_lines(viewer: Viewer) -> Queue:
    found = records.queue(viewer, [BANK_LINE.name], treasury.WAITING).order_by()
    waits = found.aggregate(count=Count("pk"), oldest=Min("opened_at"))
    url = address_of("treasury:lines")
    return Queue(gettext("Bank lines to mint"), "receipt", url, waits["count"], _age(waits["oldest"]))


def _withdrawals(viewer: Viewer) -> Queue:
    label, url = gettext("Withdrawals to pay out"), address_of("treasury:withdrawals")
    try:
        where = {"token": treasury.tokens_at_desk(viewer), "state": "waiting"}
    except NotYourMoney:
        return Queue(label, "upload", url, 0)
    oldest = WITHDRAWALS.page(order="requested_at", where=where, limit=1).rows
    age = participants.chain_time() - oldest[0]["requested_at"] if oldest else 0
    return Queue(label, "upload", url, WITHDRAWALS.count(where), age)


def _without_units(viewer: Viewer) -> Queue:
    found = campaigns.waiting_for_units(viewer)
    now = participants.chain_time()
    ages = [now - (each.approved_at or now) for each in found]
    url = address_of("campaigns:office") or address_of("campaigns:list")
    return Queue(gettext("Campaigns waiting for units"), "certificate", url, len(found), max(ages, default=0))


def _unfunded_dividends(viewer: Viewer) -> Queue:
    found = securities.awaiting_money(viewer)
    ages = [participants.chain_time() - each.declared_at for each in found]
    url = address_of("securities:actions")
    return Queue(gettext("Dividends waiting for money"), "coins", url, len(found), max(ages, default=0))


def _age(since: datetime | None) -> int:
    return max(0, int((timezone.now() - since).total_seconds())) if since else 0
