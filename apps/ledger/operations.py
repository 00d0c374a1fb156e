"""How delivery goes: lanes and their nonces, transactions, what waits, what went wrong.

For the regulator's staff. A lane's nonce is ours; the node's count beside it only shows what went wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Min, Prefetch, Q, QuerySet

from apps.ledger import heads
from apps.ledger.clock import wall
from apps.ledger.errors import NodeAway, NodeRefused, NoSuchTransaction
from apps.ledger.gateway import gateway
from apps.ledger.models import Act, Attempt, Intervention, Lane, Sending
from apps.ledger.store import ReadModelAway
from apps.ledger.types import (
    ActState,
    Hash,
    InterventionState,
    InterventionView,
    LaneView,
    Operations,
    Remedy,
    TransactionPage,
    TransactionView,
    Trouble,
)
from apps.vocabulary.errors import Malformed, NotAllowed, SignInNeeded
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import Address, Role, Viewer

STUCK_AFTER = timedelta(minutes=2)
"""From when on an act that waits, or a transaction without a receipt, counts as stuck."""
PAGE = 25
MOST_TROUBLES = 10
MOST_ACTS = 100


def outbox() -> Mapping[str, int]:
    """How many acts wait, are on their way, and are stuck; how many transactions are open."""
    late = wall() - STUCK_AFTER
    return {
        "queued": Act.objects.filter(state=ActState.QUEUED).count(),
        "sent": Act.objects.filter(state=ActState.SENT).count(),
        "stuck": Act.objects.filter(state__in=(ActState.QUEUED, ActState.SENT), queued_at__lt=late).count(),
        "open": Sending.objects.filter(state=Sending.State.OPEN).count(),
    }


def in_flight() -> Mapping[str, int]:
    """How many transactions of each lane have no end yet, by the lane's address."""
    flying = Count("sendings", filter=Q(sendings__state=Sending.State.OPEN))
    return dict(Lane.objects.annotate(flying=flying).order_by("address").values_list("address", "flying"))


def operations(viewer: Viewer) -> Operations:
    """All at a glance; a part that is away leaves its figures None. Raises SignInNeeded, NotAllowed."""
    _require_regulator(viewer)
    addresses = list(Lane.objects.order_by("address").values_list("address", flat=True))
    head, counts = _asked_of_node(addresses)
    try:
        stands, lag = heads.head(), heads.lag()
    except ReadModelAway:
        stands, lag = None, heads.Lag(None, None)
    oldest = Act.objects.filter(state=ActState.QUEUED).aggregate(oldest=Min("queued_at"))["oldest"]
    return Operations(
        lanes=tuple(_lanes(addresses, counts)),
        **outbox(),
        oldest_queued=oldest,
        head=head,
        indexed=stands.number if stands else None,
        final=stands.final if stands else None,
        behind=lag.blocks,
        unseen=lag.seconds,
        asked=Intervention.objects.filter(ended_at__isnull=True).count(),
        troubles=_troubles(),
    )


def transactions(
    viewer: Viewer, lane: Address, *, only_open: bool = False, after: str | None = None, limit: int = PAGE
) -> TransactionPage:
    """A lane's transactions, the newest first. Raises SignInNeeded, NotAllowed, NoSuchTransaction (no such
    lane), Malformed for an `after` that no page gave.
    """
    _require_regulator(viewer)
    if not Lane.objects.filter(address=lane).exists():
        raise NoSuchTransaction
    found = Sending.objects.filter(lane=lane)
    if only_open:
        found = found.filter(state=Sending.State.OPEN)
    if after is not None:
        if not (after.isascii() and after.isdigit() and len(after) < 19):
            raise Malformed(gettext_noop("This page of the list is not known."))
        found = found.filter(nonce__lt=int(after))
    rows = list(_whole(found).order_by("-nonce")[: limit + 1])
    following = str(rows[limit - 1].nonce) if len(rows) > limit else None
    return TransactionPage(tuple(_transaction(each) for each in rows[:limit]), following)


def transaction(viewer: Viewer, number: int) -> TransactionView:
    """One transaction by our own number. Raises SignInNeeded, NotAllowed, NoSuchTransaction."""
    _require_regulator(viewer)
    found = _whole(Sending.objects.filter(pk=number)).first()
    if found is None:
        raise NoSuchTransaction
    return _transaction(found)


def asked_for(viewer: Viewer) -> tuple[TransactionView, ...]:
    """The transactions about which something was asked that is not done yet, the oldest asking first."""
    _require_regulator(viewer)
    waiting = _whole(
        Sending.objects.filter(interventions__ended_at__isnull=True, interventions__isnull=False)
    )
    return tuple(_transaction(each) for each in waiting.order_by("interventions__id"))


# -- parts ----------------------------------------------------------------------------------------------


def _require_regulator(viewer: Viewer) -> None:
    if viewer.account is None:
        raise SignInNeeded
    if viewer.role is not Role.REGULATOR:
        raise NotAllowed


def _asked_of_node(addresses: Sequence[str]) -> tuple[int | None, list[tuple[int | None, int | None]]]:
    """The node's newest block, and each address's nonce and ether, in one round trip; None where away."""
    asked: list[tuple[str, list[str]]] = [("eth_blockNumber", [])]
    for each in addresses:
        asked += [("eth_getTransactionCount", [each, "latest"]), ("eth_getBalance", [each, "latest"])]
    try:
        head, *answers = (int(each, 16) for each in gateway().batch(asked))
    except (NodeAway, NodeRefused):
        return None, [(None, None)] * len(addresses)
    return head, list(zip(answers[::2], answers[1::2], strict=True))


def _lanes(addresses: Sequence[str], counts: Sequence[tuple[int | None, int | None]]) -> Iterable[LaneView]:
    nonces = dict(Lane.objects.values_list("address", "next_nonce"))
    flying = {
        each["lane"]: each
        for each in Sending.objects.filter(state=Sending.State.OPEN)
        .values("lane")
        .annotate(count=Count("pk"), oldest=Min("created_at"))
    }
    waiting = dict(
        Act.objects.filter(state=ActState.QUEUED)
        .annotate(share=F("lot") % max(1, len(addresses)))
        .values_list("share")
        .annotate(count=Count("pk"))
    )
    late = wall() - STUCK_AFTER
    for index, (address, (nonce, balance)) in enumerate(zip(addresses, counts, strict=True)):
        mine: Mapping[str, Any] = flying.get(address, {})
        oldest: datetime | None = mine.get("oldest")
        yield LaneView(
            address=Address(address),
            next_nonce=nonces[address],
            chain_nonce=nonce,
            balance=balance,
            in_flight=mine.get("count", 0),
            oldest=oldest,
            queued=waiting.get(index, 0),
            stuck=oldest is not None and oldest < late,
        )


def _whole(found: QuerySet[Sending]) -> QuerySet[Sending]:
    return found.prefetch_related(
        Prefetch("attempts", Attempt.objects.order_by("most_per_gas").defer("raw")),
        Prefetch("acts", Act.objects.only("uid", "name", "sending").order_by("place")),
        Prefetch("interventions", Intervention.objects.order_by("-id")),
    ).defer("data")


def _transaction(row: Sending) -> TransactionView:
    attempts = list(row.attempts.all())
    last = attempts[-1] if attempts else None
    return TransactionView(
        id=row.pk,
        lane=Address(row.lane_id),
        nonce=row.nonce,
        kind=row.kind,
        state=row.state,
        succeeded=row.succeeded,
        created_at=row.created_at,
        settled_at=row.settled_at,
        stuck=row.state == Sending.State.OPEN and row.created_at < wall() - STUCK_AFTER,
        attempts=len(attempts),
        hash=Hash(row.transaction or (last.hash if last else "")),
        most_per_gas=int(last.most_per_gas) if last else 0,
        tip_per_gas=int(last.tip_per_gas) if last else 0,
        sent_at=last.sent_at if last else None,
        answer=last.answer if last else "",
        gas=row.gas,
        gas_used=row.gas_used,
        block=row.block_number,
        acts=tuple((each.uid, each.name) for each in row.acts.all()[:MOST_ACTS]),
        interventions=tuple(_intervention(each) for each in row.interventions.all()),
    )


def _intervention(row: Intervention) -> InterventionView:
    return InterventionView(
        id=row.pk,
        kind=Remedy(row.kind),
        state=InterventionState(row.state),
        maker=row.maker,
        checker=row.checker,
        reason=row.reason,
        outcome=row.outcome,
        asked_at=row.asked_at,
        ended_at=row.ended_at,
    )


def _troubles() -> tuple[Trouble, ...]:
    """The last things that went wrong, the newest first: a few of each kind, from rows that indexes find."""
    ended = Sending.objects.filter(state=Sending.State.FOREIGN) | Sending.objects.filter(succeeded=False)
    found = [
        Trouble(
            at=each.settled_at or each.created_at,
            what="foreign" if each.state == Sending.State.FOREIGN else "failed",
            lane=Address(each.lane_id),
            nonce=each.nonce,
            act=None,
            detail=each.transaction,
        )
        for each in ended.defer("data").order_by("-id")[:MOST_TROUBLES]
    ]
    found += [
        Trouble(each.settled_at or each.created_at, "given-up", None, None, each.uid, each.name)
        for each in Act.objects.filter(refusal__error="CarriedInVain").order_by("-id")[:MOST_TROUBLES]
    ]
    answers = Attempt.objects.filter(sending__state=Sending.State.OPEN).exclude(answer="")
    found += [
        Trouble(
            each.sent_at or each.signed_at,
            "answer",
            Address(each.sending.lane_id),
            each.sending.nonce,
            None,
            each.answer,
        )
        for each in answers.select_related("sending")
        .defer("raw", "sending__data")
        .order_by("-id")[:MOST_TROUBLES]
    ]
    return tuple(sorted(found, key=lambda each: each.at, reverse=True)[:MOST_TROUBLES])
