"""Lanes: one sending key each, its nonces from its own row alone, its bytes kept before they are first sent.

The delivery rules (docs/architecture.md): a lane's row is locked while a nonce is spent; nonce, signature,
raw bytes and hash are committed together; only then are they broadcast, and the same bytes again for as
long as it takes. A nonce is never signed for another intent; a replacement differs in its fees alone.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.conf import settings
from django.db import connection, transaction

from apps.ledger import batches, doorbell
from apps.ledger.batches import Load, Share
from apps.ledger.clock import wall
from apps.ledger.gateway import Gateway
from apps.ledger.market import require_own_chain
from apps.ledger.models import Act, Attempt, Lane, Market, Sending
from apps.ledger.signers import Signer
from apps.ledger.transactions import bumped, sign
from apps.ledger.types import TRANSACTION_GAS_LIMIT, Fees, Outlook
from apps.vocabulary.types import Address

logger = logging.getLogger(__name__)

IN_FLIGHT_LIMIT = 16
"""How many nonces of a lane may wait at once: what a node's pool keeps for one account."""
SELF_SEND_GAS = 21_000
ENOUGH = 2
"""What offers more than so many times the going rate is not bid up further."""
MOST_WEI_PER_GAS = 10**12
"""What is never exceeded for gas (1,000 gwei), unless CASTOR_MOST_WEI_PER_GAS says otherwise."""


def shares() -> dict[Address, Share]:
    """Every lane with its part."""
    addresses = list(Lane.objects.order_by("address").values_list("address", flat=True))
    return {Address(each): Share(i, len(addresses)) for i, each in enumerate(addresses)}


def carry(gateway: Gateway, signer: Signer, share: Share) -> int:
    """Takes what waits into one transaction of this lane, commits it, sends it; returns how many acts it
    carries.

    Raises NodeAway before anything is signed, or after: what is committed is then sent by a later sweep.
    """
    if not batches.waiting(share).exists():
        return 0
    outlook = gateway.outlook(signer.address)
    market = require_own_chain(outlook.genesis)
    with transaction.atomic():
        lane = lock(signer.address)
        if lane.sendings.filter(state=Sending.State.OPEN).count() >= IN_FLIGHT_LIMIT:
            return 0
        _heed(lane, outlook)
        load = batches.take(share, outlook)
        if not load.acts:
            return 0
        sending = _sending(lane, market, load)
        attempt = _attempt(sending, signer, market, outlook.fees)
    logger.info("acts signed", extra=_traces(attempt) | {"acts": [str(each.uid) for each in load.acts]})
    broadcast(gateway, [attempt])
    return len(load.acts)


def lock(address: str) -> Lane:
    """Locks a lane's row until the transaction ends; waits for whoever sends with it now, five seconds
    at most.
    """
    patiently = "SET LOCAL lock_timeout = '5s'; SELECT * FROM ledger_lane WHERE address = %s FOR UPDATE"
    (lane,) = Lane.objects.raw(patiently, [address])
    return lane


def broadcast(gateway: Gateway, attempts: Sequence[Attempt]) -> None:
    """Sends committed bytes. What the node says of them is noted, and decides nothing: receipts do.

    Raises NodeAway; the bytes may have arrived.
    """
    answers = gateway.send_raw([bytes(each.raw) for each in attempts])
    doorbell.say_sent()
    for attempt, answer in zip(attempts, answers, strict=True):
        attempt.sent_at, attempt.answer = wall(), answer.error[:200]
        attempt.save(update_fields=["sent_at", "answer"])


def bump(gateway: Gateway, sending: Sending, signer: Signer) -> Attempt | None:
    """Signs a sending again at a higher price, the same in all else; None where that would exceed the
    ceiling, or where the last one offers so much already that it is not the price that holds it back.
    """
    outlook = gateway.outlook(signer.address)
    market = require_own_chain(outlook.genesis)
    with transaction.atomic():
        lock(sending.lane_id)
        fresh = Sending.objects.select_for_update().get(pk=sending.pk)
        last = fresh.attempts.order_by("-most_per_gas").first()
        if fresh.state != Sending.State.OPEN or last is None:
            return None
        if last.most_per_gas > ENOUGH * outlook.fees.most:
            # A chain that stands still, or a pool that lost it: the same bytes are sent again.
            return None
        fees = bumped(Fees(int(last.most_per_gas), int(last.tip_per_gas)), outlook.fees, cap=most_per_gas())
        if fees is None:
            logger.error("fees above the ceiling", extra={"lane": sending.lane_id, "nonce": sending.nonce})
            return None
        attempt = _attempt(fresh, signer, market, fees)
    logger.warning("signed again at a higher price", extra=_traces(attempt))
    broadcast(gateway, [attempt])
    return attempt


def fill(gateway: Gateway, signer: Signer) -> int:
    """Fills nonces that the chain waits for and no sending has, each with a self-send; returns how many.

    There are none as long as the database keeps what it committed. A nonce that another had spent, in a block
    that has gone since, is our own sending's again.
    """
    outlook = gateway.outlook(signer.address)
    market = require_own_chain(outlook.genesis)
    if gateway.balance(signer.address) < IN_FLIGHT_LIMIT * TRANSACTION_GAS_LIMIT * outlook.fees.most:
        # What is signed already is sent again until the lane has been given ether.
        logger.error("lane short of ether", extra={"lane": signer.address})
    attempts = []
    with transaction.atomic():
        lane = lock(signer.address)
        lane.sendings.filter(nonce__gte=outlook.nonce, state=Sending.State.FOREIGN).update(
            state=Sending.State.OPEN, settled_at=None
        )
        kept = set(lane.sendings.filter(nonce__gte=outlook.nonce).values_list("nonce", flat=True))
        for nonce in range(outlook.nonce, lane.next_nonce):
            if nonce not in kept:
                sending = Sending.objects.create(
                    lane=lane,
                    nonce=nonce,
                    kind=Sending.Kind.FILL,
                    to=lane.address,
                    data=b"",
                    gas=SELF_SEND_GAS,
                )
                attempts.append(_attempt(sending, signer, market, outlook.fees))
    if attempts:
        logger.error("nonce gap filled", extra={"lane": signer.address, "gaps": len(attempts)})
        broadcast(gateway, attempts)
    return len(attempts)


def most_per_gas() -> int:
    """The ceiling of fees, in wei per gas."""
    return int(getattr(settings, "CASTOR_MOST_WEI_PER_GAS", MOST_WEI_PER_GAS))


def _heed(lane: Lane, outlook: Outlook) -> None:
    """A chain ahead of the row means that rows were lost (a restored backup): those nonces are gone for
    good.
    """
    if outlook.nonce > lane.next_nonce:
        logger.error(
            "lane behind its chain",
            extra={"lane": lane.address, "next": lane.next_nonce, "chain": outlook.nonce},
        )
        lane.next_nonce = outlook.nonce


def _sending(lane: Lane, market: Market, load: Load) -> Sending:
    kind = Sending.Kind.RELAY if load.acts[0].kind == Act.Kind.ACT else Sending.Kind.PUSH
    sending = Sending.objects.create(
        lane=lane,
        nonce=lane.next_nonce,
        kind=kind,
        to=market.relay,
        data=batches.encoded(load.acts),
        gas=load.gas,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_lane SET next_nonce = %s WHERE address = %s;"
            "UPDATE ledger_act act SET state = 'sent', sending_id = %s, sent_at = %s, place = taken.place - 1"
            " FROM unnest(%s::bigint[]) WITH ORDINALITY AS taken (id, place) WHERE act.id = taken.id",
            [lane.next_nonce + 1, lane.address, sending.pk, wall(), [act.pk for act in load.acts]],
        )
    return sending


def _traces(attempt: Attempt) -> dict[str, object]:
    sending = attempt.sending
    return {"transaction_hash": attempt.hash, "lane": sending.lane_id, "lane_nonce": sending.nonce}


def _attempt(sending: Sending, signer: Signer, market: Market, fees: Fees) -> Attempt:
    raw, its_hash = sign(
        signer,
        chain_id=market.chain_id,
        nonce=sending.nonce,
        to=sending.to,
        data=bytes(sending.data),
        gas=sending.gas,
        fees=fees,
    )
    return Attempt.objects.create(
        sending=sending,
        hash=its_hash,
        raw=raw,
        most_per_gas=fees.most,
        tip_per_gas=fees.tip,
        signed_at=wall(),
    )
